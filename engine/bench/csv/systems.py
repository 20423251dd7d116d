"""What is measured: how each system is got, and how its process is run."""

import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[2]
POLARS = "0.26.1"
H2O = "3.44.0.1"
H2O_POM = f"""<project><modelVersion>4.0.0</modelVersion>
<groupId>bench</groupId><artifactId>h2o</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>
<dependency>
<groupId>ai.h2o</groupId><artifactId>h2o-core</artifactId><version>{H2O}</version>
</dependency><dependency>
<groupId>javax.servlet</groupId><artifactId>javax.servlet-api</artifactId><version>3.1.0</version>
</dependency>
</dependencies></project>
"""
INSTALL_SECONDS_MAX = 300
TURN_SECONDS_MAX = 900


class Failed(Exception):
    """Why something cannot be had or did not work, and what to do."""


@dataclass(frozen=True)
class Table:
    """A table to be read.

    kinds: a letter for each column, as Passes.java has them; share: its part of --megabytes.
    """

    name: str
    kinds: str
    header: bool
    share: float


@dataclass(frozen=True)
class Pass:
    """What one pass took, in seconds, and what it found; nothing where the system only looks at the text."""

    cpu: float
    wall: float
    rows: Optional[int] = None
    sum: Optional[float] = None
    missing: Optional[int] = None


@dataclass(frozen=True)
class Place:
    """Where things are: the folder of --dir, Java's home, mlscale's jars; and what the program calls itself."""

    folder: Path
    java_home: Path
    jars: Path
    program: str

    @property
    def classes(self) -> Path:
        """Where the compiled sources beside this file go."""
        return self.folder / "classes"

    @property
    def java(self) -> list[str]:
        """Java with the flags that bin/mlscale gives it; H2O-3 keeps the table in memory and needs the 4 GiB."""
        flags = ["-XX:+UseParallelGC", "-Xmx4g", "-Xmn256m", "--enable-native-access=ALL-UNNAMED"]
        return [str(self.java_home / "bin" / "java"), *flags]

    def compile(self, sources: list[str], jars: Path) -> None:
        """Compile sources beside this file into `classes`."""
        javac = [str(self.java_home / "bin" / "javac"), "-d", str(self.classes), "-cp", f"{self.classes}:{jars}/*"]
        self.run([*javac, *(str(HERE / source) for source in sources)])

    def run(self, command: list[str], seconds: float = INSTALL_SECONDS_MAX, **environment: str) -> str:
        """What the command printed to stdout; it runs in --dir."""
        try:
            ended = subprocess.run(
                command,
                cwd=self.folder,
                env={**os.environ, **environment},
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


def ready(folder: Path) -> Place:
    """Build mlscale if it is not, and compile the readers that need nothing else."""
    found = Place(folder, Path(), CHECKOUT / "packaging" / "target" / "mlscale" / "lib", "")
    program = found.run([str(CHECKOUT / "mlscale"), "--version"], seconds=1800).strip()
    find_java = '. "$1"/packaging/src/bin/find-java.sh; find_java javac'
    java_home = Path(found.run(["sh", "-c", find_java, "sh", str(CHECKOUT)]).strip())
    place = Place(folder, java_home, found.jars, program)
    place.compile(["Tables.java", "Passes.java", "IndexBench.java", "ReadBench.java", "CellsBench.java"], place.jars)
    place.compile(["CommonsBench.java"], place.jars)
    return place


def cores() -> list[int]:
    """The cores that this process may use, of which the last ones are used: the first has the machine's interrupts."""
    return sorted(os.sched_getaffinity(0))


@dataclass(frozen=True)
class System:
    """A reader.

    note: what it does otherwise than the rest; get: makes its command, behind which come the file and so on, and last
    `last`; peer: false for mlscale itself and for the limit.
    """

    name: str
    note: str
    get: Callable[[Place], list[str]]
    last: tuple[str, ...] = ()
    cores: int = 1
    peer: bool = True

    def command(self, place: Place) -> list[str]:
        """The command, kept on as many cores as the system may use; a peer is fetched if it is not there."""
        return ["taskset", "-c", ",".join(map(str, cores()[-self.cores :])), *self.get(place)]

    def passes(self, place: Place, command: list[str], arguments: list[str]) -> tuple[str, list[Pass]]:
        """The version and the passes of one process."""
        one_thread = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
        modules = str(place.folder / "node_modules")
        printed = place.run([*command, *arguments, *self.last], TURN_SECONDS_MAX, **one_thread, NODE_PATH=modules)
        lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
        if len(lines) < 2:
            raise Failed(f"printed no pass: {' '.join(command)}\n{printed}")
        passes = [Pass(**{name: line[name] for name in Pass.__annotations__ if name in line}) for line in lines[1:]]
        return lines[0]["version"], passes


def java(main_class: str) -> Callable[[Place], list[str]]:
    """Makes the command of a reader that needs no jar but mlscale's."""
    return lambda place: [*place.java, "-cp", f"{place.classes}:{place.jars}/*", main_class]


def polars(place: Place) -> list[str]:
    """Polars. Its binary is named, for npm leaves it out without a word on Node 20, with which it works."""
    binary = {"x86_64": "linux-x64-gnu", "aarch64": "linux-arm64-gnu"}.get(platform.machine())
    if binary is None:
        raise Failed(f"there is no Polars for {platform.machine()} here")
    for program in ("npm", "node"):
        if not shutil.which(program):
            raise Failed(f"there is no {program} here: apt-get install npm")
    modules = place.folder / "node_modules"
    if not (modules / f"nodejs-polars-{binary}" / "package.json").exists():
        packages = [f"nodejs-polars@{POLARS}", f"nodejs-polars-{binary}@{POLARS}"]
        place.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(place.folder), *packages])
    return ["node", str(HERE / "polars_bench.cjs")]


