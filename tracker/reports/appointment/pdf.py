"""The report as a PDF of one page. Decision: docs/decisions/0015."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import typst

from tracker.reports.appointment.parts import Curve
from tracker.reports.care.report import AppointmentReport

_TEMPLATE = Path(__file__).with_name("report.typ")


def pdf_of(report: AppointmentReport, *, now: dt.datetime) -> bytes:
    """Tagged, with title and language. The words go in as data, so that nothing typed becomes markup."""
    return typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        format="pdf",
        sys_inputs={"report": json.dumps(as_data(report))},
        timestamp=int(now.timestamp()),
        pdf_standards="ua-1",
    )


def as_data(report: AppointmentReport) -> dict:
    """What the template prints."""
    return {
        "lang": report.language[:2],
        "title": report.title,
        "who": report.who,
        "sections": [_section(asdict(section)) for section in report.sections],
        "foot": report.foot,
    }


def _section(section: dict) -> dict:
    """Curves by name: plain tuples have none."""
    curves = [dict(zip(Curve._fields, curve, strict=True)) for curve in section["curves"]]
    return {**section, "curves": curves, "lang": section["lang"][:2]}
