"""What each feature block brings: n-grams, sentence vectors and their sum, on messages of other writers.

    python datasets/tools/build_encoder.py --untuned FOLDER
    python benchmarks/blocks.py FOLDER [--write]

FOLDER holds the encoder as it was before it was tuned on the training messages. The first table compares both, on the
writers of ``dev.jsonl`` and of the frozen ``test.jsonl``, whom neither the blocks nor the tuning have seen. In the
second, one language is learned and another asked, and samples of whole writers grow, five for each size: there the
vectors are the untuned ones, for the tuning has seen all languages and writers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from sections import to_table, write_section

from tonecheck.calibration import fit_calibration
from tonecheck.corpus import Corpus, read_corpus
from tonecheck.evaluation import Draws, auc
from tonecheck.features.batch import Batch, to_batch
from tonecheck.features.encoder import Encoder, EncoderFeatures, load_encoder, read_encoder, vectors_of
from tonecheck.features.ngrams import NgramFeatures, NgramOptions
from tonecheck.fitting import PenalisedBlock, fit_blocks, make_divisions, make_folds, out_of_fold
from tonecheck.language import load_identifier
from tonecheck.text.reply import own_words

DATASETS = Path(__file__).parent.parent / "datasets"
FEEDBACK = DATASETS / "client_feedback"
PHRASEBOOK = DATASETS / "phrasebook" / "phrasebook.jsonl"
SIZES = (100, 200, 500, 1000, 2000)
N_SAMPLES = 5
N_FOLDS = 5


def make_blocks(*encoders: Encoder) -> list[PenalisedBlock]:
    """Return the blocks of the default model, with one or several encoders."""
    vectors = [PenalisedBlock(EncoderFeatures(encoder), 3.0) for encoder in encoders]
    return [PenalisedBlock(NgramFeatures(NgramOptions()), 8.0), *vectors]


def read(corpus: Corpus, *encoders: Encoder) -> Batch:
    """Return the messages as the models read them, with their vectors."""
    batch = to_batch([own_words(text).text for text in corpus.texts])
    for encoder in encoders:
        vectors_of(batch, encoder)
    return batch


def compare_encoders(untuned: Encoder, tuned: Encoder) -> str:
    """Return the table by label and language, with 90% intervals over writers."""
    encoders = (untuned, tuned)
    train = read_corpus(FEEDBACK / "train.jsonl", PHRASEBOOK)
    fitted = fit_blocks(make_blocks(*encoders), read(train, *encoders), train.y, 0)
    parts = {part: read_corpus(FEEDBACK / f"{part}.jsonl") for part in ("dev", "test")}
    batches = {part: read(corpus, *encoders) for part, corpus in parts.items()}
    said = {part: fitted.decisions(batch) for part, batch in batches.items()}
    codes = {part: load_identifier().identify(batch) for part, batch in batches.items()}
    rows = []
    for part, corpus in parts.items():
        columns = [said[part][:, :, block] for block in range(3)]
        for block in (1, 2):
            own = [0, block]
            if part == "test":
                weights = fit_calibration(said["dev"][:, :, own], parts["dev"].y, codes["dev"])
                columns.append(weights.log_odds(said["test"][:, :, own], codes["test"]))
            else:
                columns.append(weigh_across(said["dev"][:, :, own], corpus, codes["dev"]))
        for language in ("en", "fr"):
            mine = np.array([lang == language for lang in corpus.columns["lang"]])
            drawn = Draws(list(np.array(corpus.columns["writer"])[mine]), 0)
            for column, label in enumerate(corpus.labels):
                answers = corpus.y[mine, column]
                figures = [drawn.figure(partial(auc, values[mine, column], answers)) for values in columns]
                rows.append(
                    [part, language, label, *(f"{value:.3f} ({low:.3f}–{high:.3f})" for value, low, high in figures)]
                )
    head = ["part", "language", "label", "n-grams", "untuned vectors", "vectors", "sum with untuned", "sum"]
    return to_table(head, rows, n_words=3)


def weigh_across(said: np.ndarray, corpus: Corpus, codes: np.ndarray) -> np.ndarray:
    """Return the sum of blocks, its weights learned on the other writers of the same part."""
    total = np.empty(said.shape[:2])
    for learned, asked in make_folds(len(corpus), corpus.columns["writer"], N_FOLDS, 0):
        weights = fit_calibration(said[learned], corpus.y[learned], codes[learned])
        total[asked] = weights.log_odds(said[asked], codes[asked])
    return total


def measure(
    encoder: Encoder, train: Batch, y: np.ndarray, writers: Sequence[str], test: Batch, answers: np.ndarray
) -> list[float]:
    """Return the mean AUC over labels of n-grams, vectors and their sum, weighed on held-out writers."""
    make = partial(make_blocks, encoder)
    said = fit_blocks(make(), train, y, 0).decisions(test)
    n_writers = len(set(writers))  # a small sample may be of one writer alone
    divisions = (
        make_divisions(y, writers, min(N_FOLDS, n_writers), 0) if n_writers > 1 else make_divisions(y, None, N_FOLDS, 0)
    )
    held_out = out_of_fold(make, train, y, divisions, seed=0, n_jobs=1)
    weights = fit_calibration(held_out, y, load_identifier().identify(train), carries_over=np.array([False, True]))
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


def grow(encoder: Encoder) -> str:
    """Return the table of languages and sizes."""
    train, test = read_corpus(FEEDBACK / "train.jsonl"), read_corpus(FEEDBACK / "test.jsonl")
    train_batch, test_batch = read(train, encoder), read(test, encoder)
    writers = np.array(train.columns["writer"])
    of_train, of_test = np.array(train.columns["lang"]), np.array(test.columns["lang"])
    rows = []
    for learned in ("en", "fr", "both"):
        chosen = np.flatnonzero((of_train == learned) | (learned == "both"))
        for asked in ("en", "fr"):
            there = np.flatnonzero(of_test == asked)
            found = measure(
                encoder,
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
                measure(
                    encoder, train_batch.rows(chosen), train.y[chosen], writers[chosen].tolist(), test_batch, test.y
                )
            )
        spread = [f"{mean:.3f} ± {off:.3f}" for mean, off in zip(np.mean(drawn, 0), np.std(drawn, 0), strict=True)]
        rows.append(["both", "both", str(size), *spread])
    return to_table(["learned from", "asked in", "messages", "n-grams", "untuned vectors", "sum"], rows, n_words=2)


def main() -> None:
    """Print the tables, and with ``--write`` put them into their place."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("untuned", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    untuned = read_encoder(options.untuned)
    content = f"{compare_encoders(untuned, load_encoder())}\nMean AUC over the four labels:\n\n{grow(untuned)}"
    print(content)
    if options.write:
        write_section("blocks", content)


if __name__ == "__main__":
    main()
