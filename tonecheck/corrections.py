"""Scores that were wrong, kept as labels: a file of them, one whole line a correction, for the next training."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tonecheck.api import ModelLike, score, to_model
from tonecheck.corpus.corrections import CORRECTED, WAS
from tonecheck.errors import CorpusError, InputError, shorten
from tonecheck.locks import locked

ENDINGS = (".jsonl", ".ndjson")
"""Of a file of corrections: by them `tonecheck.train` knows that it holds JSON lines."""

_TAIL_BYTES = 4096
"""Read at a time, from the end, while the beginning of the last line is looked for."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A score that was wrong, and what would have been right.

    Attributes
    ----------
    text : str
        The message, as it came.
    labels : mapping of str to int
        The right answers, 0 or 1, by label.
    was : mapping of str to mapping
        What the model said of each of its labels: 'prediction', 0 or 1 at its operating point, and 'probability'.
    model : str or None
        The model's name; None for one that was just fitted.
    corrected : str
        When the correction was made: ISO 8601, UTC.

    Examples
    --------
    >>> said = {"insulting": {"prediction": 1, "probability": 0.91}}
    >>> Correction("Nice.", {"insulting": 0}, said, "mine", "2026-03-02T10:00:00+00:00").to_dict()["insulting"]
    0
    """

    text: str
    labels: Mapping[str, int]
    was: Mapping[str, Mapping[str, float]]
    model: str | None
    corrected: str

    def to_dict(self) -> dict[str, Any]:
        """Return the correction as its line has it: text, a key for each label, was, model and corrected."""
        was = {label: dict(said) for label, said in self.was.items()}
        return {"text": self.text, **self.labels, WAS: was, "model": self.model, CORRECTED: self.corrected}


def correct(
    text: str, labels: Mapping[str, int], *, file: str | os.PathLike[str], model: ModelLike = None
) -> Correction:
    """Record that a score was wrong.

    The correction becomes one line of a file that `tonecheck.train` reads beside others: there it overrules what they
    say of the same message, and a later correction overrules an earlier one.

    Parameters
    ----------
    text : str
        The message, as `score` was given it.
    labels : mapping of str to int
        The right answers, 0 or 1, by label: those that were wrong, or all that are known.
    file : str or path
        Where to: a file of JSON lines (.jsonl), which is made where there is none. It holds messages in full: it is the
        reader's own.
    model
        The model that was wrong, as for `score`.

    Returns
    -------
    Correction
        What was written.

    Raises
    ------
    InputError
        If the text is empty, or a label is not of the model or not 0 or 1.
    CorpusError
        If the file cannot be written to, or its last line is broken; it stays as it is.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     file = Path(place) / "corrections.jsonl"
    ...     correction = correct("Your file, idiot-proof as ever, thanks!", {"insulting": 0}, file=file)
    ...     json.loads(file.read_text(encoding="utf-8"))["insulting"]
    0
    >>> correction.model
    'tone-enfr-1'
    """
    ready = to_model(model)
    answers = _check_labels(labels, ready.labels_)
    tone = score(text, model=ready, operating_point=ready.operating_point)
    if not text.strip():
        raise InputError("text is empty; expected a message")
    was = {
        label: {"prediction": int(label in tone.labels), "probability": round(value, 4)}
        for label, value in tone.probability.items()
    }
    now = datetime.now(UTC).isoformat(timespec="seconds")
    correction = Correction(text, answers, was, ready.name_, now)
    append_line(Path(file), json.dumps(correction.to_dict(), ensure_ascii=False))
    return correction


def _check_labels(labels: Mapping[str, int], known: tuple[str, ...]) -> dict[str, int]:
    if not isinstance(labels, Mapping) or not labels:
        raise InputError(f"labels is {shorten(labels)}; expected the right answers, such as {{{known[0]!r}: 0}}")
    for label, answer in labels.items():
        if label not in known:
            raise InputError(f"labels: the model has no label {shorten(label)}; expected one of {', '.join(known)}")
        if answer not in (0, 1):
            raise InputError(f"labels, {label}: {shorten(answer)}; expected 0 or 1")
    return {label: int(labels[label]) for label in known if label in labels}


def append_line(path: Path, line: str) -> None:
    """Append one line to a file of JSON lines, whole or not at all, whoever else is appending.

    Raises
    ------
    CorpusError
        If the ending is another, the file cannot be written to, or its last line is no JSON object.
    """
    if path.suffix.lower() not in ENDINGS:
        raise CorpusError(f"{path}: ending {path.suffix!r}; expected {' or '.join(ENDINGS)}")
    content = line.encode("utf-8", "replace") + b"\n"
    try:
        # To append in one go is not enough: Windows looks for the end and writes there in two steps, and everywhere the
        # last line is looked at before.
        with path.open("a+b", buffering=0) as file, locked(file.fileno()):
            descriptor = file.fileno()
            size = os.fstat(descriptor).st_size
            if size and not _check_last_line(path, descriptor, size):
                content = b"\n" + content
            _write_whole(descriptor, content, size)
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror}; expected a file that can be written to") from error


def _write_whole(descriptor: int, content: bytes, size: int) -> None:
    """Write in one go and see it on the disk; what goes wrong meanwhile, such as a full disk, leaves no part of it."""
    try:
        if os.write(descriptor, content) < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    except BaseException:
        os.ftruncate(descriptor, size)
        raise


def _check_last_line(path: Path, descriptor: int, size: int) -> bool:
    """Return whether the last line, which is a whole one, ends as a line does."""
    tail = b""
    while len(tail) < size and b"\n" not in tail.rstrip():
        start = max(size - len(tail) - _TAIL_BYTES, 0)
        os.lseek(descriptor, start, os.SEEK_SET)
        tail = os.read(descriptor, size - len(tail) - start) + tail
    last = tail.rstrip().rpartition(b"\n")[2].decode("utf-8-sig", "replace")
    try:
        is_whole = not last or isinstance(json.loads(last), dict)
    except (ValueError, RecursionError):
        is_whole = False
    if not is_whole:
        raise CorpusError(
            f"{path}: the last line is broken ({shorten(last)}); expected a JSON object a line; mend it or take it "
            "out: nothing was written"
        )
    return tail.endswith(b"\n")
