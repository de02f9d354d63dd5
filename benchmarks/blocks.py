"""What each feature block brings: n-grams, sentence vectors and their sum, on messages of other writers.

    python benchmarks/blocks.py [--write]

Trained on the whole messages of ``train.jsonl`` and measured on the frozen ``test.jsonl``: both languages, one
language on the other, and growing samples of both. A figure is the mean AUC over the four labels; samples are of
whole writers, five for each size.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sections import to_table, write_section

from tonecheck.calibration import fit_calibration
from tonecheck.corpus import Corpus, read_corpus
from tonecheck.evaluation import auc
from tonecheck.features.batch import Batch
from tonecheck.features.encoder import EncoderFeatures, load_encoder
from tonecheck.features.ngrams import NgramFeatures, NgramOptions
from tonecheck.fitting import PenalisedBlock, fit_blocks, make_divisions, out_of_fold
from tonecheck.language import load_identifier
from tonecheck.text.normalise import normalise
from tonecheck.text.reply import own_words

FEEDBACK = Path(__file__).parent.parent / "datasets" / "client_feedback"
SIZES = (100, 200, 500, 1000, 2000)
N_SAMPLES = 5
NAMES = ("n-grams", "vectors", "sum")


def make_blocks() -> list[PenalisedBlock]:
    """Return the blocks of the default model."""
    return [PenalisedBlock(NgramFeatures(NgramOptions()), 8.0), PenalisedBlock(EncoderFeatures(load_encoder()), 3.0)]


def to_batch(corpus: Corpus) -> Batch:
    """Return the messages as the models read them, with their vectors."""
    batch = Batch([normalise(own_words(text).text) for text in corpus.texts])
    EncoderFeatures(load_encoder()).fit(batch).transform(batch)
    return batch


def measure(train: Batch, y: np.ndarray, writers: Sequence[str], test: Batch, answers: np.ndarray) -> list[float]:
    """Return the mean AUC over labels of n-grams, vectors and their sum, weighed on held-out writers."""
    said = fit_blocks(make_blocks(), train, y, 0).decisions(test)
    n_folds = min(5, len(set(writers)))
    divisions = make_divisions(y, writers, n_folds, 0)
    held_out = out_of_fold(make_blocks, train, y, divisions, seed=0, n_jobs=1)
    weights = fit_calibration(held_out, y, load_identifier().identify(train))
    total = weights.log_odds(said, load_identifier().identify(test))
    return [mean_auc(values, answers) for values in (said[:, :, 0], said[:, :, 1], total)]


def mean_auc(values: np.ndarray, answers: np.ndarray) -> float:
    """Return the mean over labels."""
    once = np.ones((1, len(answers)))
    return float(np.mean([auc(values[:, label], answers[:, label], once)[0] for label in range(answers.shape[1])]))


def sample(writers: np.ndarray, size: int, seed: int) -> np.ndarray:
    """Return the rows of writers drawn one after the other until there are enough messages."""
    rows: list[int] = []
    for writer in np.random.default_rng(seed).permutation(np.unique(writers)):
        rows += np.flatnonzero(writers == writer).tolist()
        if len(rows) >= size:
            break
    return np.array(rows[:size])


def main() -> None:
    """Print the tables, and with ``--write`` put them into their place."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    train, test = read_corpus(FEEDBACK / "train.jsonl"), read_corpus(FEEDBACK / "test.jsonl")
    train_batch, test_batch = to_batch(train), to_batch(test)
    writers = np.array(train.columns["writer"])
    of_train, of_test = np.array(train.columns["lang"]), np.array(test.columns["lang"])
    rows = []
    for learned in ("en", "fr", "both"):
        chosen = np.flatnonzero((of_train == learned) | (learned == "both"))
        for asked in ("en", "fr"):
            there = np.flatnonzero(of_test == asked)
            found = measure(
                train_batch.rows(chosen),
                train.y[chosen],
                writers[chosen].tolist(),
                test_batch.rows(there),
                test.y[there],
            )
            rows.append([learned, asked, str(len(chosen)), *(f"{value:.3f}" for value in found)])
    for size in SIZES:
        drawn = []
        for seed in range(N_SAMPLES):
            chosen = sample(writers, size, seed)
            drawn.append(
                measure(train_batch.rows(chosen), train.y[chosen], writers[chosen].tolist(), test_batch, test.y)
            )
        spread = [f"{mean:.3f} ± {off:.3f}" for mean, off in zip(np.mean(drawn, 0), np.std(drawn, 0), strict=True)]
        rows.append(["both", "both", str(size), *spread])
    content = to_table(["learned from", "asked in", "messages", *NAMES], rows, n_words=2)
    print(content)
    if write:
        write_section("blocks", content)


if __name__ == "__main__":
    main()
