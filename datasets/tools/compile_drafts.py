r"""Turn messages written in the compact form into the project's JSON lines.

The compact form has one message a line, ``digits|kind|channel|pair|text``: digits are the four labels in their order,
pair is empty or a name used on exactly two lines of one writer, and ``\n`` in the text is a line break. ``#writer ID |
voice | trade`` begins a writer, ``@trade NAME`` changes the trade for the lines below. ``--readings`` names files with
``id digits`` a line, from readers who had not seen the labels. Where they differ from the writer, the majority of three
decides each label; without a third reading the message is dropped. What each reader said is kept beside the output, as
``.readings.tsv``.

    python datasets/tools/compile_drafts.py drafts/*.txt --output train.jsonl --readings readings/*
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tonecheck.labels import LABELS

HARMLESS_KINDS = (
    "hard_criticism", "change_of_mind", "terse", "frustration_elsewhere", "friendly_swearing", "reported_insult",
    "innocent_word", "firm_contract", "group_name", "deadline", "plain_refusal", "ordinary",
)  # fmt: skip
HARMFUL_KINDS = (
    "open_insult", "polite_contempt", "mock_praise", "rhetorical_question", "condescension", "brush_off",
    "cold_brush_off", "reputation_threat", "time_claim",
)  # fmt: skip
CHANNELS = ("mail", "chat", "sms", "ticket", "review", "voice", "form")


def read_draft(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the messages of a draft, with the file and line in every complaint."""
    writer = trade = ""
    counts: Counter[str] = Counter()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("#writer"):
            writer, _, trade = (part.strip() for part in line.removeprefix("#writer").split("|", 2))
        elif line.startswith("@trade"):
            trade = line.removeprefix("@trade").strip()
        elif line.strip():
            counts[writer] += 1
            yield _read_line(f"{path.name}, line {number}", line, writer, trade, counts[writer])


def _read_line(where: str, line: str, writer: str, trade: str, number: int) -> dict[str, Any]:
    fields = line.split("|", 4)
    if len(fields) != 5 or not re.fullmatch("[01]{4}", fields[0]):
        raise SystemExit(f"{where}: {line[:40]!r}; expected digits|kind|channel|pair|text")
    digits, kind, channel, pair, text = fields
    if kind not in (HARMLESS_KINDS if digits == "0000" else HARMFUL_KINDS):
        raise SystemExit(f"{where}: kind {kind!r} with {digits}; expected another")
    if channel not in CHANNELS:
        raise SystemExit(f"{where}: channel {channel!r}; expected one of {CHANNELS}")
    message = {
        "id": f"{writer}-{number:03d}",
        "lang": writer.removeprefix("pb")[:2],
        "text": unicodedata.normalize("NFC", text.replace("\\n", "\n").strip()),
        **dict(zip(LABELS, map(int, digits), strict=True)),
        "kind": kind,
        "trade": trade,
        "channel": channel,
        "writer": writer,
    }
    return message | ({"pair": f"{writer}-{pair}"} if pair else {})


def read_answers(path: Path) -> Iterator[tuple[str, list[int]]]:
    """Yield id and labels of each line of a reading."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            id_, digits = line.split()[:2]
            yield id_, [int(digit) for digit in digits]


def settle(message: dict[str, Any], readings: list[list[int]]) -> bool:
    """Give a message the labels of the majority; return whether each label has at least two readers for it."""
    votes = [[message[label] for label in LABELS], *readings]
    for column, label in enumerate(LABELS):
        count = Counter(vote[column] for vote in votes).most_common(1)[0]
        if len(votes) > 1 and count[1] < 2:
            return False
        message[label] = count[0]
    return True


def fits(message: dict[str, Any]) -> bool:
    """Return whether the kind still fits the labels after the readings."""
    return (message["kind"] in HARMFUL_KINDS) == any(message[label] for label in LABELS)


def write_readings(path: Path, written: list[dict[str, Any]], readings: dict[str, list[list[int]]]) -> None:
    """Write what the writer and each reader said of the messages that were read again."""
    lines = ["id\twritten\tread\n"]
    for message in written:
        if message["id"] in readings:
            votes = [[message[label] for label in LABELS], *readings[message["id"]]]
            lines.append("\t".join([message["id"], *("".join(map(str, vote)) for vote in votes)]) + "\n")
    path.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Write one file of messages, and what readers said of them, from drafts and readings."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("drafts", nargs="+", type=Path)
    parser.add_argument("--output", required=True, type=Path)
    parser.add_argument("--readings", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    readings: dict[str, list[list[int]]] = {}
    for path in options.readings:
        for id_, digits in read_answers(path):
            readings.setdefault(id_, []).append(digits)
    written = [message for path in options.drafts for message in read_draft(path)]
    if readings:
        write_readings(options.output.with_suffix(".readings.tsv"), written, readings)
    kept = [message for message in written if settle(message, readings.get(message["id"], [])) and fits(message)]
    pairs = Counter(message.get("pair") for message in kept)
    for message in kept:
        if pairs[message.get("pair")] != 2:
            message.pop("pair", None)
    lines = (json.dumps(message, ensure_ascii=False) + "\n" for message in kept)
    options.output.write_text("".join(lines), encoding="utf-8")
    print(f"{options.output}: {len(kept)} messages; dropped, because readers did not agree: {len(written) - len(kept)}")


if __name__ == "__main__":
    main()
