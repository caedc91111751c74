"""Writes every person's file anew: see the package."""

from tests.tracker.domain.golden import write

write()
