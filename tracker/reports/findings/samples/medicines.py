"""Medicines as people take them: alone, together, changed on the way, known by their brand."""

import datetime as dt

from tracker.domain.risks.facts import Case, Precision, Result, Symptom, Use, When
from tracker.reports.findings.samples import TODAY, ago

_TIRED = Symptom("fatigue", 5, ago(2), first=ago(60), days=8)
_TINGLING = Symptom("tingling", 4, ago(1), first=ago(90), days=9)


def _taking(*medicines: Use, **fields: object) -> Case:
    return Case(today=TODAY, **{"medicines": medicines, "age_years": 54.0} | fields)


def _month(year: int, month: int) -> When:
    return When(dt.date(year, month, 15), Precision.MONTH)


_MARCH_2022, _MAY_2023 = _month(2022, 3), _month(2023, 5)


def metformin(dose_mg: float | None = 2000, start: When | None = _MARCH_2022, **fields: object) -> Use:
    return Use("metformin", "metformin", "metformin", dose_mg=dose_mg, start=start, **fields)


def omeprazole(start: When | None = _MAY_2023, **fields: object) -> Use:
    return Use("omeprazole", "ppi", "omeprazole", **{"dose_mg": 20, "units": 1, "start": start} | fields)


_GLUCOPHAGE = Use("metformin", "metformin", "Glucophage", dose_mg=2000, start=_month(2024, 1), confirmed=False)
_NEXIUM = Use("esomeprazole", "ppi", "Nexium", dose_mg=40, units=2, start=When(ago(800)), confirmed=False)
_JANUMET = Use("met_sitagliptin", "metformin", "metformin + sitagliptin", dose_mg=1000, start=_month(2026, 5))
_LANSOPRAZOLE = Use(
    "lansoprazole", "ppi", "lansoprazole", dose_mg=30, start=_month(2022, 1), end=_month(2024, 4), active=False
)

SAMPLES: dict[str, tuple[Case, ...]] = {
    "metformin-use": (
        _taking(metformin(500, When(ago(40)))),
        _taking(metformin(None, None)),
        _taking(Use("metformin", "metformin", "Glucophage", dose_mg=500, start=When(ago(40)), confirmed=False)),
    ),
    "metformin-high-or-long": (
        _taking(metformin()),
        _taking(metformin(1000)),
        _taking(metformin(2000, When(ago(200)))),
        _taking(metformin(850, When(ago(150)))),
        _taking(metformin(2000, When(ago(30)))),
        _taking(metformin(1000, _month(2021, 3)), _JANUMET),
        _taking(
            metformin(1000, _month(2021, 3), end=_month(2026, 4), active=False),
            _JANUMET,
        ),
        _taking(metformin(), metformin(None, None)),
        _taking(_GLUCOPHAGE),
    ),
    "metformin-with-symptoms": (
        _taking(metformin(), symptoms=(_TIRED, _TINGLING)),
        _taking(metformin(None, None), symptoms=(_TIRED,), age_years=16.0),
        _taking(_GLUCOPHAGE, symptoms=(_TIRED,)),
    ),
    "acid-blocker-watch": (
        _taking(omeprazole(When(ago(400)))),
        _taking(
            Use("lansoprazole", "ppi", "lansoprazole", start=When(ago(500)), end=When(ago(210)), active=False),
            omeprazole(When(ago(200))),
        ),
        _taking(Use("famotidine", "h2_blocker", "famotidine", dose_mg=40, start=_month(2023, 2))),
        _taking(Use("vonoprazan", "pcab", "vonoprazan", dose_mg=20, start=_month(2025, 1))),
        _taking(Use("esomeprazole", "ppi", "Nexium", dose_mg=40, start=When(ago(400)), confirmed=False)),
    ),
    "ppi-2-years": (
        _taking(omeprazole()),
        _taking(omeprazole(units=2, dose_mg=40)),
        _taking(omeprazole(), results=(Result("b12", 410, "ng/L", ago(90)),)),
        _taking(_LANSOPRAZOLE, omeprazole(_month(2024, 5))),
        _taking(_NEXIUM),
    ),
    "medicine-listed-long": (
        _taking(Use("pregabalin", "pregabalin", "pregabalin", dose_mg=300, start=_month(2025, 9))),
        _taking(
            Use("colchicine", "colchicine", "colchicine", dose_mg=0.5, start=_month(2024, 9)),
            Use("topiramate", "topiramate", "topiramate", start=When(dt.date(2020, 7, 1), Precision.YEAR)),
        ),
        _taking(Use("pregabalin", "pregabalin", "Lyrica", start=_month(2025, 9), confirmed=False)),
    ),
    "folic-acid-masking": (
        _taking(Use("folic_acid", "folic_acid", "folic acid", dose_mg=5, start=_month(2026, 8))),
        _taking(
            Use("folic_acid", "folic_acid", "folic acid", dose_mg=0.8),
            Use("folic_acid", "folic_acid", "folic acid 0.4 mg", dose_mg=0.4),
            results=(Result("b12", 250, "ng/L", ago(30)),),
        ),
        _taking(Use("folic_acid", "folic_acid", "Folvite", dose_mg=1, confirmed=False)),
    ),
}
