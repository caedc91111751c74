"""Makes the floor's database from names on standard input, a line each; prints the session key of its one person."""

import os
import sys
from decimal import Decimal

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.floor.settings"
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection

    from tests.bench.floor.models import Row
    from tests.bench.people import session_of

    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    person = User.objects.create_user("floor")
    Row.objects.bulk_create(Row(owner=person, name=f"Row {n} of the floor", amount=Decimal(n)) for n in range(1, 3_001))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE VIRTUAL TABLE words USING fts5(name, prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
        )
        cursor.executemany("INSERT INTO words (name) VALUES (%s)", [[line.strip()] for line in sys.stdin])
    print(session_of(person))


if __name__ == "__main__":
    main()
