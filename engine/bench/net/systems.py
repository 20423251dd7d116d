"""What is measured: how the process of each system is run."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[2]
LIBRARIES = CHECKOUT / "packaging" / "target" / "mlscale" / "lib"
CHOICES = ("OPENBLAS_", "GOTO_", "OMP_", "MKL_", "DNNL_", "ONEDNN_")
"""Variables that begin so choose kernels and threads for a library; none may be left over from elsewhere."""
BUILD_SECONDS_MAX = 1800
TURN_SECONDS_MAX = 300


class Failed(Exception):
    """Why something cannot be had or did not work, and what to do."""


@dataclass(frozen=True)
class Figure:
    """What a system did of one task: so many rows in so many seconds; answer: a number that all must find alike."""

    task: str
    rows: int
    cpu: float
    wall: float
    answer: float


@dataclass(frozen=True)
class System:
    """Something that runs nets; command: what NetBench.java's arguments come behind."""

    name: str
    command: tuple[str, ...]

    def figures(self, threads: int, arguments: list[str]) -> tuple[str, list[Figure]]:
        """The version and the figures of a process of its own, kept on as many cores as it has threads."""
        kept = ["taskset", "-c", ",".join(map(str, cores()[-threads:]))]
        count = {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
        printed = run([*kept, *self.command, *arguments], TURN_SECONDS_MAX, environment() | count)
        lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
        if len(lines) < 2:
            raise Failed(f"printed no figures: {' '.join(self.command)}\n{printed}")
        return lines[0]["version"], [Figure(**line) for line in lines[1:]]


def cores() -> list[int]:
    """The cores that this process may use, of which the last ones are used: the first has the machine's interrupts."""
    return sorted(os.sched_getaffinity(0))


def environment() -> dict[str, str]:
    """This process's, but for what would choose kernels."""
    return {name: value for name, value in os.environ.items() if not name.startswith(CHOICES)}


def run(command: list[str], seconds: float, variables: dict[str, str]) -> str:
    """What the command printed to stdout."""
    try:
        ended = subprocess.run(
            command,
            env=variables,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise Failed(f"there is no program {command[0]} here") from None
    except subprocess.TimeoutExpired:
        raise Failed(f"not done after {seconds:.0f} s: {' '.join(command)}") from None
    if ended.returncode != 0:
        said = "\n".join((ended.stderr.strip() or ended.stdout.strip()).splitlines()[-8:])
        raise Failed(f"exit code {ended.returncode} of: {' '.join(command)}\n{said}")
    return ended.stdout


def mlscale(folder: Path) -> System:
    """Build mlscale if it is not, and compile NetBench into `folder`; Java has the flags that bin/mlscale gives it."""
    run([str(CHECKOUT / "mlscale"), "--version"], BUILD_SECONDS_MAX, environment())
    find_java = '. "$1"/packaging/src/bin/find-java.sh; find_java javac'
    java_home = Path(run(["sh", "-c", find_java, "sh", str(CHECKOUT)], TURN_SECONDS_MAX, environment()).strip())
    javac = [str(java_home / "bin" / "javac"), "-d", str(folder), "-cp", f"{LIBRARIES}/*", str(HERE / "NetBench.java")]
    run(javac, TURN_SECONDS_MAX, environment())
    flags = ["-XX:+UseParallelGC", "-Xmx4g", "-Xmn256m", "--enable-native-access=ALL-UNNAMED"]
    flags += [f"-Dmlscale.native={LIBRARIES / 'native'}", "-cp", f"{folder}:{LIBRARIES}/*"]
    return System("mlscale", (str(java_home / "bin" / "java"), *flags, "org.mlscale.engine.train.NetBench"))


def pytorch() -> System:
    """The PyTorch of the Python that runs this."""
    try:
        run([sys.executable, "-c", "import torch"], TURN_SECONDS_MAX, environment())
    except Failed:
        raise Failed(f"{sys.executable} has no torch: apt-get install python3-torch") from None
    return System("pytorch", (sys.executable, str(HERE / "torch_bench.py")))
