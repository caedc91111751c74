"""Why the model is off for somebody, in a sentence each. docs/model.md, When it switches off."""

from django.utils.translation import gettext_lazy

from tracker.domain.limits import Off

WHY_OFF = {
    Off.CHILD: gettext_lazy("The model is made for adults. Under 18 it is off."),
    Off.PREGNANT: gettext_lazy(
        "In pregnancy a baby draws on the stores. The model does not know how much, so it is off."
    ),
    Off.BREASTFEEDING: gettext_lazy(
        "While breast-feeding a baby draws on the stores. The model does not know how much, so it is off."
    ),
    Off.INHERITED: gettext_lazy("With an inherited disorder of B12 the model does not fit, so it is off."),
    Off.NITROUS_OXIDE: gettext_lazy(
        "Nitrous oxide makes B12 in the body unusable, which the model does not know. It is off for a year after."
    ),
    Off.DEFICIENT_RESULT: gettext_lazy(
        "A blood test says more than any model. While a low result is recent, it is off."
    ),
    Off.RED_FLAG: gettext_lazy("What you noted down needs a doctor, whatever a model says. It is off."),
    Off.KIDNEY: gettext_lazy(
        "Kidney failure changes how B12 is kept and lost. The model does not know how, so it is off."
    ),
    Off.FEW_DAYS: gettext_lazy("It needs 14 tracked days of the last 28. Log on, or mark days without B12 as such."),
    Off.MOSTLY_UNKNOWN: gettext_lazy("More than half of what you logged has no figure. Give some of it one."),
}
