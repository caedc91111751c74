"""Histories from other trackers, read row by row: one module a format, none of which knows a person or a database.

`recognised` says which format a file is in, by what is in it; `read` hands out its rows. docs/importing-history.md says
what each format holds of B12 and where that is known from.
"""
