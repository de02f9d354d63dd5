"""What the answers of a file mean: for each text and label how many of its annotators see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonecheck.corpus.answers import is_yes_or_no, to_names, to_yes_or_no
from tonecheck.corpus.asked import Asked, fold
from tonecheck.corpus.base import LabelledRow
from tonecheck.corpus.plain import LISTS
from tonecheck.errors import CorpusError, shorten

MOST_NAMES = 50
"""Different names of labels, above which answers are taken for free text. No scheme of labels has as many."""

_LONGEST_NAME = 60
"""Characters, above which an answer is taken for free text, such as a remark on the message."""

Votes = Mapping[str, tuple[float, int]]
"""By label: how many annotators see it, and how many answered. A label that is not there is not known."""


@dataclass(frozen=True, slots=True)
class FileVotes:
    """The votes of one file.

    Attributes
    ----------
    labels : tuple of str
        The labels that the file itself speaks of.
    votes : list of mapping or None, one for each row
        None for a row that says nothing.
    notes : tuple of str
        What was assumed.
    """

    labels: tuple[str, ...]
    votes: list[Votes | None]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Questions:
    """How the questions of a file are to be read: those that are a label, and those answered by names of labels."""

    labels: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    passed_over: Sequence[str]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for names in self.lists.values() for name in names))


def count_votes(
    path: Path, rows: Sequence[LabelledRow], asked: Asked, *, is_table: bool = False, missing_is_none: bool = False
) -> FileVotes:
    """Count the answers of a file's rows.

    Parameters
    ----------
    path : Path
        The file, for errors.
    rows : sequence of LabelledRow
        All its rows.
    asked : Asked
        What is wanted.
    is_table : bool
        Whether several names may stand in one cell.
    missing_is_none : bool
        Whether an annotator who gave no answer to a group of choices chose none of them, as in Label Studio.

    Raises
    ------
    CorpusError
        If an answer is no label, or it cannot be told which label it is about.
    """
    questions = _questions(path, rows, asked, is_table)
    listed = _listed_labels(path, questions, asked)
    unseen = set(listed) - set(questions.names)
    about = {question: unseen.union(names) & set(listed) for question, names in questions.lists.items()}
    votes: list[Votes | None] = []
    for row in rows:
        counted: dict[str, tuple[float, int]] = {}
        for answer in row.answers:
            for label, value in _values(row.where, answer, questions, about, asked, is_table, missing_is_none):
                n_yes, n_all = counted.get(label, (0.0, 0))
                counted[label] = (n_yes + value, n_all + 1)
        says_something = counted or (row.answers and not questions.lists)
        votes.append(counted if says_something else None)
    seen = (*questions.labels.values(), *(questions.names or listed))
    kept = [label for label in seen if asked.labels is None or label in asked.labels]
    return FileVotes(asked.in_order(kept), votes, tuple(_notes(questions, votes, asked)))


def _questions(path: Path, rows: Sequence[LabelledRow], asked: Asked, is_table: bool) -> _Questions:
    labels: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    for question in dict.fromkeys(key for row in rows for answer in row.answers for key in answer):
        label = asked.label_of(question)
        if label is not None:
            labels[question] = label
            continue
        given = [(row.where, answer[question]) for row in rows for answer in row.answers if question in answer]
        found = [to_names(value, where, question, is_cell=is_table) for where, value in given]
        if all(one is None or (len(one) == 1 and is_yes_or_no(one[0])) for one in found) and any(found):
            labels[question] = _only_label(given[0][0], question, asked)
        else:
            lists[question] = list(dict.fromkeys(asked.name_of(name) for one in found for name in one or ()))
    # A rating or a remark is no list of labels, but only where something else is: else it has to be told what it is.
    others = [question for question, names in lists.items() if asked.labels is None and not _are_labels(names)]
    passed_over = others if labels or len(others) < len(lists) else []
    kept = {question: names for question, names in lists.items() if question not in passed_over}
    return _Questions(labels, kept, passed_over)


def _are_labels(names: Sequence[str]) -> bool:
    is_free_text = len(names) > MOST_NAMES or any(len(name) > _LONGEST_NAME for name in names)
    return not is_free_text and not (names and all(name.isdecimal() for name in names))


def _only_label(where: str, question: str, asked: Asked) -> str:
    """Return the label that a question is about whose answers are yes and no."""
    if fold(question) not in LISTS:
        return asked.name_of(question)
    if asked.labels is not None and len(asked.labels) == 1:
        return asked.labels[0]
    came = "" if asked.labels is None else f"; came {len(asked.labels)} labels"
    raise CorpusError(
        f"{where}: column {question!r} holds 0 and 1, not names of labels; say which label it is with "
        f"label_names={{{question!r}: 'insulting'}}{came}"
    )


def _listed_labels(path: Path, questions: _Questions, asked: Asked) -> tuple[str, ...]:
    """Return the labels for which not being listed means no."""
    if not questions.lists:
        return ()
    if asked.labels is None and len(questions.names) > MOST_NAMES:
        raise CorpusError(
            f"{path}: {len(questions.names)} different answers to {shorten(next(iter(questions.lists)))}; expected "
            f"names of at most {MOST_NAMES} labels, or those that count with labels="
        )
    if asked.labels is not None:
        told = set(questions.labels.values())
        if questions.names and not (told | set(questions.names)) & set(asked.labels):
            raise CorpusError(
                f"{path}: none of the labels {asked.described()}; found {shorten(list(questions.names), 100)}; say "
                "what they mean with label_names="
            )
        return tuple(label for label in asked.labels if label not in told)
    numbers = [name for name in questions.names if name.isdecimal()]
    if numbers:
        raise CorpusError(
            f"{path}: labels are numbers: {', '.join(numbers[:5])}; say what they mean with "
            f"label_names={{{numbers[0]!r}: 'insulting'}}"
        )
    if not questions.names and not questions.labels:
        raise CorpusError(f"{path}: no row names a label; name those that the texts were read for with labels=")
    return questions.names


def _values(
    where: str,
    answer: Mapping[str, Any],
    questions: _Questions,
    about: Mapping[str, set[str]],
    asked: Asked,
    is_table: bool,
    missing_is_none: bool,
) -> Iterator[tuple[str, float]]:
    """Yield label and value, 0 or 1, of what one annotator answered; `about` has the labels of each list."""
    for question, label in questions.labels.items():
        if question in answer:
            value = answer[question]
            only = value[0] if isinstance(value, list) and len(value) == 1 else value
            meaning = to_yes_or_no(only, where, question)
            if meaning == meaning:
                yield label, meaning
    chosen: set[str] = set()
    answered: set[str] = set()
    for question, labels in about.items():
        names = to_names(answer.get(question), where, question, is_cell=is_table)
        if names is not None or missing_is_none:
            answered |= labels
            chosen.update(map(asked.name_of, names or ()))
    for label in answered:
        yield label, float(label in chosen)


def _notes(questions: _Questions, votes: Sequence[Votes | None], asked: Asked) -> Iterator[str]:
    if questions.passed_over:
        yield f"passed over, being no names of labels: {', '.join(map(shorten, questions.passed_over))}"
    if asked.labels is not None and questions.lists:
        unseen = [label for label in asked.labels if label not in (*questions.names, *questions.labels.values())]
        if unseen and questions.names:
            yield f"no row carries {', '.join(unseen)}: 0 everywhere, if the texts were read for it"
        others = [name for name in questions.names if name not in asked.labels]
        if others:
            yield f"not asked for: {shorten(others, 100)}"
    for label in questions.labels.values():
        n_yes = [row[label][0] for row in votes if row is not None and label in row]
        if n_yes and len(n_yes) < len(votes) and min(n_yes) > 0:
            yield f"{label} is 1 or nothing; nothing is read as not known, and 0 says that it does not hold"
