"""The tables of the benchmark, and how they are cut into five folds.

Folds are cut as lines of the original file, so that mlscale reads what the file's owner would give it: the same
separator, header, quotes and line ends. The systems beside it read the very same two files.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
import pandas as pd

FOLDS = 5
"""Record i (from 0, after the header) is a test row of fold i % 5. A table with a test file is not cut: its five folds
are the same rows, learned from with five seeds."""

FIRST_SEED = 42
"""Fold f draws from the seed 42 + f, in every system."""


@dataclass(frozen=True)
class Table:
    """A table as it lies in the data folder, and what is to be predicted in it."""

    name: str
    file: str
    """Its path in the data folder."""
    rows: int
    """Records of `file`; another number means that it is another file."""
    target: str
    task: str = "classification"
    """What mlscale has to find out by itself; here it says which figures are taken."""
    test_file: Optional[str] = None
    separator: str = ","
    header: bool = True
    """Whether a line of names comes first; else columns are column_1, column_2, …, as mlscale calls them."""
    lines_before_header: int = 0
    ignore: tuple[str, ...] = ()
    """Columns that say nothing, as row numbers: no system sees them."""


TABLES = (
    Table("wine", "wine/winequality-red.csv", 1_599, "quality", "regression", separator=";"),
    Table("titanic", "titanic/train.csv", 891, "Survived", ignore=("PassengerId", "Name", "Ticket", "Cabin")),
    Table("pdspeech", "pdspeech/pd_speech.csv", 252, "class", ignore=("rownames",)),
    Table("churn", "churn/Churn_Modelling.csv", 10_000, "Exited", ignore=("RowNumber", "CustomerId", "Surname")),
    Table(
        "higgs7k",
        "higgs7k/binary.train",
        7_000,
        "column_1",
        test_file="higgs7k/binary.test",
        separator="\t",
        header=False,
    ),
    Table("covtype10k", "covtype10k/covtype.csv", 10_000, "Cover_Type"),
    Table("housing", "housing/housing.csv", 20_640, "median_house_value", "regression"),
    Table(
        "creditdefault",
        "creditdefault/default of credit card clients.csv",
        30_000,
        "default payment next month",
        lines_before_header=1,
        ignore=("ID",),
    ),
    Table("letter", "letter/LetterRecognition.csv", 20_000, "lettr"),
    Table("bank", "bank/bank-additional-full.csv", 41_188, "y", separator=";"),
    Table("mnist10k", "mnist10k/t10k-images-idx3-ubyte.gz", 10_000, "label"),
    Table("adult", "adult/adult-train.csv", 32_561, "column_15", test_file="adult/adult-test.csv", header=False),
    Table("diamonds", "diamonds/diamonds.csv", 53_940, "price", "regression"),
)
"""Small tables first: what is broken shows early."""


@dataclass(frozen=True)
class Fold:
    """Rows to learn from and rows to be judged by, as two files of the same form."""

    table: Table
    number: int
    train: Path
    test: Path

    @property
    def seed(self) -> int:
        """What all draws of this fold come from, in every system."""
        return FIRST_SEED + self.number


def cut(table: Table, number: int, data: Path, into: Path) -> Fold:
    """Write train.csv and test.csv of fold `number` of a table of the folder `data` into the folder `into`."""
    header, records = read_lines(table, data)
    if table.test_file is None:
        train = [record for i, record in enumerate(records) if i % FOLDS != number]
        test = [record for i, record in enumerate(records) if i % FOLDS == number]
    else:
        train = records
        test = [without_label_dot(record) for record in lines_of(data / table.test_file)]
    fold = Fold(table, number, into / "train.csv", into / "test.csv")
    fold.train.write_bytes(b"".join(line + b"\n" for line in header + train))
    fold.test.write_bytes(b"".join(line + b"\n" for line in header + test))
    return fold


def read_lines(table: Table, data: Path) -> tuple[list[bytes], list[bytes]]:
    """The header, as a list of one line or none, and the records of a table's file."""
    path = data / table.file
    lines = digits_as_lines(path) if path.suffix == ".gz" else lines_of(path)
    lines = lines[table.lines_before_header :]
    header, records = (lines[:1], lines[1:]) if table.header else ([], lines)
    if len(records) != table.rows:
        raise ValueError(f"{path} has {len(records)} records, and {table.name} has {table.rows}: it is another table")
    return header, records


def lines_of(path: Path) -> list[bytes]:
    """The lines of a file but for empty ones, without their line feeds (a carriage return stays)."""
    lines = [line for line in path.read_bytes().split(b"\n") if line.strip()]
    for number, line in enumerate(lines, start=1):
        if line.count(b'"') % 2 != 0:
            raise ValueError(
                f"{path} line {number} ends inside quotes: its record is longer than a line, and cannot be cut"
            )
    return lines


def without_label_dot(record: bytes) -> bytes:
    """A record of adult's test file says `>50K.` where the file to learn from says `>50K`."""
    return record[:-1] if record.endswith(b".") else record


def digits_as_lines(images: Path) -> list[bytes]:
    """MNIST's images and the labels beside them as CSV: label,pixel_1,…,pixel_784."""
    pixels = np.frombuffer(gzip.decompress(images.read_bytes()), np.uint8, offset=16).reshape(-1, 784)
    labels_path = images.with_name(images.name.replace("images-idx3", "labels-idx1"))
    labels = np.frombuffer(gzip.decompress(labels_path.read_bytes()), np.uint8, offset=8)
    header = ",".join(["label", *(f"pixel_{i}" for i in range(1, 785))])
    rows = np.column_stack((labels, pixels)).tolist()
    return [header.encode(), *(",".join(map(str, row)).encode() for row in rows)]


def load(table: Table, path: Path) -> tuple[pd.DataFrame, np.ndarray]:
    """Inputs, without ignored columns, and target of one file of a fold: float64, or str where it is a class."""
    frame = pd.read_csv(
        path,
        sep=table.separator,
        header=0 if table.header else None,
        names=None if table.header else automatic_names(table, path),
        dtype={table.target: str if table.task == "classification" else float},
        skipinitialspace=True,
        na_values="?",
    )
    return frame.drop(columns=[table.target, *table.ignore]), frame[table.target].to_numpy()


def automatic_names(table: Table, path: Path) -> list[str]:
    """What mlscale calls the columns of a file without a header."""
    with path.open("rb") as file:
        columns = file.readline().count(table.separator.encode()) + 1
    return [f"column_{i}" for i in range(1, columns + 1)]
