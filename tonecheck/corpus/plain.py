"""Tables and JSON lines of anybody's making: a column for each label, or one column with the names of labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tonecheck.corpus.answers import to_share
from tonecheck.corpus.asked import Asked, fold
from tonecheck.corpus.base import LabelledRow, Sheet, names_of, text_key
from tonecheck.errors import CorpusError

LISTS = ("label", "labels")
"""Columns that name the labels of a text, where no column is a label by itself."""

SHARE = ".votes"
"""Ending of a column with the share of annotators who see a label: 'insulting.votes'."""


def read_plain(sheet: Sheet, asked: Asked) -> Iterator[LabelledRow]:
    """Yield each row with what its label columns say, as one annotator's answer.

    Raises
    ------
    CorpusError
        If a row has no column for the text, no column is about labels, or two are about the same one.
    """
    questions = question_columns(sheet, asked)
    if not questions and sheet.rows:
        where, row = sheet.rows[0]
        text_key(row, asked, where)
        hint = "" if asked.labels is not None else "; name yours with labels="
        raise CorpusError(f"{where}: none of the labels {asked.described()}; found {names_of(row)}{hint}")
    shares = share_columns(sheet.keys, asked)
    for where, row in sheet.rows:
        text = text_key(row, asked, where)
        taken = {text, *questions, *shares}
        yield LabelledRow(
            where,
            row[text],
            ({question: row[question] for question in questions if question in row},),
            {key: value for key, value in row.items() if key not in taken},
            stated_shares(row, shares, where),
        )


def question_columns(sheet: Sheet, asked: Asked) -> list[str]:
    """Return the columns that are a label each, or else the one that names labels; none if there is neither."""
    return label_columns(sheet.keys, asked, sheet) or [key for key in sheet.keys if fold(key) in LISTS][:1]


def label_columns(keys: Sequence[str], asked: Asked, sheet: Sheet) -> list[str]:
    """Return the columns that are a label each.

    Raises
    ------
    CorpusError
        If two of them are the same label.
    """
    found: dict[str, str] = {}
    for key in keys:
        label = asked.label_of(key)
        if label is None or fold(key) == fold(asked.text_column):
            continue
        if label in found:
            raise CorpusError(
                f"{sheet.path}: columns {found[label]!r} and {key!r} are both {label}; expected one of them"
            )
        found[label] = key
    return list(found.values())


def share_columns(keys: Sequence[str], asked: Asked) -> dict[str, str]:
    """Return the label of each column that states a share of votes."""
    ending = {key: asked.label_of(key.removesuffix(SHARE)) for key in keys if key.endswith(SHARE)}
    return {key: label for key, label in ending.items() if label is not None}


def stated_shares(row: Mapping[str, Any], shares: Mapping[str, str], where: str) -> dict[str, float]:
    """Return the share of votes by label, where a row states it."""
    return {label: to_share(row.get(key), where, key) for key, label in shares.items()} if shares else {}
