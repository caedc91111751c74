"""What never stands in a log: the part of an address that opens something without an account."""

import logging
import re

_SECRET = re.compile(r"(/(?:r|feed|unsubscribe)/)[^\s/?\"']{16,}")  # a token has 43 letters and more


def without_secrets(text: str) -> str:
    """“/feed/***” for a feed, and the same for a shared report and for the end of mails."""
    return _SECRET.sub(r"\1***", text)


class DiscreetFormatter(logging.Formatter):
    """Django names the path of whatever it refused, and a refused path may be one letter away from a right one."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def logging_config(level: str) -> dict[str, object]:
    """What is written down, and in which words, for `settings.LOGGING`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "config.logs.DiscreetFormatter",
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},  # a line a request of runserver
        },
    }
