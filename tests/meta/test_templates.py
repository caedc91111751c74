"""What is true of every template: whole, used, escaped, and every form safe to send and to send again."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

from tracker.domain.risks.evaluate import RULES
from tracker.reports.learn import library

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt"})
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
CODE = [
    path for app in ("accounts", "foods", "tracker", "config") for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]  # fmt: skip
# Opened by a secret address alone: no session, no cookie, and nothing that another page could gain (decisions/0016).
WITHOUT_A_SESSION = {"care/shared_cover.html", "care/shared_report.html"}
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
COMMENT = re.compile(r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}", re.DOTALL)
# Addresses that make an entry: what they send carries a uid, so that a repeat makes no second one.
MAKES_ENTRIES = {"log", "log_several", "log_new", "history_fill", "day_copy", "entry_copy", "regimen_dose"}
ALLAUTH = ("account/", "allauth/", "mfa/", "usersessions/", "socialaccount/", "admin/")  # named by their own apps


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def read(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def forms_in(page: str) -> list[str]:
    return [
        form for form in FORM.findall(page) if re.search(r'method="post"', form[: form.index(">") + 1], re.IGNORECASE)
    ]


def forms_without(pattern: str, page: str) -> list[str]:
    return [form[:100] for form in forms_in(page) if not re.search(pattern, form)]


def forms_that_repeat(page: str) -> list[str]:
    """Forms to an address that makes entries, without a uid."""
    found = []
    for form in forms_in(page):
        names = re.findall(r"""\{% url ["'](\w+)["']""", form[: form.index(">") + 1])
        if set(names) & MAKES_ENTRIES and 'name="uid"' not in form:
            found.append(form[:100])
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_can_be_read(path):
    assert get_template(name_of(path)).origin.name == str(path)


@pytest.mark.parametrize("path", [path for path in PAGES if name_of(path) not in WITHOUT_A_SESSION], ids=name_of)
def test_every_form_that_sends_carries_its_token(path):
    assert forms_without(r"\{% csrf_token %\}", read(path)) == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_form_that_makes_an_entry_carries_a_uid(path):
    assert forms_that_repeat(read(path)) == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_nothing_is_put_into_a_page_unescaped(path):
    found = re.findall(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape off", read(path))

    assert found == (["|safe"] if name_of(path) in {"forms/field.html"} else [])  # help texts are ours


def mentioned() -> str:
    """Everything that may name a template."""
    return "\n".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *CODE])


def test_every_template_is_used():
    text = mentioned()
    by_pattern = {"components/_nav.html", "components/_bar.html"}  # `shell` puts their names together
    by_pattern |= {article.template for article in library().articles}
    by_pattern |= {f"findings/{code}.html" for code in RULES}
    by_pattern |= {f"findings/ask/{code}.html" for code in re.findall(r'Question\(\s*"([a-z0-9-]+)"', text)}
    by_pattern |= {f"findings/_{layout}.html" for layout in re.findall(r'(?:laid_out|finding \w+)[^"\n]*"(\w+)"', text)}
    known = {"403.html", "404.html", "500.html", "400.html", "429.html", "403_csrf.html"} | by_pattern
    unused = [
        name for path in TEMPLATES
        if (name := name_of(path)) not in known and not name.startswith(ALLAUTH) and name not in text
    ]  # fmt: skip

    assert unused == []


def test_every_template_that_is_named_is_there():
    named = set(
        re.findall(r"""["']((?:tracker|foods|accounts|components|forms)/[\w/]+\.(?:html|txt))["']""", mentioned())
    )
    missing = {name for name in named if not (FOLDER / name).exists()}

    assert named != set()
    assert missing == set()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_picture_and_button_says_what_it_is(path):
    page = read(path)
    pictures = [tag for tag in re.findall(r"<img\b[^>]*>", page) if "alt=" not in tag]
    bare = [button for button in re.findall(r"<button\b[^>]*></button>", page) if "aria-label" not in button]

    assert pictures + bare == []


@pytest.mark.parametrize(
    ("check", "page"),
    [
        (lambda page: forms_without("csrf_token", page), '<form method="post"><button>Go</button></form>'),
        (forms_that_repeat, """<form method="post" action="{% url 'log' %}">{% csrf_token %}</form>"""),
        (forms_that_repeat, '<form class="x" method="post" action="{% url "day_copy" day %}"></form>'),
    ],
)
def test_the_checks_catch_what_they_are_for(check, page):
    assert len(check(page)) == 1


def test_what_people_typed_is_escaped_by_default():
    page = engines["django"].from_string("{{ name }}").render({"name": "<b>&\"'"})

    assert page == "&lt;b&gt;&amp;&quot;&#x27;"
