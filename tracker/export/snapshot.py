"""All of an export as it was at one moment: what is logged while it is written does not come half into it."""

from collections.abc import Iterator

from django.db import connection

_BEGIN = {
    "sqlite": "BEGIN DEFERRED",  # reads hold nobody up; Django's own transactions would take the lock for writing
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}
Piece = str | bytes


def at_one_moment(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces, read in a transaction of their own, which ends with them however that comes about."""
    if connection.in_atomic_block:  # somebody else's, as in tests
        yield from pieces
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
    try:
        yield from pieces
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
