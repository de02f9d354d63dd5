"""How far the respect score agrees with those who read whole correspondences.

    python benchmarks/threads.py [--write]

On the frozen clients of ``datasets/threads/test.jsonl``: the band of each part and the verdict against two readers', as
they are; with the readers' own labels in place of the models', which shows what is the rules' error and what the
models'; with ids shuffled; and without knowing which message replies to which. Then what became of each concern.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sections import to_table, write_section

from tonecheck import api
from tonecheck.features.batch import Batch
from tonecheck.labels import LABELS
from tonecheck.records import ClientRespect, Message, ToneScores
from tonecheck.respect_score import score_clients
from tonecheck.respect_score.concerns import Concern, pair_up, settle
from tonecheck.respect_score.mailbox import find_recipients, make_letters, read_senders, sort_mailbox
from tonecheck.respect_score.people import read_people
from tonecheck.respect_score.reading import known_tones, read_mailbox
from tonecheck.respect_score.replies import FATES, SIGNS, ReplyReader, load_reply_reader, to_batch
from tonecheck.respect_score.zone import read_sent, read_zone
from tonecheck.text.reply import own_words

THREADS = Path(__file__).parent.parent / "datasets" / "threads"
PARTS = ("time", "work", "feedback")
BANDS = ("good", "mixed", "bad", None)
VERDICTS = ("keep", "a_bit_difficult", "break_up", "not_enough_messages")
SURE = 0.995
"""Probability given to a label that the readers saw."""

Thread = dict[str, Any]


class Readers:
    """Stands in for `ReplyReader` with what the readers of a correspondence marked."""

    def __init__(self, thread: Thread) -> None:
        texts = to_batch([own_words(message["text"]).text for message in thread["messages"]]).texts
        self._marked = dict(zip(texts, thread["messages"], strict=True))

    def concerns(self, texts: Batch) -> np.ndarray:
        """Return 1 for a text that raises a concern."""
        return np.array([float(self._marked[text].get("concern", 0)) for text in texts.texts])

    def replies(self, texts: Batch) -> np.ndarray:
        """Return high log odds for the signs that a text shows."""
        signs = [[10.0 if self._marked[text].get(sign) else -10.0 for sign in SIGNS] for text in texts.texts]
        return np.hstack([np.zeros((len(texts), len(FATES))), np.array(signs).reshape(len(texts), len(SIGNS))])

    def fates(self, concerns: Batch, answers: Batch, log_odds: np.ndarray) -> np.ndarray:
        """Return the fate that each concern had."""
        return np.array([[float(self._marked[text]["fate"] == fate) for fate in FATES] for text in concerns.texts])


def read_threads() -> list[Thread]:
    """Read the frozen clients."""
    lines = (THREADS / "test.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def to_messages(thread: Thread) -> list[Message]:
    """Return a client's correspondence as messages."""
    return [
        Message(row["id"], row["sent"], row["sender"], row["text"], tuple(row["to"]), row["reply_to"])
        for row in thread["messages"]
    ]


def marked_tones(thread: Thread) -> ToneScores:
    """Return the readers' labels as tones."""
    labels = np.array([[row.get(label, 0) for label in LABELS] for row in thread["messages"]], bool)
    codes = np.zeros(len(labels), np.int8)
    return ToneScores(LABELS, np.where(labels, SURE, 1 - SURE), labels, labels & ~labels, codes, codes.astype(np.uint8))


def score(thread: Thread, messages: list[Message], tones: ToneScores, reader: Any) -> ClientRespect:
    """Score a client as `tonecheck.respect` does."""
    own_texts = [own_words(message.text).text for message in messages]
    options = {name: thread[name] for name in ("me", "timezone", "working_hours", "holidays")}
    return score_clients(messages, own_texts, known_tones(tones), reader=reader, **options)[thread["client"]]


def shuffled(messages: list[Message]) -> list[Message]:
    """Give ids that say nothing of the order, and put the messages in another one."""
    order = np.random.default_rng(0).permutation(len(messages))
    names = {message.id: f"m{place:03}" for message, place in zip(messages, order.tolist(), strict=True)}
    renamed = [replace(message, id=names[message.id], reply_to=names.get(message.reply_to)) for message in messages]
    return [renamed[place] for place in order]


def answers(found: ClientRespect) -> dict[str, str | None]:
    """Return bands and verdict."""
    bands = {name: part and part.band for name, part in ((name, getattr(found, name)) for name in PARTS)}
    return {**bands, "verdict": found.overall.verdict}


