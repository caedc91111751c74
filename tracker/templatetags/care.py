"""What the pages of Care print of matches and rows."""

from django import template

from tracker.reports.care.matches import holds_metformin, leads_to
from tracker.reports.care.medicines import effect_of, pick_value

register = template.Library()

register.filter("leads_to", leads_to)
register.filter("holds_metformin", holds_metformin)
register.filter("effect", effect_of)
register.filter("pick_value", pick_value)
