"""Bringing published food data into the table: readers (one module a format) → checked records → one writer."""
