"""What articles are written with: citing fails loudly, doubt is marked, findings are linked for who has some."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template

from tests.tracker.learn.test_learn import article
from tracker.reports.learn import NotCitable


def written(text: str, **context: object) -> str:
    return Template("{% load learn %}" + text).render(Context({"article": article(), **context}))


def test_a_publication_is_cited_by_its_number():
    assert written('{% cite "S29" %}') == ('<sup class="cite"><a href="#source-1" aria-label="Source 1">1</a></sup>')


def test_several_are_cited_in_order_and_each_once():
    shown = written('{% cite "S42" "S27" "S29" %}')

    assert [n for n in "123" if f'href="#source-{n}"' in shown] == ["1", "2", "3"]
    assert shown.index("#source-1") < shown.index("#source-2") < shown.index("#source-3")
    assert shown.count("#source-1") == 1


@pytest.mark.parametrize("key", ["S2", "S1", "nonsense"])
def test_citing_what_is_not_listed_fails(key):
    with pytest.raises(NotCitable, match=key):
        written(f'{{% cite "{key}" %}}')


def test_doubt_is_marked_in_words():
    assert written("{% unconfirmed %}") == '<span class="tag unsure">unconfirmed</span>'


def test_a_visitor_reads_of_a_finding_and_somebody_signed_in_is_led_to_theirs():
    link, words = '{% finding_link "metformin-use" words %}', "what <metformin> does"
    visitor, reader = SimpleNamespace(is_authenticated=False), SimpleNamespace(is_authenticated=True)

    assert written(link, words=words) == "what &lt;metformin&gt; does"
    assert written(link, words=words, user=visitor) == "what &lt;metformin&gt; does"
    assert written(link, words=words, user=reader) == '<a href="/status/#findings">what &lt;metformin&gt; does</a>'


def test_a_finding_that_the_article_does_not_serve_fails():
    with pytest.raises(ValueError, match="moon does not serve the finding ppi-2-years"):
        written('{% finding_link "ppi-2-years" "x" %}')
