"""The rules that warn: what they may know, what they find, and which of it is shown. Pure."""
