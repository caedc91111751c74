"""Plans and doses for tests: short to say."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tracker.domain.regimens.plans import CountsFrom, Phase, Plan, Skipped, Standing, Taken, Unit
from tracker.domain.regimens.standing import standing

LONDON = ZoneInfo("Europe/London")
TODAY = dt.date(2026, 3, 14)  # a Saturday
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def day(said: str) -> dt.date:
    return dt.date.fromisoformat(said)


def phase(unit: str, every: int = 1, start: str = "2026-03-01", end: str | None = None, **more) -> Phase:
    return Phase(Unit(unit), every, day(start), day(end) if end else None, **more)


def plan(*phases: Phase, route: str = "swallowed", last_dose: bool = False, **more) -> Plan:
    counts_from = CountsFrom.LAST_DOSE if last_dose else CountsFrom.CALENDAR
    return Plan(id=1, name="B12", route=route, phases=phases, counts_from=counts_from, **more)


def doses(*dates: str | dt.date, hour: int = 8) -> list[Taken]:
    """Had at this hour of Universal Time, in London."""
    days = sorted(day(one) if isinstance(one, str) else one for one in dates)
    return [Taken(one, dt.datetime.combine(one, dt.time(hour), tzinfo=dt.UTC)) for one in days]


def skips(*dates: str) -> list[Skipped]:
    return [Skipped(day(one)) for one in dates]


def stands(of: Plan, *had: str, left_out: tuple[str, ...] = (), today: dt.date | str = TODAY) -> Standing:
    """At noon in London."""
    today = day(today) if isinstance(today, str) else today
    now = dt.datetime.combine(today, dt.time(12), tzinfo=LONDON)
    return standing(of, taken=doses(*had), skipped=skips(*left_out), now=now, today=today)


# --- for properties ---------------------------------------------------------------------------------------------------
starts = st.dates(dt.date(2021, 1, 1), dt.date(2026, 6, 1))
weekdays = st.frozensets(st.integers(0, 6), max_size=7)
phases = st.one_of(
    st.builds(Phase, st.just(Unit.DAYS), st.integers(1, 20), starts),
    st.builds(Phase, st.just(Unit.WEEKS), st.integers(1, 6), starts, weekdays=weekdays),
    st.builds(Phase, st.just(Unit.MONTHS), st.integers(1, 14), starts),
)
routes = st.sampled_from(["swallowed", "sublingual", "nasal", "injected"])
around_today = st.dates(TODAY - dt.timedelta(days=120), TODAY)
histories = st.lists(around_today, max_size=25).map(lambda dates: doses(*dates))
left_outs = st.lists(around_today, max_size=4).map(lambda dates: [Skipped(one) for one in sorted(set(dates))])
plans = st.builds(
    lambda one, route, last_dose: plan(one, route=route, last_dose=last_dose),
    phases,
    routes,
    st.booleans(),
)
