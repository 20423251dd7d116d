#!/usr/bin/python3
"""How fast mlscale reads a CSV file beside Polars, pandas, H2O-3 and Commons CSV, on one core and on two.

    engine/bench/csv/bench.py                    # everything, three rounds: about 10 minutes
    engine/bench/csv/bench.py --megabytes 100 --rounds 1
    engine/bench/csv/bench.py --cold             # the same, with nothing of the file in the page cache

Three tables are made (Tables.java; the same bytes everywhere): higgs, dec and mixed, the last two half as large.
Each system reads a whole file into float32 numbers and words, in a process of its own that is kept on one core. It
makes a few passes, of which that with the fewest CPU seconds counts: JIT and caches are warm by then. (With less
than 500 megabytes Java's are not; such a run only shows that all works.) Systems take turns, and the report has
medians over the rounds. MB are 10^6 bytes. All must find the same rows, the same sum of numbers and the same missing
cells, or the report says who does not; what a system does less or more than the others stands under the figures.
With --cold there is one pass a turn, in wall seconds: the compiling of Java is in it, as in a run of the program.

It needs Linux, Java 25 and Python 3.9; for the peers npm, apt-get install python3-pandas, and Maven Central. What it
makes and downloads goes to --dir, 2.2 GB. A peer that cannot be had is left out, and the report says why. The exit
code is 1 if there is none, or if none finds the table that mlscale does.

python3 -m unittest bench_test, in this folder, tests the report.
"""

import argparse
import datetime
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import report
from systems import SYSTEMS, Failed, Pass, Place, System, Table, cores, ready

TABLES = (
    Table("higgs", kinds="n" * 29, header=False, share=1.0),
    Table("dec", kinds="n" * 29, header=False, share=0.5),
    Table("mixed", kinds="nnnnwwxwnwnn", header=True, share=0.5),
)
RECORD_BYTES_MAX = 1024
WARM_MEGABYTES = 500
"""With less, Java still compiles in the pass that counts: of 300 MB the second took 1.4 times as long as the tenth."""


def main() -> int:
    """Prepare, measure, print the report; 1 if there is no peer, or if no peer finds what mlscale does."""
    options = parse_arguments()
    options.dir.mkdir(parents=True, exist_ok=True)
    try:
        place = ready(options.dir)
        files = {table: made(table, place, options) for table in options.tables}
    except Failed as failure:
        say(f"bench.py: {failure}")
        return 1
    commands, left_out = prepared(options.systems, place)
    measured = measure(commands, files, left_out, place, options)
    sizes = {table.name: file.stat().st_size for table, file in files.items()}
    judged = report.Report(measured, sizes, options.cold)
    print(f"{circumstances(place, options)}\n\n{judged.markdown(left_out)}", end="")
    for problem in judged.problems():
        say(f"bench.py: {problem}")
    return 1 if judged.problems() else 0


def parse_arguments() -> argparse.Namespace:
    """The options; `tables` and `systems` as objects."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = Path(tempfile.gettempdir()) / "mlscale-bench-csv"
    parser.add_argument("--dir", type=Path, default=folder, help=f"tables and peers, kept; default: {folder}")
    for flag, default, text in (
        ("--megabytes", 1000, "size of higgs; the others have half"),
        ("--rounds", 3, "how often each system has its turn"),
        ("--passes", 5, "passes a turn at most"),
    ):
        parser.add_argument(flag, type=int, default=default, help=f"{text}; default: {default}")
    parser.add_argument(
        "--seconds", type=float, default=4, help="no pass begins after so many, but for the second; default: 4"
    )
    parser.add_argument("--tables", type=chosen(TABLES), default=TABLES, help="a,b,…; default: all")
    names = ", ".join(system.name for system in SYSTEMS if system.name != report.OURS)
    parser.add_argument(
        "--systems", type=chosen(SYSTEMS), default=SYSTEMS, help=f"a,b,… of {names}, beside mlscale; default: all"
    )
    parser.add_argument("--cold", action="store_true", help="one pass a turn, of a file that is not in the page cache")
    options = parser.parse_args()
    if min(options.megabytes, options.rounds, options.passes) < 1:
        parser.error("--megabytes, --rounds and --passes are at least 1")
    if options.cold:
        options.passes = 1
    options.dir = options.dir.resolve()
    return options


def chosen(known: tuple):
    """What argparse calls with a list of names: those of the named things, in the order of `known`."""

    def by_name(names: str) -> tuple:
        unknown = set(names.split(",")) - {each.name for each in known}
        if unknown:
            there_are = ", ".join(each.name for each in known)
            raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}; there are {there_are}")
        return tuple(each for each in known if each.name in (*names.split(","), report.OURS))

    return by_name


def made(table: Table, place: Place, options: argparse.Namespace) -> Path:
    """The table's file; one of the right size is kept."""
    megabytes = options.megabytes * table.share
    size = int(megabytes * 1_000_000)
    file = options.dir / f"{table.name}-{megabytes:g}mb.csv"
    if not (file.exists() and size <= file.stat().st_size < size + RECORD_BYTES_MAX):
        say(f"writing {file}")
        part = file.with_suffix(".part")
        place.run([*place.java, "-cp", str(place.classes), "Tables", table.name, str(size), str(part)])
        with part.open("rb") as written:
            os.fsync(written.fileno())  # a page that is not yet on disk cannot be dropped from the cache
        part.rename(file)
    return file


