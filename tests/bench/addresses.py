"""Where our pages are and what their forms send: the one place to change when they do."""

import datetime as dt
import uuid
from decimal import Decimal

TODAY = "/today/"
HISTORY = "/history/"
STATUS = "/status/"
STATUS_OF_YEAR = "/status/?period=365"
STATUS_OF_ALL = "/status/?period=all"
MEDICINES = "/care/medicines/"
LOG = "/log/"
SEARCH = "/log/search/?q={word}"
WORDS = ["mil", "egg", "sal", "che", "tun", "yog", "bee", "soy", "b12", "liv"]
FIRST_VISIT_SIGNED_OUT = ["/", "/accounts/login/", "/accounts/signup/", "/sources/", "/learn/", "/learn/anaemia/"]
FIRST_VISIT_SIGNED_IN = [TODAY, LOG, HISTORY, MEDICINES]
LARGE = [STATUS, STATUS_OF_YEAR]  # pages of many charts and tables


def day(date: dt.date) -> str:
    return f"/history/{date}/"


def log_fields(*, food: int, amount: Decimal, date: dt.date, time: str, uid: uuid.UUID | None = None) -> dict[str, str]:
    """What the log form sends: grams, ml or units of a food (its portions differ from food to food)."""
    return {
        "uid": str(uid or uuid.uuid4()),
        "food_id": str(food),
        "portion": "base",
        "amount": str(amount),
        "date": str(date),
        "time": time,
        "sure": "on",
    }
