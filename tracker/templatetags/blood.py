"""What there are many of on the pages of blood tests, written in Python: markers, samples, and the rows of a form.

Everything that comes from people goes through `escape`.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import get_template
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foods.templatetags.cobalog import icon
from tracker.domain.blood import LONGEST
from tracker.domain.tables import Citation
from tracker.reports.care.blood import SampleLine
from tracker.reports.care.blood_markers import MarkerView
from tracker.reports.dates import day_in_full

register = template.Library()


# --- the newest of each ----------------------------------------------------------------------------------------------
@register.simple_tag
def blood_markers(markers: Iterable[MarkerView]) -> SafeString:
    """Each with its value in both units, the laboratory's own range, its bar, and what guidelines say of it."""
    return mark_safe("".join(map(_marker, markers)))


def _marker(view: MarkerView) -> str:
    value, shown, unit = view.value, escape(view.shown), escape(view.unit)
    beside = f' <span class="pair">= {escape(view.beside)}</span>' if view.beside else ""
    lab = f" · {escape(value.lab)}" if value.lab else ""
    after = f' · <span class="tag">{escape(_("after a dose"))}</span>' if view.after else ""
    day = f'<a href="{_address(value.sample_id, get_script_prefix())}">{day_in_full(value.taken_on)}</a>'
    return (
        f'<li id="{view.marker}"><div class="marker"><h3>{escape(view.name)}</h3>'
        f'<p class="small mute">{escape(view.meaning)}</p></div><div class="r"><span class="n-big">{shown}</span>'
        f'<p class="small mute">{unit}{beside}</p></div><div class="reads"><p class="said">{day}{lab}{after}</p>'
        f"{_own(view)}{view.bar}{_said(view, shown, unit)}{_why(view)}</div></li>"
    )


def _own(view: MarkerView) -> str:
    if not view.own:
        return ""
    said = escape(_("Your laboratory’s own range: %(range)s.")) % {"range": escape(view.own)}
    where = escape(_("Your value lies %(where)s.")) % {"where": escape(view.own_words)} if view.own_words else ""
    return f"<p>{' '.join(filter(None, (said, where)))}</p>"


def _said(view: MarkerView, shown: str, unit: str) -> str:
    if not view.words:
        return ""
    words = _("%(figure)s&nbsp;%(unit)s %(words)s") % {"figure": shown, "unit": unit, "words": escape(view.words)}
    tag = f' <span class="tag">{escape(_("limit not confirmed"))}</span>' if view.unconfirmed else ""
    return f"<p>{words}{tag}</p>"


def _why(view: MarkerView) -> str:
    if not (view.others or view.citations):
        return ""
    summary = _("Other guidelines, and sources") if view.others else _("Sources")
    it = escape(_("%(name)s: it %(words)s"))
    others = "".join(f"<p>{it % {'name': escape(one.name), 'words': escape(one.words)}}</p>" for one in view.others)
    return (
        f'<details class="why"><summary>{escape(summary)}{icon("down", "s")}</summary>'
        f"<div>{others}{_cited(view.citations)}</div></details>"
    )


@lru_cache(maxsize=256)
def _cited(citations: tuple[Citation, ...]) -> str:
    """The same for everybody whose guideline it is."""
    return get_template("care/_citations.html").render({"citations": citations})


@lru_cache(maxsize=512)
def _address(pk: int, prefix: str) -> str:
    return reverse("sample", args=[pk])


# --- all samples -----------------------------------------------------------------------------------------------------
@register.simple_tag
def blood_samples(samples: Iterable[SampleLine]) -> SafeString:
    """Each with what was measured in it."""
    return mark_safe("".join(map(_sample, samples)))


def _sample(line: SampleLine) -> str:
    lab = f' <span class="mute">{escape(line.lab)}</span>' if line.lab else ""
    note = f'<p class="said">{escape(line.note)}</p>' if line.note else ""
    values = " · ".join(f'<span class="pair">{escape(name)} {escape(figure)}</span>' for name, figure in line.values)
    return (
        f'<li><div><a class="name" href="{_address(line.pk, get_script_prefix())}"><b>{day_in_full(line.taken_on)}</b>'
        f'</a>{lab}<p class="said">{values}</p>{note}</div></li>'
    )


# --- the rows of the form --------------------------------------------------------------------------------------------
_LIKE = {"value": "268", "own": "197-771"}


@register.simple_tag
def sample_rows(form: object) -> SafeString:
    """The rows of a `forms.blood.SampleForm` that stand open."""
    return _rows(form, form.shown_rows, first=1)


@register.simple_tag
def more_sample_rows(form: object) -> SafeString:
    """Those behind a word, numbered on."""
    return _rows(form, form.more_rows, first=len(form.shown_rows) + 1)


def _rows(form: object, rows: Sequence, *, first: int) -> SafeString:
    labels = {name: escape(str(field.label)) for name, field in form.rows[0].fields.items()}
    legend, options = _("Row %(n)s"), _options(form.choices)
    return mark_safe(
        "".join(
            f'<fieldset class="measure"><legend class="vh">{escape(legend % {"n": n})}</legend>'
            f"{_select(row, labels['what'], options)}{_input(row, 'value', labels)}{_input(row, 'own', labels)}"
            f"{_confirmed(row)}</fieldset>"
            for n, row in enumerate(rows, start=first)
        )
    )


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple, ...]) -> str:
    """Every marker in its units; none is chosen."""
    return "".join(
        f'<optgroup label="{escape(name)}">{"".join(_option(key, words) for key, words in units)}</optgroup>'
        for name, units in choices
    )


def _option(key: str, words: str) -> str:
    return f'<option value="{escape(key)}">{escape(words)}</option>'


def _select(row: object, label: str, options: str) -> str:
    name, at = row.add_prefix("what"), f'value="{escape(row.typed("what"))}"'
    invalid, errors = _errors(row, "what")
    return (
        f'<div class="field"><label for="id_{name}">{label}</label><select name="{name}" id="id_{name}"{invalid}>'
        f"{options.replace(f'{at}>', f'{at} selected>', 1)}</select>{errors}</div>"
    )


def _input(row: object, field: str, labels: dict[str, str]) -> str:
    name, typed = row.add_prefix(field), row.typed(field)
    value = f' value="{escape(typed)}"' if typed else ""
    invalid, errors = _errors(row, field)
    return (
        f'<div class="field"><label for="id_{name}">{labels[field]}</label><input type="text" name="{name}"{value} '
        f'autocomplete="off" spellcheck="false" maxlength="{LONGEST}" placeholder="{_LIKE[field]}"{invalid} '
        f'id="id_{name}">{errors}</div>'
    )


def _errors(row: object, field: str) -> tuple[str, str]:
    """What the field says of them, and they."""
    found = row.errors.get(field)
    if not found:
        return "", ""
    at = f"id_{row.add_prefix(field)}_error"
    said = "".join(f'<p class="err">{icon("edit", "s")}<span>{escape(str(one))}</span></p>' for one in found)
    return f' aria-invalid="true" aria-describedby="{at}"', f'<div id="{at}">{said}</div>'


def _confirmed(row: object) -> str:
    """The question that is open, or what was confirmed."""
    if row.asked:
        return get_template("care/_sample_asked.html").render({"one": row})
    if row.signature:
        return f'<input type="hidden" name="{row.add_prefix("sure")}" value="{escape(row.signature)}">'
    return ""
