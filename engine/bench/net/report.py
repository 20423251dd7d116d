"""Figures -> the tables of the report, and what is wrong with them."""

import math
from dataclasses import dataclass
from statistics import median

from systems import Figure

OURS, PEER = "mlscale", "pytorch"
ANSWER_TOLERANCE = 2e-3
"""Twenty steps in float32 grow a last digit to the fifth; another learning rate or decay shows in the second."""


@dataclass(frozen=True)
class Measured:
    """What a system did of a task in its turn."""

    net: str
    threads: int
    round: int
    system: str
    figure: Figure


@dataclass(frozen=True)
class Case:
    """What is compared."""

    net: str
    task: str
    threads: int

    def __str__(self) -> str:
        task = "predict" if self.task == "predict" else f"learn, {int(self.task):,} rows a step"
        return f"{self.net}, {task}"


class Report:
    """What is known of systems and cases."""

    def __init__(self, measured: list[Measured]):
        self.figures: dict[tuple[Case, str], dict[int, Figure]] = {}
        for m in measured:
            case = Case(m.net, m.figure.task, m.threads)
            self.figures.setdefault((case, m.system), {})[m.round] = m.figure
        self.cases = list(dict.fromkeys(case for case, _ in self.figures))

    def markdown(self) -> str:
        """Speed on one core, and what the second gives."""
        speeds, gains = [], []
        for case in self.cases:
            if case.threads == 1:
                rates = [self.spread(case, system) for system in (OURS, PEER)]
                speeds.append([str(case), *rates, times(self.ratio(case, OURS, case, PEER, cpu_rate))])
            else:
                one = Case(case.net, case.task, 1)
                both = [times(self.ratio(case, system, one, system, wall_rate)) for system in (OURS, PEER)]
                gains.append([str(case), *both, times(self.ratio(case, OURS, case, PEER, wall_rate))])
        speed = grid(["1,000 rows per CPU second, 1 core", OURS, PEER, "mlscale is"], speeds)
        gain = grid(["2 threads on 2 cores, wall seconds", f"{OURS} gains", f"{PEER} gains", "mlscale is"], gains)
        return f"{speed}\n{gain}" if gains else speed

    def spread(self, case: Case, system: str) -> str:
        """Median, lowest and highest speed."""
        rates = [cpu_rate(figure) / 1000 for figure in self.figures.get((case, system), {}).values()]
        if not rates:
            return "–"
        middle = f"{median(rates):,.1f}"
        return f"{middle} ({min(rates):,.1f}–{max(rates):,.1f})" if len(rates) > 1 else middle

    def ratio(self, case: Case, system: str, other_case: Case, other: str, rate) -> float:
        """How many times as fast as the other: the median over the rounds that both have; NaN if there is none."""
        ours, theirs = self.figures.get((case, system), {}), self.figures.get((other_case, other), {})
        ratios = [rate(ours[number]) / rate(theirs[number]) for number in ours.keys() & theirs.keys()]
        return median(ratios) if ratios else math.nan

    def problems(self) -> list[str]:
        """Why the figures are worth nothing; none if they are."""
        if not any(system == PEER for _, system in self.figures):
            return ["no peer ran, so there is nothing to compare with; the lines above say why"]
        problems = []
        for case in self.cases:
            ours, theirs = (self.figures.get((case, system), {}) for system in (OURS, PEER))
            if not ours:
                problems.append(f"mlscale did not run {case}, on {case.threads} threads")
            answers = {figure.answer for figure in ours.values()}
            if len(answers) > 1:
                problems.append(f"{case}: mlscale answers {sorted(answers)} in one round and another")
            for answer in {figure.answer for figure in theirs.values()}:
                if not all(math.isclose(answer, each, rel_tol=ANSWER_TOLERANCE) for each in answers):
                    problems.append(f"{case}: pytorch answers {answer:.6g}, and mlscale {min(answers):.6g}")
        return problems


def cpu_rate(figure: Figure) -> float:
    """Rows per CPU second of the whole process."""
    return figure.rows / figure.cpu


def wall_rate(figure: Figure) -> float:
    """Rows per second."""
    return figure.rows / figure.wall


def times(ratio: float) -> str:
    """A ratio, as people write it."""
    return "–" if math.isnan(ratio) else f"{ratio:.2f}×"


def grid(heads: list[str], rows: list[list[str]]) -> str:
    """A markdown table."""
    return "".join("| " + " | ".join(cells) + " |\n" for cells in [heads, ["---"] * len(heads), *rows])
