"""From a labelled corpus to a fitted classifier and a report of how good it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.classifier import ToneClassifier
from tonecheck.corpus import Corpus, to_corpus
from tonecheck.corpus.checks import check_y
from tonecheck.evaluation import evaluate
from tonecheck.labels import LANGUAGES
from tonecheck.text.reply import own_words


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What `tonecheck.train` returns.

    Attributes
    ----------
    model : ToneClassifier
        Fitted on all messages.
    report : dict
        How good it is on messages of writers that it had not seen (out-of-fold): the data of
        `tonecheck.evaluation.evaluate`, and under 'corpus' what was read and what was skipped.

    Examples
    --------
    >>> texts = ["thanks, lovely work", "are you blind or just lazy"] * 20
    >>> from tonecheck import train
    >>> result = train(texts, [[0], [1]] * 20, labels=["rude"], options={"table_bits": 12, "encoder": None})
    >>> result.report["measured_on"]
    'out-of-fold'
    """

    model: ToneClassifier
    report: dict[str, Any]


def train(
    corpus: Any,
    y: Any = None,
    *,
    labels: Sequence[str] | None = None,
    text_column: str = "text",
    writer_column: str = "writer",
    n_jobs: int | None = None,
    options: Mapping[str, Any] | None = None,
) -> TrainingResult:
    """Train a model on one's own labelled messages.

    Parameters
    ----------
    corpus : path, several paths, Corpus, DataFrame, or sequence of str
        A labelled file (JSON lines or CSV), or texts with `y`. Messages are reduced to their sender's own words.
    y : array of shape (n_messages, n_labels), optional
        With texts: 1 where a message carries the label, 0 where not, -1 or NaN where that is not known.
    labels : sequence of str, optional
        Names of the labels. Default: those of `tonecheck.LABELS` that the file has.
    text_column, writer_column : str
        Where a file has the message, and who wrote it. With writers, the report holds for new writers; without, for new
        messages of the same ones, which flatters.
    n_jobs : int, optional
        Processes to fit in, as joblib counts them. The result is the same for any.
    options : mapping, optional
        Options of `ToneClassifier` by name.

    Returns
    -------
    TrainingResult
        The model and its report.

    Raises
    ------
    CorpusError
        If the corpus cannot be read or is too small to learn from.

    Examples
    --------
    >>> texts = ["thanks, lovely work", "are you blind or just lazy"] * 20
    >>> result = train(texts, [[0], [1]] * 20, labels=["rude"], options={"table_bits": 12, "encoder": None})
    >>> result.model.labels_
    ('rude',)
    """
    found = to_corpus(corpus, y, labels=labels, text_column=text_column)
    check_y(found.y, len(found), found.labels)
    texts = [own_words(text).text for text in found.texts]
    writers = found.columns.get(writer_column)
    model = ToneClassifier(n_jobs=n_jobs, **(options or {}))
    model.fit(texts, found.y, labels=found.labels, groups=writers)
    model.evaluation_ = report(found, model)
    return TrainingResult(model, model.evaluation_)


def report(corpus: Corpus, model: ToneClassifier) -> dict[str, Any]:
    """Return the out-of-fold evaluation of a model that was just fitted on `corpus`."""
    return {
        "measured_on": "out-of-fold",
        **_figures(corpus, model, model.out_of_fold_, model.language_codes_),
        "corpus": {"n_messages": len(corpus), "skipped": list(corpus.skipped), "files": dict(corpus.sources)},
    }


def evaluate_model(model: ToneClassifier, corpus: Corpus) -> dict[str, Any]:
    """Return the evaluation of a model on messages that it was not fitted on, reduced to their senders' own words.

    The language of a message is that of the column 'lang', where there is one, else the one that the model finds.
    """
    reading = model.read([own_words(text).text for text in corpus.texts])
    return _figures(corpus, model, reading.probabilities, reading.language_codes)


def _figures(
    corpus: Corpus, model: ToneClassifier, probabilities: NDArray[np.float64], language_codes: NDArray[np.int8]
) -> dict[str, Any]:
    languages = corpus.columns.get("lang") or [LANGUAGES[code] for code in language_codes]
    thresholds = {point: np.asarray(values) for point, values in model.thresholds_.items()}
    return evaluate(corpus, probabilities, thresholds, languages)
