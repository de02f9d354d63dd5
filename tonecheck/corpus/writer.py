"""Write a corpus as a file that `read_corpus`, a spreadsheet, Label Studio or doccano reads."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.corpus.labelled import Corpus
from tonecheck.corpus.plain import SHARE
from tonecheck.errors import CorpusError, shorten

_ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".json": "label-studio"}
_TEXT = "text"


def write_corpus(
    corpus: Corpus,
    path: str | os.PathLike[str],
    *,
    format: str | None = None,  # noqa: A002 - the word of read_corpus
    predictions: NDArray[np.float64] | None = None,
) -> Path:
    """Write labelled messages to one file, which is there as a whole or not at all.

    Parameters
    ----------
    corpus : Corpus
        The messages, with their columns and votes.
    path : path
        Where to write. A file that is there is replaced.
    format : str, optional
        One of `tonecheck.corpus.WRITTEN_FORMATS`. Default: 'jsonl' for .jsonl, 'csv' for .csv, 'label-studio' for
        .json.
    predictions : float array of shape (n_messages, n_labels), optional
        What a model would answer, 0, 1 or NaN: Label Studio shows it as a suggestion, the other formats have no place
        for it. With it, a message of which nothing is known is written as one that is still to be labelled.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CorpusError
        If there is no such format or no message, two columns would have the same name, or doccano's lists of labels are
        to say that a label is not known, which they cannot.

    Notes
    -----
    `read_corpus` gives the same corpus back, with three limits: CSV holds text only, so that other columns come back as
    text; in doccano a message carries the names of its labels only, so that one that no message carries has to be named
    with ``labels=``; and in JSONL and CSV so has one that is not of `tonecheck.LABELS`. Label Studio's tasks have a
    yes-or-no question for each label, since that can say 'not known'. A project for them has, for each label,
    ``<Choices name="insulting" toName="text"><Choice value="yes"/><Choice value="no"/></Choices>``.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> corpus = Corpus(["Still wrong, genius.", "Merci !"], np.array([[1.0], [0.0]]), ("insulting",))
    >>> path = write_corpus(corpus, Path(tempfile.mkdtemp()) / "mine.jsonl")
    >>> print(path.read_text(encoding="utf-8"), end="")
    {"text": "Still wrong, genius.", "insulting": 1}
    {"text": "Merci !", "insulting": 0}
    """
    target = Path(path)
    name = format if format is not None else _ENDINGS.get(target.suffix.lower(), "")
    if name not in _WRITERS:
        came = f"ending {target.suffix!r}" if format is None else f"format {shorten(format)}"
        raise CorpusError(f"{target}: {came}; expected a format of {', '.join(_WRITERS)}")
    if not len(corpus):
        raise CorpusError(f"{target}: the corpus is empty; expected at least one message")
    write, taken = _WRITERS[name]
    for column in (_TEXT, *corpus.labels, *(label + SHARE for label in corpus.labels), *taken):
        if column in corpus.columns:
            raise CorpusError(f"column {column!r} has a name that the file needs itself; expected another name")
    _write_whole(target, write(_messages(corpus, predictions)))
    return target


@dataclass(frozen=True, slots=True)
class _Message:
    """One message: its answer to each label, None where it is not known, and what else stands beside the text."""

    text: str
    answers: Mapping[str, int | None]
    others: Mapping[str, Any]
    predictions: Mapping[str, int | None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to label it."""
        return self.predictions is not None and set(self.answers.values()) == {None}

    def flat(self) -> dict[str, Any]:
        return {_TEXT: self.text, **self.answers, **self.others}


def _messages(corpus: Corpus, predictions: NDArray[np.float64] | None) -> list[_Message]:
    found = []
    for row, text in enumerate(corpus.texts):
        answers = _answers(corpus.labels, corpus.y[row])
        shares = [] if corpus.votes is None else corpus.votes[row].tolist()
        votes = [None if math.isnan(share) else share for share in shares]
        others = dict(zip((label + SHARE for label in corpus.labels), votes, strict=False))
        others |= {name: values[row] for name, values in corpus.columns.items()}
        suggested = None if predictions is None else _answers(corpus.labels, predictions[row])
        found.append(_Message(text, answers, others, suggested))
    return found


def _answers(labels: Sequence[str], values: NDArray[np.float64]) -> dict[str, int | None]:
    known = [None if math.isnan(value) else int(value) for value in values.tolist()]
    return dict(zip(labels, known, strict=True))


def _jsonl(messages: Sequence[_Message]) -> str:
    return "".join(_json(message.flat()) + "\n" for message in messages)


def _csv(messages: Sequence[_Message]) -> str:
    buffer = io.StringIO()
    # "\r\n" is what spreadsheets write, and makes the csv module quote a "\r" inside a message.
    writer = csv.DictWriter(buffer, list(messages[0].flat()), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(message.flat() for message in messages)
    return buffer.getvalue()


def _label_studio(messages: Sequence[_Message]) -> str:
    tasks: list[dict[str, Any]] = []
    for message in messages:
        annotation = {"result": _choices(message.answers), "was_cancelled": False}
        task: dict[str, Any] = {"data": {_TEXT: message.text, **message.others}}
        task["annotations"] = [] if message.is_open else [annotation]
        if message.predictions is not None:
            task["predictions"] = [{"model_version": "tonecheck", "result": _choices(message.predictions)}]
        tasks.append(task)
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def _choices(answers: Mapping[str, int | None]) -> list[dict[str, Any]]:
    return [_choice(label, answer) for label, answer in answers.items() if answer is not None]


def _choice(label: str, answer: int) -> dict[str, Any]:
    choices = {"choices": ["yes" if answer else "no"]}
    return {"from_name": label, "to_name": _TEXT, "type": "choices", "value": choices}


def _doccano(messages: Sequence[_Message]) -> str:
    lines = []
    for number, message in enumerate(messages, 1):
        if message.is_open:
            lines.append(_json({_TEXT: message.text, **message.others}) + "\n")
            continue
        unknown = [label for label, answer in message.answers.items() if answer is None]
        if unknown:
            raise CorpusError(
                f"message {number}, label {unknown[0]}: not known, which doccano's lists of labels cannot say; "
                "expected 0 or 1, or another format"
            )
        names = [label for label, answer in message.answers.items() if answer]
        lines.append(_json({_TEXT: message.text, "label": names, **message.others}) + "\n")
    return "".join(lines)


_WRITERS: Mapping[str, tuple[Callable[[Sequence[_Message]], str], tuple[str, ...]]] = {
    "jsonl": (_jsonl, ()),
    "csv": (_csv, ()),
    "label-studio": (_label_studio, ()),
    "doccano": (_doccano, ("label", "labels", "annotations")),
}
"""What writes each format, and the names that it needs beside those of the labels."""

WRITTEN_FORMATS = tuple(_WRITERS)
"""Names of the formats that `write_corpus` writes."""


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _write_whole(target: Path, content: str) -> None:
    """Write beside the place and rename at the end."""
    beside = target.with_name(f".{target.name}-{uuid.uuid4().hex[:12]}")
    try:
        with beside.open("x", encoding="utf-8", errors="replace", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
