"""The lines of the result, each with its budget, and whether all were kept."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One figure beside its budget; `at_least` turns the comparison round. A line without a budget only informs."""

    name: str
    value: float
    unit: str = "×"
    budget: float | None = None
    at_least: bool = False
    detail: str = ""

    @property
    def kept(self) -> bool:
        if self.budget is None:
            return True
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    def __str__(self) -> str:
        figure = f"{self.value:9.2f} {self.unit:<3}"
        if self.budget is None:
            return f"     {self.name:<46}{figure}{'':<14}{self.detail}"
        sign = "≥" if self.at_least else "≤"
        return f"{'ok  ' if self.kept else 'OVER'} {self.name:<46}{figure}{sign} {self.budget:<12g}{self.detail}"


@dataclass(slots=True)
class Report:
    """Prints as it goes and remembers what was broken or missing."""

    broken: list[str] = field(default_factory=list)

    def heading(self, text: str) -> None:
        print(f"\n{text}")

    def add(self, line: Line) -> None:
        print(line, flush=True)
        if not line.kept:
            self.broken.append(line.name)

    def missing(self, name: str, why: str) -> None:
        print(f"GONE {name:<46}{why}", flush=True)
        self.broken.append(name)

    def close(self) -> int:
        print(f"\n{len(self.broken)} of the budgets broken: {', '.join(self.broken)}" if self.broken else "\nAll kept.")
        return 1 if self.broken else 0
