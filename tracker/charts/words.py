"""Figures as charts and their tables write them."""

from django.utils.translation import gettext as _

MG = 1000.0  # from here on a store is said in mg


def ug(value: float) -> str:
    """A µg figure without its unit: two decimals below 10, one below 100, none above; a trace stays visible."""
    if value >= 100:
        return f"{value:,.0f}"
    if 0 < value < 0.005:
        return "<0.01"
    return f"{value:.1f}".removesuffix(".0") if value >= 10 else _two(value)


def _two(value: float) -> str:
    shown = f"{value:.2f}"
    return shown[:-3] if shown.endswith("00") else shown.removesuffix("0")


def ug_words(value: float) -> str:
    """“3.5 µg”."""
    return f"{ug(value)}\u00a0µg"


def model_ug(value: float) -> str:
    """What a model says, without its unit: one decimal, none from 100 on; a trace stays visible."""
    if 0 < value < 0.05:
        return "<0.1"
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.1f}"


def store(value_ug: float, *, in_mg: bool, fine: bool = False) -> str:
    """A store without its unit: mg with one decimal, two below 1 mg or where `fine`; else whole µg."""
    if not in_mg:
        return f"{value_ug:,.0f}"
    mg = value_ug / MG
    return _two(mg) if mg < 1 else f"{mg:.2f}" if fine else f"{mg:.1f}"


def unit_of_store(*, in_mg: bool) -> str:
    return "mg" if in_mg else "µg"


def store_words(value_ug: float) -> str:
    """A store with its unit: “2.5 mg”, “300 µg”."""
    in_mg = value_ug >= MG
    return f"{store(value_ug, in_mg=in_mg)}\u00a0{unit_of_store(in_mg=in_mg)}"


def between(low: str, high: str, unit: str) -> str:
    return _("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": unit}
