"""Data sets as they are shown to readers follow the files that were brought in; an empty value leaves what is there."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from foods.importing.records import Dataset
from foods.models import ImportRun, RunState, Source

EDITION = ("version", "retrieved_on")  # what the file last brought in says, not the table that ships with the app


def follow(key: str, values: Mapping[str, object], source: Source | None) -> Source:
    """The source of this key with these values, saved where one of them is new."""
    source = source or Source(key=key)
    new = {name: value for name, value in values.items() if value and getattr(source, name) != value}
    for name, value in new.items():
        setattr(source, name, value)
    if new or source.pk is None:
        source.save()
    return source


def write_sources(datasets: Sequence[Dataset], *, dry_run: bool, today: dt.date) -> dict[str, int]:
    """Key → number of the data sets of a file. A dry run writes none: a set that is not there has number 0."""
    standing = Source.objects.in_bulk([one.key for one in datasets], field_name="key")
    if dry_run:
        return {one.key: source.pk if (source := standing.get(one.key)) else 0 for one in datasets}
    found = {}
    for one in datasets:
        values = asdict(one)
        key, _ = values.pop("key"), values.pop("complete")
        source = standing.get(key)
        if source is None or (one.version and source.version != one.version):
            values["retrieved_on"] = today
        found[key] = follow(key, values, source).pk
    return found


def imported_keys() -> set[str]:
    """Data sets whose edition was brought in from a file."""
    runs = ImportRun.objects.filter(dry_run=False, state=RunState.DONE)
    return {key for datasets in runs.values_list("datasets", flat=True) for key in datasets}
