"""Care with five years of data, beside the floor: server CPU of each page, and what a first visit weighs."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench import stage
from tests.bench.report import Line, Report
from tests.bench.turns import Target, measure
from tests.bench.weight import weigh_each

PERSON, FIVE_YEARS_DAYS = "cared", 1_826
MOST = 2.0  # times F_page


def run(folder: Path, report: Report) -> None:
    with stage.product(folder, {PERSON: FIVE_YEARS_DAYS}) as ours, stage.floor(folder) as floor:
        browser, plain = ours.browser(PERSON), floor.browser()
        pages = list(_pages())
        floor_page = Target("F_page", floor.server, lambda _: plain.get("/page/"))
        targets = [Target(path, ours.server, lambda _, path=path: browser.get(path)) for path in pages]
        measure([floor_page, *targets], requests=20)
        report.heading(f"Care with five years of data, against {MOST:g} × F_page")
        report.add(Line("F_page", floor_page.cpu_each_ms, "ms"))
        for target in targets:
            if target.trouble:
                report.missing(target.name, target.trouble)
                continue
            detail = f"{target.cpu_each_ms:.2f} ms, median {target.median_ms:.2f} ms, {target.bytes:,} B"
            report.add(Line(target.name, target.cpu_each_ms / floor_page.cpu_each_ms, budget=MOST, detail=detail))
        report.heading("First visit over the wire")
        weigh_each(ours, PERSON, pages, report)


def _pages() -> Iterator[str]:
    """The addresses of everything in Care, with the ids of this person's own rows."""
    from django.urls import reverse

    from accounts.models import User

    person = User.objects.get(email=f"{PERSON}@example.org")
    yield from (
        reverse(name)
        for name in (
            "care",
            "regimens",
            "regimen_new",
            "injections",
            "medicines",
            "symptoms",
            "symptom_check",
            "symptoms_choose",
            "blood_tests",
            "sample_new",
            "report",
            "reminders",
        )
    )
    for regimen in person.regimens.order_by("pk"):
        yield reverse("regimen", args=[regimen.pk])
    yield reverse("symptom", args=[person.tracked_symptoms.order_by("pk")[0].pk])
    yield reverse("sample", args=[person.samples.order_by("pk")[0].pk])
