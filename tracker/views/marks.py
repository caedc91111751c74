"""Findings in addresses: by a mark that only this server can read. What was found about somebody is no part of one."""

from collections.abc import Mapping
from functools import cache

from django.utils.crypto import salted_hmac

from tracker.domain.risks.evaluate import RULES

LENGTH = 16


class FindingConverter:
    """The code of a finding. `ValueError`, which makes a 404, for a mark of none."""

    regex = f"[0-9a-f]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        code = _codes().get(value)
        if code is None:
            raise ValueError(value)
        return code

    def to_url(self, value: str) -> str:
        return mark_of(value)


@cache
def mark_of(code: str) -> str:
    return salted_hmac("tracker.findings", code, algorithm="sha256").hexdigest()[:LENGTH]


@cache
def _codes() -> Mapping[str, str]:
    return {mark_of(code): code for code in RULES}
