"""What the science costs: absorption of ten years of doses, charts, and the rules that warn. Needs no server."""

import gc
import random
import time

from tests.bench import charts, rules
from tests.bench.report import Line, Report
from tracker.domain.absorption import Dose, take_up
from tracker.domain.states import STATES, Change, Timeline, combine, of_age

DOSES, A_DAY, MOST_MS = 30_000, 8, 150
HOURS = (7.5, 7.5, 10.25, 12.75, 12.75, 16.0, 19.0, 21.5)  # some share a time, as parts of a meal do
SINCE_1970_H = 440_000
BEST_OF = 7


def run(report: Report) -> None:
    report.heading(
        f"Science: absorption of {DOSES:,} doses, {A_DAY} a day, low, middle and high (CPU, best of {BEST_OF})"
    )
    doses = doses_of_years(DOSES)
    ageing = (Change(SINCE_1970_H, of_age(55)), Change(SINCE_1970_H + 43_800, combine([of_age(60), STATES["ppi"]])))
    ms = cpu_ms(doses)
    report.add(Line("absorption, nothing special", ms, "ms", MOST_MS))
    report.add(Line("absorption, states that change", cpu_ms(doses, ageing), "ms", MOST_MS))
    report.add(Line("absorption, one dose in ten unknown", cpu_ms(with_unknown(doses), ageing), "ms", MOST_MS))
    twice = cpu_ms(doses_of_years(2 * DOSES))
    report.add(Line("twice as many doses", twice / ms, detail=f"{twice:.0f} ms; linear is 2"))
    charts.run(report)
    rules.run(report)


def doses_of_years(count: int) -> list[Dose]:
    """The same doses each time: food and tablets, one meal after the other."""
    chance = random.Random(12)
    return [
        Dose(
            SINCE_1970_H + 24 * (number // A_DAY) + HOURS[number % A_DAY],
            chance.choice((0.0, 0.4, 1.2, 2.5, 10.0)),
            chance.choice((1.0, 0.9, 0.55)),
            chance.random() < 0.6,
        )
        for number in range(count)
    ]


def with_unknown(doses: list[Dose]) -> list[Dose]:
    return [dose if number % 10 else dose._replace(dose_ug=None, upper_ug=3.0) for number, dose in enumerate(doses)]


def cpu_ms(doses: list[Dose], timeline: Timeline = ()) -> float:
    """Least CPU time of several runs: what others do on this machine is not ours."""
    spent = []
    for _ in range(BEST_OF):
        gc.collect()
        started = time.process_time()
        take_up(doses, timeline)
        spent.append((time.process_time() - started) * 1000)
    return min(spent)
