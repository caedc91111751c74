"""What is said about blood tests: whose range a value lies in, what shifts it, what to ask. Never a verdict of ours."""

import datetime as dt
from collections.abc import Collection, Iterator
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foods.units import format_ug
from tracker.domain.bands import Band, Guideline, Number, Reading
from tracker.domain.blood import shown
from tracker.domain.risks.common import SYM, current
from tracker.domain.risks.facts import Case
from tracker.domain.risks.results import recent
from tracker.models.markers import unit_shown
from tracker.reports.after_dose import AfterDose

WHOSE = {
    "nice": "NICE",
    "aafp": "AAFP",
    "who": "WHO",
    "us_surveys": gettext_lazy("US surveys"),
    "practice": gettext_lazy("general practice"),
    "bsh": "BSH",
    "kdigo": "KDIGO",
    "us_label": gettext_lazy("the US label of hydroxocobalamin"),
    "laboratories": gettext_lazy("laboratories"),
}
CONTEXTS = {  # as findings/lab-context.html says it
    "pregnant": gettext_lazy("In pregnancy total B12 falls to about half, so active B12 is the better test."),
    "pill": gettext_lazy("On the combined pill the total may read low without a lack."),
    "hrt": gettext_lazy("Oestrogen therapy may lower the total in the same way as the pill."),
    "kidneys": gettext_lazy("Kidneys that work slowly raise MMA and homocysteine by themselves."),
    "liver": gettext_lazy("Liver disease can make B12 look higher than it is."),
    "nitrous": gettext_lazy(
        "After nitrous oxide B12 may look normal while it does not work; homocysteine or MMA tells more."
    ),
    "antibiotics": gettext_lazy("Antibiotics disturb a microbiological B12 test."),
}
UNCONFIRMED_CONTEXTS = frozenset(("hrt", "antibiotics"))
_CALLED = {  # how each guideline calls what lies between
    "nice": gettext_lazy("indeterminate"),
    "aafp": gettext_lazy("borderline"),
    "who": gettext_lazy("marginal"),
}
_UNLIKELY = {"who": gettext_lazy("adequate")}


def band_words(band: Band) -> str:
    """What the range is called by whoever drew it, and what that means."""
    whose = str(WHOSE[band.guideline])
    if band.reading == Reading.DEFICIENT:
        return _("lies in the range %(whose)s calls deficiency. A clinician decides what to do.") % {"whose": whose}
    if band.reading == Reading.BETWEEN:
        called = {"whose": whose, "called": _CALLED[band.guideline]}
        return _("lies in the range %(whose)s calls %(called)s: it neither shows nor rules out low B12.") % called
    if band.reading == Reading.UNLIKELY:
        if band.guideline in _UNLIKELY:
            called = {"whose": whose, "called": _UNLIKELY[band.guideline]}
            return _("lies in the range %(whose)s calls %(called)s.") % called
        return _("lies in the range where %(whose)s calls a lack unlikely, not impossible.") % {"whose": whose}
    return _OTHERS[band.id] % {"whose": whose}


_OTHERS = {
    "mma_normal": gettext_lazy("lies in the range %(whose)s call normal."),
    "mma_raised": gettext_lazy(
        "lies above what %(whose)s call normal. With kidneys that work well this supports low B12."
    ),
    "mma_high": gettext_lazy(
        "lies well above what %(whose)s call normal. With kidneys that work well this speaks strongly for low B12."
    ),
    "hcy_raised": gettext_lazy(
        "lies above the limit of %(whose)s. Too little B12, folate or B6 can be behind it, and kidneys or thyroid too."
    ),
    "mcv_macrocytosis": gettext_lazy(
        "lies above the limit of %(whose)s: large red cells. B12, folate, alcohol, medicines, liver or thyroid can be"
        " behind it."
    ),
    "hb_anaemia_women": gettext_lazy("lies below the limit of %(whose)s for women. A low haemoglobin has many causes."),
    "hb_anaemia_men": gettext_lazy("lies below the limit of %(whose)s for men. A low haemoglobin has many causes."),
    "hb_anaemia_pregnant": gettext_lazy(
        "lies below the limit of %(whose)s in pregnancy. A low haemoglobin has many causes."
    ),
    "hb_anaemia_pregnant_middle": gettext_lazy(
        "lies below the limit of %(whose)s in the middle of pregnancy. A low haemoglobin has many causes."
    ),
    "folate_low": gettext_lazy("lies below the limit of %(whose)s. Folate and B12 are best looked at together."),
    "potassium_low": gettext_lazy("lies below the limit of %(whose)s."),
    "egfr_reduced": gettext_lazy(
        "lies below the limit of %(whose)s. MMA and homocysteine then rise by themselves and cannot be read alone."
    ),
}
_NOT_IN = {  # of markers with one limit only, what lies on its other side
    "homocysteine": gettext_lazy("does not lie above %(limit)s, the limit of %(whose)s."),
    "mcv": gettext_lazy(
        "does not lie above %(limit)s, the limit of %(whose)s. Cells of usual size do not rule low B12 out."
    ),
    "haemoglobin": gettext_lazy(
        "does not lie below %(limit)s, the limit of %(whose)s. No anaemia does not rule low B12 out."
    ),
    "folate": gettext_lazy("does not lie below %(limit)s, the limit of %(whose)s."),
    "potassium": gettext_lazy("does not lie below %(limit)s, the limit of %(whose)s."),
    "egfr": gettext_lazy("does not lie below %(limit)s, the limit of %(whose)s."),
}


