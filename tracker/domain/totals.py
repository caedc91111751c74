"""What many doses add up to, once to be shown and once to go on from. Pure; docs/model.md, From the log to a mean."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.absorption import Dose, middle_of, take_up
from tracker.domain.parameters import Span
from tracker.domain.states import Change, State, Timeline

_LOW, _HIGH = 0, 2


def absorbed_total(doses: Sequence[Dose], timeline: Timeline = ()) -> Span:
    """µg absorbed of all doses, with every range there is: constants, states, and unknown doses in the high end."""
    uptake = take_up(doses, timeline)
    return Span(sum(uptake.low), sum(uptake.middle), sum(uptake.high))


def projected_total(doses: Sequence[Dose], timeline: Timeline = ()) -> Span:
    """The same middle, but at the ends only the range of states and of unknown doses: the projection adds the rest.

    Where more at one meal leaves less for a later one in a better state, an end could cross the middle: it stays there.
    """
    middle = low = high = sum(middle_of(doses, timeline))
    ranged = any(_has_range(change.state) for change in timeline)
    bounded = any(dose.dose_ug is None and dose.upper_ug is not None for dose in doses)
    if ranged:
        low = min(middle, sum(middle_of(doses, _at_end(timeline, _LOW))))
    if ranged or bounded:
        most = [dose._replace(dose_ug=dose.upper_ug) if dose.dose_ug is None else dose for dose in doses]
        high = max(middle, sum(middle_of(most, _at_end(timeline, _HIGH))))
    return Span(low, middle, high)


def _has_range(state: State) -> bool:
    return state.release.low < state.release.high or state.capacity.low < state.capacity.high


def _at_end(timeline: Timeline, end: int) -> tuple[Change, ...]:
    """The same timeline with every share of its states at that end."""
    return tuple(change._replace(state=_pinned(change.state, end)) for change in timeline)


def _pinned(state: State, end: int) -> State:
    release, capacity = state.release[end], state.capacity[end]
    return replace(state, release=Span(release, release, release), capacity=Span(capacity, capacity, capacity))
