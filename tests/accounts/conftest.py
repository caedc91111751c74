import pytest

from accounts.models import User
from tests.accounts.tabs import Tab, somebody


@pytest.fixture
def mary(db) -> User:
    return somebody()


@pytest.fixture
def tab(db) -> Tab:
    """A fresh browser."""
    return Tab()


@pytest.fixture
def marys_tab(tab: Tab, mary: User) -> Tab:
    """A browser in which Mary logged in by password."""
    tab.log_in()
    return tab
