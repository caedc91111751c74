"""The rows of a blood sample, written in Python: ten of them, each with twenty units to choose from.

Everything that comes from people goes through `escape`.
"""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foods.templatetags.cobalog import icon
from tracker.domain.blood import LONGEST

register = template.Library()

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
