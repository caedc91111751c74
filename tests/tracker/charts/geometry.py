"""Reads a drawing back: what stands where, in shares of the width and px downwards, whatever code drew it."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tracker.charts import Chart

_COMMAND = re.compile(r"([MLHVZ])([^MLHVZ]*)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SCALE = re.compile(r"scale\((\S+) (\S+)\)")

INDENT_PX = 16


class Box(NamedTuple):
    """`left` and `right` as shares of the width, 0 to 1; `top` and `bottom` in px from the top of the drawing."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left


def drawing(chart: Chart) -> Element:
    """The SVG as a tree: anything that is not well-formed fails here."""
    return ElementTree.fromstring(chart.svg)


def height_of(chart: Chart) -> float:
    return float(drawing(chart).attrib["height"])


def corners(d: str) -> list[list[tuple[float, float]]]:
    """The corners of each piece of a path, in its own units."""
    pieces: list[list[tuple[float, float]]] = []
    x = y = 0.0
    for command, rest in _COMMAND.findall(d):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        from_here = command.islower()
        if command in "Zz":
            x, y = pieces[-1][0]
        elif command in "Mm":
            pieces.append([])
        if command in "Hh":
            steps = [(number, 0.0 if from_here else y) for number in numbers]
        elif command in "Vv":
            steps = [(0.0 if from_here else x, number) for number in numbers]
        else:
            steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        for a, b in steps:
            x, y = (x + a, y + b) if from_here else (a, b)
            pieces[-1].append((x, y))
    return pieces


def paths(chart: Chart) -> Iterator[tuple[str, list[Box]]]:
    """Every path with its class and the boxes around its pieces; a pattern cut out of a plain rectangle too."""
    root = drawing(chart)
    for inner in root.iter("svg"):
        if "viewBox" not in inner.attrib:
            continue
        across, down = map(float, inner.attrib["viewBox"].split()[2:])
        top, height = float(inner.attrib.get("y", 0)), float(inner.attrib["height"])
        for path in inner.iter("path"):
            yield path.attrib["class"], _boxes(path, 1 / across, 1 / down, top, height)
    cut = {f"url(#{clip.attrib['id']})": clip.find("path") for clip in root.iter("clipPath")}
    for rect in root.iter("rect"):
        if (path := cut.get(rect.attrib.get("clip-path", ""))) is not None:
            wide, high = map(float, _SCALE.search(path.attrib["transform"]).groups())
            top, height = float(rect.attrib["y"]), float(rect.attrib["height"])
            yield rect.attrib["class"], _boxes(path, wide, high, top, height)


def _boxes(path: Element, wide: float, high: float, top: float, height: float) -> list[Box]:
    found = []
    for piece in corners(path.attrib["d"]):
        xs, ys = [x * wide for x, _y in piece], [top + y * high * height for _x, y in piece]
        found.append(Box(min(xs), max(xs), min(ys), max(ys)))
    return found


def boxes(chart: Chart, kind: str) -> list[Box]:
    """The pieces of everything with this class, from left to right."""
    found = [box for classes, several in paths(chart) if kind in classes.split() for box in several]
    for rect in drawing(chart).iter("rect"):
        if kind in rect.attrib["class"].split() and "clip-path" not in rect.attrib:
            left, top = share(rect.attrib.get("x", "0")), float(rect.attrib.get("y", 0))
            right, bottom = left + share(rect.attrib["width"]), top + float(rect.attrib["height"])
            found.append(Box(left, right, top, bottom))
    return sorted(found)


def share(length: str) -> float:
    """“12.5%” as 0.125; a plain 0 as 0."""
    if length.endswith("%"):
        return float(length[:-1]) / 100
    assert float(length) == 0, f"{length} is neither a share nor 0"
    return 0.0


def line_at(chart: Chart, kind: str) -> list[float]:
    """How far down the level lines of a class lie, in px."""
    return [
        float(line.attrib["y1"])
        for line in drawing(chart).iter("line")
        if kind in line.attrib["class"].split() and line.attrib["y1"] == line.attrib["y2"]
    ]


def texts(chart: Chart) -> list[str]:
    return [element.text or "" for element in drawing(chart).iter("text")]


def outside(chart: Chart, *, slack_px: float = 0.6) -> list[str]:
    """Everything that leaves the canvas, and every number that is none."""
    found = [f"{word} in the drawing" for word in ("nan", "inf") if re.search(rf'["\s,(]-?{word}\b', chart.svg.lower())]
    height = height_of(chart)
    for kind, several in paths(chart):
        found += [f"{kind} {box}" for box in several if not _inside(box, height, slack_px)]
    for element in drawing(chart).iter():
        for name, value in element.attrib.items():
            if name in {"x", "x1", "x2", "cx", "width"} and not _across(value):
                found.append(f"{element.tag} {name}={value}")
            if name in {"y", "y1", "y2", "cy"} and not -slack_px <= float(value) <= height + slack_px:
                found.append(f"{element.tag} {name}={value}")
    return found


def _across(length: str) -> bool:
    """A share of the width that is on it, or a few px from the left edge."""
    return -0.001 <= share(length) <= 1.001 if length.endswith("%") else 0 <= float(length) <= INDENT_PX


def _inside(box: Box, height: float, slack_px: float) -> bool:
    across = box.left >= -0.001 and box.right <= 1.001
    return across and box.top >= -slack_px and box.bottom <= height + slack_px
