"""What was found when, and what is set aside."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from tracker.models import FindingRecord
from tracker.reports.findings.report import FindingsReport

MOST_RECORDS = 200


@dataclass(frozen=True, slots=True)
class FindingsHistory:
    """`records`: the newest first; `older`: there are more than are shown."""

    report: FindingsReport
    records: tuple[FindingRecord, ...]
    older: bool

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "FindingsHistory":
        """One query besides those of the report."""
        records = list(person.finding_records.all()[: MOST_RECORDS + 1])
        report = FindingsReport.build(person, now=now)
        return cls(report, tuple(records[:MOST_RECORDS]), len(records) > MOST_RECORDS)
