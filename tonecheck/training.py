"""From a labelled corpus to a fitted classifier and a report of how good it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.classifier import ToneClassifier, fit_best, load_base
from tonecheck.comparison import check_not_worse, compare, write_sentences
from tonecheck.corpus import Corpus, to_corpus
from tonecheck.evaluation import evaluate
from tonecheck.label_errors import find_label_errors
from tonecheck.labels import LANGUAGES
from tonecheck.resources import DEFAULT_MODEL
from tonecheck.search import describe_search, to_candidates
from tonecheck.text.reply import own_words

N_CHECKS = 20
"""Labels that look wrong which a report lists; `tonecheck.suggest_checks` has all."""


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What `tonecheck.train` returns.

    Attributes
    ----------
    model : ToneClassifier
        Fitted on all messages.
    report : dict
        How good it is on messages of writers that it had not seen (out-of-fold): the data of
        `tonecheck.evaluation.evaluate`; under 'corpus' what was read and what was skipped; under 'label_checks' the
        labels that look most wrong, by where they stand, for a report holds no messages; where it started from a
        base, under 'comparison' both side by side, as `tonecheck.comparison.compare` gives it, with 'sentences' that
        say it in words, and 'kept', the labels taken over as they are; where options were searched, under 'search'
        those 'chosen', and 'tried', each combination with its 'average_precision', the mean over labels.

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
    base: str | None = DEFAULT_MODEL,
    allow_worse: bool = False,
    n_jobs: int | None = None,
    progress: bool = False,
    options: Mapping[str, Any] | None = None,
    search: Mapping[str, Iterable[Any]] | None = None,
) -> TrainingResult:
    """Train a model on one's own labelled messages, starting from what a shipped model knows.

    A model that starts from a base has its labels, and those of the messages that it does not have; labels that no
    message tells of stay as they are. Where messages tell of none of its labels, the model has theirs alone.

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
    base : str or None
        The shipped model to start from: few messages adapt it, many outweigh it. None starts afresh. For a model as
        fast as 'tone-enfr-1-fast', start from that one with ``options={"encoder": None}``.
    allow_worse : bool
        Whether a model may be returned that ranks held-out messages worse than its base.
    n_jobs : int, optional
        Processes to read and to fit in, as joblib counts them. The result is the same for any.
    progress : bool
        Whether to show a progress bar on standard error.
    options : mapping, optional
        Options of `ToneClassifier` by name.
    search : mapping of str to iterable, optional
        Values to choose among by option, such as ``{"C": [2, 8, 32], "encoder_C": [1, 3]}``; any of
        `tonecheck.search.SEARCHABLE`. Every combination is tried, and the one that ranks held-out messages best is
        taken, by the mean average precision over labels; of equals the first. Texts are read once for all of them, and
        what combinations share is fitted once: it costs far less than a `GridSearchCV` of the same size. The report is
        about the same held-out messages, and so flatters a little.

    Returns
    -------
    TrainingResult
        The model and its report.

    Raises
    ------
    CorpusError
        If the corpus cannot be read or is too small to learn from.
    InputError
        If an option, or what is to be searched, is out of its range.
    QualityGateError
        If the new model is worse than its base on a label, by more than the interval of their difference.

    Examples
    --------
    >>> texts = ["thanks, lovely work", "are you blind or just lazy"] * 20
    >>> options = {"table_bits": 12, "encoder": None}
    >>> result = train(texts, [[0], [1]] * 20, labels=["rude"], options=options, search={"C": [1.0, 8.0]})
    >>> result.model.labels_
    ('rude',)
    >>> result.report["search"]["chosen"]
    {'C': 1.0}
    """
    tried = to_candidates(search)
    models = [ToneClassifier(**{"base": base, "n_jobs": n_jobs, **(options or {}), **chosen}) for chosen in tried]
    found = to_corpus(corpus, y, labels=labels, text_column=text_column)
    found = _with_labels_of_base(found, models[0].base)
    texts = [own_words(text).text for text in found.texts]
    writers = found.columns.get(writer_column)
    model, figures = fit_best(models, texts, found.y, labels=found.labels, groups=writers, progress=progress)
    model.evaluation_ = {**report(found, model), **describe_search(tried, figures)}
    if "comparison" in model.evaluation_ and not allow_worse:
        check_not_worse(model.evaluation_["comparison"])
    return TrainingResult(model, model.evaluation_)


def _with_labels_of_base(corpus: Corpus, base: str | None) -> Corpus:
    """Give a corpus that tells of some of the base's labels a column for each of them, in the base's order."""
    of_base = () if base is None else load_base(base).labels_
    if not set(of_base) & set(corpus.labels):
        return corpus
    labels = (*of_base, *(label for label in corpus.labels if label not in of_base))
    y = np.full((len(corpus), len(labels)), np.nan)
    y[:, [labels.index(label) for label in corpus.labels]] = corpus.y
    return replace(corpus, y=y, labels=labels, votes=None)


def report(corpus: Corpus, model: ToneClassifier) -> dict[str, Any]:
    """Return the out-of-fold evaluation of a model that was just fitted on `corpus`, beside that of its base."""
    told = replace(corpus, y=np.where([label in model.kept_ for label in corpus.labels], np.nan, corpus.y))
    return {
        "measured_on": "out-of-fold",
        **_figures(told, model, model.out_of_fold_, model.language_codes_),
        **_comparison(told, model),
        "corpus": {"n_messages": len(corpus), "skipped": list(corpus.skipped), "files": dict(corpus.sources)},
        "label_checks": _label_checks(corpus, model),
    }


def _label_checks(corpus: Corpus, model: ToneClassifier) -> list[dict[str, Any]]:
    return [
        {"where": check.where, "label": check.label, "given": check.given, "probability": check.probability}
        for check in find_label_errors(corpus, model.out_of_fold_, N_CHECKS)
    ]


def evaluate_model(model: ToneClassifier, corpus: Corpus) -> dict[str, Any]:
    """Return the evaluation of a model on messages that it was not fitted on, reduced to their senders' own words.

    The language of a message is that of the column 'lang', where there is one, else the one that the model finds.
    """
    reading = model.read([own_words(text).text for text in corpus.texts])
    return _figures(corpus, model, reading.probabilities, reading.language_codes)


def _comparison(corpus: Corpus, model: ToneClassifier) -> dict[str, Any]:
    if model.base is None or model.base_probabilities_ is None:
        return {}
    found = compare(
        corpus,
        model.out_of_fold_,
        model.base_probabilities_,
        load_base(model.base).labels_,
        _languages(corpus, model.language_codes_),
        base=model.base,
    )
    return {"comparison": {**found, "sentences": write_sentences(found), "kept": list(model.kept_)}}


def _languages(corpus: Corpus, language_codes: NDArray[np.int8]) -> list[str]:
    return corpus.columns.get("lang") or [LANGUAGES[code] for code in language_codes]


def _figures(
    corpus: Corpus, model: ToneClassifier, probabilities: NDArray[np.float64], language_codes: NDArray[np.int8]
) -> dict[str, Any]:
    thresholds = {point: np.asarray(values) for point, values in model.thresholds_.items()}
    return evaluate(corpus, probabilities, thresholds, _languages(corpus, language_codes))
