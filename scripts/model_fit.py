"""The model beside published measurements: fills the tables of docs/model.md and draws docs/model-fit.svg.

`python -m scripts.model_fit` writes both, `--check` compares them with what it would write and exits with 1.
"""

import argparse
import csv
import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from tracker.domain.absorption import Dose, absorbed_ug, take_up
from tracker.domain.injections import RETAINED_SPREAD, retained_ug
from tracker.domain.parameters import HIGH, LOW, MIDDLE, Parameters, Span
from tracker.domain.stores import project
from tracker.domain.tables import number

ROOT = Path(__file__).resolve().parents[1]
PAGE, PLOT = ROOT / "docs" / "model.md", ROOT / "docs" / "model-fit.svg"
POINTS = ROOT / "tests" / "tracker" / "domain" / "vectors" / "absorption_points.csv"
SIMULATED = POINTS.with_name("model.csv")
BEGIN, END = "<!-- {name}: made by scripts/model_fit.py -->", "<!-- end -->"

_FORMS = {"CN": "cyanocobalamin", "OH": "hydroxocobalamin"}
_CERTAINTY = {"memory": ", unconfirmed", "secondary": ", second hand"}
_SERIES = ("carmel_n_", "iom_adams_", "chanarin_")  # one dose in water with intrinsic factor, over many doses


@dataclass(frozen=True, slots=True)
class Point:
    """One published figure, µg; `model` is None where there is no dose, or none that the model speaks of.

    `share` is what was absorbed of the dose, `offered_ug` the dose times the food factor.
    """

    key: str
    what: str
    dose_ug: float | None
    offered_ug: float | None
    measured_ug: float | None
    share: float
    model: Span | None
    used: str
    source: str
    capacity: float | None
    by_mouth: bool

    @property
    def log_error(self) -> float:
        assert self.model
        assert self.measured_ug
        return math.log(self.model.middle / self.measured_ug)


def points() -> list[Point]:
    with POINTS.open(encoding="utf-8", newline="") as file:
        return [_point(row) for row in csv.DictReader(file)]


def _point(row: dict[str, str]) -> Point:
    dose, factor, capacity = number(row["dose_ug"]), number(row["model_f"]), number(row["model_c"])
    return Point(
        row["id"], _what(row), dose, dose * factor if dose and factor else None, number(row["absorbed_ug"]),
        float(row["fraction"]), _model(row, dose, factor, capacity), _used(row), _source(row), capacity,
        row["route"] == "oral",
    )  # fmt: skip


def _model(row: dict[str, str], dose: float | None, factor: float | None, capacity: float | None) -> Span | None:
    if dose is None:
        return None
    if row["route"] == "im":
        kept = retained_ug(_FORMS[row["form"]], dose)
        return Span(kept * (1 - RETAINED_SPREAD), kept, min(kept * (1 + RETAINED_SPREAD), dose))
    if row["id"] == "two_doses_6h":
        uptake = take_up([Dose(8, dose / 2), Dose(14, dose / 2)])
        return Span(sum(uptake.low), sum(uptake.middle), sum(uptake.high))
    if factor is None or capacity is None:
        return None
    return Span(*(absorbed_ug(dose, parameters=each, factor=factor, capacity=capacity) for each in (LOW, MIDDLE, HIGH)))


def _what(row: dict[str, str]) -> str:
    if row["route"] == "im":
        return f"injected {_FORMS[row['form']]}"
    if row["route"] == "colon":
        return "put into the colon"
    state = row["state"].removeprefix("normal").strip()
    return (
        f"{row['matrix']} {state}" if state.startswith("(") else f"{row['matrix']}, {state}" if state else row["matrix"]
    )


def _used(row: dict[str, str]) -> str:
    return f"test, ±{row['tolerance_pct']} %" if row["use_as_test"] == "yes" else row["use_as_test"]


def _source(row: dict[str, str]) -> str:
    known = "no publication known" if row["publication"] == "unconfirmed" else row["publication"]
    return known + _CERTAINTY.get(row["confidence"], "")


