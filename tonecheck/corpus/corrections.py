"""Rows that correct others: what they say counts, whatever the other rows on the same text say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tonecheck.corpus.answers import is_blank
from tonecheck.corpus.base import LabelledRow
from tonecheck.corpus.votes import Votes
from tonecheck.text.reply import own_words

WAS = "was"
"""Column of what the model said, in a file that `tonecheck.correct` wrote."""

CORRECTED = "corrected"
"""Column of the time of a correction there."""

CHECKS = "checks"
"""Column with the row that was to be checked, in a file that ``tonecheck suggest`` wrote."""

Kept = tuple[LabelledRow, Votes]
"""A row of a labelled file and its votes."""


def is_correction(columns: Mapping[str, Any]) -> bool:
    """Return whether what stands beside a text says that its labels correct those of other rows."""
    return (CORRECTED in columns and isinstance(columns.get(WAS), Mapping)) or not is_blank(columns.get(CHECKS))


def apply_corrections(files: Sequence[Sequence[Kept]]) -> tuple[list[list[Kept]], tuple[str, ...]]:
    """Let corrections overrule the other rows on the same text, for the labels that they speak of.

    Two texts are the same if their senders' own words are, but for white space. A later correction overrules an earlier
    one.

    Parameters
    ----------
    files : sequence of sequences of (LabelledRow, Votes)
        The rows of each file.

    Returns
    -------
    files : list of lists of (LabelledRow, Votes)
        The rows with what counts. A correction of a text that other rows hold is no row any more: theirs know who wrote
        it. Of several corrections of a text that no other row holds, the last stays.
    overruled : tuple of str
        For each row that said something else: where it is, what it said, and where the correction is.
    """
    rows_by_text: dict[str, list[tuple[int, int]]] = {}
    if any(is_correction(row.columns) for rows in files for row, _ in rows):
        for file, rows in enumerate(files):
            for number, (row, _) in enumerate(rows):
                rows_by_text.setdefault(fold_text(row.text), []).append((file, number))
    found: list[list[Kept | None]] = [list(rows) for rows in files]
    overruled: dict[tuple[int, int], str] = {}
    for places in rows_by_text.values():
        same = [files[file][number] for file, number in places]
        for place, kept, remark in zip(places, *_settle(same), strict=True):
            found[place[0]][place[1]] = kept
            if remark:
                overruled[place] = remark
    kept_rows = [[kept for kept in rows if kept is not None] for rows in found]
    return kept_rows, tuple(overruled[place] for place in sorted(overruled))


def fold_text(text: str) -> str:
    """Return a message as it is compared: its sender's own words, if there are any, with single spaces between them."""
    return " ".join((own_words(text).text or text).split())


def _settle(same: Sequence[Kept]) -> tuple[list[Kept | None], list[str]]:
    """Return what becomes of each row on one text, and what to say of those that are overruled."""
    corrections = [number for number, (row, _) in enumerate(same) if is_correction(row.columns)]
    corrections.sort(key=lambda number: _time(same[number][0]))
    counts: dict[str, tuple[str, tuple[float, int]]] = {}
    for number in corrections:
        row, votes = same[number]
        counts |= {label: (row.where, vote) for label, vote in votes.items()}
    others = [number for number in range(len(same)) if number not in corrections]
    staying = others or corrections[-1:]
    remarks = ["; ".join(_overruled(kept, counts)) for kept in same]
    return [_corrected(kept, counts) if number in staying else None for number, kept in enumerate(same)], remarks


def _time(row: LabelledRow) -> str:
    """Return when a correction was made, as text that sorts; corrections without a time come first."""
    time = row.columns.get(CORRECTED)
    return time if isinstance(time, str) else ""


def _overruled(kept: Kept, counts: Mapping[str, tuple[str, tuple[float, int]]]) -> Iterator[str]:
    row, votes = kept
    for label, (n_yes, n_answers) in votes.items():
        where, (is_yes, _) = counts.get(label, (row.where, (n_yes, n_answers)))
        if where != row.where and n_yes != is_yes * n_answers:
            yield f"{row.where}: {label} {n_yes / n_answers:g}; {is_yes:g} in {where}"


def _corrected(kept: Kept, counts: Mapping[str, tuple[str, tuple[float, int]]]) -> Kept:
    row, votes = kept
    places = dict.fromkeys(where for where, _ in counts.values() if where != row.where)
    if not places:
        return kept
    return (
        replace(
            row,
            where=f"{row.where} (corrected: {' and '.join(places)})",
            shares={label: share for label, share in row.shares.items() if label not in counts},
        ),
        {**votes, **{label: vote for label, (_, vote) in counts.items()}},
    )
