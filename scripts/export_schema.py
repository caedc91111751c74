"""Writes the schema of the export anew, after its sections have changed: `python -m scripts.export_schema`."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tracker.export.schema import FILE, as_text

    FILE.write_text(as_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
