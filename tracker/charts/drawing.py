"""What all charts share: round scales, labels that do not run into each other, an SVG with its name."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

ACROSS = 10_000  # units across an inner SVG, whatever its width
UNITS_A_PX = 10  # downwards
DIGIT_PX = 7.0  # width of a character at 12 px, rather too wide than too narrow
LABEL_GAP_PX = 10.0
PHONE_PX, WIDE_PX = 260.0, 560.0  # the narrowest plot, and the narrowest from 768 px up
WIDE_ONLY = " c-wide"


def text(value: object) -> str:
    """Escaped for markup."""
    return escape(str(value))


def percent(share: float) -> str:
    """A share of the width, 0 to 1, as “12.3%”."""
    return f"{share * 100:.1f}".removesuffix(".0") + "%"


def px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def figure(
    *,
    key: str,
    title: str,
    description: str,
    height: int,
    drawn: Iterable[str],
    classes: str = "",
    width: int | None = None,
) -> SafeString:
    """An SVG that screen readers announce as one picture with a name and a sentence."""
    name, wide = text(key), f' width="{width}"' if width else ""
    return SafeString(
        f'<svg class="chart{classes}"{wide} height="{height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{text(title)}</title><desc id="{name}-desc">{text(description)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def stretched(*, y: int, height: int, drawn: Iterable[str], across: int = ACROSS) -> str:
    """An inner SVG as wide as the outer one: `across` units wide, 10 a px downwards."""
    inside = "".join(drawn)
    if not inside:
        return ""
    return (
        f'<svg y="{y}" width="100%" height="{height}" viewBox="0 0 {across} {height * UNITS_A_PX}" '
        f'preserveAspectRatio="none">{inside}</svg>'
    )


def path(classes: str, drawn: str) -> str:
    return f'<path class="{classes}" d="{drawn}"/>' if drawn else ""


def patterned(classes: str, drawn: str, *, key: str, y: int, height: int, across: int = ACROSS) -> str:
    """A shape in units of the inner SVG whose pattern is not stretched with it: cut out of a plain rectangle."""
    if not drawn:
        return ""
    name = f"{text(key)}-{classes}"
    return (
        f'<clipPath id="{name}" clipPathUnits="objectBoundingBox">'
        f'<path transform="scale({1 / across:.7f} {1 / (height * UNITS_A_PX):.7f})" d="{drawn}"/></clipPath>'
        f'<rect class="{classes}" y="{y}" width="100%" height="{height}" clip-path="url(#{name})"/>'
    )


def round_step(full: float, *, steps: int = 4) -> float:
    """The round distance (1, 2 or 5 × a power of ten) that divides `full` into at most `steps` or so."""
    if not full > 0:
        return 1.0
    rough = full / steps
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude >= rough * 0.999)


def ticks(full: float, *, start: float = 0.0, steps: int = 4) -> list[float]:
    """Round figures from `start` to `full`, both included where they are round."""
    step = round_step(full - start, steps=steps)
    first, last = math.ceil(start / step - 1e-9), math.floor(full / step + 1e-9)
    return [n * step for n in range(first, last + 1)]


class Label(NamedTuple):
    """A text at a share of the width; `anchor` is start, middle or end."""

    at: float
    words: str
    anchor: str = "middle"


def thinned(labels: Sequence[Label]) -> list[tuple[Label, str]]:
    """Those that fit beside each other, the first ones of `labels` first: each with the class of where it fits.

    The class is empty for what fits on a phone too, and `c-wide` for what only fits from 768 px up.
    """
    kept = _fitting(labels, [], PHONE_PX)
    wide = _fitting([label for label in labels if label not in kept], kept, WIDE_PX)
    return [(label, "") for label in kept] + [(label, WIDE_ONLY) for label in wide]


def _fitting(labels: Sequence[Label], taken: Sequence[Label], width_px: float) -> list[Label]:
    places = [_place(label, width_px) for label in taken]
    kept = []
    for label in labels:
        left, right = _place(label, width_px)
        if all(right + LABEL_GAP_PX <= a or left >= b + LABEL_GAP_PX for a, b in places):
            places.append((left, right))
            kept.append(label)
    return kept


def _place(label: Label, width_px: float) -> tuple[float, float]:
    at, wide = label.at * width_px, len(label.words) * DIGIT_PX
    before = {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    return at - before, at - before + wide


def label_text(label: Label, *, y: float, classes: str = "") -> str:
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    named = f' class="{classes.strip()}"' if classes.strip() else ""
    return f'<text{named} x="{percent(label.at)}" y="{px(y)}"{anchor}>{text(label.words)}</text>'
