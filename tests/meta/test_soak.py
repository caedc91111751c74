"""Property tests: the same examples in every run, and more of them in a soak (decision 19)."""

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import soak


def test_a_run_draws_the_same_examples_as_the_one_before():
    seen: list[int] = []

    @given(st.integers())
    def each(number):
        seen.append(number)

    each()
    first = seen.copy()
    seen.clear()
    each()
    assert seen == first
    assert settings.default.deadline is None


def test_a_soak_draws_more_and_others(monkeypatch):
    monkeypatch.setattr(soak, "TIMES", 3)
    found = soak.soaked(settings(max_examples=40))
    assert (found.max_examples, found.derandomize, found.deadline) == (120, False, None)


def test_a_soak_is_of_properties_alone(monkeypatch):
    @given(st.integers())
    def about_all(number): ...

    def about_one(): ...

    items = [SimpleNamespace(obj=about_one), SimpleNamespace(obj=about_all), SimpleNamespace(obj=about_all)]
    monkeypatch.setattr(soak, "TIMES", 3)
    soak.pytest_collection_modifyitems(
        SimpleNamespace(hook=SimpleNamespace(pytest_deselected=lambda items: None)), items
    )
    assert [item.obj for item in items] == [about_all, about_all]
    assert getattr(about_all, soak._KEPT).max_examples == 300
