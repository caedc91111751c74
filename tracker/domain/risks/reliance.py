"""Whether a page may call days covered: not where food cannot be relied on. Pure; docs/risks.md, Diet and intake."""

from enum import StrEnum

from tracker.domain.risks.common import needs_replacing, treated, treatment_known, vegan_unmet
from tracker.domain.risks.facts import Case


class Instead(StrEnum):
    """What a page leads with where it does not say that days are covered."""

    TREATMENT = "treatment"
    NO_TREATMENT = "no-treatment"  # none is logged, as far as is known
    NO_SCHEDULE = "no-schedule"  # of a vegan


def instead_of_covered(case: Case) -> Instead | None:
    """None where days may be called covered. Injections on time are a treatment and a schedule as well."""
    if needs_replacing(case):
        return Instead.TREATMENT if treated(case) or not treatment_known(case) else Instead.NO_TREATMENT
    return Instead.NO_SCHEDULE if vegan_unmet(case) else None
