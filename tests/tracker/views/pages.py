"""Reading pages as people do: words without tags."""

import html
import re

from django.http import HttpResponse


def text_of(response: HttpResponse) -> str:
    """The words of a page's main part (or of a fragment), tags out and spaces made one."""
    page = response.content.decode()
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    return words(main[0] if main else page)


def words(markup: str) -> str:
    markup = re.sub(r"</?mark>", "", markup)  # stands within words
    bare = re.sub(r"<(svg|script|style)\b.*?</\1>|<[^>]+>", " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(bare).replace("\u00a0", " ").split())


def toasts_of(response: HttpResponse) -> list[str]:
    """The messages of a page, each as its words."""
    page = response.content.decode()
    return [words(part.split("toast-do")[0].rpartition("<")[0]) for part in page.split("data-toast>")[1:]]


def value_of(response: HttpResponse, name: str) -> list[str]:
    """What stands in the fields of this name, in order."""
    return [_value(tag) for tag in _tags(response, name)]


def checked(response: HttpResponse, name: str) -> list[str]:
    """The values that stand chosen."""
    return [_value(tag) for tag in _tags(response, name) if re.search(r"\schecked\b", tag)]


def _tags(response: HttpResponse, name: str) -> list[str]:
    return re.findall(rf'<(?:input|button)[^>]*\bname="{re.escape(name)}"[^>]*>', response.content.decode())


def _value(tag: str) -> str:
    if match := re.search(r'\bvalue="([^"]*)"', tag):
        return html.unescape(match[1])
    return "on" if 'type="checkbox"' in tag else ""


def links_of(response: HttpResponse) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'<a[^>]*\bhref="([^"]*)"', response.content.decode())]
