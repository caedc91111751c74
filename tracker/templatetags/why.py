"""Why the cover of Today is what it is: this person's numbers put in, the rule, and whose the reference is."""

from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from foods.templatetags.cobalog import icon
from foods.units import format_ug
from tracker.domain.cover import Rule
from tracker.domain.intake import Origin
from tracker.domain.references import Target
from tracker.domain.tables import Citation
from tracker.reports.cover import CoverReport
from tracker.reports.targets import note_of

register = template.Library()

_LIFTED = gettext_lazy(
    "Fewer than four days in 28, or as few in proportion, give more than half of it. We do not call that a regular "
    "source; where the line lies is our estimate."
)
_RULES = {
    "": _LIFTED,
    Rule.INTAKE: gettext_lazy(
        "A day counts as covered from %(ug)s µg on: what was swallowed is compared, as in the reference."
    ),
    Rule.FORTIFIED: gettext_lazy(
        "A day counts as covered with 3 µg or more from fortified food and supplements, in two servings or more that "
        "lie more than half an hour apart."
    ),
    Rule.DAILY: gettext_lazy("A day counts as covered with 10 µg or more at once from a supplement or fortified food."),
    Rule.WEEKLY: gettext_lazy(
        "A day counts as covered with 2,000 µg or more from supplements and fortified food in the seven days that end "
        "with it."
    ),
    Rule.INJECTIONS: gettext_lazy(
        "A day counts as covered while the last injection is no longer ago than your interval."
    ),
}


@register.simple_tag
def cover_why(report: CoverReport) -> SafeString:
    """The mean with this person's numbers put in, the rule of the verdict, and whose the reference is."""
    cover, mean = report.cover, format_ug(report.mean_ug)
    swallowed = [format_ug(one.ug) for one in report.shares if one.origin != Origin.INJECTED and one.ug]
    total = format_ug(report.total_ug)
    summed = f"({' + '.join(swallowed)} = {total})" if len(swallowed) > 1 else total
    ask = _("Why this number?") if report.only_unknown else _("Why %(ug)s?") % {"ug": mean}
    before, after = _why(
        "" if cover.lifted_by_large_dose else cover.rule,
        report.target,
        cover.untracked > 0,
        cover.unknown > 0,
        get_language(),
    )
    return mark_safe(
        f'<details class="why"><summary>{escape(ask)}{icon("down", "s")}</summary><div>{before}'
        f'<p class="formula">{escape(summed)} µg ÷ {cover.tracked} = {escape(mean)} µg</p>{after}</div></details>'
    )


@lru_cache(maxsize=512)
def _why(rule: str, target: Target, untracked: bool, unknown: bool, language: str | None) -> tuple[str, str]:
    """What stands before and after the formula: the same for many people. No `rule`: one large dose lifts the mean."""
    first = _("What is known about each thing you swallowed on the tracked days, by origin, divided by these days:")
    words = []
    if untracked:
        words.append(_("Days that are not tracked are left out: they are not zero."))
    if unknown:
        words.append(
            _(
                "Unknown is not zero. What a food without a figure may hold at most is our estimate: nine in ten of "
                "the foods of its kind that ship with Cobalog hold less."
            )
        )
    words.append(_RULES[rule] % {"ug": format_ug(note_of(target).ug)})
    last = _("This is what was swallowed, not what was absorbed: of a large tablet only a small share gets through.")
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in words)
    return f"<p>{escape(first)}</p>", f"{sentences}{_target_note(target, language)}<p>{escape(last)}</p>"


@register.simple_tag
def target_note(target: Target) -> SafeString:
    """Whose value the tick is, for whom, and where other values stand."""
    return _target_note(target, get_language())


@lru_cache(maxsize=512)
def _target_note(target: Target, language: str | None) -> SafeString:
    note = note_of(target)
    parts = [
        format_html(
            _("The tick at {} µg is the {} of {}, {}."), format_ug(note.ug), note.kind, note.authority, note.year
        )
    ]
    if note.cited:
        parts.append(_cited(note.cited))
    if note.unconfirmed:
        parts.append(escape(_("We could not compare this figure with the publication: unconfirmed.")))
    if note.assumed_adult:
        parts.append(escape(_("Your age is not known here; assumed: adult.")))
    if note.asked_of:
        parts.append(format_html(_("{} gives no value for you."), note.asked_of))
    link = format_html('<a href="{}">{}</a>', reverse("reference"), _("Other countries, ages and rules"))
    return mark_safe(f"<p>{' '.join(parts)}</p><p>{link}</p>")


def _cited(cited: Citation) -> SafeString:
    if not cited.url:
        return format_html("<cite>{}</cite>.", cited.text)
    return format_html('<a href="{}" rel="noreferrer">{}</a>.', cited.url, cited.text)
