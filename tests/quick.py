"""The hasher of passwords with little work: tests that log in took two minutes for nothing but that work."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

SHIPPED = tuple(settings.PASSWORD_HASHERS)
HASHERS = ["tests.quick.QuickArgon2", *SHIPPED[1:]]


class QuickArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
