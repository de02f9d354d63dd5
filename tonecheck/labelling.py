"""Suggestions as files that a labelling tool takes in, and that come back as labelled ones."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.corpus import Corpus, write_corpus
from tonecheck.corpus.corrections import CHECKS
from tonecheck.errors import InputError
from tonecheck.label_errors import DOUBTFUL, LabelCheck
from tonecheck.suggestion import NextMessage

PROBABILITY = ".probability"
"""Ending of a column with what the model says of a label: 'insulting.probability'."""

Suggestion = LabelCheck | NextMessage


def write_suggestions(
    suggestions: Sequence[Suggestion],
    path: str | os.PathLike[str],
    *,
    format: str | None = None,  # noqa: A002 - the word of write_corpus
) -> Path:
    """Write suggestions to one file, one row a message.

    Parameters
    ----------
    suggestions : sequence of LabelCheck or NextMessage
        What `tonecheck.suggest_checks` or `tonecheck.suggest_next` returned.
    path, format
        As for `tonecheck.corpus.write_corpus`.

    Returns
    -------
    Path
        The file. A message to check has the labels that it was given, and in the column 'checks' where it stands:
        whatever they are when the file is read, they overrule those. A message to label has none. Both have the
        probability of each label, and in Label Studio the model's answers as suggestions.

    Raises
    ------
    InputError
        If there is nothing to write.
    CorpusError
        As `write_corpus`.

    Examples
    --------
    >>> import tempfile
    >>> said = {"insulting": 0.02}
    >>> check = LabelCheck(2, "a.csv, row 3", "insulting", 1, 0.02, "Merci !", {"insulting": 1}, said)
    >>> path = write_suggestions([check], Path(tempfile.mkdtemp()) / "checks.csv")
    >>> print(path.read_text(encoding="utf-8"), end="")
    text,insulting,checks,suspect,insulting.probability
    Merci !,1,"a.csv, row 3",insulting,0.02
    """
    if not suggestions:
        raise InputError("no suggestion; expected at least one to write")
    corpus, predictions = to_corpus(suggestions)
    return write_corpus(corpus, path, format=format, predictions=predictions)


def to_rows(suggestions: Sequence[Suggestion]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of suggestions, in JSON lines or CSV, as dicts."""
    corpus, _ = to_corpus(suggestions)
    for row, text in enumerate(corpus.texts):
        answers = [None if value != value else int(value) for value in corpus.y[row].tolist()]
        others = {name: values[row] for name, values in corpus.columns.items()}
        yield {"text": text, **dict(zip(corpus.labels, answers, strict=True)), **others}


def to_corpus(suggestions: Sequence[Suggestion]) -> tuple[Corpus, NDArray[np.float64]]:
    """Return the messages of suggestions, once each, and what the model would answer: shape (n_messages, n_labels)."""
    first = {one.index: one for one in reversed(suggestions)}
    messages = [first[index] for index in dict.fromkeys(one.index for one in suggestions)]
    labels = tuple(messages[0].probabilities)
    given = [one.answers if isinstance(one, LabelCheck) else {} for one in messages]
    y = np.array([[answers.get(label, np.nan) for label in labels] for answers in given], float)
    predictions = np.array([[_prediction(one, label) for label in labels] for one in messages], float)
    columns: dict[str, list[Any]] = {"where": [one.where for one in messages]}
    if isinstance(messages[0], LabelCheck):
        suspect: dict[int, list[str]] = {}
        for one in suggestions:
            suspect.setdefault(one.index, []).append(one.label)
        columns = {CHECKS: columns["where"], "suspect": [" ".join(suspect[one.index]) for one in messages]}
    columns |= {label + PROBABILITY: [one.probabilities[label] for one in messages] for label in labels}
    return Corpus([one.text for one in messages], y, labels, columns), predictions


def _prediction(one: Suggestion, label: str) -> int:
    return one.predictions[label] if isinstance(one, NextMessage) else int(one.probabilities[label] >= DOUBTFUL)
