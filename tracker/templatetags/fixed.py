"""Pieces of a page that are the same for everybody, made once a language."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def fixed(name: str) -> SafeString:
    """The template of this name. It sees nothing of the page around it: nothing of a person can be kept in it."""
    return _made(name) if settings.DEBUG else _kept(name, get_language())


def _made(name: str) -> SafeString:
    return mark_safe(get_template(name).render({}))


@cache
def _kept(name: str, language: str | None) -> SafeString:
    return _made(name)
