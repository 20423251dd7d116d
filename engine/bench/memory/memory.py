#!/usr/bin/python3
"""How much memory mlscale takes of tables larger than it may have; see README.md."""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[3]
GIB = 1 << 30


class Run(NamedTuple):
    """What one command took: seconds, CPU seconds, bytes of its most resident process, its exit code and the end of what it said."""

    what: str
    gigabytes: float
    seconds: float
    cpu: float
    peak: int
    code: int
    said: str


def main() -> int:
    """Make each table, train on it and score it, print the figures; 1 if a command failed or took more than it was allowed."""
    options = parse_arguments()
    runs = []
    for gigabytes in options.gigabytes:
        with tempfile.TemporaryDirectory(dir=options.tmp, prefix="mlscale-memory-") as folder:
            table = Path(folder) / "big.csv"
            make(options.data, int(gigabytes * 1e9), table)
            model = Path(folder) / "model.zip"
            common = ["--memory", options.memory, "-q"]
            train = ["train", "--data", table, "--target", options.target, "--out", model, "--run-dir", f"{folder}/run"]
            train += ["--epochs", "1", "--tmp", folder, *options.train]
            runs.append(measure(options, "train", gigabytes, [*train, *common]))
            report(runs[-1:])
            if not options.train_only and runs[-1].code == 0:
                score = ["score", model, table, f"{folder}/out.csv", *common]
                runs.append(measure(options, "score", gigabytes, score))
                report(runs[-1:])
    print(f"\n| command | table, GB | seconds | CPU seconds | peak resident, MiB | of {options.memory} |\n|---|---|---|---|---|---|")
    report(runs)
    return 1 if any(run.code or run.peak > options.allowed for run in runs) else 0


def parse_arguments() -> argparse.Namespace:
    """The options; `allowed` is --memory in bytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, nargs="+", default=[1, 4, 16], metavar="G", help="tables, of 1e9 bytes")
    parser.add_argument("--memory", default="1g", metavar="SIZE", help="what mlscale may take, as it reads it; default: 1g")
    parser.add_argument("--mlscale", type=Path, default=CHECKOUT / "mlscale", help="default: this checkout's")
    parser.add_argument("--data", type=Path, required=True, metavar="CSV", help="the table to repeat, with a header")
    parser.add_argument("--target", required=True, metavar="COL", help="its target")
    parser.add_argument("--tmp", type=Path, default=Path("/var/tmp"), metavar="DIR", help="for all that is made")
    parser.add_argument("--disk", type=int, metavar="MB", help="the largest file that mlscale may write; with --train-only")
    parser.add_argument("--train-only", action="store_true", help="do not score")
    parser.add_argument("--train", nargs=argparse.REMAINDER, default=[], metavar="FLAG", help="more flags of train")
    options = parser.parse_args()
    options.allowed = int(options.memory[:-1]) * {"g": GIB, "m": GIB >> 10}[options.memory[-1]]
    options.mlscale = options.mlscale.resolve()
    return options


def make(source: Path, size: int, target: Path) -> None:
    """Write `size` bytes or a little more: the lines of `source` again and again, each number of each line changed in its last digits."""
    header, *lines = source.read_text(encoding="utf-8").splitlines()
    draw = random.Random(1)
    with target.open("w", encoding="utf-8") as out:
        out.write(header + "\n")
        written = 0
        while written < size:
            block = []
            for line in lines:
                block.append(",".join(perturbed(cell, draw.random()) for cell in line.split(",")))
            text = "\n".join(block) + "\n"
            for _ in range(20):  # digits at random are slow in Python: each block is written some times
                out.write(text)
                written += len(text)


def perturbed(cell: str, by: float) -> str:
    """A number off by up to a thousandth; anything else as it is."""
    try:
        number = float(cell)
    except ValueError:
        return cell
    return f"{number * (1 + (by - 0.5) / 500):.6g}" if "." in cell else cell


def measure(options: argparse.Namespace, what: str, gigabytes: float, arguments: list) -> Run:
    """Run mlscale with `arguments` and watch how much memory it takes."""
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile(dir=options.tmp) as said:
        command = [options.mlscale, *map(str, arguments)]
        if options.disk:
            command = ["prlimit", f"--fsize={options.disk << 20}", *command]
        process = subprocess.Popen(command, stdout=said, stderr=said)
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(0.2)
        said.seek(0)
        text = said.read().decode(errors="replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(what, gigabytes, time.monotonic() - started, cpu, peak, process.returncode, text[-2000:])


def resident(pid: int) -> int:
    """The most that the process has had resident so far, in bytes; the launcher becomes Java, so it is one process."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def report(runs: list) -> None:
    """A line of the table for each."""
    for run in runs:
        verdict = f"failed with {run.code}: {run.said}" if run.code else ""
        print(f"| {run.what} | {run.gigabytes:g} | {run.seconds:,.0f} | {run.cpu:,.0f} | {run.peak >> 20:,} | {verdict} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
