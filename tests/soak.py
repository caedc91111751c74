"""`make soak`: only the properties, each with TIMES as many examples, and other ones each time (decision 19).

What it finds is printed with a line that tries the same again. It becomes a plain test with a name.
"""

import os

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

TIMES = float(os.environ.get("TIMES", "100"))
_KEPT = "_hypothesis_internal_use_settings"  # Hypothesis has no public way to change the settings of a test


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = [item for item in items if is_hypothesis_test(getattr(item, "obj", None))]
    config.hook.pytest_deselected(items=[item for item in items if not is_hypothesis_test(getattr(item, "obj", None))])
    items[:] = kept
    for test in {item.obj for item in kept}:  # type: ignore[attr-defined]  # once each, whatever its parameters
        setattr(test, _KEPT, soaked(getattr(test, _KEPT)))


def soaked(usual: settings) -> settings:
    """The same settings with more examples, drawn at random."""
    return settings(
        usual,
        max_examples=max(1, int(usual.max_examples * TIMES)),
        derandomize=False,
        suppress_health_check=HealthCheck,
    )