def pandas(place: Place) -> list[str]:
    """The pandas of the Python that runs this."""
    try:
        place.run([sys.executable, "-c", "import pandas"])
    except Failed:
        raise Failed(f"{sys.executable} has no pandas: apt-get install python3-pandas") from None
    return [sys.executable, str(HERE / "pandas_bench.py")]


def h2o(place: Place) -> list[str]:
    """H2O-3 from Maven Central; it knows Java up to 17 and works on 25 when told so."""
    jars = place.folder / f"h2o-{H2O}"
    if not jars.is_dir():
        pom = place.folder / "h2o.xml"
        pom.write_text(H2O_POM, encoding="utf-8")
        proxy = place.run(["sh", str(CHECKOUT / ".mvn" / "proxy.sh")]).split()
        proxy = [str(CHECKOUT / word) if word.startswith("target/") else word for word in proxy]
        maven = "mvn" if shutil.which("mvn") else str(CHECKOUT / "mvnw")
        part = jars.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={part}"]
        place.run([maven, *proxy, "-q", "-B", "-f", str(pom), *copy], JAVA_HOME=str(place.java_home))
        part.rename(jars)
    place.compile(["H2oBench.java"], jars)
    opened = ["--add-opens=java.base/java.lang=ALL-UNNAMED", "-Dsys.ai.h2o.debug.noJavaVersionCheck=true"]
    return [*place.java, *opened, "-cp", f"{place.classes}:{jars}/*", "H2oBench"]


SYSTEMS = (
    System(
        "mlscale",
        "finds separator, header and types by itself, and counts what training must know; `date` is read as a date",
        java("ReadBench"),
        last=("1",),
        peer=False,
    ),
    System("mlscale-2", "the same on two threads and two cores", java("ReadBench"), last=("2",), cores=2, peer=False),
    System("polars", "told float32 and String, so no codes for words; the check is not in its time", polars),
    System("pandas", "told float32 and category, chunks of 100,000 rows; its numbers may be off by a rounding", pandas),
    System("h2o", "keeps its own packed columns; the check is not in its time", h2o),
    System("commons-csv", "with Float.parseFloat, and a HashMap for words", java("CommonsBench")),
    System(
        "cells",
        "no reader but what a second epoch reads: all cells, from the file where mlscale keeps them",
        java("CellsBench"),
        peer=False,
    ),
    System(
        "index",
        "no reader but a limit: only notes where separators, line ends and quotes are",
        java("IndexBench"),
        peer=False,
    ),
)
