"""The rows of the journal of symptoms, written in Python: a board has twenty of them, a check two hundred choices.

Everything that comes from people goes through `escape`.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import escape

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foods.templatetags.cobalog import icon
from tracker.domain.journal import CHOOSABLE, COURSED, FALL_ANSWERS, FLAGS, PLACES, is_placed, scored_as
from tracker.domain.risks.red_flags import EMERGENCY, SELF_HARM, THIS_WEEK
from tracker.domain.symptoms import Symptom
from tracker.reports.care.flags import CLUSTER_NAMES, COURSES, FALLS, PLACE_NAMES, QUESTIONS, SIGNS
from tracker.reports.care.symptom_history import Entry
from tracker.reports.care.symptoms import Board, Line

register = template.Library()

STEPS = 10


# --- the board -------------------------------------------------------------------------------------------------------
@register.simple_tag
def symptom_line(line: Line, board: Board) -> SafeString:
    """One symptom: its name, what else it often is, a bar of ten steps, its score and the one before."""
    name = escape(line.name)
    also = f'<p class="said">{escape(_("also: %(causes)s") % {"causes": line.also})}</p>' if line.also else ""
    beside = f'<p class="said beside">{escape(line.beside)}</p>' if line.beside else ""
    return mark_safe(
        f'<li><div><a class="name" href="{_address(line.pk, get_script_prefix())}">{name}</a>{also}{beside}'
        f'{_bar_of(line)}</div><div class="r">{_figure(line)}{_note(line, board)}</div></li>'
    )


@lru_cache(maxsize=512)
def _address(pk: int, prefix: str) -> str:
    return reverse("symptom", args=[pk])


def _figure(line: Line) -> str:
    if line.last is None:
        return f'<span class="unknown">{escape(_("not scored"))}</span>'
    unit = f'<span class="u">&nbsp;{escape(line.unit)}</span>' if line.unit else ""
    return f'<span class="n">{escape(line.value)}{unit}</span>'


def _note(line: Line, board: Board) -> str:
    """How it was before, and of which day the score is where others are of a later one."""
    if line.last is None:
        return ""
    on = date_format(line.last.on, "j M Y") if line.last.on != board.last_on else ""
    return f'<p class="micro mute">{escape(", ".join(filter(None, (line.was, on))))}</p>'


def _bar_of(line: Line) -> str:
    return _bar(round(line.last.score), get_language()) if line.last and line.kind == "0-10" else ""


@cache
def _bar(score: int, language: str | None) -> str:
    rects = "".join(
        f'<rect class="step-{"on" if n < score else "off"}" x="{n * 10}%" width="8.6%" height="10"/>'
        for n in range(STEPS)
    )
    label = escape(_("%(score)d of 10") % {"score": score})
    return f'<svg class="chart h-thin" role="img" aria-label="{label}">{rects}</svg>'


# --- a check ---------------------------------------------------------------------------------------------------------
@register.simple_tag
def symptom_asked(typed: object, lines: Mapping[str, Line], ticked: frozenset[str]) -> SafeString:
    """One symptom of the form (`forms.symptoms.Typed`): its score, the questions that must not wait, and more."""
    symptom: Symptom = typed.symptom
    line = lines.get(symptom.key)
    last = ""
    if line and line.last:
        was = _("last time %(score)s, %(day)s") % {
            "score": f"{line.value}{_NBSP + line.unit if line.unit else ''}",
            "day": date_format(line.last.on, "j M"),
        }
        last = f' <span class="last">{escape(was)}</span>'
    asked = f"{_score(symptom, typed)}{_errors(symptom.key, typed.errors)}"
    return mark_safe(
        f'<div class="asked" id="ask-{symptom.key}"><fieldset class="score"{_described(symptom.key, typed.errors)}>'
        f"<legend>{escape(_(symptom.name))}{last}</legend>{asked}</fieldset>"
        f"{_questions(symptom, typed, ticked)}{_more(symptom, typed)}</div>"
    )


_NBSP = "\u00a0"


def _described(key: str, errors: Iterable[str]) -> str:
    return f' aria-describedby="id_{key}_error"' if errors else ""


def _errors(key: str, errors: Iterable[str]) -> str:
    said = "".join(f'<p class="err">{icon("edit", "s")}<span>{escape(str(error))}</span></p>' for error in errors)
    return f'<div id="id_{key}_error">{said}</div>' if said else ""


def _score(symptom: Symptom, typed: object) -> str:
    key, kind = symptom.key, scored_as(symptom)
    if kind in ("count", "kg"):
        label = _("How many?") if kind == "count" else _("How many kg in all?")
        mode, invalid = "numeric" if kind == "count" else "decimal", ' aria-invalid="true"' if typed.errors else ""
        return (
            f'<label class="small" for="id_{key}_0">{escape(label)}</label><input class="input few" type="text" '
            f'name="{key}" id="id_{key}_0" inputmode="{mode}" autocomplete="off" '
            f'value="{escape(typed.score)}"{invalid}>'
        )
    choices = (("1", _("yes")), ("0", _("no"))) if kind == "yes/no" else _TEN
    chips = "".join(_chip("radio", key, value, words, chosen=typed.score == value) for value, words in choices)
    return f'<div class="scale{"" if kind == "yes/no" else " ten"}">{chips}</div>'


_TEN = tuple((str(n), str(n)) for n in range(STEPS + 1))


def _chip(kind: str, name: str, value: str, words: str, *, chosen: bool) -> str:
    checked = " checked" if chosen else ""
    return (
        f'<label class="chip"><input type="{kind}" name="{name}" id="id_{name}_{value}" value="{value}"{checked}>'
        f"<span>{escape(words)}</span></label>"
    )


def _questions(symptom: Symptom, typed: object, ticked: frozenset[str]) -> str:
    """At most two, and whatever the score."""
    key = symptom.key
    course = ""
    if key in COURSED:
        chips = "".join(
            _chip("radio", f"{key}-course", value, str(words), chosen=typed.course == value)
            for value, words in COURSES.items()
        )
        course = _group(_("How does it go?"), chips)
    flags = "".join(_tick(flag, str(QUESTIONS[flag]), flag in ticked, at=key) for flag in FLAGS.get(key, ()))
    fall = ""
    if key == "falls":
        chips = "".join(_chip("radio", "fall", one, str(FALLS[one]), chosen=one in ticked) for one in FALL_ANSWERS)
        fall = _group(_("What was the fall?"), chips)
    return f"{fall}{course}{flags}"


def _group(legend: str, chips: str) -> str:
    return f'<fieldset class="course"><legend>{escape(legend)}</legend><div class="chips">{chips}</div></fieldset>'


def _tick(flag: str, words: str, chosen: bool, *, at: str) -> str:
    """`at`: beside what it stands, because one may stand in several places."""
    checked = " checked" if chosen else ""
    return (
        f'<label class="check" for="id_ticks_{at}_{flag}"><input type="checkbox" name="ticks" value="{flag}" '
        f'id="id_ticks_{at}_{flag}"{checked}><span>{escape(words)}</span></label>'
    )


def _more(symptom: Symptom, typed: object) -> str:
    """Where it is and a note: folded away, because most days need neither."""
    key, placed = symptom.key, is_placed(symptom)
    where = ""
    if placed:
        chips = "".join(
            _chip("checkbox", f"{key}-places", place, str(PLACE_NAMES[place]), chosen=place in typed.places)
            for place in PLACES
        )
        where = _group(_("Where is it?"), chips)
    opened = " open" if typed.more else ""
    summary, name = escape(_("Where, and a note") if placed else _("Add a note")), escape(_(symptom.name))
    return (
        f'<details class="why more"{opened}><summary>{summary}<span class="vh">: {name}</span>'
        f'{icon("down", "s")}</summary><div>{where}<label class="small" for="id_{key}-note">{escape(_("Note"))}</label>'
        f'<input class="input" type="text" name="{key}-note" id="id_{key}-note" maxlength="300" autocomplete="off" '
        f'value="{escape(typed.note)}"></div></details>'
    )


@register.simple_tag
def emergency_ticks(ticked: frozenset[str]) -> SafeString:
    """The signs that cannot wait."""
    return _signs((*EMERGENCY, SELF_HARM), ticked)


@register.simple_tag
def week_ticks(ticked: frozenset[str]) -> SafeString:
    """The signs that a doctor should see within a week."""
    return _signs(THIS_WEEK, ticked)


def _signs(flags: Iterable[str], ticked: frozenset[str]) -> SafeString:
    rows = "".join(f"<li>{_tick(flag, str(SIGNS[flag]), flag in ticked, at='all')}</li>" for flag in flags)
    return mark_safe(f'<ul class="signs">{rows}</ul>')


# --- one symptom -----------------------------------------------------------------------------------------------------
@register.simple_tag
def symptom_entries(entries: Iterable[Entry]) -> SafeString:
    """What single days said, each with the button that removes it."""
    return mark_safe("".join(map(_entry, entries)))


def _entry(entry: Entry) -> str:
    day = date_format(entry.on, "j F Y")
    said = "".join(f'<p class="said">{escape(words)}</p>' for words in (entry.beside, entry.note) if words)
    return (
        f'<li><div><b>{escape(entry.value)}</b> <span class="mute">{day}</span>{said}</div>'
        f'<button class="btn slim" name="remove" value="{entry.on.isoformat()}">{escape(_("Remove"))}'
        f'<span class="vh"> {day}</span></button></li>'
    )


# --- choosing --------------------------------------------------------------------------------------------------------
@register.simple_tag
def symptom_choices(chosen: frozenset[str]) -> SafeString:
    """Every symptom that can be scored, by cluster, with what else it often is."""
    clusters: dict[str, str] = {}
    for key, symptom in CHOOSABLE.items():
        clusters[symptom.cluster] = clusters.get(symptom.cluster, "") + _choice(key, key in chosen, get_language())
    return mark_safe(
        "".join(_choices(one, str(name), clusters[one]) for one, name in CLUSTER_NAMES.items() if one in clusters)
    )


def _choices(cluster: str, name: str, choices: str) -> str:
    title = f'<h2 class="eyebrow" id="c-{cluster}">{escape(name)}</h2>'
    group = f'<div role="group" aria-labelledby="c-{cluster}"><ul class="signs">{choices}</ul></div>'
    return f'<section class="sec choices"><header>{title}</header>{group}</section>'


@cache
def _choice(key: str, chosen: bool, language: str | None) -> str:
    symptom, checked = CHOOSABLE[key], " checked" if chosen else ""
    causes = ", ".join(_(cause) for cause in symptom.other_causes)
    return (
        f'<li><label class="check" for="id_keys_{key}"><input type="checkbox" name="keys" value="{key}" '
        f'id="id_keys_{key}"{checked}><span>{escape(_(symptom.name))}'
        f"<small>{escape(_('also: %(causes)s') % {'causes': causes})}</small></span></label></li>"
    )