# --- tables ----------------------------------------------------------------------------------------------------------
def fit_table() -> str:
    lines = [
        "| what | dose, µg | measured, µg | model, µg | its range | difference | used as | source |",
        "|---|--:|--:|--:|--:|--:|---|---|",
    ]
    for point in points():
        measured = _figure(point.measured_ug) if point.measured_ug else f"{point.share:.0%}".replace("%", " %")
        span = "–" if point.model is None else f"{_figure(point.model.low)}–{_figure(point.model.high)}"
        middle = _figure(point.model.middle if point.model else None)
        cells = (
            point.what,
            _figure(point.dose_ug),
            measured,
            middle,
            span,
            _difference(point),
            point.used,
            point.source,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _difference(point: Point) -> str:
    if not (point.model and point.measured_ug):
        return "–"
    percent = round((math.exp(point.log_error) - 1) * 100)
    return f"{percent:+d} %".replace("-", "−") if percent else "0 %"


def _figure(ug: float | None) -> str:
    if ug is None:
        return "–"
    return f"{ug:.3g}" if ug < 1000 else f"{ug:,.0f}"


def errors_table() -> str:
    """Root mean square of the log errors: 0.2 is about 20 % off on average."""
    every = points()
    series = [point for point in every if point.key.startswith(_SERIES)]
    sets = (
        ("points marked as a test", [point for point in every if point.used.startswith("test")]),
        ("one dose in water, with intrinsic factor", series),
        ("the same and the ¹³C point", [*series, *(point for point in every if point.key == "kurpad_2.5")]),
        ("Carmel 2008, with and without intrinsic factor", [p for p in every if p.key.startswith("carmel_")]),
    )
    lines = ["| points | number | root mean square log error |", "|---|--:|--:|"]
    lines += [f"| {name} | {len(chosen)} | {_rms(chosen):.2f} |" for name, chosen in sets]
    return "\n".join(lines)


def _rms(chosen: Sequence[Point]) -> float:
    return math.sqrt(sum(point.log_error**2 for point in chosen) / len(chosen))


def stores_table() -> str:
    """The fixed draws beside simulations of 20,000 random ones."""
    with SIMULATED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["function"] in ("years_quantile", "share_never")]
    simulated: dict[tuple[float, float, float], list[str]] = {}
    for row in rows:
        given = json.loads(row["inputs"])
        case = (given["a_ug_per_day"], given["k_mean"], given["S0_ug"])
        simulated.setdefault(case, []).append(row["expected"])
    lines = [
        "| absorbed a day, µg | lost a day | start, µg | simulated: 10 / 50 / 90 %, never | as built |",
        "|--:|--:|--:|---|---|",
    ]
    for (per_day, loss, start), expected in simulated.items():
        runway = project(absorbed_per_day=Span(per_day, per_day, per_day), loss_per_day=loss, start_ug=start).runway
        theirs = _runway([None if years == "never" else float(years) for years in expected[:3]], float(expected[3]))
        ours = _runway(runway[:3], runway.never_share)
        lines.append(f"| {per_day:g} | {loss:.2%} | {start:,.0f} | {theirs} | {ours} |".replace("%", " %"))
    return "\n".join(lines)


def _runway(years: Sequence[float | None], never: float) -> str:
    return f"{' / '.join('–' if one is None else f'{one:.2f}' for one in years)}, {never:.0%}"


# --- the plot --------------------------------------------------------------------------------------------------------
WIDTH, HEIGHT = 760, 520
LEFT, RIGHT, TOP, BOTTOM = 64, 736, 20, 464
X_FROM, X_TO, Y_FROM, Y_TO = 0.07, 1500.0, 0.006, 40.0
WITH, WITHOUT, FOOD, INK, MUTED, GRID = "#1d5fa8", "#b0501b", "#2c7a3f", "#1c2430", "#55606e", "#dfe3e8"
NAMED = {
    "kurpad_2.5": ("¹³C work", -8, -8, "end"), "doets_mutton": ("mutton", 9, -3, "start"),
    "heyssel_liver": ("liver paste", 9, 4, "start"), "carmel_n_50": ("50 µg", 9, 4, "start"),
}  # fmt: skip
_SVG = Template("""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" width="$width" height="$height" role="img" \
aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13" fill="$ink">
<title id="t">How much is absorbed of one dose: published points and the model</title>
<desc id="d">Both axes are logarithmic. With intrinsic factor the model's line bends at about 2 µg and rises again \
above 50 µg; without it, 1.2 % is absorbed of any dose. Points from publications lie near both lines, except for the \
¹³C work, mutton and liver paste, which lie above.</desc>
<rect width="$width" height="$height" rx="8" fill="#ffffff"/>
<clipPath id="c"><rect x="$left" y="$top" width="$inner_width" height="$inner_height"/></clipPath>
$body
</svg>
""")


def _x(ug: float) -> float:
    return LEFT + (RIGHT - LEFT) * math.log(ug / X_FROM) / math.log(X_TO / X_FROM)


