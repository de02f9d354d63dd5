"""Write what is generated of the documents: the data card, and the figures in the project's README.

    python datasets/tools/write_documents.py [--check]

With ``--check`` nothing is written; it exits with 1 where a document is not what the data and the models' evaluations
give.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from tonecheck.labels import LABELS
from tonecheck.model_card import to_table
from tonecheck.resources import DEFAULT_MODEL, shipped_folder

ROOT = Path(__file__).parent.parent.parent
DATASETS = ROOT / "datasets"
SPLITS = ("train", "dev", "test")
LANGUAGES = {"en": "English", "fr": "French"}
LENGTHS = (("under 12 words", 0, 12), ("12 to 40 words", 12, 41), ("over 40 words", 41, 10**9))

SIGNS = ("apology", "emergency", "norush")

Message = dict[str, Any]


def read_messages() -> list[Message]:
    """Return all messages, each with the part of the data that it stands in."""
    found = []
    for part in (*(f"client_feedback/{split}" for split in SPLITS), "phrasebook/phrasebook"):
        lines = (DATASETS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [{**json.loads(line), "part": part.split("/")[1]} for line in lines]
    return found


def kappa(first: list[int], second: list[int]) -> float:
    """Return Cohen's kappa of two readers' answers. Range: -1 to 1. Direction: 1 is full agreement, 0 is chance."""
    n = len(first)
    observed = sum(one == other for one, other in zip(first, second, strict=True)) / n
    share = [sum(answers) / n for answers in (first, second)]
    expected = share[0] * share[1] + (1 - share[0]) * (1 - share[1])
    return (observed - expected) / (1 - expected)


def agreement() -> str:
    """Return how well second readers agreed with the writers, for each part and label."""
    rows = []
    for name in (*(f"client_feedback/{split}" for split in SPLITS), "phrasebook/phrasebook"):
        lines = (DATASETS / f"{name}.readings.tsv").read_text(encoding="utf-8").splitlines()[1:]
        votes = [line.split("\t")[1:] for line in lines]
        differing = sum(vote[0] != vote[1] for vote in votes)
        kappas = [
            f"{kappa([int(vote[0][column]) for vote in votes], [int(vote[1][column]) for vote in votes]):.3f}"
            for column in range(len(LABELS))
        ]
        rows.append([f"`{Path(name).name}`", len(votes), differing, *kappas])
    return to_table(["part", "read again", "differing in a label", *(f"kappa `{label}`" for label in LABELS)], rows)


def counts(messages: list[Message], field: str) -> str:
    """Return the number of messages by a field and language."""
    found = Counter((message[field], message["lang"]) for message in messages)
    names = sorted({name for name, _ in found})
    return to_table(
        [field, *LANGUAGES.values()], [[name, *(found[name, language] for language in LANGUAGES)] for name in names]
    )


def overview(messages: list[Message]) -> str:
    """Return messages and writers by part, language and label."""
    rows = []
    for part in (*SPLITS, "phrasebook"):
        for language, name in LANGUAGES.items():
            mine = [message for message in messages if message["part"] == part and message["lang"] == language]
            rows.append(
                [
                    f"`{part}`",
                    name,
                    len(mine),
                    len({message["writer"] for message in mine}),
                    sum("pair" in message for message in mine),
                    *(sum(message[label] for message in mine) for label in LABELS),
                    sum(not any(message[label] for label in LABELS) for message in mine),
                ]
            )
    head = ["part", "language", "messages", "writers", "in pairs", *(f"`{label}`" for label in LABELS), "no label"]
    return to_table(head, rows)


def lengths(messages: list[Message]) -> str:
    """Return the number of messages, and how many of them fail the idiot test, by length and language."""
    rows = []
    for name, low, high in LENGTHS:
        row: list[Any] = [name]
        for language in LANGUAGES:
            mine = [m for m in messages if m["lang"] == language and low <= len(m["text"].split()) < high]
            row += [len(mine), f"{sum(m['idiot_test'] for m in mine) / max(len(mine), 1):.0%}"]
        rows.append(row)
    return to_table(
        ["length", *(f"{name}{what}" for name in LANGUAGES.values() for what in ("", ", `idiot_test`"))], rows
    )


def read_threads(split: str) -> list[dict[str, Any]]:
    """Return the correspondences of a split."""
    return [json.loads(line) for line in (DATASETS / "threads" / f"{split}.jsonl").read_text("utf-8").splitlines()]


def threads() -> str:
    """Return clients, messages, concerns and verdicts of the correspondences by split and language."""
    verdicts = ("keep", "a_bit_difficult", "break_up", "not_enough_messages")
    rows = []
    for split in ("train", "test"):
        for language, name in LANGUAGES.items():
            mine = [thread for thread in read_threads(split) if thread["lang"] == language]
            fates = Counter(m["fate"] for thread in mine for m in thread["messages"] if m.get("fate"))
            found = Counter(thread["judgement"]["verdict"] for thread in mine)
            n_messages = sum(len(thread["messages"]) for thread in mine)
            told = ", ".join(f"{count} {fate}" for fate, count in fates.most_common())
            rows.append([f"`{split}`", name, len(mine), n_messages, told, *(found[verdict] for verdict in verdicts)])
    return to_table(["part", "language", "clients", "messages", "fates of concerns", *verdicts], rows)


def thread_agreement() -> str:
    """Return how well two readers of the correspondences agreed."""
    pairs: dict[str, list[tuple[Any, Any]]] = {}
    for thread in [*read_threads("train"), *read_threads("test")]:
        for part in ("time", "work", "feedback", "verdict"):
            pairs.setdefault(part, []).append((thread["judgement"][part], thread["second_judgement"][part]))
        for message in thread["messages"]:
            first, second = message.get("first", message), message["second"]
            for mark in ("concern", "fate", "changed", *LABELS):
                if mark in first and (mark != "fate" or (first["concern"] and second["concern"])):
                    pairs.setdefault(mark, []).append((first[mark], second[mark]))
    rows = [
        [f"`{name}`", len(found), f"{sum(one == other for one, other in found) / len(found):.1%}"]
        for name, found in pairs.items()
    ]
    return to_table(["mark", "read twice", "alike"], rows)


def replies() -> str:
    """Return the numbers of concerns with replies, and of messages with signs, by language."""
    pairs, signs = (
        [json.loads(line) for line in (DATASETS / "replies" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("pairs", "signs")
    )
    found = Counter((row["fate"], row["lang"]) for row in pairs)
    found.update((sign, row["lang"]) for row in signs for sign in SIGNS if row[sign])
    found.update(
        ("no sign", row["lang"]) for row in signs if not any(row[s] for s in ("apology", "emergency", "norush"))
    )
    names = list(dict.fromkeys(name for name, _ in found))
    return to_table(["", *LANGUAGES.values()], [[n, *(found[n, language] for language in LANGUAGES)] for n in names])


def data_card() -> str:
    """Return the data card."""
    messages = read_messages()
    feedback = [message for message in messages if message["part"] in SPLITS]
    others = (DATASETS / "other_languages.jsonl").read_text(encoding="utf-8").splitlines()
    test = (DATASETS / "client_feedback" / "test.jsonl").read_bytes()
    template = (Path(__file__).parent / "data_card.md").read_text(encoding="utf-8")
    return template.format(
        overview=overview(messages),
        agreement=agreement(),
        kinds=counts(feedback, "kind"),
        lengths=lengths(feedback),
        threads=threads(),
        thread_agreement=thread_agreement(),
        replies=replies(),
        channels=counts(feedback, "channel"),
        n_trades=len({message["trade"] for message in feedback}),
        trades=", ".join(
            f"{trade} ({count})" for trade, count in Counter(m["trade"] for m in feedback).most_common(60)
        ),
        n_others=len(others),
        n_other_languages=len({json.loads(line)["lang"] for line in others}),
        test_digest=hashlib.sha256(test).hexdigest(),
    )


def readme() -> str:
    """Return the project's README with the figures of the default model."""
    evaluation = json.loads((shipped_folder(DEFAULT_MODEL) / "evaluation.json").read_text(encoding="utf-8"))
    source = (ROOT / "README.md").read_text(encoding="utf-8")
    source = _fill(source, "thresholds", _thresholds(evaluation))
    return _fill(source, "figures", _figures(evaluation))


