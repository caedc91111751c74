"""The tag `chart`: the drawing, its sentence and its figures, in markup that anybody can read."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from tracker.charts import Chart, Table

HOSTILE = '"><script>alert(1)</script>&\x1f\x1e\x1d'


def a_chart(**more) -> Chart:
    fields = {
        "key": "intake",
        "title": "Intake by day",
        "description": "Two days.",
        "svg": SafeString('<svg role="img"><title id="intake-title">Intake by day</title></svg>'),
        "table": Table(("Day", "food", "in all"), (("1 March", "2.4", "2.4\u00a0µg"), ("2 March", "–", "not tracked"))),
        "reads": "bars",
    }
    return Chart(**fields | more)


def printed(chart: Chart) -> str:
    return Template("{% load charts %}{% chart c %}").render(Context({"c": chart}))


def tree(chart: Chart) -> ElementTree.Element:
    """Also says that every element is closed."""
    return ElementTree.fromstring(printed(chart).replace("&nbsp;", "\u00a0"))


def cells(chart: Chart) -> list[list[tuple[str, str]]]:
    table = tree(chart).find(".//table")
    return [[(cell.tag, cell.text or "") for cell in row] for row in table.iter("tr")]


def test_the_figures_are_a_table_with_headed_rows_and_columns():
    assert cells(a_chart()) == [
        [("th", "Day"), ("th", "food"), ("th", "in all")],
        [("th", "1 March"), ("td", "2.4"), ("td", "2.4\u00a0µg")],
        [("th", "2 March"), ("td", "–"), ("td", "not tracked")],
    ]
    table = tree(a_chart()).find(".//table")
    assert table.find("caption").text == "Intake by day"
    assert {th.attrib["scope"] for th in table.find("thead").iter("th")} == {"col"}
    assert {th.attrib["scope"] for th in table.find("tbody").iter("th")} == {"row"}


def test_the_table_is_closed_until_asked_for():
    details = tree(a_chart()).find("details")

    assert "open" not in details.attrib
    assert details.find("summary").text == "Figures as a table"


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name():
    scroll = tree(a_chart()).find("details/div")

    assert (scroll.attrib["tabindex"], scroll.attrib["role"]) == ("0", "region")
    assert "Intake by day" in scroll.attrib["aria-label"]


def test_what_can_be_read_has_a_line_for_it():
    figure = tree(a_chart())

    assert figure.find("div").attrib["data-reads"] == "bars"
    assert (figure.find("output").text or "") == ""


def test_what_cannot_be_read_has_none():
    figure = tree(a_chart(reads=""))

    assert "data-reads" not in figure.find("div").attrib
    assert figure.find("output") is None


def test_every_id_that_is_named_is_there():
    html = printed(a_chart(at="0 50 100"))
    named = re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', html)

    assert 'id="intake"' not in html  # a section of the page may be called so
    assert {one for names in named for one in names.split()} <= set(re.findall(r'\bid="([^"]+)"', html))


def test_a_chart_without_figures_has_no_table():
    assert tree(a_chart(table=Table((), ()))).find("details") is None


@pytest.mark.parametrize("place", ["head", "name", "cell", "title"])
def test_everything_is_escaped(place):
    words = {name: HOSTILE if name == place else name for name in ("head", "name", "cell", "title")}
    chart = a_chart(title=words["title"], table=Table(("Day", words["head"]), ((words["name"], words["cell"]),) * 2))

    assert "<script" not in printed(chart)


def test_a_hostile_name_adds_no_cells():
    html = printed(a_chart(table=Table(("Food", "µg"), ((HOSTILE, "1"), ("Egg", "2")))))

    assert html.count("<td>") == 2
    assert html.count("<tr>") == 3


def test_nothing_needs_an_exception_from_the_policy_on_content():
    html = printed(a_chart(caption=SafeString("<span>food</span>")))

    assert not re.search(r'<script|<style|\sstyle="|\son[a-z]+=', html)


def test_a_years_table_is_light():
    rows = tuple((f"{n} March", "2.4", "1.2", "0", "3.6\u00a0µg") for n in range(365))
    html = printed(a_chart(table=Table(("Day", "food", "added", "supplement", "in all"), rows)))

    assert html.count("<tr>") == 366
    assert len(html) < 365 * 120
