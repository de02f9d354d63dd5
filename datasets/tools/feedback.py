"""The messages that the shipped models learn from, and which of them the encoder was not tuned on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tonecheck.corpus import Corpus, read_corpus

DATASETS = Path(__file__).parent.parent
FEEDBACK = DATASETS / "client_feedback"
PHRASEBOOK = DATASETS / "phrasebook" / "phrasebook.jsonl"
THREADS = DATASETS / "threads" / "train.jsonl"

HELD_BACK = "dev"
"""Name of the group that the writers of ``dev.jsonl`` make together."""


def read_tuning() -> Corpus:
    """Return what the encoder is tuned on: all but ``dev.jsonl``."""
    return with_threads(read_corpus(FEEDBACK / "train.jsonl", PHRASEBOOK))


def read_all() -> Corpus:
    """Return all that a tone model learns from."""
    return with_threads(read_corpus(FEEDBACK / "train.jsonl", FEEDBACK / "dev.jsonl", PHRASEBOOK))


def with_threads(corpus: Corpus) -> Corpus:
    """Add what the clients of the training threads wrote, each client a writer."""
    threads = [json.loads(line) for line in THREADS.read_text(encoding="utf-8").splitlines()]
    rows = [
        (message, thread) for thread in threads for message in thread["messages"] if message["sender"] != thread["me"]
    ]
    y = np.array([[message[label] for label in corpus.labels] for message, _ in rows], np.float64)
    return Corpus(
        [*corpus.texts, *(message["text"] for message, _ in rows)],
        np.vstack([corpus.y, y]),
        corpus.labels,
        {"writer": [*corpus.columns["writer"], *(thread["id"] for _, thread in rows)]},
        sources={**corpus.sources, f"threads/{THREADS.name}": hashlib.sha256(THREADS.read_bytes()).hexdigest()},
    )


def are_whole(writers: Sequence[str]) -> list[bool]:
    """Return whether messages are whole ones of the usual mix, neither of the phrasebook nor of a correspondence."""
    return [not writer.startswith("pb") and "-t" not in writer for writer in writers]


def groups_of(writers: Sequence[str]) -> list[str]:
    """Return the group of each message: its writer, but `HELD_BACK` for all writers of ``dev.jsonl``.

    They were written in sittings of their own, and the encoder was not tuned on them. In a fold of their own, no block
    has seen them or their like: what blocks then say of them is what they say of strangers. Calibration and thresholds
    are fitted on these messages alone, whose mix is that of whole messages.
    """
    held_back = set(read_corpus(FEEDBACK / "dev.jsonl").columns["writer"])
    return [HELD_BACK if writer in held_back else writer for writer in writers]
