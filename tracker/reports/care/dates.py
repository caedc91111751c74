"""When something began and ended, in words, as exactly as it was said."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.domain.risks.facts import Precision, When

_FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


def period_words(since: When | None, until: When | None = None) -> str:
    """“since March 2022”, “2019 to 2021”, “until 2021”; empty where nothing was said."""
    said = {"since": _date(since), "until": _date(until)}
    if since and until:
        return _("%(since)s to %(until)s") % said
    if since:
        return _("since %(since)s") % said
    return _("until %(until)s") % said if until else ""


def moment_words(on: When | None, *, today: dt.date) -> str:
    """“March 2022”, “planned for March 2027”; empty where nothing was said."""
    if on is None or on.date <= today:
        return _date(on)
    return _("planned for %(date)s") % {"date": _date(on)}


def _date(said: When | None) -> str:
    return date_format(said.date, _FORMATS[said.precision]) if said else ""
