"""What a system answered on the test rows of a fold, and the figures that judge it, the same for every system."""

from dataclasses import dataclass
from typing import Optional

import numpy as np
from sklearn import metrics

SMALLEST_PROBABILITY = 1e-15
"""A class that was given less counts as this much in the log loss, which else were endless."""


@dataclass(frozen=True)
class Answer:
    """Predictions for n test rows, in their order."""

    predicted: np.ndarray
    """n numbers, or n labels (str)."""
    labels: Optional[np.ndarray] = None
    """The k classes, sorted; None for a regression."""
    probabilities: Optional[np.ndarray] = None
    """n x k, in the order of `labels`; None for a regression."""


def figures(truth: np.ndarray, answer: Answer) -> dict[str, float]:
    """Name to value of every figure that the answer can be judged by."""
    if len(truth) != len(answer.predicted):
        raise ValueError(f"{len(answer.predicted)} predictions for {len(truth)} rows")
    if answer.labels is None:
        return regression_figures(truth, answer.predicted)
    return classification_figures(truth, answer)


def regression_figures(truth: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Figures of numbers against numbers, in the target's unit but for r2."""
    return {
        "rmse": float(np.sqrt(metrics.mean_squared_error(truth, predicted))),
        "mae": float(metrics.mean_absolute_error(truth, predicted)),
        "r2": float(metrics.r2_score(truth, predicted)),
    }


def classification_figures(truth: np.ndarray, answer: Answer) -> dict[str, float]:
    """Figures of labels and probabilities; AUC only between two classes, where the last label is the positive one."""
    result = {
        "accuracy": float(metrics.accuracy_score(truth, answer.predicted)),
        "log_loss": log_loss(truth, answer),
        "macro_f1": float(metrics.f1_score(truth, answer.predicted, average="macro", zero_division=0)),
    }
    if len(answer.labels) == 2:
        result["auc"] = float(metrics.roc_auc_score(truth == answer.labels[1], answer.probabilities[:, 1]))
    return result


def log_loss(truth: np.ndarray, answer: Answer) -> float:
    """Mean of -ln of the probability of the true class; a row's probabilities are taken as shares of their sum."""
    unknown = set(truth) - set(answer.labels)
    if unknown:
        raise ValueError(f"no probability for {sorted(unknown)}: the system knows {answer.labels.tolist()}")
    shares = answer.probabilities / answer.probabilities.sum(axis=1, keepdims=True)
    of_truth = shares[np.arange(len(truth)), np.searchsorted(answer.labels, truth)]
    return float(-np.log(np.maximum(of_truth, SMALLEST_PROBABILITY)).mean())
