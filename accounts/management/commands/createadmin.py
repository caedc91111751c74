"""Make the first administrator: `manage.py createadmin`."""

import getpass
import os
import sys

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.actions import make_administrator
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Make an administrator. Asks for e-mail and password; scripts give --email and the password in the "
        "environment variable COBALOG_ADMIN_PASSWORD."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--email", default=os.environ.get("COBALOG_ADMIN_EMAIL", ""))

    def handle(self, *args, email: str, **options) -> None:
        email = self._email(email)
        password = self._password(User(email=email))
        make_administrator(email=email, password=password)
        self.stdout.write(f"{email} is an administrator now. Log in on the site, then open /admin/.")
        if settings.STAFF_NEED_SECOND_FACTOR:
            self.stdout.write(
                "The admin asks for a second step: it takes you to the page where you set up an authenticator app."
            )

    def _email(self, given: str) -> str:
        email = (given or self._ask(input, "E-mail: ", "--email")).strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address. Give one like mary@example.org.") from error
        if User.objects.filter(email=email).exists():
            raise CommandError(f"There is an account with {email} already. Use another address.")
        return email

    def _password(self, user: User) -> str:
        given = os.environ.get("COBALOG_ADMIN_PASSWORD", "")
        password = given or self._ask(getpass.getpass, "Password: ", "COBALOG_ADMIN_PASSWORD")
        if not given and getpass.getpass("Password, once more: ") != password:
            raise CommandError("The two passwords differ. Run the command again.")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages) + " Choose another password.") from error
        return password

    @staticmethod
    def _ask(ask, prompt: str, instead: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"Nobody is here to ask. Give {instead}.")
        return ask(prompt)
