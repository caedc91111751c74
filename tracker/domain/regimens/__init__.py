"""Regimens: a repeating plan of doses, when the next is due, and how it was kept. Pure; docs/care.md, Regimens."""
