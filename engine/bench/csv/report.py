"""Passes -> the tables of the report, and what is wrong with them."""

import math
from dataclasses import dataclass
from statistics import median
from typing import Optional

from systems import Pass, System

OURS, OURS_2 = "mlscale", "mlscale-2"
SUM_TOLERANCE = 1e-6
"""Sums of float32 numbers in float64: the order of adding alone moves the tenth digit."""


@dataclass(frozen=True)
class Measured:
    """The best pass of a system's turn."""

    table: str
    round: int
    system: System
    version: str
    best: Pass


class Report:
    """What is known of systems and tables; sizes: table to bytes."""

    def __init__(self, measured: list[Measured], sizes: dict[str, int], cold: bool):
        self.measured = measured
        self.sizes = sizes
        self.cold = cold
        self.systems = list(dict.fromkeys(m.system for m in measured))

    def markdown(self, left_out: dict[str, str]) -> str:
        """Speed, scaling, and the notes."""
        clock = "wall second, cold" if self.cold else "CPU second"
        heads = [f"MB per {clock}"]
        for table, size in self.sizes.items():
            heads += [f"{table}, {size / 1e6:.0f} MB", "mlscale is"]
        shown = [system for system in self.systems if self.cold or system.cores == 1]
        speeds = grid(heads, [[system.name, *self.cells(system.name)] for system in shown])
        scaling = "" if self.cold else self.scaling()
        return f"{speeds}\n{scaling}{self.notes(left_out)}"

    def cells(self, system: str) -> list[str]:
        """Speed and ratio of a system on every table."""
        cells = []
        for table in self.sizes:
            speeds = list(self.speeds(table, system).values())
            gain = self.gain(table, system)
            cells.append(spread(speeds, 0) if speeds else "–")
            cells.append(f"{gain:.2f}×" if gain is not None and system != OURS else "–")
        return cells

    def speeds(self, table: str, system: str) -> dict[int, float]:
        """Round to MB/s."""
        megabytes = self.sizes[table] / 1e6
        return {number: megabytes / self.seconds(best) for number, best in self.passes(table, system).items()}

    def seconds(self, best: Pass) -> float:
        """Those that count."""
        return best.wall if self.cold else best.cpu

    def gain(self, table: str, system: str) -> Optional[float]:
        """How many times as fast mlscale is: the median over the rounds that both have."""
        ours, theirs = self.speeds(table, OURS), self.speeds(table, system)
        ratios = [ours[number] / theirs[number] for number in sorted(ours.keys() & theirs.keys())]
        return median(ratios) if ratios else None

    def passes(self, table: str, system: str) -> dict[int, Pass]:
        """Round to best pass."""
        return {m.round: m.best for m in self.measured if (m.table, m.system.name) == (table, system)}

    def scaling(self) -> str:
        """Wall seconds of mlscale on one core and on two."""
        rows = []
        for table in self.sizes:
            one, two = self.passes(table, OURS), self.passes(table, OURS_2)
            both = sorted(one.keys() & two.keys())
            if both:
                walls = [spread([passes[number].wall for number in both], 2) for passes in (one, two)]
                gain = median(one[number].wall / two[number].wall for number in both)
                rows.append([table, *walls, f"{gain:.2f}×"])
        return grid(["mlscale, wall seconds", "1 core", "2 cores", "gain"], rows) + "\n" if rows else ""

    def notes(self, left_out: dict[str, str]) -> str:
        """What is beside the figures."""
        versions = {m.system.name: m.version for m in self.measured}
        lines = [f"- {system.name} ({versions[system.name]}): {system.note}" for system in self.systems]
        lines += [f"- {difference}" for difference in self.differences()]
        lines += [f"- {name} is left out: {why.splitlines()[0]}" for name, why in left_out.items()]
        return "".join(f"{line}\n" for line in lines)

    def differences(self) -> list[str]:
        """Where a system finds another table than mlscale."""
        found = []
        for table in self.sizes:
            ours = next(iter(self.passes(table, OURS).values()), None)
            for system in self.systems:
                theirs = next(iter(self.passes(table, system.name).values()), None)
                if ours and theirs and theirs.rows is not None and not same(ours, theirs):
                    found.append(f"**{table}: {system.name} finds {what(theirs)}, and mlscale {what(ours)}**")
        return found

    def problems(self) -> list[str]:
        """Why the figures are worth nothing; none if they are."""
        peers = [system.name for system in self.systems if system.peer]
        if not peers:
            return ["no peer was run, so there is nothing to compare with; the lines above say why"]
        problems = []
        for table in self.sizes:
            passes = self.passes(table, OURS)
            if not passes:
                problems.append(f"mlscale did not read {table}")
                continue
            if len({(best.rows, best.sum, best.missing) for best in passes.values()}) > 1:
                problems.append(f"mlscale finds another {table} in another round")
            found = [best for peer in peers for best in self.passes(table, peer).values()]
            if not any(same(next(iter(passes.values())), theirs) for theirs in found):
                problems.append(f"no peer finds in {table} what mlscale does")
        return problems


def same(ours: Pass, theirs: Pass) -> bool:
    """The same rows and missing cells, and the same sum to six digits."""
    counts = (ours.rows, ours.missing) == (theirs.rows, theirs.missing)
    return counts and math.isclose(ours.sum, theirs.sum, rel_tol=SUM_TOLERANCE)


def what(best: Pass) -> str:
    """What a pass found."""
    return f"{best.rows:,} rows, sum {best.sum:.6g}, {best.missing:,} missing"


def spread(values: list[float], decimals: int) -> str:
    """Median, lowest and highest."""
    low, middle, high = (f"{value:,.{decimals}f}" for value in (min(values), median(values), max(values)))
    return f"{middle} ({low}–{high})" if len(values) > 1 else middle


def grid(heads: list[str], rows: list[list[str]]) -> str:
    """A markdown table."""
    return "".join("| " + " | ".join(cells) + " |\n" for cells in [heads, ["---"] * len(heads), *rows])
