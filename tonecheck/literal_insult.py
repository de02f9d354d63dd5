"""The article's test as it is written: add "you idiot" to the message and see how far the tone moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.classifier import ToneClassifier
from tonecheck.errors import InputError
from tonecheck.labels import LANGUAGES

LABEL = "idiot_test"
"""The label whose probability is compared."""

INSULTS = {"en": "You idiot.", "fr": "Espèce d'idiot."}
"""What is added, by language; a message in another language gets the English one."""

REFERENCE_CHARACTERS = 100
"""Shifts are given as if texts had this length, near that of the median message."""

_OTHER = INSULTS["en"]


def insult_shifts(texts: Sequence[str], model: ToneClassifier) -> NDArray[np.float64]:
    """Return how far the insult moves the tone of each text.

    Range: 0 to 1. Direction: near 0 the text reads the same with the insult, which is a bad sign; near 1 the insult is
    a jolt.

    Parameters
    ----------
    texts : sequence of str, length n_texts
        Senders' own words.
    model : ToneClassifier
        With the label 'idiot_test'.

    Returns
    -------
    float array of shape (n_texts,)
        ``1 - (odds / odds with the insult) ** sqrt(n_characters / REFERENCE_CHARACTERS)``; 0 where the insult does not
        raise the odds.

    Raises
    ------
    InputError
        If the model has no such label.

    Notes
    -----
    The model is all but linear: the insult moves every message by nearly the same amount, less the longer it is. That
    amount alone separates at an AUC of 0.69 in English and 0.74 in French, measured on the writers of ``dev.jsonl`` by
    a model that had not seen them. A text of n signs dilutes what is added to it by about the square root of n; with
    that made good, it is 0.78 and 0.84, against 0.95 and 0.93 of 'idiot_test' itself. Once 'idiot_test' is known, it
    adds nothing (0.948 and 0.931 for both together): trust 'idiot_test'.
    """
    if LABEL not in model.labels_:
        raise InputError(f"the model has the labels {', '.join(model.labels_)}; expected one with {LABEL!r}")
    column = model.labels_.index(LABEL)
    before = model.read(texts)
    codes = before.language_codes
    insulted = [
        f"{text.rstrip()} {INSULTS.get(LANGUAGES[code], _OTHER)}" for text, code in zip(texts, codes, strict=True)
    ]
    after = model.read(insulted, language_codes=codes)
    moved = np.maximum(after.log_odds[:, column] - before.log_odds[:, column], 0)
    lengths = np.array([max(len(text), 1) for text in texts])
    shifts: NDArray[np.float64] = 1 - np.exp(-moved * np.sqrt(lengths / REFERENCE_CHARACTERS))
    return shifts


def compare_with_label(
    model: ToneClassifier, texts: Sequence[str], y: NDArray[np.float64], groups: Sequence[Any]
) -> dict[str, float]:
    """Measure the shift beside the trained label, on messages that the model was not fitted on.

    Parameters
    ----------
    model : ToneClassifier
        With the label 'idiot_test'.
    texts : sequence of str, length n_texts
        Senders' own words.
    y : float array of shape (n_texts,)
        1 for a message that fails the test, else 0.
    groups : sequence, length n_texts
        Who wrote each.

    Returns
    -------
    dict of str to float
        'auc' of the probability of 'idiot_test', 'auc_shift' of the shift (low is bad), 'auc_both' of a logistic
        regression on both, each writer's messages read by one fitted on the others; 'rank_correlation' of the two,
        Spearman's; 'disagreeing', the share of messages that one of them ranks in its worst quarter and the other in
        its better half. Range of all but the correlation: 0 to 1.
    """
    from scipy.stats import spearmanr
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    column = model.labels_.index(LABEL)
    trained = model.read(texts).log_odds[:, column]
    bad = -insult_shifts(texts, model)
    both = np.column_stack([values / values.std() for values in (trained, bad)])
    folds = GroupKFold(n_splits=min(5, len(set(groups))))
    together = cross_val_predict(LogisticRegression(), both, y, groups=groups, cv=folds, method="decision_function")
    ranks = np.array([values.argsort().argsort() / len(values) for values in (trained, bad)])
    disagreeing = (ranks.max(axis=0) >= 0.75) & (ranks.min(axis=0) < 0.5)
    return {
        "auc": float(roc_auc_score(y, trained)),
        "auc_shift": float(roc_auc_score(y, bad)),
        "auc_both": float(roc_auc_score(y, together)),
        "rank_correlation": float(spearmanr(trained, bad)[0]),
        "disagreeing": float(disagreeing.mean()),
    }
