"""Turn correspondences in compact form, and what a second reader made of them, into JSON lines.

    python datasets/tools/compile_threads.py DRAFT... --readings ANSWERS... --output FILE

A draft has for each client a header, invoices, a line a message and a judgement:

    #client ID | name | address | reader: who I am | time zone | working hours | country of holidays
    @invoice ISSUED | due DAY | paid DAY or -
    NUMBER | < from the client, > from me | local time | number it replies to, or - | marks | text
    @judge time=BAND work=BAND feedback=BAND verdict=VERDICT

Marks of a client's message are its four labels as digits, then what else holds of `WORDS`. Marks of mine are - or the
fate of the concern it raises, with @ and the number of the message that shows it. Answers have, for each client, a line
``NUMBER marks`` for each message and a judgement. Where the readers differ on a message, its line in a file of third
readings (``ID NUMBER marks``, given with --decided) decides, else the first reading stands.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tonecheck.labels import LABELS

ME = "me@studio.example"
WORDS = ("changed", "emergency", "apology", "norush")
FATES = ("answered", "declined", "brushed_off", "mocked", "ignored")
BANDS = ("good", "mixed", "bad", "none")
VERDICTS = ("keep", "a_bit_difficult", "break_up", "not_enough_messages")
HEADER = ("id", "name", "client", "reader", "timezone", "working_hours", "holidays")


class DraftError(ValueError):
    """A line of a draft is not in the compact form."""


@dataclass
class Thread:
    """One client's correspondence while it is read."""

    head: dict[str, str]
    invoices: list[dict[str, str | None]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    judgement: dict[str, str | None] | None = None


def read_draft(path: Path) -> list[Thread]:
    """Read the correspondences of a draft."""
    threads: list[Thread] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            if line.startswith("#client"):
                threads.append(Thread(dict(zip(HEADER, fields(line.removeprefix("#client"), 7), strict=True))))
                threads[-1].head["reader"] = threads[-1].head["reader"].removeprefix("reader:").strip()
                ZoneInfo(threads[-1].head["timezone"])
            elif line.startswith("@invoice"):
                issued, due, paid = fields(line.removeprefix("@invoice"), 3)
                paid = paid.removeprefix("paid ").strip()
                threads[-1].invoices.append(
                    {"issued": issued, "due": due.removeprefix("due ").strip(), "paid": None if paid == "-" else paid}
                )
            elif line.startswith("@judge"):
                threads[-1].judgement = read_judgement(line)
            else:
                threads[-1].messages.append(read_message(line, threads[-1]))
        except (ValueError, IndexError, KeyError) as error:
            raise DraftError(f"{path.name}, line {number}: {error}") from error
    return threads


def fields(line: str, n_fields: int) -> list[str]:
    """Split a line at bars, the last field taking all that is left."""
    found = [part.strip() for part in line.split("|", n_fields - 1)]
    if len(found) != n_fields:
        raise DraftError(f"{len(found)} fields; expected {n_fields}")
    return found


def read_judgement(line: str) -> dict[str, str | None]:
    """Read the bands of the parts, None for 'none', and the verdict."""
    found = dict(pair.split("=") for pair in line.removeprefix("@judge").split())
    if set(found) != {"time", "work", "feedback", "verdict"} or found["verdict"] not in VERDICTS:
        raise DraftError(f"judgement {found}; expected time, work, feedback and verdict")
    if not {found[part] for part in ("time", "work", "feedback")} <= set(BANDS):
        raise DraftError(f"judgement {found}; expected bands {', '.join(BANDS)}")
    return {name: None if value == "none" else value for name, value in found.items()}


def read_message(line: str, thread: Thread) -> dict[str, Any]:
    """Read one message."""
    number, side, time, reply, marks, text = fields(line, 6)
    if int(number) != len(thread.messages) + 1 or side not in ("<", ">"):
        raise DraftError(f"message {number} {side}; expected number {len(thread.messages) + 1}, from < or >")
    sent = datetime.strptime(time, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(thread.head["timezone"]))
    client = thread.head["client"]
    return {
        "id": message_id(thread, int(number)),
        "sent": sent.isoformat(),
        "sender": client if side == "<" else ME,
        "to": [ME if side == "<" else client],
        "reply_to": None if reply == "-" else message_id(thread, int(reply)),
        "text": unicodedata.normalize("NFC", text.replace("\\n", "\n")),
        **read_marks(marks, side, thread),
    }


def read_marks(marks: str, side: str, thread: Thread) -> dict[str, Any]:
    """Read what a message is marked as."""
    if side == ">":
        fate, _, shown = marks.strip().partition("@")
        if fate not in ("-", *FATES):
            raise DraftError(f"fate {fate!r}; expected - or one of {', '.join(FATES)}")
        return {
            "concern": int(fate != "-"),
            "fate": None if fate == "-" else fate,
            "shown_in": message_id(thread, int(shown)) if shown else None,
        }
    digits, *words = marks.split()
    if not re.fullmatch("[01]{4}", digits) or not set(words) <= set(WORDS):
        raise DraftError(f"marks {marks!r}; expected four digits, then some of {', '.join(WORDS)}")
    return {**dict(zip(LABELS, map(int, digits), strict=True)), **{word: int(word in words) for word in WORDS}}


def message_id(thread: Thread, number: int) -> str:
    """Return the id of a client's message."""
    return f"{thread.head['id']}-{number:02}"


def read_answers(path: Path) -> dict[str, tuple[dict[int, str], dict[str, str | None]]]:
    """Return, for each client, the marks by number and the judgement of a second reader."""
    found: dict[str, tuple[dict[int, str], dict[str, str | None]]] = {}
    marks: dict[int, str] = {}
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("#client"):
            marks = {}
            client = line.removeprefix("#client").split("|")[0].strip()
            found[client] = marks, {}
        elif line.startswith("@judge"):
            found[client][1].update(read_judgement(line))
        elif not line.startswith(("@", "`")):
            number, _, rest = line.partition(" ")
            marks[int(number)] = rest.strip()
    return found


def read_decided(path: Path | None) -> dict[tuple[str, int], str]:
    """Return third readings by client and number."""
    if path is None:
        return {}
    rows = (line.split(maxsplit=2) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {(client, int(number)): marks for client, number, marks in rows}


def to_row(
    thread: Thread, second: tuple[dict[int, str], dict[str, str | None]], decided: dict[tuple[str, int], str]
) -> dict[str, Any]:
    """Put one client together as JSON."""
    marks, judgement = second
    for number, message in enumerate(thread.messages, 1):
        side = "<" if message["sender"] != ME else ">"
        message["second"] = read_marks(marks[number], side, thread)
        key = thread.head["id"], number
        if key in decided:
            third = read_marks(decided[key], side, thread)
            message["first"] = {name: message[name] for name in third}
            message.update(third)
    return {
        **thread.head,
        "lang": thread.head["id"][:2],
        "me": ME,
        "invoices": thread.invoices,
        "messages": thread.messages,
        "judgement": thread.judgement,
        "second_judgement": judgement,
    }


def compile_threads(drafts: Iterable[Path], readings: Iterable[Path], decided: Path | None) -> list[dict[str, Any]]:
    """Return one row a client."""
    answers = {}
    for path in readings:
        answers.update(read_answers(path))
    thirds = read_decided(decided)
    return [to_row(thread, answers[thread.head["id"]], thirds) for path in drafts for thread in read_draft(path)]


def main() -> None:
    """Compile the drafts that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("drafts", nargs="+", type=Path)
    parser.add_argument("--readings", nargs="+", type=Path, required=True)
    parser.add_argument("--decided", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    try:
        rows = compile_threads(options.drafts, options.readings, options.decided)
    except DraftError as error:
        sys.exit(str(error))
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    options.output.write_text("".join(lines), encoding="utf-8")
    print(f"{options.output}: {len(rows)} clients, {sum(len(row['messages']) for row in rows)} messages")


if __name__ == "__main__":
    main()
