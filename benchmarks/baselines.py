"""Rank the frozen test messages with our models and with baselines, and print a table.

    python benchmarks/baselines.py [--write]

AUC by label and language: the probability that a message with the label gets the higher score. 0.5 is chance, 1 is
best. Intervals are 90%, drawn over writers. A baseline has one score, which is compared with every label.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from contenders import FEEDBACK
from numpy.typing import NDArray
from sections import to_table, write_section

import tonecheck
from tonecheck.corpus import Corpus, read_corpus
from tonecheck.evaluation import evaluate
from tonecheck.labels import OPERATING_POINTS
from tonecheck.text.rude_words import rude_forms

WORD = re.compile(r"[^\W\d_]+")


def count_rude_words(texts: Sequence[str]) -> list[int]:
    """Return how many words of each text stand in the list of rude ones."""
    forms = rude_forms()
    return [sum(word in forms for word in WORD.findall(text.lower())) for text in texts]


def profanity(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return what alt-profanity-check finds."""
    from profanity_check import predict_prob

    return np.asarray(predict_prob(list(texts)))


def negativity(texts: Sequence[str]) -> list[float]:
    """Return VADER's compound score, turned round: 1 is worst."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    polarity = SentimentIntensityAnalyzer().polarity_scores
    return [-polarity(text)["compound"] for text in texts]


BASELINES: tuple[tuple[str, str, Callable[[Sequence[str]], Any]], ...] = (
    ("word list", "tonecheck", count_rude_words),
    ("alt-profanity-check", "profanity_check", profanity),
    ("vaderSentiment", "vaderSentiment", negativity),
)
MODELS = ("tone-enfr-1-fast", "tone-enfr-1")


def to_row(name: str, scores: NDArray[np.float64], test: Corpus) -> list[str]:
    """Return the AUC of scores of shape (n_messages, n_labels), with intervals, by language and label."""
    nothing_flagged = {point: np.full(len(test.labels), np.inf) for point in OPERATING_POINTS}
    languages = evaluate(test, scores, nothing_flagged, test.columns["lang"])["languages"]
    figures = [languages[language]["labels"][label]["auc"] for language in sorted(languages) for label in test.labels]
    return [name, *(f"{value:.3f} ({low:.3f}–{high:.3f})" for value, low, high in figures)]


def main() -> None:
    """Measure and print, and write into the README if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    options = parser.parse_args()
    test = read_corpus(FEEDBACK / "test.jsonl")
    rows = []
    absent = []
    for name, module, score in BASELINES:
        if find_spec(module) is None:
            absent.append(name)
            continue
        scores = np.asarray(score(test.texts), np.float64)
        rows.append(to_row(name, np.repeat(scores[:, None], len(test.labels), axis=1), test))
    rows += [to_row(f"`{name}`", tonecheck.score_batch(test.texts, model=name).probabilities, test) for name in MODELS]
    head = ["", *(f"{lang} {label}" for lang in sorted(set(test.columns["lang"])) for label in test.labels)]
    table = to_table(head, rows)
    said = f"\n{len(test)} messages by {len(set(test.columns['writer']))} writers that no model was fitted on."
    said += f" Not installed: {', '.join(absent)}." if absent else ""
    print(table + said)
    if options.write:
        write_section("baselines", f"{table}{said}\n")


if __name__ == "__main__":
    main()