def agreement(name: str, threads: list[Thread], found: list[dict[str, str | None]]) -> list[str]:
    """Return a row: how often each answer is the first reader's, and in brackets one of the two readers'."""
    cells = [name]
    for asked in (*PARTS, "verdict"):
        first = [answer[asked] == thread["judgement"][asked] for answer, thread in zip(found, threads, strict=True)]
        either = [
            answer[asked] in (thread["judgement"][asked], thread["second_judgement"][asked])
            for answer, thread in zip(found, threads, strict=True)
        ]
        cells.append(f"{np.mean(first):.0%} ({np.mean(either):.0%})")
    return cells


def confusion(
    asked: str, values: Sequence[str | None], threads: list[Thread], found: list[dict[str, str | None]]
) -> str:
    """Return a table: the first reader's answer down, ours across."""
    counts = Counter((thread["judgement"][asked], answer[asked]) for thread, answer in zip(threads, found, strict=True))
    rows = [[f"read as {value}", *(str(counts[value, ours]) for ours in values)] for value in values]
    return to_table([asked, *(f"scored {value}" for value in values)], rows)


def sent_at(row: dict[str, Any]) -> datetime:
    """Return when a message was sent."""
    return datetime.fromisoformat(row["sent"])


def follow(thread: Thread, reader: ReplyReader) -> list[Concern]:
    """Return what became of each concern, by the models."""
    messages = to_messages(thread)
    people = read_people(thread["me"], None, ())
    sents = [read_sent(message.sent, row) for row, message in enumerate(messages)]
    letters = make_letters(messages, read_senders(messages, people), sents, read_zone(thread["timezone"]))
    own_texts = [own_words(message.text).text for message in messages]
    mailbox = sort_mailbox(letters, own_texts, people)
    pairs = pair_up(find_recipients(mailbox, people), mailbox.by_client)
    reading = read_mailbox(mailbox, pairs, own_texts, known_tones(marked_tones(thread)), reader)
    return settle(pairs, reading.fates)[thread["client"]]


def fates(threads: list[Thread], reader: ReplyReader) -> str:
    """Return a table of precision and recall of each fate, over the concerns that the client could still answer."""
    pairs: Counter[tuple[str | None, str | None]] = Counter()
    for thread in threads:
        seen = {concern.raised.message.id: concern.fate for concern in follow(thread, reader)}
        last = max(sent_at(row) for row in thread["messages"] if row["sender"] != thread["me"])
        for row in thread["messages"]:
            if row["sender"] == thread["me"] and sent_at(row) < last:
                pairs[row["fate"], seen.get(row["id"])] += 1
    rows = []
    for fate in (*FATES, None):
        right, told = pairs[fate, fate], sum(n for (_, ours), n in pairs.items() if ours == fate)
        there = sum(n for (real, _), n in pairs.items() if real == fate)
        rows.append([fate or "no concern", str(there), f"{right / max(told, 1):.0%}", f"{right / max(there, 1):.0%}"])
    return to_table(["fate", "there", "precision", "recall"], rows)


def main() -> None:
    """Print the tables, and with ``--write`` put them into their place."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    threads = read_threads()
    reader = load_reply_reader()

    def with_models(change: Callable[[list[Message]], list[Message]]) -> list[dict[str, str | None]]:
        found = []
        for thread in threads:
            messages = change(to_messages(thread))
            tones = api.score_batch([message.text for message in messages])
            found.append(answers(score(thread, messages, tones, reader)))
        return found

    as_they_are = with_models(list)
    by_readers = [answers(score(one, to_messages(one), marked_tones(one), Readers(one))) for one in threads]
    second = [thread["second_judgement"] for thread in threads]
    without_replies = with_models(lambda messages: [replace(message, reply_to=None) for message in messages])
    table = to_table(
        ["", *PARTS, "verdict"],
        [
            agreement("the models", threads, as_they_are),
            agreement("the rules, with the readers' labels and fates", threads, by_readers),
            agreement("the models, ids shuffled", threads, with_models(shuffled)),
            agreement("the models, without reply_to", threads, without_replies),
            agreement("the second reader", threads, second),
        ],
    )
    tables = [confusion(part, BANDS, threads, as_they_are) for part in PARTS]
    tables.append(confusion("verdict", VERDICTS, threads, as_they_are))
    content = "\n".join([table, *tables, fates(threads, reader)])
    print(content)
    if write:
        write_section("threads", content)


if __name__ == "__main__":
    main()
