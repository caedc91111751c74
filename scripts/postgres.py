"""Prints the DATABASE_URL of a database that nobody else uses, on the server that POSTGRES_URL names; exits 1 if none.

The tests make and drop `test_…` of it; the database itself is never made.
"""

import os
import sys
from urllib.parse import urlsplit

import psycopg

DEFAULT = "postgres:///postgres"  # this machine's socket, as this user


def fresh_url(server: str, name: str) -> str:
    """`server` with the database's name replaced, its user, host and options kept."""
    parts = urlsplit(server)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{name}{query}"


def main() -> int:
    server = os.environ.get("POSTGRES_URL") or DEFAULT
    try:
        psycopg.connect(server, connect_timeout=5).close()
    except psycopg.Error as error:
        sys.stderr.write(f"{str(error).splitlines()[0]}\n")
        return 1
    sys.stdout.write(fresh_url(server, f"cobalog_{os.getpid()}") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
