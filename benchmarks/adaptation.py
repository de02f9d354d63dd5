"""What one's own labels bring: retraining from the shipped model beside starting afresh, on corpora of other people.

    python benchmarks/adaptation.py FOLDER [--write]

FOLDER holds the public corpora that `public_corpora.py` names, as JSON lines; nothing of them is stored or printed. A
quarter of each is drawn for testing (groups as a whole, where there are any), and from the rest growing samples are
learned from, five of each size. Their labels are called by names that the shipped model does not have.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from public_corpora import RANKINGS
from sections import to_table, write_section

from tonecheck import ToneClassifier, load_model
from tonecheck.evaluation import auc
from tonecheck.features.encoder import DEFAULT_ENCODER, load_encoder
from tonecheck.resources import DEFAULT_MODEL
from tonecheck.text.normalise import normalise
from tonecheck.text.reply import own_words

CORPORA = {"vcu_github_incivility": "issue", "convabuse": None, "mlma_fr": None}
"""By name, what in a row's 'meta' holds rows together."""

SIZES = (25, 50, 100, 200, 500, 1000, 5000)
N_SAMPLES = 5
LONGEST = 4000
"""Characters that a text is cut to: one piece for the encoder, so that its vector can be kept."""

T_QUANTILE = 2.13  # Student's t, 4 degrees of freedom: 90% intervals of the mean of five
WAYS = ("shipped", "retrained", "fresh", "TF-IDF")


class Task(NamedTuple):
    """A corpus with one question: texts, answers, groups, and the shipped label nearest to it."""

    name: str
    label: str
    texts: list[str]
    y: NDArray[np.float64]
    groups: NDArray[Any]


class Outcome(NamedTuple):
    """Probabilities for held-out rows of the sample, to choose a threshold on, and for test rows."""

    held_out: NDArray[np.float64]
    test: NDArray[np.float64]


def read_task(folder: Path, name: str, group: str | None) -> Task:
    """Read a corpus and the first question in `public_corpora.RANKINGS` about it."""
    ranking = next(one for one in RANKINGS if one.corpus == name)
    rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [normalise(own_words(row["text"]).text)[:LONGEST] for row in rows]
    groups = [row["meta"][group] if group else number for number, row in enumerate(rows)]
    return Task(name, ranking.label, texts, np.array([ranking.truth(row) for row in rows]), np.array(groups))


def keep_vectors(texts: Sequence[str]) -> None:
    """Let the encoder look vectors up that it has made: samples share their texts."""
    encoder = load_encoder(DEFAULT_ENCODER)
    known = dict(zip(texts, type(encoder).encode(encoder, texts), strict=True))

    def look_up(asked: Sequence[str], *_: Any) -> NDArray[np.float32]:
        return np.stack([known[text] for text in asked])

    encoder.encode = look_up  # type: ignore[method-assign]


def draw(task: Task, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return rows to draw samples from, in random order, and test rows."""
    random = np.random.default_rng(seed)
    groups = random.permutation(np.unique(task.groups))
    is_test = np.isin(task.groups, groups[: len(groups) // 4])
    return random.permutation(np.flatnonzero(~is_test)), np.flatnonzero(is_test)


def use_shipped(task: Task, sample: NDArray[np.int64], test: NDArray[np.int64]) -> Outcome:
    """Take the shipped model as it is."""
    model = load_model()
    column = model.labels_.index(task.label)
    held_out, asked = (model.predict_proba([task.texts[row] for row in rows])[:, column] for rows in (sample, test))
    return Outcome(held_out, asked)


def retrain(
    task: Task, sample: NDArray[np.int64], test: NDArray[np.int64], base: str | None = DEFAULT_MODEL
) -> Outcome:
    """Train from the shipped model, or afresh."""
    model = ToneClassifier(base=base)
    texts = [task.texts[row] for row in sample]
    model.fit(texts, task.y[sample], labels=["of their own"], groups=task.groups[sample])
    return Outcome(model.out_of_fold_[:, 0], model.predict_proba([task.texts[row] for row in test])[:, 0])


def start_afresh(task: Task, sample: NDArray[np.int64], test: NDArray[np.int64]) -> Outcome:
    """Train without a base."""
    return retrain(task, sample, test, None)


def weigh_words(task: Task, sample: NDArray[np.int64], test: NDArray[np.int64]) -> Outcome:
    """Do what most people do: TF-IDF of words and pairs of words, and logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=10.0))
    texts, y = [task.texts[row] for row in sample], task.y[sample]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer messages with the label than folds
        held_out = cross_val_predict(model, texts, y, method="predict_proba", cv=int(min(5, y.sum())))
    return Outcome(held_out[:, 1], model.fit(texts, y).predict_proba([task.texts[row] for row in test])[:, 1])


def measure(outcome: Outcome, y: NDArray[np.float64], answers: NDArray[np.float64]) -> tuple[float, float]:
    """Return AUC, and F1 at the threshold that is best on the held-out rows of the sample."""
    order = np.argsort(-outcome.held_out, kind="stable")
    found = y[order].cumsum()
    threshold = outcome.held_out[order][np.argmax(2 * found / (np.arange(1, len(y) + 1) + y.sum()))]
    flagged = outcome.test >= threshold
    f1 = 2 * (flagged * answers).sum() / (flagged.sum() + answers.sum())
    return float(auc(outcome.test, answers, np.ones((1, len(answers))))[0]), float(f1)


def measure_size(task: Task, size: int) -> NDArray[np.float64]:
    """Return AUC and F1 of each way for each sample: shape (n_samples, n_ways, 2)."""
    ways: tuple[Callable[..., Outcome], ...] = (use_shipped, retrain, start_afresh, weigh_words)
    found = []
    for seed in range(N_SAMPLES):
        pool, test = draw(task, seed)
        sample = pool[:size]
        if task.y[sample].sum() < 2:  # no sample to learn from: the next rows with the label stand in for the last
            sample[-2:] = [row for row in pool[size:] if task.y[row]][:2]
        found.append([measure(way(task, sample, test), task.y[sample], task.y[test]) for way in ways])
        print(task.name, size, seed, np.round(found[-1], 3).tolist(), file=sys.stderr, flush=True)
    return np.array(found)


def to_row(task: Task, n_messages: int, found: NDArray[np.float64]) -> list[str]:
    """Return a row of the table."""
    area, f1 = found[:, :, 0], found[:, :, 1]
    rival = max((0, 2), key=lambda way: area[:, way].mean())
    gain = area[:, 1] - area[:, rival]
    reach = T_QUANTILE * gain.std(ddof=1) / np.sqrt(len(gain))
    difference = f"{gain.mean():+.3f} ± {reach:.3f} against {WAYS[rival]}"
    pairs = [f"{area[:, way].mean():.3f} / {f1[:, way].mean():.2f}" for way in range(len(WAYS))]
    return [task.name, f"{n_messages:,}", *pairs, difference]


def main() -> None:
    """Measure and print, and write into the README if asked to."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the corpora are")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    options = parser.parse_args()
    rows = []
    for name, group in CORPORA.items():
        task = read_task(options.folder, name, group)
        keep_vectors([*dict.fromkeys(task.texts)])
        most = min(len(draw(task, seed)[0]) for seed in range(N_SAMPLES))
        sizes = sorted({min(size, most) for size in SIZES})
        rows += [to_row(task, size, measure_size(task, size)) for size in sizes]
    table = to_table(["corpus", "messages", *WAYS, "retrained, difference in AUC"], rows)
    print(table)
    if options.write:
        write_section("adaptation", table)


if __name__ == "__main__":
    main()
