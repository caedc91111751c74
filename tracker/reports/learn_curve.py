"""The curve of Learn: what our model takes up of one dose in water, from a tenth of a µg to a large tablet."""

from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.charts import Chart, Table, words
from tracker.charts.curve import Dose, curve
from tracker.domain.absorption import absorbed_ug
from tracker.domain.parameters import HIGH, LOW, MIDDLE

FROM_UG, TO_UG, STEPS = 0.1, 2000.0, 60
BOTTOM_UG, TOP_UG = 0.03, 60.0  # what the low set takes up of the smallest dose, the high set of the largest
ROWS_UG = (0.1, 1.0, 2.5, 5.0, 10.0, 50.0, 100.0, 500.0, 1000.0, 2000.0)
X_UG, Y_UG = (0.1, 2000.0, 1.0, 10.0, 100.0), (0.1, 1.0, 10.0)  # the first ones are named first


def dose_of(swallowed_ug: float) -> Dose:
    """One dose of crystalline B12, alone and at rest, in somebody without any state."""
    low, middle, high = (absorbed_ug(swallowed_ug, parameters=one) for one in (LOW, MIDDLE, HIGH))
    return Dose(swallowed_ug, min(low, middle), middle, max(high, middle))


def absorption_curve() -> Chart:
    return _curve(get_language())


@cache
def _curve(language: str | None) -> Chart:
    doses = [dose_of(FROM_UG * (TO_UG / FROM_UG) ** (step / STEPS)) for step in range(STEPS + 1)]
    small, large = dose_of(1.0), dose_of(1000.0)
    return curve(
        key="absorption",
        title=_("How much of one dose is probably absorbed"),
        description=_(
            "The line rises steeply at small doses, is nearly flat from about 5 to 50\u00a0µg, and rises again slowly "
            "at large ones: of 1\u00a0µg about %(small)s\u00a0µg is absorbed, of 1,000\u00a0µg about %(large)s\u00a0µg."
        )
        % {"small": words.model_ug(small.middle), "large": words.model_ug(large.middle)},
        doses=doses,
        bottom=BOTTOM_UG,
        top=TOP_UG,
        x_labels=[(ug, words.ug_words(ug)) for ug in X_UG],
        y_labels=[(ug, words.ug_words(ug)) for ug in Y_UG],
        all_of_it=_("if all were absorbed"),
        table=Table(
            head=(_("Swallowed"), _("low end"), _("high end"), _("probably absorbed"), _("share")),
            rows=tuple(_row(dose_of(ug)) for ug in ROWS_UG),
        ),
    )


def _row(dose: Dose) -> tuple[str, ...]:
    share = dose.middle * 100 / dose.swallowed
    return (
        words.ug_words(dose.swallowed),
        words.ug(dose.low),
        words.ug(dose.high),
        words.ug_words(dose.middle),
        f"{share:.0f}\u00a0%" if share >= 9.95 else f"{share:.1f}\u00a0%",
    )
