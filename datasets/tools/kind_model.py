"""The small model that names the kind of disrespect, for the reasons of `tonecheck.explain`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from feedback import FEEDBACK, HELD_BACK, groups_of

from tonecheck.classifier import ToneClassifier
from tonecheck.corpus import Corpus, read_corpus
from tonecheck.explanation.reasons import KINDS
from tonecheck.language import LanguageIdentifier
from tonecheck.training import evaluate_model

TABLE_BITS = 16
"""Some thousands of messages fill no larger table: 2 ** 18 slots gave 78% where these gave 79%."""

SUMMARY = """\
Says what kind of disrespect a message reads as, where it is known to show some. `tonecheck explain` uses it for its
reason in words."""
DATA = """\
The {n_messages} messages of `datasets/client_feedback/` that carry a label, with the kind that each was written as.
**They are synthetic**, and kinds overlap."""


def harmful(corpus: Corpus) -> Corpus:
    """Return the messages that carry a label, labelled with their kind instead."""
    kinds = corpus.columns["kind"]
    chosen = np.array([kind in KINDS and bool(labels.any()) for kind, labels in zip(kinds, corpus.y, strict=True)])
    found = corpus.rows(chosen)
    y = np.eye(len(KINDS))[[KINDS.index(kind) for kind in found.columns["kind"]]]
    # Figures by kind would say nothing of labels that are kinds.
    columns: dict[str, list[Any]] = {name: values for name, values in found.columns.items() if name != "kind"}
    return Corpus(found.texts, y, KINDS, columns, sources=found.sources)


def build_kind_model(folder: Path, identifier: LanguageIdentifier) -> None:
    """Fit, measure on the frozen test writers, and write the model."""
    corpus = harmful(read_corpus(FEEDBACK / "train.jsonl", FEEDBACK / "dev.jsonl"))
    model = ToneClassifier(table_bits=TABLE_BITS)
    groups = groups_of(corpus.columns["writer"])
    model.fit(
        corpus.texts,
        corpus.y,
        labels=KINDS,
        groups=groups,
        calibrate_on=[group == HELD_BACK for group in groups],
        identifier=identifier,
    )
    test = harmful(read_corpus(FEEDBACK / "test.jsonl"))
    model.evaluation_ = {"measured_on": "the frozen test messages that carry a label", **evaluate_model(model, test)}
    notes = {
        "summary": SUMMARY,
        "license": "mit",
        "data": DATA.format(n_messages=len(corpus)),
        "rebuild": "`python datasets/tools/build_models.py` makes it again from `datasets/`, with the same digests.",
        "corpus": corpus.sources,
    }
    model.save(folder, overwrite=True, notes=notes)
