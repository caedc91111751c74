"""A browser tab for tests that follow a person through forms: CSRF is checked, tokens come from the page."""

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User

PASSWORD = "three words in a row"


def somebody(email: str = "mary@example.org", **fields) -> User:
    """A person who can log in by password."""
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


class Tab(Client):
    """`open` a page, then `send` its form."""

    def __init__(self, **kwargs) -> None:
        super().__init__(enforce_csrf_checks=True, **kwargs)
        self.page = ""
        self.token = ""

    def open(self, page: str, **headers):
        answer = self.get(page, headers=headers)
        self.page = page
        if answer.context and "csrf_token" in answer.context:
            self.token = str(answer.context["csrf_token"])
        return answer

    def send(self, address: str, data: dict | None = None, **headers):
        """POST as the form of the open page would, with its token and the page as referrer."""
        sent = {"referer": f"http://testserver{self.page}", **headers}
        return self.post(address, {"csrfmiddlewaretoken": self.token, **(data or {})}, headers=sent)

    def log_in(self, email: str = "mary@example.org", password: str = PASSWORD, **data):
        self.open("/accounts/login/")
        return self.send("/accounts/login/", {"login": email, "password": password, **data})


def prove(tab: Tab, page: str, *, password: str = PASSWORD):
    """Open a page that asks first who it is, and answer by password."""
    asked = tab.open(page)
    assert asked.url.startswith("/accounts/reauthenticate/?")
    tab.open(asked.url)
    tab.send("/accounts/reauthenticate/", {"password": password, "next": page})
    return tab.open(page)
