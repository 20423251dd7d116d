"""mlscale as its user would run it: train with default flags on the fold's file, then score the test file."""

import subprocess
from pathlib import Path

import numpy as np
import pandas as pd

from figures import Answer
from tables import Fold

OURS = "mlscale"
PROBABILITY_COLUMN = "prob_"


def answer(program: Path, fold: Fold) -> Answer:
    """Train on the fold's rows and score the test rows; files go beside the fold's."""
    folder = fold.train.parent
    model, predictions = folder / "model.zip", folder / "predictions.csv"
    train = ["train", "--quiet", "--data", fold.train, "--target", fold.table.target, "--seed", fold.seed]
    train += ["--ignore", ",".join(fold.table.ignore)] if fold.table.ignore else []
    train += [] if fold.table.header else ["--header", "no"]
    run(program, [*train, "--out", model, "--run-dir", folder / "run"])
    probabilities = ["--probs", "on"] if fold.table.task == "classification" else []
    run(program, ["score", "--quiet", *probabilities, model, fold.test, predictions])
    return read(predictions, fold.table.task)


def version(program: Path) -> str:
    """What the program calls itself."""
    return run(program, ["--version"]).strip()


def run(program: Path, arguments: list) -> str:
    """What the program printed; an error with all it said if it fails."""
    command = [str(program), *map(str, arguments)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if ended.returncode != 0:
        raise RuntimeError(f"exit code {ended.returncode} of: {' '.join(command)}\n{ended.stdout}")
    return ended.stdout


def read(predictions: Path, task: str) -> Answer:
    """The file that mlscale score wrote, as an answer."""
    if task == "regression":
        return Answer(pd.read_csv(predictions)["prediction"].to_numpy(float))
    frame = pd.read_csv(predictions, dtype={"prediction": str}, keep_default_na=False)
    columns = [column for column in frame.columns if column.startswith(PROBABILITY_COLUMN)]
    labels = np.array([column.removeprefix(PROBABILITY_COLUMN) for column in columns])
    order = np.argsort(labels)
    return Answer(frame["prediction"].to_numpy(), labels[order], frame[columns].to_numpy(float)[:, order])
