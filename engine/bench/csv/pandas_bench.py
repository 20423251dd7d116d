"""pandas, in chunks, as a large file is read: pandas_bench.py FILE KINDS yes|no PASSES SECONDS (see Passes.java)."""

import json
import sys
import time

import numpy
import pandas

CHUNK_ROWS = 100_000


def main() -> None:
    """Read the file again and again, and print a line of JSON for each pass."""
    file, kinds, header, passes, seconds = sys.argv[1:6]
    print(json.dumps({"version": f"pandas {pandas.__version__}"}))
    begin = time.perf_counter()
    for done in range(int(passes)):
        if done >= 2 and time.perf_counter() - begin >= float(seconds):
            break
        cpu, wall = time.process_time(), time.perf_counter()
        found = read(file, kinds, header == "yes")
        took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        print(json.dumps({**took, **found}), flush=True)


def read(file: str, kinds: str, header: bool) -> dict:
    """What one pass finds; the sums are in its time, and are about 1 % of it."""
    numbers = [column for column, kind in enumerate(kinds) if kind == "n"]
    words = [column for column, kind in enumerate(kinds) if kind == "w"]
    chunks = pandas.read_csv(
        file,
        header=0 if header else None,
        names=range(len(kinds)),
        usecols=sorted(numbers + words),
        dtype={**dict.fromkeys(numbers, "float32"), **dict.fromkeys(words, "category")},
        chunksize=CHUNK_ROWS,
    )
    found = {"rows": 0, "sum": 0.0, "missing": 0}
    for chunk in chunks:
        found["rows"] += len(chunk)
        for column in numbers:
            values = chunk[column].to_numpy()
            absent = int(numpy.isnan(values).sum())
            found["missing"] += absent
            found["sum"] += float((numpy.nansum if absent else numpy.sum)(values, dtype="float64"))
    return found


if __name__ == "__main__":
    main()
