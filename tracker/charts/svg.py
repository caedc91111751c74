"""Small pieces of SVG that several charts use. Coordinates are rounded to a tenth."""

import math
from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def tenth(number: float) -> str:
    """“12.3”, “12”: a coordinate."""
    text = f"{number:.1f}"
    return text[:-2] if text.endswith(".0") else text


def text(words: str, *, x: str, y: float, anchor: str = "start", strong: bool = False) -> str:
    name = ' class="strong"' if strong else ""
    middle = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text{name} x="{x}" y="{tenth(y)}"{middle}>{escape(words)}</text>'


def line(kind: str, *, x1: str = "0", x2: str = "100%", y1: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1}" x2="{x2}" y1="{tenth(y1)}" y2="{tenth(y2)}"/>'


def stretched(height: float, top: float, inside: str) -> str:
    """An inner SVG of 100 by 100 over the whole width, `top` px down: strokes keep their width."""
    return (
        f'<svg x="0" y="{tenth(top)}" width="100%" height="{tenth(height)}" viewBox="0 0 100 100" '
        f'preserveAspectRatio="none">{inside}</svg>'
    )


def drawn(key: str, title: str, description: str, *, height: int, inside: Iterable[str]) -> SafeString:
    """The whole chart, named by its title and described by its sentence."""
    return mark_safe(
        f'<svg class="chart" height="{height}" role="img" aria-labelledby="{escape(key)}-t {escape(key)}-d">'
        f'<title id="{escape(key)}-t">{escape(title)}</title><desc id="{escape(key)}-d">{escape(description)}</desc>'
        f"{''.join(inside)}</svg>"
    )


def round_above(value: float) -> float:
    """The next round number at or above a positive value."""
    if not (value > 0 and math.isfinite(value)):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in _STEPS if step * power >= value * (1 - 1e-9))


def grid(top: float) -> list[float]:
    """Round figures between 0 and `top`, three to five of them, `top` among them where it is round."""
    step = next((top / n for n in (4, 5, 3) if _is_round(top / n)), top / 4)
    return [step * n for n in range(1, round(top / step) + 1)]


def _is_round(value: float) -> bool:
    power = 10.0 ** math.floor(math.log10(value))
    return any(abs(value / power - step) < 1e-9 for step in _STEPS)


def spaced(count: int, most: int) -> list[int]:
    """The places among `count` that get a label: the first, the last, and evenly in between; at most `most`."""
    if count <= most:
        return list(range(count))
    return sorted({round(n * (count - 1) / (most - 1)) for n in range(most)})
