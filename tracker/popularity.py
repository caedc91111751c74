"""How often everybody together logged a food of late: what curators look at first. Never who, never one person's habit.

The only place that counts over all people. It gives numbers of foods and nothing else, and none at all for a food that
fewer than three people logged.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Count
from django.utils import timezone

from foods.curation.popularity import DAYS, FEWEST_PEOPLE
from tracker.models import Entry


def times_logged(food_ids: Iterable[int]) -> Mapping[int, int]:
    """How often each of these shared foods was logged in the last 30 days. One query; demos do not count."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    entries = Entry.objects.filter(food__in=list(food_ids), food__owner=None, eaten_at__gte=since)
    entries = entries.filter(owner__demo_until=None)
    counted = entries.order_by().values("food").annotate(times=Count("pk"), people=Count("owner", distinct=True))
    return dict(counted.filter(people__gte=FEWEST_PEOPLE).values_list("food", "times"))
