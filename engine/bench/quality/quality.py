#!/usr/bin/python3
"""How good mlscale's default nets are beside scikit-learn's, on thirteen public tables; see README.md."""

import argparse
import datetime
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Iterable, Iterator

import numpy
import pandas
import sklearn

import ours
import peers
import report
import results
from figures import figures
from tables import FOLDS, TABLES, Fold, Table, cut, load

CHECKOUT = Path(__file__).resolve().parents[3]


def main() -> int:
    """Measure what is asked for and not yet in the file of results, then print the report; 1 if a bar is missed."""
    options = parse_arguments()
    if options.systems:
        measure(options)
    measured = results.load({options.out, *options.peers})
    print(report.markdown([m for m in measured if m.table in {table.name for table in options.tables}]))
    barred = report.lines(measured, tuple(report.BARRED))
    return 1 if any(line.verdict().startswith("**") for line in barred) else 0


def parse_arguments() -> argparse.Namespace:
    """The options; `tables` as Table objects, `systems` as the names of those to run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=tables_named, default=TABLES, help="a,b,…; default: all")
    parser.add_argument("--mlscale", type=Path, default=CHECKOUT / "mlscale", help="default: this checkout's")
    parser.add_argument("--data", type=Path, default=CHECKOUT.parent / "shared" / "data", help="folder of the tables")
    parser.add_argument("--out", type=Path, default=Path("results.csv"), help="figures; what is in it is not run again")
    parser.add_argument(
        "--peers", type=Path, nargs="*", default=[], metavar="CSV", help="other files of figures to report"
    )
    which = parser.add_mutually_exclusive_group()
    for flag, systems, text in (
        ("--peers-only", peers.PEERS, "run scikit-learn's systems alone"),
        ("--ours-only", (ours.OURS,), "run mlscale alone"),
        ("--report-only", (), "run nothing"),
    ):
        which.add_argument(flag, action="store_const", dest="systems", const=systems, help=text)
    parser.set_defaults(systems=(*peers.PEERS, ours.OURS))
    options = parser.parse_args()
    if options.systems and not options.data.is_dir():
        parser.error(f"there is no folder {options.data}: give the tables' with --data; README.md says what lies in it")
    options.mlscale = options.mlscale.resolve()
    if ours.OURS in options.systems and not options.mlscale.is_file():
        parser.error(f"there is no program {options.mlscale} (--mlscale)")
    missing = [str(path) for path in options.peers if not path.is_file()]
    if missing:
        parser.error(f"there is no file {', '.join(missing)} (--peers)")
    return options


def tables_named(names: str) -> tuple[Table, ...]:
    """The tables of a list of names, in the order of TABLES."""
    unknown = set(names.split(",")) - {table.name for table in TABLES}
    if unknown:
        known = ", ".join(table.name for table in TABLES)
        raise argparse.ArgumentTypeError(f"no such table: {', '.join(sorted(unknown))}; there are {known}")
    return tuple(table for table in TABLES if table.name in names.split(","))


def measure(options: argparse.Namespace) -> None:
    """Run every system on every fold of every table once, in this order, but for what the file of results has."""
    done = {(m.table, m.fold, m.system) for m in results.load([options.out])}
    if done:
        say(f"{len(done)} results in {options.out} are kept; delete it to measure them again")
    todo = list(pending(options.tables, options.systems, done))
    if todo:
        results.begin(options.out, circumstances(options))
    for table, number, systems in todo:
        with tempfile.TemporaryDirectory(prefix="mlscale-quality-") as folder:
            measure_fold(cut(table, number, options.data, Path(folder)), systems, options)


def pending(tables: Iterable[Table], systems: Iterable[str], done: set[tuple]) -> Iterator[tuple]:
    """Triples of a Table, the number of a fold, and the systems that are still to be run on it."""
    for table in tables:
        for number in range(FOLDS):
            left = [s for s in systems if (table.name, number, s) not in done]
            if left:
                yield table, number, left


def measure_fold(fold: Fold, systems: list[str], options: argparse.Namespace) -> None:
    """Run the systems on one fold, and keep each one's figures as soon as they are there."""
    _, truth = load(fold.table, fold.test)
    for system in systems:
        start = time.monotonic()
        answer = ours.answer(options.mlscale, fold) if system == ours.OURS else peers.answer(system, fold)
        seconds = round(time.monotonic() - start, 1)
        found = figures(truth, answer)
        place = (fold.table.name, fold.number, fold.seed, system)
        results.append(options.out, [results.Measured(*place, *figure, seconds) for figure in found.items()])
        shown = ", ".join(f"{metric} {value:.4g}" for metric, value in found.items())
        say(f"{fold.table.name} fold {fold.number} {system}: {shown}; {seconds} s")


def circumstances(options: argparse.Namespace) -> list[str]:
    """When, where and with what is measured."""
    programs = []
    if ours.OURS in options.systems:
        programs.append(ours.version(options.mlscale))
    if set(options.systems) & set(peers.PEERS):
        programs.append(f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, pandas {pandas.__version__}")
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    programs.append(f"Python {platform.python_version()}")
    return [f"{today}; {', '.join(programs)}", f"CPU {cpu_model()}; seconds are wall time"]


def cpu_model() -> str:
    """The processor's name, as Linux knows it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def say(line: str) -> None:
    """Progress goes to stderr, so that stdout is the report."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
