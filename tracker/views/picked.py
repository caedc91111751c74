"""What was picked among the matches waits in the session for its form: an address must not tell it, and a page that
was asked for by GET can be gone back to."""

from django.http import HttpRequest

from tracker.forms.health import Picked, PickForm


def pick(request: HttpRequest, kind: str) -> bool:
    """Keep what was pressed; False where that was nothing we can read."""
    form = PickForm(request.POST)
    if not form.is_valid():
        return False
    request.session[_key(kind)] = list(form.picked)
    return True


def picked(request: HttpRequest, kind: str) -> Picked:
    """What was pressed last, or nothing. It stays, so that the form can be gone back to."""
    return Picked(*request.session.get(_key(kind), ("", "")))


def forget(request: HttpRequest, kind: str) -> None:
    """After a removal nothing of it stays behind."""
    request.session.pop(_key(kind), None)


def _key(kind: str) -> str:
    return f"picked-{kind}"
