"""The messages behind a score, weightiest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tonecheck.records import Evidence
from tonecheck.respect_score.mailbox import Letter
from tonecheck.respect_score.reasons import UNSURE

MOST_EVIDENCE = 20
"""Most messages that are shown for a score; a reader looks at few."""

QUOTE_CHARACTERS = 160
"""Length of a quote: about two lines, enough to know the message again."""


class Finding(NamedTuple):
    """A message, why it is evidence, and what it took from a score (negative) or gave to it."""

    letter: Letter
    reason: str
    points: float


def make_evidence(findings: Iterable[Finding], own_texts: Sequence[str]) -> tuple[Evidence, ...]:
    """Show what moved a score.

    Parameters
    ----------
    findings : iterable of Finding
        What cost something.
    own_texts : sequence of str, length n_messages
        Own words of all messages of the mailbox, by row.

    Returns
    -------
    tuple of Evidence
        At most `MOST_EVIDENCE`, those that took most first; of equal ones the newest. A doubtful message that took
        nothing is not shown.
    """
    shown = [finding for finding in findings if finding.reason != UNSURE or finding.points < 0]
    return tuple(
        Evidence(
            finding.reason,
            finding.letter.message.id,
            _quote(own_texts[finding.letter.row]),
            finding.letter.sent,
            finding.points,
        )
        for finding in sorted(shown, key=_rank)[:MOST_EVIDENCE]
    )


def _rank(finding: Finding) -> tuple[float, float, str]:
    seconds = finding.letter.seconds
    return finding.points, -(seconds if seconds is not None else float("-inf")), finding.letter.message.id


def _quote(own_text: str) -> str:
    return " ".join(own_text.split())[:QUOTE_CHARACTERS].rstrip()
