"""Where an injection may be given, as people and their nurses say it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Site(TextChoices):
    LEFT_ARM = "left_arm", _("left upper arm")
    RIGHT_ARM = "right_arm", _("right upper arm")
    LEFT_THIGH = "left_thigh", _("left thigh")
    RIGHT_THIGH = "right_thigh", _("right thigh")
    LEFT_BUTTOCK = "left_buttock", _("left buttock")
    RIGHT_BUTTOCK = "right_buttock", _("right buttock")
    BELLY = "belly", _("belly")
    ELSEWHERE = "elsewhere", _("somewhere else")


def site_words(site: str) -> str:
    """“left thigh”; empty where nothing was said."""
    return str(_WORDS.get(site, ""))


_WORDS = dict(Site.choices)
