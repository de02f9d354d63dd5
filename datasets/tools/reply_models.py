"""The two small models that follow a correspondence: which messages raise a concern, and what replies do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from tonecheck.classifier import ToneClassifier
from tonecheck.corpus import Corpus
from tonecheck.language import LanguageIdentifier
from tonecheck.respect_score.replies import APOLOGY, CHANGED, EMERGENCY, FATES, NO_HURRY, SIGNS, nearness_of
from tonecheck.training import evaluate_model

ROOT = Path(__file__).parent.parent.parent
THREADS = ROOT / "datasets" / "threads"
PAIRS = ROOT / "datasets" / "replies" / "pairs.jsonl"
SIGNED = ROOT / "datasets" / "replies" / "signs.jsonl"
SOURCES = (THREADS / "train.jsonl", PAIRS, SIGNED)

TABLE_BITS = 16
"""A few thousand messages fill no larger table."""

ROWS_OF_A_SITTING = 20
"""Pairs and signs have no writers; as many rows in a row as were written in one portion stay in one fold."""

THREAD_WEIGHT = 3.0
"""How much more a pair from a correspondence counts in the relation than one written for itself."""

SUMMARIES = {
    "concern-enfr-1": """\
Says whether a message to a client raises a concern: a question that matters, a worry, an objection, a proposal.
`tonecheck respect` uses it for the feedback part.""",
    "reply-enfr-1": """\
Says what a client's message does: answer, decline with a reason, brush off, mock or pass over what was raised before
it; tell that work was changed without asking; apologise; explain an emergency; say that it can wait. `tonecheck
respect` uses it.""",
}
DATA = """\
{n_messages} messages of `datasets/threads/train.jsonl` and `datasets/replies/`. **They are synthetic**, written for
this project; the figures are for `datasets/threads/test.jsonl`, written the same way by others, and flatter."""

# Text, labels, group, the concern before it, whether it stands in a thread.
Row = tuple[str, list[float], str, str | None, bool]

UNKNOWN = float("nan")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sitting(row: dict[str, Any]) -> str:
    """Return the group of a pair or a message with signs."""
    draft, _, number = row["id"].rpartition("-")
    return f"{draft}-{(int(number) - 1) // ROWS_OF_A_SITTING}"


def concern_rows(threads: list[dict[str, Any]]) -> list[Row]:
    """Return the reader's messages of threads, with whether they raise a concern."""
    return [
        (message["text"], [float(message["concern"])], thread["id"], None, True)
        for thread in threads
        for message in thread["messages"]
        if message["sender"] == thread["me"]
    ]


def paired_concern_rows() -> list[Row]:
    """Return those that were written in pairs; for a reply that tells of changed work, it is not known."""
    return [
        (row["text"], [float(row["fate"] != "none")], sitting(row), None, False)
        for row in read_rows(PAIRS)
        if row["fate"] != CHANGED
    ]


def next_reply(thread: dict[str, Any], place: int) -> dict[str, Any] | None:
    """Return the message of the client's that `tonecheck.respect_score.concerns` looks at for a fate."""
    messages = thread["messages"]
    theirs = [message for message in messages if message["sender"] != thread["me"]]
    named = [message for message in theirs if message["reply_to"] == messages[place]["id"]]
    later = [message for message in messages[place + 1 :] if message["sender"] != thread["me"]]
    return (named or later or [None])[0]


def fates_of(fate: str) -> list[float]:
    """Return the fates as labels."""
    return [float(fate == name) for name in FATES]


def reply_rows(threads: list[dict[str, Any]]) -> Iterator[Row]:
    """Yield the client's messages of threads, with their signs, and with the fate of the concern before them."""
    no_fate, no_signs = [UNKNOWN] * len(FATES), [UNKNOWN] * len(SIGNS)
    for thread in threads:
        for place, message in enumerate(thread["messages"]):
            if message["sender"] != thread["me"]:
                signs = [float(message[sign]) for sign in SIGNS]
                yield message["text"], no_fate + signs, thread["id"], None, True
            elif message["concern"] and (reply := next_reply(thread, place)) is not None:
                yield reply["text"], fates_of(message["fate"]) + no_signs, thread["id"], message["text"], True


