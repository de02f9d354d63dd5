"""A mail's lines, and why each is set aside: what the rules read and write."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

LONGEST_HEAD = 500
"""Characters of a line that rules look at: no attribution or signature is longer, and time stays linear."""

# Signs that can stand, unseen, before a quote mark.
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_BLANKS = dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F, 0x3000), " ")


def bare_line(line: str) -> str:
    r"""Return a line as the rules compare it: composed, with plain spaces, without blanks or unseen signs around it.

    Parameters
    ----------
    line : str
        One line, with or without its end.

    Returns
    -------
    str
        At most `LONGEST_HEAD` characters of it; a longer line ends in an ellipsis, which no rule expects.

    Examples
    --------
    >>> bare_line("  Le 3 mars, Ann a e\u0301crit\u00a0:\r\n")
    'Le 3 mars, Ann a écrit :'
    """
    if len(line) > LONGEST_HEAD:
        line = line[:LONGEST_HEAD] + "…"
    if line.isascii():
        return line.strip()
    return unicodedata.normalize("NFC", line.translate(_BLANKS)).strip().strip(_INVISIBLE).strip()


class Lines:
    """The lines of a mail that are looked at, from the first one with words to the last.

    Attributes
    ----------
    raw : list of str
        The lines as they came, with their ends.
    bare : list of str
        The same as `bare_line` makes them; '' is a blank line.
    reasons : list of str or None
        Why a line is set aside; None while it is kept.
    """

    __slots__ = ("bare", "raw", "reasons")

    def __init__(self, raw: Sequence[str]) -> None:
        self.raw = list(raw)
        self.bare = [bare_line(line) for line in raw]
        self.reasons: list[str | None] = [None] * len(self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def is_open(self, index: int) -> bool:
        """Say whether a line has words and is kept so far."""
        return self.reasons[index] is None and bool(self.bare[index])

    def open_indexes(self) -> list[int]:
        """Return the lines that have words and are kept so far."""
        return [index for index in range(len(self.raw)) if self.is_open(index)]

    def set_aside(self, start: int, end: int, reason: str) -> None:
        """Set the lines from `start` up to `end` aside, but for those that are already."""
        for index in range(start, end):
            if self.reasons[index] is None:
                self.reasons[index] = reason

    def next_words(self, index: int) -> int:
        """Return the first line from `index` on that is not blank; the number of lines if there is none."""
        while index < len(self.bare) and not self.bare[index]:
            index += 1
        return index

    def indent(self, index: int) -> int:
        """Return how many blanks a line begins with; a tab counts four. The first line has none."""
        if index == 0:
            return 0
        line = self.raw[index]
        beginning = line[: len(line) - len(line.lstrip(" \t\u00a0"))]
        return len(beginning) + 3 * beginning.count("\t")

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield start and end of each run of lines that have words and are kept so far."""
        start = None
        for index in range(len(self.raw)):
            if self.is_open(index):
                start = index if start is None else start
            elif start is not None:
                yield start, index
                start = None
        if start is not None:
            yield start, len(self.raw)
