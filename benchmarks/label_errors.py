"""Whether suggested checks find labels that are wrong, and what it brings to put them right.

    python benchmarks/label_errors.py FOLDER [--write]

Answers are turned round at random in 3,000 messages of whole writers: of the project's own training messages, and of a
public corpus in FOLDER (see `public_corpora.py`), of which nothing is stored or printed. Then the first 100 suggestions
are looked at: how many of them were turned, and what a model ranks better, on messages of other writers, once these
are turned back.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from adaptation import LONGEST, T_QUANTILE, keep_vectors, read_task
from numpy.typing import NDArray
from sections import to_table, write_section

from tonecheck import LABELS, ToneClassifier
from tonecheck.corpus import Corpus
from tonecheck.evaluation import auc
from tonecheck.label_errors import find_label_errors
from tonecheck.resources import DEFAULT_MODEL
from tonecheck.text.normalise import normalise
from tonecheck.text.reply import own_words

OURS = Path(__file__).parents[1] / "datasets" / "client_feedback" / "train.jsonl"
PUBLIC, GROUP = "vcu_github_incivility", "issue"
N_MESSAGES = 3000
N_TEST = 3000
N_CHECKED = 100
SHARES = (0.05, 0.1)
N_SEEDS = 5  # as many as T_QUANTILE is for


class Task(NamedTuple):
    """Labelled messages of some writers to learn from, and of others to measure on."""

    name: str
    corpus: Corpus
    test: Corpus
    base: str | None


def divide(
    name: str, texts: Sequence[str], y: NDArray[np.float64], labels: tuple[str, ...], groups: NDArray[Any]
) -> tuple[Corpus, Corpus]:
    """Draw messages of whole writers to learn from, and messages of others to measure on."""
    drawn = np.random.default_rng(0).permutation(np.unique(groups))
    rank = {group: number for number, group in enumerate(drawn.tolist())}
    order = np.argsort([rank[group] for group in groups.tolist()], kind="stable")
    whole = Corpus(list(texts), y, labels, {"writer": groups.tolist()})
    learned, others = order[:N_MESSAGES], order[N_MESSAGES:]
    cut = set(groups[learned].tolist())
    asked = [row for row in others.tolist() if groups[row] not in cut][:N_TEST]
    return whole.rows(learned), whole.rows(np.array(asked))


def read_tasks(folder: Path) -> list[Task]:
    """Read both corpora. The shipped model knows the right labels of ours: it is no base to start from there."""
    rows = [json.loads(line) for line in OURS.read_text(encoding="utf-8").splitlines()]
    texts = [normalise(own_words(row["text"]).text)[:LONGEST] for row in rows]
    y = np.array([[row[label] for label in LABELS] for row in rows], float)
    public = read_task(folder, PUBLIC, GROUP)
    keep_vectors([*dict.fromkeys([*texts, *public.texts])])
    ours = divide("client_feedback", texts, y, LABELS, np.array([row["writer"] for row in rows]))
    theirs = divide(PUBLIC, public.texts, public.y[:, None], ("of their own",), public.groups)
    return [
        Task("client_feedback", *ours, None),
        Task(PUBLIC, *theirs, None),
        Task(PUBLIC, *theirs, DEFAULT_MODEL),
    ]


def plant(y: NDArray[np.float64], share: float, seed: int) -> NDArray[np.bool_]:
    """Return which answers are turned round: a share of all, whatever they are."""
    planted = np.zeros(y.size, np.bool_)
    planted[np.random.default_rng(seed).choice(y.size, round(share * y.size), replace=False)] = True
    return planted.reshape(y.shape)


def fit(task: Task, y: NDArray[np.float64]) -> tuple[ToneClassifier, float]:
    """Return a model of these answers, and its AUC on the messages of others: the mean over labels."""
    model = ToneClassifier(base=task.base)
    model.fit(task.corpus.texts, y, labels=task.corpus.labels, groups=task.corpus.columns["writer"])
    found = model.predict_proba(task.test.texts)
    alone = np.ones((1, len(found)))
    areas = [auc(found[:, label], task.test.y[:, label], alone)[0] for label in range(found.shape[1])]
    return model, float(np.mean(areas))


def measure(task: Task, share: float, seed: int) -> tuple[int, float, float]:
    """Return how many of the first suggestions were planted, and the AUC before and after these are turned back."""
    planted = plant(task.corpus.y, share, seed)
    noisy = np.where(planted, 1 - task.corpus.y, task.corpus.y)
    model, before = fit(task, noisy)
    corpus = Corpus(task.corpus.texts, noisy, task.corpus.labels)
    checks = find_label_errors(corpus, model.out_of_fold_, N_CHECKED)
    columns = [task.corpus.labels.index(check.label) for check in checks]
    rows = [check.index for check in checks]
    cleaned = noisy.copy()
    cleaned[rows, columns] = task.corpus.y[rows, columns]
    return int(planted[rows, columns].sum()), before, fit(task, cleaned)[1]


def to_row(task: Task, share: float, found: NDArray[np.float64], ceiling: float) -> list[str]:
    """Return a row of the table."""
    n_planted, before, after = found.T
    gain = after - before
    reach = T_QUANTILE * gain.std(ddof=1) / np.sqrt(len(gain))
    return [
        task.name,
        task.base or "nothing",
        f"{share:.0%} of {task.corpus.y.size:,}",
        f"{n_planted.mean():.0f} ({n_planted.min():.0f}–{n_planted.max():.0f})",
        f"{N_CHECKED * share:.0f}",
        f"{before.mean():.3f}",
        f"{gain.mean():+.3f} ± {reach:.3f}",
        f"{ceiling:.3f}",
    ]


def main() -> None:
    """Measure and print, and write into the README if asked to."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the corpora are")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    options = parser.parse_args()
    rows = []
    for task in read_tasks(options.folder):
        ceiling = fit(task, task.corpus.y)[1]
        for share in SHARES:
            found = np.array([measure(task, share, seed) for seed in range(N_SEEDS)])
            rows.append(to_row(task, share, found, ceiling))
            print(*rows[-1], sep="  ", file=sys.stderr, flush=True)
    head = [
        "corpus",
        "the model starts from",
        "answers turned round",
        f"of the first {N_CHECKED} suggestions, turned (range)",
        "by chance",
        "AUC with the errors",
        "gained once these are turned back",
        "AUC without any error",
    ]
    table = to_table(head, rows, n_words=2)
    print(table)
    if options.write:
        write_section("label errors", table)


if __name__ == "__main__":
    main()
