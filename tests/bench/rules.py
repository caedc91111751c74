"""What the rules that warn cost for one person: nothing said, every sample, and all samples in one."""

import datetime as dt
import gc
import statistics
import time
from importlib import import_module
from pkgutil import iter_modules

from tests.bench.report import Line, Report
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.facts import Case

MOST_MS, BEST_OF, TIMES = 3, 7, 20


def run(report: Report) -> None:
    cases = samples()
    report.heading(f"All rules for one person (CPU, best of {BEST_OF}), {len(cases)} samples")
    spent = sorted(cpu_ms(case) for case in cases)
    report.add(Line("rules, nothing said", cpu_ms(Case(today=dt.date(2026, 11, 22))), "ms", MOST_MS))
    report.add(Line("rules, median of the samples", statistics.median(spent), "ms", MOST_MS))
    report.add(Line("rules, the slowest sample", spent[-1], "ms", MOST_MS))
    report.add(Line("rules, all samples in one person", cpu_ms(everything(cases)), "ms", MOST_MS))


def samples() -> list[Case]:
    from tracker.reports.findings import samples as package

    modules = [import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__)]
    return [case for module in modules for group in module.SAMPLES.values() for case in group]


def everything(cases: list[Case]) -> Case:
    """Nobody is like this: what every sample takes, has, logs and was found, at once."""
    together: dict[str, object] = {}
    for case in cases:
        for name in Case.__dataclass_fields__:
            said, before = getattr(case, name), together.get(name)
            lists = isinstance(before, tuple) and isinstance(said, tuple) and not hasattr(said, "_fields")
            together[name] = (*before, *said) if lists else before or said
    return Case(**together)


def cpu_ms(case: Case) -> float:
    """Least CPU time of one evaluation."""
    spent = []
    for _ in range(BEST_OF):
        gc.collect()
        started = time.process_time()
        for _ in range(TIMES):
            findings(case)
        spent.append((time.process_time() - started) * 1000 / TIMES)
    return min(spent)
