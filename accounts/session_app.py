"""allauth's table of sessions, without the part that fills it.

Left to itself it stores the address and the whole User-Agent of every log-in. `accounts.devices` writes the rows here,
with neither. See docs/decisions/0021.
"""

from allauth.usersessions.apps import UserSessionsConfig


class SessionsConfig(UserSessionsConfig):
    def ready(self) -> None:
        """Listen to nothing."""
