"""Who is signed in, with what every page of theirs asks about them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser


class PersonBackend(AuthenticationBackend):
    """allauth's log-in; a signed-in person arrives with their profile, in the one query that looks them up."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        people = get_user_model()
        try:
            person = people._default_manager.select_related("profile").get(pk=user_id)
        except people.DoesNotExist:
            return None
        return person if self.user_can_authenticate(person) else None
