"""The frame around every page: the same for everybody who looks at the same page, so it is made once and kept."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

PLACES = ("today", "history", "log", "status", "care", "sources", "learn", "curate", "settings")
# pages that belong to a place
WITHIN = {
    **dict.fromkeys(("findings", "finding", "what_if", "what_if_new"), "status"),
    **dict.fromkeys(
        (
            *("regimens", "regimen_new", "regimen", "regimen_edit", "injections", "reminders"),
            *("medicines", "medicine", "medicine_new", "conditions", "condition", "condition_new", "gas"),
            *("symptoms", "symptom_check", "symptoms_choose", "symptom"),
            *("blood_tests", "sample_new", "sample", "report"),
        ),
        "care",
    ),
    **dict.fromkeys(
        ("article", *(f"learn_{name}" for name in ("medicines", "medicine", "conditions", "condition"))), "learn"
    ),
    **dict.fromkeys(
        (
            *("curate_item", "curate_edit", "curate_merge", "curate_duplicates", "curate_outliers", "curate_history"),
            *("curate_revert", "curate_settings", "imports", "import_run", "gallery"),
        ),
        "curate",
    ),
    **dict.fromkeys(("profile", "reference"), "settings"),
}


@register.simple_tag(takes_context=True)
def shell(context: template.Context, part: str) -> SafeString:
    """`components/_<part>.html` with the present place marked in it."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = match.view_name if match else ""
    here = WITHIN.get(name, name if name in PLACES else "")
    user = context.get("user")
    if user is not None and getattr(user, "is_demo", False):
        return _made(part, here, user.demo_until, False)
    staff = bool(getattr(user, "is_staff", False))
    return _made(part, here, None, staff) if settings.DEBUG else _kept(part, here, staff, get_language())


def _made(part: str, here: str, demo_until: object, staff: bool) -> SafeString:
    context = {"here": here, "demo_until": demo_until, "staff": staff}
    return mark_safe(get_template(f"components/_{part}.html").render(context))


@cache
def _kept(part: str, here: str, staff: bool, language: str | None) -> SafeString:
    return _made(part, here, None, staff)