def written_reply_rows() -> Iterator[Row]:
    """Yield the replies of pairs, and the messages written for their signs."""
    for row in read_rows(PAIRS):
        if row["fate"] == CHANGED:
            signs = [1.0 if sign == CHANGED else UNKNOWN for sign in SIGNS]
            yield row["reply"], [UNKNOWN] * len(FATES) + signs, sitting(row), None, False
        elif row["reply"]:
            signs = [0.0 if sign == CHANGED else UNKNOWN for sign in SIGNS]
            yield row["reply"], fates_of(row["fate"]) + signs, sitting(row), row["text"], False
    for row in read_rows(SIGNED):
        signs = [UNKNOWN if sign == CHANGED else float(row[sign]) for sign in (CHANGED, APOLOGY, EMERGENCY, NO_HURRY)]
        yield row["text"], [UNKNOWN] * len(FATES) + signs, sitting(row), None, False


def fit(rows: list[Row], labels: tuple[str, ...], identifier: LanguageIdentifier) -> ToneClassifier:
    """Fit a model, calibrated on threads, where labels are as common as in a mailbox."""
    return ToneClassifier(table_bits=TABLE_BITS).fit(
        [row[0] for row in rows],
        np.array([row[1] for row in rows]),
        labels=labels,
        groups=[row[2] for row in rows],
        calibrate_on=[row[4] for row in rows],
        identifier=identifier,
    )


def fit_relation(rows: list[Row], model: ToneClassifier) -> dict[str, float]:
    """Fit how 'ignored' follows from a reply's own words (out-of-fold) and its nearness to the concern."""
    paired = [place for place, row in enumerate(rows) if row[3] is not None]
    ignored = FATES.index("ignored")
    probability = np.clip(model.out_of_fold_[paired, ignored], 1e-6, 1 - 1e-6)
    nearness = nearness_of([rows[place][3] or "" for place in paired], [rows[place][0] for place in paired])
    features = np.column_stack([np.log(probability / (1 - probability)), nearness])
    y = np.array([rows[place][1][ignored] for place in paired])
    weight = [THREAD_WEIGHT if rows[place][4] else 1.0 for place in paired]
    found = LogisticRegression(C=10.0).fit(features, y, sample_weight=weight)
    values = [*found.coef_[0].tolist(), float(found.intercept_[0])]
    return dict(zip(("own", "nearness", "shared", "intercept"), (round(value, 4) for value in values), strict=True))


def save(folder: Path, model: ToneClassifier, rows: list[Row], test: list[Row], notes: dict[str, Any]) -> None:
    """Measure a model on the test threads, and write it."""
    y = np.array([row[1] for row in test])
    corpus = Corpus([row[0] for row in test], y, model.labels_, {"writer": [row[2] for row in test]})
    model.evaluation_ = {"measured_on": "the frozen test threads", **evaluate_model(model, corpus)}
    notes = {
        "summary": SUMMARIES[folder.name],
        "license": "mit",
        "data": DATA.format(n_messages=len(rows)),
        "rebuild": "`python datasets/tools/build_models.py` makes it again from `datasets/`, with the same digests.",
        "corpus": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SOURCES},
        **notes,
    }
    model.save(folder, overwrite=True, notes=notes)


def build_concern_model(folder: Path, identifier: LanguageIdentifier) -> None:
    """Build ``concern-enfr-1``."""
    rows = paired_concern_rows() + concern_rows(read_rows(THREADS / "train.jsonl"))
    model = fit(rows, ("concern",), identifier)
    save(folder, model, rows, concern_rows(read_rows(THREADS / "test.jsonl")), {})


def build_reply_model(folder: Path, identifier: LanguageIdentifier) -> None:
    """Build ``reply-enfr-1``."""
    rows = [*written_reply_rows(), *reply_rows(read_rows(THREADS / "train.jsonl"))]
    model = fit(rows, (*FATES, *SIGNS), identifier)
    relation = fit_relation(rows, model)
    save(folder, model, rows, list(reply_rows(read_rows(THREADS / "test.jsonl"))), {"relation": relation})
