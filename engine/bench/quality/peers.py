"""What mlscale is measured against: scikit-learn's estimators as they come, behind one plain preparation."""

import warnings

from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
from threadpoolctl import threadpool_limits

from figures import Answer
from tables import Fold, load

PEERS = ("linear", "mlp100", "mlp256-128", "histgb")


def answer(peer: str, fold: Fold) -> Answer:
    """Fit a peer to the fold's rows and ask it about the test rows.

    On one thread: sums then have one order, so that the figures come out again.
    """
    inputs, target = load(fold.table, fold.train)
    questions, _ = load(fold.table, fold.test)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # 200 epochs of the net and 100 steps of the logistic regression are scikit-learn's defaults, enough or not.
        warnings.simplefilter("ignore", ConvergenceWarning)
        if fold.table.task == "regression":
            scaled = TransformedTargetRegressor(regressor(peer, fold.seed), transformer=StandardScaler())
            return Answer(make_pipeline(preparation(), scaled).fit(inputs, target).predict(questions))
        encoder = LabelEncoder().fit(target)
        model = make_pipeline(preparation(), classifier(peer, fold.seed)).fit(inputs, encoder.transform(target))
        predicted = encoder.inverse_transform(model.predict(questions))
        return Answer(predicted, encoder.classes_, model.predict_proba(questions))


def preparation() -> ColumnTransformer:
    """Columns -> inputs.

    Numbers: a missing one is the median; then mean 0 and deviation 1. Words: one input for each, and one for a missing
    one; a word that was not learned is 0 in all of them.
    """
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    one_hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    words = make_pipeline(SimpleImputer(strategy="constant", fill_value=""), one_hot)
    return ColumnTransformer(
        [
            ("numbers", numbers, make_column_selector(dtype_include="number")),
            ("words", words, make_column_selector(dtype_exclude="number")),
        ]
    )


def classifier(peer: str, seed: int):
    """The peer that predicts a class."""
    return {
        "linear": LogisticRegression(random_state=seed),
        "mlp100": MLPClassifier((100,), max_iter=200, random_state=seed),
        "mlp256-128": MLPClassifier((256, 128), early_stopping=True, random_state=seed),
        "histgb": HistGradientBoostingClassifier(random_state=seed),
    }[peer]


def regressor(peer: str, seed: int):
    """The peer that predicts a number."""
    return {
        "linear": Ridge(random_state=seed),
        "mlp100": MLPRegressor((100,), max_iter=200, random_state=seed),
        "mlp256-128": MLPRegressor((256, 128), early_stopping=True, random_state=seed),
        "histgb": HistGradientBoostingRegressor(random_state=seed),
    }[peer]