def _fill(source: str, name: str, content: str) -> str:
    return re.sub(
        rf"<!-- {name} -->.*?<!-- /{name} -->", f"<!-- {name} -->\n{content}<!-- /{name} -->", source, flags=re.S
    )


def _thresholds(evaluation: dict[str, Any]) -> str:
    rows = []
    for point in ("careful", "alert"):
        for language, name in LANGUAGES.items():
            found = evaluation["languages"][language]["operating_points"][point]
            shares = found["harmless_of_100_flagged"]
            rows.append(
                [
                    f"`{point}`",
                    name,
                    f"{found['accused'][0]:.1%} (up to {found['accused'][2]:.1%})",
                    f"{found['caught'][0]:.0%}",
                    *shares.values(),
                ]
            )
    head = ["", "", "harmless messages accused", "harmful ones caught"]
    head += [f"of 100 flagged, harmless, where {share} are contemptuous" for share in shares]
    return to_table(head, rows)


def _figures(evaluation: dict[str, Any]) -> str:
    rows = []
    for label in LABELS:
        row = [f"`{label}`"]
        for language in LANGUAGES:
            value, low, high = evaluation["languages"][language]["labels"][label]["auc"]
            row.append(f"{value:.3f} ({low:.3f}–{high:.3f})")
        rows.append(row)
    head = ["AUC on the frozen test messages, with 90% interval over writers", *LANGUAGES.values()]
    return to_table(head, rows)


def main() -> None:
    """Write the documents, or check them."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for path, content in ((DATASETS / "README.md", data_card()), (ROOT / "README.md", readme())):
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(str(path.relative_to(ROOT)))
            if not check:
                path.write_text(content, encoding="utf-8")
    print(("stale: " if check else "written: ") + (", ".join(stale) or "nothing"))
    raise SystemExit(1 if check and stale else 0)


if __name__ == "__main__":
    main()
