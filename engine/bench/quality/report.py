"""Results -> two markdown tables: the figures with a bar, and the rest."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ours import OURS
from results import Measured
from tables import FOLDS, TABLES

LINEAR, MLPS, BOOSTING = "linear", ("mlp100", "mlp256-128"), "histgb"
SYSTEMS = (LINEAR, *MLPS, BOOSTING, OURS)
BARRED = {"accuracy": 0.005, "auc": 0.005, "rmse": 0.03}
"""How far below the better MLP is still the noise of a fold; of the rmse as a share of the MLP's."""
LOWER_IS_BETTER = ("rmse", "mae", "log_loss")
RELATIVE = ("rmse", "mae")
"""Compared as shares of the peer's mean, for their unit is the target's."""
UNBARRED = ("log_loss", "macro_f1", "mae", "r2")

Values = dict[int, float]
"""Fold to value."""


@dataclass(frozen=True)
class Gain:
    """How much better a system is than another, paired by fold: mean and standard error; better is positive."""

    mean: float
    error: float
    folds: int

    @property
    def noise(self) -> float:
        """Two standard errors."""
        return 2 * self.error


def gain(metric: str, system: Values, peer: Values) -> Optional[Gain]:
    """The gain of a system over a peer on the folds that both have; none with fewer than two."""
    folds = sorted(system.keys() & peer.keys())
    if len(folds) < 2:
        return None
    differences = np.array([system[fold] - peer[fold] for fold in folds])
    if metric in LOWER_IS_BETTER:
        differences = -differences
    if metric in RELATIVE:
        differences = differences / np.mean([peer[fold] for fold in folds])
    return Gain(float(differences.mean()), standard_error(differences), len(folds))


def standard_error(values: np.ndarray) -> float:
    """Of the mean of values that were drawn apart from each other."""
    return float(np.std(values, ddof=1) / np.sqrt(len(values)))


def better_mlp(metric: str, systems: dict[str, Values]) -> Optional[str]:
    """The MLP with the better mean over its folds."""
    measured = [mlp for mlp in MLPS if systems.get(mlp)]
    sign = -1 if metric in LOWER_IS_BETTER else 1
    return max(measured, key=lambda mlp: sign * np.mean(list(systems[mlp].values())), default=None)


def meets_bar(metric: str, to_mlp: Gain) -> bool:
    """At most the bar's allowance, or two standard errors where the folds differ more, below the better MLP."""
    return to_mlp.mean >= -max(BARRED[metric], to_mlp.noise)


def below_linear(to_linear: Gain) -> bool:
    """Worse than the linear model by more than two standard errors."""
    return to_linear.mean < -to_linear.noise


def verdict(metric: str, to_mlp: Optional[Gain], to_linear: Optional[Gain]) -> str:
    """met, missed, below linear; or why there is none yet."""
    if to_mlp is None or to_linear is None:
        return "not measured"
    folds = min(to_mlp.folds, to_linear.folds)
    if folds < FOLDS:
        return f"{folds} of {FOLDS} folds"
    if not meets_bar(metric, to_mlp):
        return "**missed**"
    return "**below linear**" if below_linear(to_linear) else "met"


@dataclass(frozen=True)
class Line:
    """One metric of one table: the values of every system and how mlscale stands to its peers."""

    table: str
    metric: str
    systems: dict[str, Values]

    def cells(self) -> list[str]:
        """The cells of the line that every report has."""
        means = [shown_mean(self.systems.get(system, {})) for system in SYSTEMS]
        gains = [shown_gain(self.metric, found) for found in (self.to_mlp(), self.to_linear())]
        return [self.table, self.metric, *means, *gains]

    def verdict(self) -> str:
        """Whether the bar is met."""
        return verdict(self.metric, self.to_mlp(), self.to_linear())

    def to_mlp(self) -> Optional[Gain]:
        """How mlscale stands to the better MLP."""
        mlp = better_mlp(self.metric, self.systems)
        return gain(self.metric, self.systems.get(OURS, {}), self.systems[mlp]) if mlp else None

    def to_linear(self) -> Optional[Gain]:
        """How mlscale stands to the linear model."""
        return gain(self.metric, self.systems.get(OURS, {}), self.systems.get(LINEAR, {}))


def lines(measured: list[Measured], metrics: tuple[str, ...]) -> list[Line]:
    """The lines of the given metrics, in the order of TABLES; a table without any figure has no line."""
    result = []
    for table in (table.name for table in TABLES):
        for metric in metrics:
            systems: dict[str, Values] = {}
            for m in measured:
                if (m.table, m.metric) == (table, metric):
                    systems.setdefault(m.system, {})[m.fold] = m.value
            if systems:
                result.append(Line(table, metric, systems))
    return result


def markdown(measured: list[Measured]) -> str:
    """Both tables."""
    barred = [[*line.cells(), line.verdict()] for line in lines(measured, tuple(BARRED))]
    rest = [line.cells() for line in lines(measured, UNBARRED)]
    heads = ["table", "metric", *SYSTEMS, "to the better MLP", "to linear"]
    return grid([*heads, "bar"], barred) + "\n" + grid(heads, rest)


def grid(heads: list[str], rows: list[list[str]]) -> str:
    """A markdown table."""
    return "".join("| " + " | ".join(cells) + " |\n" for cells in [heads, ["---"] * len(heads), *rows])


def shown_mean(values: Values) -> str:
    """Mean and its standard error over the folds, to four digits."""
    if not values:
        return "–"
    numbers = np.array(list(values.values()))
    decimals = max(0, 4 - len(f"{abs(numbers.mean()):.0f}")) if abs(numbers.mean()) >= 1 else 4
    error = f" ± {standard_error(numbers):.{decimals}f}" if len(numbers) > 1 else ""
    return f"{numbers.mean():.{decimals}f}{error}"


def shown_gain(metric: str, gain: Optional[Gain]) -> str:
    """Positive is better; a share of the peer's in per cent where the unit is the target's."""
    if gain is None:
        return "–"
    if metric in RELATIVE:
        return f"{100 * gain.mean:+.1f} ± {100 * gain.error:.1f} %"
    return f"{gain.mean:+.4f} ± {gain.error:.4f}"