def outside_words(band: Band, unit: str) -> str:
    """Of a value on the other side of the only limit there is."""
    limit = next(end for end in band.limits(unit) if end is not None)
    return _NOT_IN[band.marker] % {"limit": figure(limit, unit), "whose": WHOSE[band.guideline]}


def open_words(comparator: str, value: Number) -> str:
    return _("may lie on either side of a limit, as the laboratory says only %(value)s. So no range is named.") % {
        "value": f"{comparator}{shown(value)}"
    }


def figure(value: Number, unit: str) -> str:
    return f"{shown(value)}\u00a0{unit_shown(unit)}"


def range_words(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """“197 to 771 ng/L”, “up to 0.28 µmol/L”, “from 59 …”; "" for none."""
    unit = f"\u00a0{unit_shown(unit)}"
    if low is not None and high is not None:
        return _("%(low)s to %(high)s") % {"low": shown(low), "high": shown(high)} + unit
    if high is not None:
        return _("up to %(high)s") % {"high": shown(high)} + unit
    return _("from %(low)s") % {"low": shown(low)} + unit if low is not None else ""


# --- before the sample ------------------------------------------------------------------------------------------------
def before_words(before: AfterDose, sample: dt.date) -> str:
    """The pre-test note of a sample, with its figures and names; "" where nothing was taken, or nobody can say why."""
    said = list(_taken(before, sample))
    if said:
        said.append(_("So total and active B12 of that day say little about your stores."))
    elif before.mark is None and before.unknown:
        dose = {"name": before.unknown.name, "days": _days_before(sample, before.unknown.date)}
        said.append(
            _("You took %(name)s %(days)s. Nobody has a figure for it, so nobody can say how far it moved B12.") % dose
        )
    return " ".join(said)


def _taken(before: AfterDose, sample: dt.date) -> Iterator[str]:
    if before.last_injection:
        days = _days_before(sample, before.last_injection)
        yield _("You had an injection %(days)s: %(name)s.") % {"name": before.injection_name, "days": days}
    if before.last_dose:
        ug = f"{format_ug(Decimal(str(before.last_dose.ug)))}\u00a0µg"
        yield _("You took %(ug)s %(days)s: %(name)s.") % {
            "ug": ug, "name": before.last_dose.name, "days": _days_before(sample, before.last_dose.date),
        }  # fmt: skip


def _days_before(sample: dt.date, day: dt.date) -> str:
    days = (sample - day).days
    words = ngettext("%(n)d day before the sample of %(date)s", "%(n)d days before the sample of %(date)s", days)
    return words % {"n": days, "date": date_format(sample, "j F Y")}


# --- what to ask ------------------------------------------------------------------------------------------------------
_CAUSES = (
    "pernicious_anaemia", "atrophic_gastritis", "coeliac", "gastrectomy_total", "gastric_bypass", "ileal_resection",
)  # fmt: skip


def questions(case: Case, *, contexts: Collection[str], readings: Collection[Reading]) -> Iterator[str]:
    """What one may ask at the practice. `readings`: where the newest B12 results lie by the chosen guideline."""
    if "pregnant" in contexts and not recent(case, "active_b12"):
        yield _("Can active B12 be measured? In pregnancy it tells more than the total.")
    has_second = any(recent(case, marker) for marker in ("mma", "homocysteine"))
    if "nitrous" in contexts and not has_second:
        yield _("Can homocysteine or MMA be measured? After nitrous oxide they tell more than B12.")
    elif Reading.BETWEEN in readings and not recent(case, "mma"):
        if current(case, *SYM):
            yield _("Would an MMA test help? The B12 result is unclear, and I have symptoms.")
        else:
            yield _("Would an MMA test help if I get symptoms? The B12 result is unclear.")
    if Reading.DEFICIENT in readings and not case.has(*_CAUSES):
        if case.guideline == Guideline.AAFP:
            yield _("What is the cause? Should I be tested for coeliac disease, autoimmune gastritis or H. pylori?")
        else:
            yield _("What is the cause? Should I be tested for coeliac disease or autoimmune gastritis?")
    if "kidneys" not in contexts and recent(case, "mma") and not recent(case, "egfr"):
        yield _("How well do my kidneys work? MMA cannot be read without knowing that.")
