"""Asks several things in turn, round after round, so that a busy neighbour is busy for all of them alike."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.client import Answer, trouble
from tests.bench.servers import Server

ROUNDS, REQUESTS = 8, 50


@dataclass
class Target:
    """One thing to ask: `ask(n)` makes the n-th request of it."""

    name: str
    server: Server
    ask: Callable[[int], Answer]
    expected: int = 200
    asked: int = 0
    cpu_ms: float = 0.0
    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    trouble: str = ""

    @property
    def cpu_each_ms(self) -> float:
        return self.cpu_ms / self.asked

    @property
    def median_ms(self) -> float:
        return statistics.median(self.seconds) * 1_000

    def warm_up(self) -> None:
        """Both workers compile their templates and open their connections; says whether the page is there."""
        for number in range(12):
            self._one(-1 - number)

    def take_turn(self, requests: int) -> None:
        before = self.server.cpu_ms()
        for _ in range(requests):
            self.seconds.append(self._one(self.asked).seconds)
            self.asked += 1
        self.cpu_ms += self.server.cpu_ms() - before

    def _one(self, number: int) -> Answer:
        answer = self.ask(number)
        self.bytes = len(answer.body)
        self.trouble = self.trouble or trouble(answer, self.expected)
        return answer


def measure(targets: list[Target], *, rounds: int = ROUNDS, requests: int = REQUESTS) -> None:
    """Fill in every target; one that answers unexpectedly is left with its `trouble` and asked no more."""
    for target in targets:
        target.warm_up()
    for _ in range(rounds):
        for target in targets:
            if not target.trouble:
                target.take_turn(requests)
