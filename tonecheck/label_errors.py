"""Labels that look wrong: a model that was fitted on other messages gives them little probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.classifier import ToneClassifier
from tonecheck.corpus import Corpus, to_corpus
from tonecheck.errors import InputError, shorten
from tonecheck.resources import DEFAULT_MODEL
from tonecheck.text.reply import own_words

DOUBTFUL = 0.5
"""A label that is given at least this probability looks right: what the model itself would say is no suspicion."""


@dataclass(frozen=True, slots=True)
class LabelCheck:
    """A label that looks wrong.

    Attributes
    ----------
    index : int
        Position of the message in the corpus. Range: 0 and up.
    where : str
        File and row, or 'text 17' by position where the messages come from no file.
    label : str
        The label in doubt.
    given : int
        What the corpus says: 0 or 1.
    probability : float
        That the message carries the label, by a model that was not fitted on it. Range: 0 to 1. Direction: far from
        `given` is suspicious.
    text : str
        The message.
    answers : mapping of str to int
        What the corpus says to each label, where that is known.
    probabilities : mapping of str to float
        `probability` for each label.

    Examples
    --------
    >>> LabelCheck(2, "a.csv, row 3", "insulting", 1, 0.02, "Merci !", {"insulting": 1}, {"insulting": 0.02}).where
    'a.csv, row 3'
    """

    index: int
    where: str
    label: str
    given: int
    probability: float
    text: str
    answers: Mapping[str, int]
    probabilities: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Return the check as plain data for JSON."""
        return asdict(self)


def suggest_checks(
    corpus: Any,
    y: Any = None,
    *,
    n: int = 100,
    labels: Sequence[str] | None = None,
    text_column: str = "text",
    writer_column: str = "writer",
    base: str | None = DEFAULT_MODEL,
    n_jobs: int | None = None,
    progress: bool = False,
    options: Mapping[str, Any] | None = None,
) -> tuple[LabelCheck, ...]:
    """Find labels that look wrong, the likeliest errors first.

    Each message is judged by models that were trained on the others, as in `tonecheck.train`.

    Parameters
    ----------
    corpus, y, labels, text_column, writer_column, base, n_jobs, progress, options
        As for `tonecheck.train`. A base that knows these very messages and their labels hides what is wrong with them:
        then take None.
    n : int
        Most labels to return. Range: 1 and up.

    Returns
    -------
    tuple of LabelCheck
        One a message and label, fewer than `n` where fewer look wrong.

    Raises
    ------
    CorpusError
        As `tonecheck.train`.
    InputError
        If `n` is below 1.

    Examples
    --------
    >>> texts = ["thanks, lovely work", "are you blind or just lazy"] * 20
    >>> y = [[0], [1]] * 20
    >>> y[7] = [0]
    >>> options = {"table_bits": 12, "encoder": None}
    >>> [check.index for check in suggest_checks(texts, y, labels=["rude"], base=None, options=options)]
    [7]
    """
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise InputError(f"n must be an int in the range [1, inf). Got {shorten(n)} instead.")
    found = to_corpus(corpus, y, labels=labels, text_column=text_column)
    model = ToneClassifier(**{"base": base, "n_jobs": n_jobs, **(options or {})})
    texts = [own_words(text).text for text in found.texts]
    groups = found.columns.get(writer_column)
    model.fit(texts, found.y, labels=found.labels, groups=groups, progress=progress)
    return find_label_errors(found, model.out_of_fold_, n)


def find_label_errors(corpus: Corpus, probabilities: NDArray[np.float64], n: int) -> tuple[LabelCheck, ...]:
    """Return the labels that probabilities of shape (n_messages, n_labels) say are wrong, the likeliest first.

    Notes
    -----
    Ranked by the probability of what is given, 'self-confidence' in the literature. Thresholds for each label and
    answer, as confident learning has them (Northcutt and others, 2021), and the distance to the base rate found fewer
    planted errors: of the first 100, 30 to 69 where this found 87 to 97 on client messages, and 1 to 24 where this
    found 66 to 89 on comments of which 6% carry the label. They look among the rare answers, which are as often merely
    hard.
    """
    given = np.where(corpus.y == 1, probabilities, 1 - probabilities)
    doubt = np.where(np.isnan(corpus.y), np.inf, given)
    order = np.argsort(doubt, axis=None, kind="stable")[:n]
    rows, columns = np.unravel_index(order[doubt.ravel()[order] < DOUBTFUL], doubt.shape)
    return tuple(
        _to_check(corpus, probabilities, row, column)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    )


def _to_check(corpus: Corpus, probabilities: NDArray[np.float64], row: int, column: int) -> LabelCheck:
    answers = zip(corpus.labels, corpus.y[row].tolist(), strict=True)
    return LabelCheck(
        index=row,
        where=corpus.where[row] if corpus.where else f"text {row}",
        label=corpus.labels[column],
        given=int(corpus.y[row, column]),
        probability=round(float(probabilities[row, column]), 4),
        text=corpus.texts[row],
        answers={label: int(answer) for label, answer in answers if answer == answer},
        probabilities=dict(zip(corpus.labels, np.round(probabilities[row], 4).tolist(), strict=True)),
    )
