"""Measured figures as lines of a CSV file, so that a run that is cut short loses nothing, and goes on where it was."""

import csv
from collections import Counter
from pathlib import Path
from typing import Iterable, NamedTuple


class Measured(NamedTuple):
    """One figure of one system on one fold of a table; seconds are those of training and predicting together."""

    table: str
    fold: int
    seed: int
    system: str
    metric: str
    value: float
    seconds: float


COLUMNS = Measured._fields


def load(paths: Iterable[Path]) -> list[Measured]:
    """The lines of all files; one that is not there has none. Those that begin with # say where and with what.

    The same figure twice is an error: a mean of two builds would be neither's.
    """
    measured = []
    for path in paths:
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(line for line in file if not line.startswith("#")):
                    measured.append(as_measured(row))
    refuse_twice(measured)
    return measured


def refuse_twice(measured: list[Measured]) -> None:
    """Fail if a figure of a system on a fold is there twice."""
    counts = Counter((m.table, m.fold, m.system, m.metric) for m in measured)
    twice = [" ".join(map(str, place)) for place, count in counts.items() if count > 1]
    if twice:
        raise ValueError(f"measured more than once, in one file or in two: {twice[0]} and {len(twice) - 1} others")


def as_measured(row: dict[str, str]) -> Measured:
    """A line of the file."""
    table, fold, seed, system, metric, value, seconds = (row[column] for column in COLUMNS)
    return Measured(table, int(fold), int(seed), system, metric, float(value), float(seconds))


def begin(path: Path, circumstances: list[str]) -> None:
    """Note what the lines to come were measured with, after the lines that are there."""
    new = not path.exists()
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"# {line}\n" for line in circumstances)
        if new:
            file.write(",".join(COLUMNS) + "\n")


def append(path: Path, measured: Iterable[Measured]) -> None:
    """Add one system's lines of one fold, in one write."""
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(",".join(map(str, line)) + "\n" for line in measured))
