"""Turn concerns with their replies, and messages with signs, from compact form into JSON lines.

    python datasets/tools/compile_replies.py pairs DRAFT... --output FILE
    python datasets/tools/compile_replies.py signs DRAFT... --output FILE

A draft of pairs has lines ``fate|message of the reader|message of the client``, the fate being one of `FATES` or none;
a draft of signs has lines ``sign+sign|message of the client``. The name of a draft begins with its language.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

FATES = ("answered", "declined", "brushed_off", "mocked", "ignored", "changed", "none")
SIGNS = ("apology", "emergency", "norush")


def read_pair(line: str) -> dict[str, Any]:
    """Read a concern and its reply."""
    fate, text, reply = line.split("|")
    if fate not in FATES or (fate == "none") != (not reply.strip()):
        raise ValueError(f"fate {fate!r} with reply {reply[:20]!r}; expected one of {', '.join(FATES)}, 'none' without")
    return {"fate": fate, "text": plain(text), "reply": plain(reply) or None}


def read_signs(line: str) -> dict[str, Any]:
    """Read a message and its signs."""
    marks, text = line.split("|")
    signs = set(marks.split("+")) - {"none"}
    if not signs <= set(SIGNS):
        raise ValueError(f"signs {marks!r}; expected none or some of {', '.join(SIGNS)}")
    return {**{sign: int(sign in signs) for sign in SIGNS}, "text": plain(text)}


def plain(text: str) -> str:
    """Return a text with its line breaks, in NFC."""
    return unicodedata.normalize("NFC", text.strip().replace("\\n", "\n"))


def compile_drafts(kind: str, drafts: list[Path]) -> list[dict[str, Any]]:
    """Return one row a line; ids count by draft, so that rows of one sitting can be kept together."""
    read = read_pair if kind == "pairs" else read_signs
    rows = []
    for path in drafts:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                language = path.stem.removeprefix("signs-")[:2]
                rows.append({"id": f"{path.stem}-{number:03}", "lang": language, **read(line)})
            except ValueError as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return rows


def main() -> None:
    """Compile the drafts that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("pairs", "signs"))
    parser.add_argument("drafts", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    try:
        rows = compile_drafts(options.kind, options.drafts)
    except ValueError as error:
        sys.exit(str(error))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"{options.output}: {len(rows)} rows")


if __name__ == "__main__":
    main()