def prepared(systems: tuple[System, ...], place: Place) -> tuple[dict[System, list[str]], dict[str, str]]:
    """The command of each system; and why the others have none."""
    commands, left_out = {}, {}
    for system in systems:
        try:
            if system.cores > len(cores()):
                raise Failed(f"needs {system.cores} cores, and this process may use {len(cores())}")
            commands[system] = system.command(place)
        except Failed as failure:
            leave_out(system, failure, left_out)
    return commands, left_out


def measure(
    commands: dict[System, list[str]],
    files: dict[Table, Path],
    left_out: dict[str, str],
    place: Place,
    options: argparse.Namespace,
) -> list[report.Measured]:
    """Give every system its turn on every table, round after round; one that fails has no other turn."""
    measured = []
    for number in range(options.rounds):
        for table, file in files.items():
            for system, command in commands.items():
                if system.name in left_out:
                    continue
                arguments = [str(file), table.kinds, "yes" if table.header else "no"]
                arguments += [str(options.passes), str(options.seconds)]
                try:
                    if options.cold:
                        forget(file)
                    version, passes = system.passes(place, command, arguments)
                except Failed as failure:
                    leave_out(system, failure, left_out)
                    continue
                best = min(passes, key=lambda each: each.wall if system.cores > 1 else each.cpu)
                measured.append(report.Measured(table.name, number, system, version, best))
                say(f"round {number + 1} {table.name} {system.name}: {shown(best)}; passes: {len(passes)}")
    return measured


def forget(file: Path) -> None:
    """Take the file out of the page cache."""
    with file.open("rb") as opened:
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    asked = ["fincore", "--bytes", "--noheadings", "--output", "RES", str(file)]
    try:
        kept = int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failed(f"cannot see what the page cache holds: {error}; fincore is in util-linux 2.30") from None
    if kept:
        raise Failed(f"the page cache keeps {kept:,} bytes of {file}; give a --dir that is on a disk")


def leave_out(system: System, failure: Failed, left_out: dict[str, str]) -> None:
    """Note why a system has no figures."""
    left_out[system.name] = str(failure).strip()
    say(f"{system.name} is left out: {left_out[system.name]}")


def shown(best: Pass) -> str:
    """The seconds of a pass."""
    return f"CPU {best.cpu:.3f} s, wall {best.wall:.3f} s"


def circumstances(place: Place, options: argparse.Namespace) -> str:
    """When, where and with what is measured."""
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    cpu = next((line.split(":", 1)[1].strip() for line in cpuinfo if line.startswith("model name")), platform.machine())
    load = f"load {os.getloadavg()[0]:.1f}"
    line = f"{today}; {place.program}; CPU {cpu}, {len(cores())} cores, {load} at the end; rounds: {options.rounds}"
    small = options.megabytes < WARM_MEGABYTES and not options.cold
    return line + ("\n**Small tables: Java was still compiling, so these figures compare nothing.**" if small else "")


def say(line: str) -> None:
    """Progress goes to stderr, so that stdout is the report."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    say(f"{time.monotonic() - started:.0f} s in all")
    sys.exit(code)
