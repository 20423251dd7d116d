#!/usr/bin/python3
"""How fast mlscale's nets learn and predict beside PyTorch's, on one core and on two.

    engine/bench/net/bench.py                    # everything, three rounds: about 5 minutes
    engine/bench/net/bench.py --rounds 1 --nets 12-64-32-1

A step is a whole one: gradient of 256 or 1,024 rows, Adam, new params; predicting is 1,024 rows to probabilities. Rows
are in memory as float32 from the beginning, in batches, so that neither side waits for them. mlscale runs as in
training: slices of 128 rows, their sums added in a fixed tree, and the average of the params kept besides, which
PyTorch does not do. Both begin with the same params and rows and take the same steps; the loss of the 20th and the mean
of predictions must be the same, or the report says so and the exit code is 1.

Each system has a process of its own a turn, kept on one core, or on two for two threads, and they take turns. After
--warm CPU seconds of a task the next --seconds count, of each thread. Rows per CPU second of the whole process (JIT and
GC are in it) are what a busy machine disturbs least; what two threads gain is in wall seconds and says something on an
idle one only: PyTorch's threads wait for each other in loops, and with a third on their cores take fifty times as long.
--threads 1 leaves that out. With less than a second to warm up, Java still compiles in the first task that counts. The
report has medians over the rounds. Both choose kernels for themselves: OPENBLAS_CORETYPE and its like are taken from
the environment. The names of the kernels stand under the figures.

It needs Linux, Java 25, Python 3.9, and apt-get install python3-torch. Without PyTorch the exit code is 1.

python3 -m unittest bench_test, in this folder, tests the report.
"""

import argparse
import datetime
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import report
from systems import CHOICES, Failed, System, cores, mlscale, pytorch

NETS = ("12-64-32-1", "28-300-300-300-2", "54-512-256-7")
TASKS = {1: ("256", "1024", "predict"), 2: ("256", "1024")}
"""For so many threads; people predict file by file, so what a second core gives there is another question."""


def main() -> int:
    """Prepare, measure, print the report; 1 if there is no peer, or if it does not do what mlscale does."""
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="mlscale-bench-net-") as folder:
        systems, left_out = [], {}
        for get in (lambda: mlscale(Path(folder)), pytorch):
            try:
                systems.append(get())
            except Failed as failure:
                say(f"bench.py: {failure}")
        versions: dict[str, str] = {}
        judged = report.Report(measure(systems, options, versions, left_out))
    notes = "".join(f"- {name}: {version}\n" for name, version in versions.items())
    notes += "".join(f"- {name} is left out: {why.splitlines()[0]}\n" for name, why in left_out.items())
    print(f"{circumstances(options)}\n\n{judged.markdown()}\n{notes}", end="")
    for problem in judged.problems():
        say(f"bench.py: {problem}")
    return 1 if judged.problems() else 0


def parse_arguments() -> argparse.Namespace:
    """The options; `nets` as a tuple."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often each system has its turn; default: 3")
    parser.add_argument("--warm", type=float, default=1, help="CPU seconds of a task that do not count; default: 1")
    parser.add_argument("--seconds", type=float, default=1.5, help="CPU seconds that count; default: 1.5")
    parser.add_argument(
        "--nets",
        type=lambda names: tuple(names.split(",")),
        default=NETS,
        help=f"a,b,…: inputs, widths and outputs, of which 1 is yes or no; default: {','.join(NETS)}",
    )
    parser.add_argument("--threads", type=int, choices=(1, 2), default=2, help="at most; default: 2")
    options = parser.parse_args()
    if options.rounds < 1 or min(options.warm, options.seconds) <= 0:
        parser.error("--rounds is at least 1, and --warm and --seconds are more than 0")
    if options.threads > len(cores()):
        parser.error(f"--threads {options.threads} needs as many cores, and this process may use {len(cores())}")
    return options


def measure(
    systems: list[System], options: argparse.Namespace, versions: dict[str, str], left_out: dict[str, str]
) -> list[report.Measured]:
    """Give every system its turn on every net, round after round; one that fails has no other turn."""
    measured = []
    for number in range(options.rounds):
        for net in options.nets:
            for threads in range(1, options.threads + 1):
                for system in systems:
                    if system.name in left_out:
                        continue
                    spans = [str(threads * span) for span in (options.warm, options.seconds)]
                    arguments = [net, str(threads), *spans, *TASKS[threads]]
                    try:
                        versions[system.name], figures = system.figures(threads, arguments)
                    except Failed as failure:
                        left_out[system.name] = str(failure)
                        say(f"{system.name} is left out: {failure}")
                        continue
                    measured += [report.Measured(net, threads, number, system.name, figure) for figure in figures]
                    rates = ", ".join(f"{each.task} {report.cpu_rate(each):,.0f}" for each in figures)
                    say(f"round {number + 1} {net} threads {threads} {system.name}: rows per CPU second: {rates}")
    return measured


def circumstances(options: argparse.Namespace) -> str:
    """When, where and with what is measured."""
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    cpu = next((line.split(":", 1)[1].strip() for line in cpuinfo if line.startswith("model name")), platform.machine())
    removed = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith(CHOICES)]
    taken = f"; taken from the environment: {' '.join(removed)}" if removed else ""
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    return f"{today}; CPU {cpu}, {len(cores())} cores, {load}; rounds: {options.rounds}{taken}"


def say(line: str) -> None:
    """Progress goes to stderr, so that stdout is the report."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    say(f"{time.monotonic() - started:.0f} s in all")
    sys.exit(code)
