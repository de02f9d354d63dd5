"""A corpus of whatever `tonecheck.train` was given."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tonecheck.corpus.asked import to_asked
from tonecheck.corpus.checks import check_texts, check_y
from tonecheck.corpus.checks import label_names as names_of_columns
from tonecheck.corpus.labelled import Corpus
from tonecheck.corpus.reader import read_corpus
from tonecheck.errors import CorpusError, shorten
from tonecheck.labels import LABELS


def to_corpus(
    source: Any,
    y: Any = None,
    *,
    labels: Sequence[str] | None = None,
    text_column: str = "text",
    label_names: Mapping[str, str] | None = None,
) -> Corpus:
    """Make a corpus of what `tonecheck.train` was given: a file, several files, a DataFrame, or texts and `y`.

    For files and a DataFrame `label_names` is what `read_corpus` has under this name.
    """
    if isinstance(source, Corpus):
        return source
    if y is not None:
        texts = check_texts(source)
        names = names_of_columns(y, labels)
        return Corpus(texts, check_y(y, len(texts), names), names)
    if isinstance(source, str | os.PathLike):
        return read_corpus(source, labels=labels, text_column=text_column, label_names=label_names)
    if hasattr(source, "columns") and hasattr(source, "to_dict"):
        return _from_frame(source, labels, text_column, label_names)
    if isinstance(source, Iterable):
        return read_corpus(*source, labels=labels, text_column=text_column, label_names=label_names)
    raise CorpusError(f"corpus is {type(source).__name__}; expected a file, files, a DataFrame, or texts and y")


def _from_frame(
    frame: Any, labels: Sequence[str] | None, text_column: str, label_names: Mapping[str, str] | None
) -> Corpus:
    if text_column not in frame.columns:
        raise CorpusError(f"DataFrame: no column {text_column!r}; found {shorten(list(frame.columns), 80)}")
    to_asked(text_column, labels, label_names)
    frame = frame.rename(columns=dict(label_names or {}))
    names = tuple(labels) if labels is not None else tuple(label for label in LABELS if label in frame.columns)
    if not names:
        raise CorpusError(f"DataFrame: none of the labels {', '.join(LABELS)}; name yours with labels=")
    texts = check_texts(frame[text_column].tolist())
    others = [name for name in frame.columns if name not in (*names, text_column)]
    columns = {str(name): frame[name].tolist() for name in others}
    return Corpus(texts, check_y(frame[list(names)], len(texts), names), names, columns)
