"""It is half past twelve on Saturday 14 March 2026 in London."""

import pytest

from tests.tracker.views.conftest import NOW


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
