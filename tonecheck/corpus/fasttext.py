"""fastText's lines: ``__label__insulting __label__dismissive and then the text``."""

from __future__ import annotations

import re
from pathlib import Path

from tonecheck.corpus.base import Row

_LABEL = re.compile(r"(?:^|(?<=\s))__label__(\S+)\s*")


def is_fasttext(content: str) -> bool:
    """Return whether the first line that is not blank carries a label."""
    return bool(_LABEL.search(content.lstrip().split("\n", 1)[0]))


def read_fasttext(path: Path, content: str, text_column: str) -> list[Row]:
    """Return each line as its text and its list of labels, which is None where it carries none."""
    return [
        (f"{path}, line {number}", {text_column: _LABEL.sub("", line).strip(), "label": _LABEL.findall(line) or None})
        for number, line in enumerate(content.split("\n"), 1)
        if line.strip()
    ]
