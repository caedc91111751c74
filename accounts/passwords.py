"""What a password may be: 8 to 128 characters of any kind, none that everybody tries, none made of this site's words.

The list of common ones is Django's, which ships with it (docs/decisions/0022).
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 128
MOST_TYPED = 1_000  # at log-in: more is refused before anything is worked out
# Words that somebody tries first who knows which site this is (ASVS 5.0, 6.2.11).
WORDS = (
    "cobalog", "cobalamin", "cyanocobalamin", "methylcobalamin", "hydroxocobalamin", "adenosylcobalamin",
    "vitamin", "vitamine", "b12", "supplement", "nutrition", "password", "passwort", "motdepasse", "contrasena",
    "kennwort", "health", "login", "admin", "demo", "welcome", "user",
)  # fmt: skip
_WORDS = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_LETTERS = re.compile(r"[^\W\d_]")
LETTERS_OF_ITS_OWN = 4


class MaximumLength:
    """No longer than 128 characters: whole sentences fit, and nobody can make us work on a megabyte."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MOST:
            raise ValidationError(
                _("This password is longer than %(most)d characters. Leave some out."),
                code="password_too_long",
                params={"most": MOST},
            )

    def get_help_text(self) -> str:
        return _("At most %(most)d characters.") % {"most": MOST}


class WordsOfThisSite:
    """Not “cobalog123” or “VitaminB12!”: besides such words a password needs four letters of its own."""

    def validate(self, password: str, user: object = None) -> None:
        typed = password[: MOST + 1].casefold()
        rest, found = _WORDS.subn("", typed)
        if found and len(_LETTERS.findall(rest)) < LETTERS_OF_ITS_OWN:
            raise ValidationError(
                _("That is what somebody would try first here. Add words that have nothing to do with this site."),
                code="password_of_this_site",
            )

    def get_help_text(self) -> str:
        return _("Not only words of this site.")
