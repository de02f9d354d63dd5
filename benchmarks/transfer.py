"""How far our models carry over to real talk that nobody of this project wrote, as a Markdown table.

    python benchmarks/transfer.py FOLDER [--limit N] [--write]

FOLDER holds the public corpora that `public_corpora.py` names, as JSON lines; those that are not there are left out.
Nothing of them is stored or printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from public_corpora import ORDINARY, RANKINGS, Ranking
from sections import to_table, write_section

import tonecheck
from tonecheck.evaluation import auc
from tonecheck.labels import OPERATING_POINTS

MODELS = ("tone-enfr-1-fast", "tone-enfr-1")


def read_corpus(path: Path, limit: int | None) -> list[dict[str, Any]]:
    """Return the rows of a corpus, or so many of them drawn at random (seed 0)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if limit is None or limit >= len(rows):
        return rows
    drawn = np.random.default_rng(0).choice(len(rows), limit, replace=False)
    return [rows[number] for number in sorted(drawn)]


def rank(ranking: Ranking, rows: Sequence[dict[str, Any]], tones: Sequence[tonecheck.ToneScores]) -> list[str]:
    """Return a row of the table: how well each model's scores follow the corpus's own judgement."""
    truth = [ranking.truth(row) for row in rows]
    known = np.array([value is not None for value in truth])
    y = np.array([value for value in truth if value is not None])
    column = tones[0].label_names.index(ranking.label)
    figures = [_figure(found.probabilities[known, column], y, ranking.is_graded) for found in tones]
    what = f"{ranking.what}, by `{ranking.label}`"
    measure = "rank correlation" if ranking.is_graded else "AUC"
    return [ranking.corpus, what, f"{len(y):,}", measure, *(f"{value:.3f}" for value in figures)]


def _figure(probability: NDArray[np.float64], y: NDArray[np.float64], is_graded: bool) -> float:
    if not is_graded:
        return float(auc(probability, y, np.ones((1, len(y))))[0])
    from scipy.stats import spearmanr

    return float(spearmanr(probability, y).statistic)


def count_alarms(corpus: str, rows: Sequence[dict[str, Any]], scored: Sequence[Any]) -> list[str]:
    """Return a row of the table: the share of ordinary talk that any label accuses, by model and operating point."""
    what, is_ordinary = ORDINARY[corpus]
    ordinary = np.array([is_ordinary(row) for row in rows])
    shares = [
        f"{100 * (tones.probabilities[ordinary] >= thresholds).any(axis=1).mean():.1f}%"
        for tones, points in scored
        for thresholds in points
    ]
    return [corpus, what, f"{ordinary.sum():,}", *shares]


def main() -> None:
    """Measure and print, and write into the README if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the corpora are")
    parser.add_argument("--limit", type=int, help="at most so many rows of each, drawn at random")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/README.md")
    options = parser.parse_args()
    models = [tonecheck.load_model(name) for name in MODELS]
    thresholds = [[model.thresholds(point) for point in OPERATING_POINTS] for model in models]
    names = sorted({ranking.corpus for ranking in RANKINGS} | set(ORDINARY))
    rankings, alarms, absent = [], [], []
    for name in names:
        path = options.folder / f"{name}.jsonl"
        if not path.is_file():
            absent.append(name)
            continue
        rows = read_corpus(path, options.limit)
        tones = [tonecheck.score_batch([row["text"] for row in rows], model=model) for model in models]
        rankings += [rank(ranking, rows, tones) for ranking in RANKINGS if ranking.corpus == name]
        if name in ORDINARY:
            alarms.append(count_alarms(name, rows, list(zip(tones, thresholds, strict=True))))
    shown = [f"`{name}`" for name in MODELS]
    points = [f"{name}, {point}" for name in shown for point in OPERATING_POINTS]
    tables = to_table(["corpus", "what is ranked", "messages", "measure", *shown], rankings, n_words=2)
    tables += "\nOrdinary talk that any label accuses:\n\n"
    tables += to_table(["corpus", "of", "messages", *points], alarms, n_words=2)
    tables += f"\nNot there: {', '.join(absent)}.\n" if absent else ""
    print(tables)
    if options.write:
        write_section("transfer", tables)


if __name__ == "__main__":
    main()
