"""People, what happened at their account's door, and the keys they gave to programs."""

from accounts.models.events import Event, EventKind
from accounts.models.people import User, UserManager, UserQuerySet, validate_time_zone
from accounts.models.tokens import ApiToken, Scope

__all__ = ["ApiToken", "Event", "EventKind", "Scope", "User", "UserManager", "UserQuerySet", "validate_time_zone"]
