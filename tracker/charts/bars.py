"""A bar of several: what it holds, and all of them as a table, as marks and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foods.choices import Origin
from foods.templatetags.cobalog import origin_mark, swatch
from tracker.charts import Table, words
from tracker.charts.drawing import text

ORIGINS = ("food", "added", "supplement", "injected")


@dataclass(frozen=True, slots=True)
class Bar:
    """One day or month: µg a day by origin. `label` stands below the axis, `long_label` in the table.

    `unknown` counts foods without a figure; `major` bars are named below the axis before others.
    """

    label: str
    long_label: str
    food: float = 0.0
    added: float = 0.0
    supplement: float = 0.0
    injected: float = 0.0
    unknown: int = 0
    tracked: bool = True
    major: bool = False

    @property
    def parts(self) -> tuple[float, float, float, float]:
        return self.food, self.added, self.supplement, self.injected

    @property
    def total(self) -> float:
        """Known µg."""
        return self.food + self.added + self.supplement + self.injected


_HEADS = {origin.value: origin.label for origin in Origin}


def _present(bars: Sequence[Bar]) -> list[int]:
    """The origins that any bar has, by their place."""
    return [n for n in range(len(ORIGINS)) if any(bar.parts[n] > 0 for bar in bars)]


def table_of(bars: Sequence[Bar], x_title: str) -> Table:
    shown, unknown = _present(bars), any(bar.unknown for bar in bars)
    head = [x_title or _("Day"), *(str(_HEADS[ORIGINS[n]]) for n in shown), *([_("unknown")] if unknown else [])]
    untracked, at_least, nothing_known = _("not tracked"), _("at least %s"), _("unknown")
    none = ("–",) * (len(head) - 1)
    rows = []
    for bar in bars:
        if not bar.tracked:
            rows.append((bar.long_label, *none, untracked))
            continue
        parts, known = bar.parts, bar.total
        total = words.ug_words(known)
        if bar.unknown:
            total = at_least % total if known else nothing_known
        counted = (str(bar.unknown),) if unknown else ()
        rows.append((bar.long_label, *[words.ug(parts[n]) for n in shown], *counted, total))
    return Table(head=(*head, _("in all")), rows=tuple(rows))


def legend_of(bars: Sequence[Bar]) -> SafeString:
    marks = [origin_mark(ORIGINS[n]) for n in _present(bars)]
    if any(bar.unknown for bar in bars):
        marks.append(origin_mark("unknown"))
    if any(not bar.tracked for bar in bars):
        marks.append(SafeString(f'<span class="o">{swatch("untracked")}{text(_("not tracked"))}</span>'))
    return format_html_join("", "{}", ((mark,) for mark in marks))


def describe(bars: Sequence[Bar], target_ug: float | None) -> str:
    """The drawing in words."""
    tracked = [bar for bar in bars if bar.tracked]
    if not tracked:
        return _("Nothing is tracked in this time.")
    most = max(tracked, key=lambda bar: bar.total)
    said = [
        ngettext("%(n)d bar, %(tracked)d tracked.", "%(n)d bars, %(tracked)d tracked.", len(bars))
        % {"n": len(bars), "tracked": len(tracked)}
    ]
    if most.total:
        said.append(_("The most is %(ug)s: %(when)s.") % {"ug": words.ug_words(most.total), "when": most.long_label})
    if target_ug is not None:
        reached = sum(bar.total >= target_ug for bar in tracked)
        said.append(_("%(n)d reach the line at %(ug)s.") % {"n": reached, "ug": words.ug_words(target_ug)})
    if any(bar.unknown for bar in tracked):
        said.append(_("Dashed pieces are foods without a figure."))
    return " ".join(said)