def _y(ug: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * math.log(ug / Y_FROM) / math.log(Y_TO / Y_FROM)


def plot() -> str:
    body = [*_grid(), *_lines(1.0, WITH), *_lines(0.0, WITHOUT), *_marks(), *_key()]
    inner = {"left": LEFT, "top": TOP, "inner_width": RIGHT - LEFT, "inner_height": BOTTOM - TOP}
    return _SVG.substitute(inner, width=WIDTH, height=HEIGHT, ink=INK, body="\n".join(body))


def _grid() -> Iterable[str]:
    for ug in (0.1, 1, 10, 100, 1000):
        yield f'<path d="M{_x(ug):.1f} {TOP}V{BOTTOM}" stroke="{GRID}"/>'
        yield _text(_x(ug), BOTTOM + 20, f"{ug:,g}", "middle", MUTED)
    for ug in (0.01, 0.1, 1, 10):
        yield f'<path d="M{LEFT} {_y(ug):.1f}H{RIGHT}" stroke="{GRID}"/>'
        yield _text(LEFT - 8, _y(ug) + 4, f"{ug:g}", "end", MUTED)
    words = "dose in µg; of foods what the food factor leaves of it"
    yield _text((LEFT + RIGHT) / 2, HEIGHT - 14, words, "middle", MUTED)
    middle = (TOP + BOTTOM) / 2
    yield (
        f'<text x="18" y="{middle:.1f}" text-anchor="middle" fill="{MUTED}" transform="rotate(-90 18 {middle:.1f})">'
        "absorbed, µg</text>"
    )


def _lines(capacity: float, colour: str) -> Iterable[str]:
    doses = [0.1 * 10 ** (step / 20) for step in range(81)]  # to 1,000 µg

    def along(parameters: Parameters) -> list[str]:
        return [f"{_x(ug):.1f} {_y(absorbed_ug(ug, parameters=parameters, capacity=capacity)):.1f}" for ug in doses]

    edge = " ".join([*along(HIGH), *reversed(along(LOW))])
    yield f'<path d="M{edge}Z" fill="{colour}" fill-opacity=".16" clip-path="url(#c)"/>'
    line = " ".join(along(MIDDLE))
    yield f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="2" clip-path="url(#c)"/>'


def _marks() -> Iterable[str]:
    for point in points():
        if not (point.by_mouth and point.offered_ug and point.measured_ug) or point.used == "compare":
            continue
        if point.key == "two_doses_6h":  # two meals: not a point of this line
            continue
        x, y = _x(point.offered_ug), _y(point.measured_ug)
        yield _mark(point, x, y)
        if point.key in NAMED:
            words, right, down, anchor = NAMED[point.key]
            yield _text(x + right, y + down, words, anchor, INK)


def _mark(point: Point, x: float, y: float) -> str:
    colour = FOOD if point.offered_ug != point.dose_ug else WITH if point.capacity else WITHOUT
    fill = "#ffffff" if "unconfirmed" in point.source else colour
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{fill}" stroke="{colour}" stroke-width="1.8"/>'


def _key() -> Iterable[str]:
    entries = (
        (WITH, WITH, "with intrinsic factor"), (WITHOUT, WITHOUT, "without"), (FOOD, FOOD, "food"),
        (WITH, "#ffffff", "hollow: unconfirmed"),
    )  # fmt: skip
    for row, (colour, fill, words) in enumerate(entries):
        y = TOP + 24 + 22 * row
        yield f'<circle cx="{LEFT + 18}" cy="{y - 4}" r="4.5" fill="{fill}" stroke="{colour}" stroke-width="1.8"/>'
        yield _text(LEFT + 32, y, words, "start", INK)
    y = TOP + 24 + 22 * len(entries)
    yield f'<path d="M{LEFT + 10} {y - 4}h16" stroke="{INK}" stroke-width="2"/>'
    yield _text(LEFT + 32, y, "line and shade: the model, low to high", "start", INK)


def _text(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


# --- writing ---------------------------------------------------------------------------------------------------------
TABLES = {"fit": fit_table, "errors": errors_table, "stores": stores_table}


def page(text: str) -> str:
    """The text of docs/model.md with its tables made anew. `ValueError` where a table has no place in it."""
    for name, table in TABLES.items():
        before, begin, rest = text.partition(BEGIN.format(name=name))
        _, end, after = rest.partition(END)
        if not begin or not end:
            raise ValueError(f"docs/model.md has no place for the table {name}")
        text = f"{before}{begin}\n{table()}\n{end}{after}"
    return text


def made() -> dict[Path, str]:
    return {PAGE: page(PAGE.read_text(encoding="utf-8")), PLOT: plot()}


def stale() -> list[str]:
    """The files that do not hold what would be written now."""
    return [path.name for path, text in made().items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit with 1 where something is stale")
    if parser.parse_args(arguments).check:
        if old := stale():
            print(f"Stale: {', '.join(old)}. Run python -m scripts.model_fit.")
        return 1 if old else 0
    for path, text in made().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
