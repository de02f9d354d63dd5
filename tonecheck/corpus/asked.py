"""What the caller of `read_corpus` wants to have: the text's column, the labels, and what others call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tonecheck.errors import CorpusError, shorten
from tonecheck.labels import LABELS


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of labelled files.

    Attributes
    ----------
    text_column : str
        Where the message is.
    labels : tuple of str or None
        The labels to read; None for those that are found.
    wanted : frozenset of str
        Labels by which a column is known to be one.
    renamed : mapping of str to str
        Label by the folded name that a file may have for it.
    """

    text_column: str
    labels: tuple[str, ...] | None
    wanted: frozenset[str]
    renamed: Mapping[str, str]

    def label_of(self, column: str) -> str | None:
        """Return the label that a column holds; None for other columns."""
        label = self.renamed.get(fold(column))
        return label if label in self.wanted else None

    def name_of(self, name: str) -> str:
        """Return a label as we call it, which is its own name where nothing else was said."""
        return self.renamed.get(fold(name), name.strip())

    def described(self) -> str:
        """Return the labels by name, for an error."""
        return ", ".join(self.labels or LABELS)

    def in_order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return labels once each: as they were asked for, or ours first and then the others as they came."""
        found = dict.fromkeys(labels)
        if self.labels is not None:
            return tuple(label for label in self.labels if label in found)
        return (*(label for label in LABELS if label in found), *(label for label in found if label not in LABELS))


def to_asked(text_column: str, labels: Sequence[str] | None, label_names: Mapping[str, str] | None) -> Asked:
    """Check what the caller wants.

    Raises
    ------
    CorpusError
        If `labels` is a single str, empty, or names one twice, or `label_names` is no mapping.
    """
    if label_names is not None and not isinstance(label_names, Mapping):
        raise CorpusError(
            f"label_names is {type(label_names).__name__}; expected a mapping such as {{'rude': 'insulting'}}"
        )
    if isinstance(labels, str):
        raise CorpusError(f"labels is one str ({shorten(labels)}); expected a sequence such as [{shorten(labels)}]")
    names = None if labels is None else tuple(map(str, labels))
    if names is not None and (not names or len(set(names)) != len(names)):
        raise CorpusError(f"labels are {shorten(list(names), 80)}; expected different names, at least one")
    own = {str(theirs): str(ours) for theirs, ours in (label_names or {}).items()}
    wanted = names if names is not None else (*LABELS, *own.values())
    renamed = {fold(label): label for label in wanted} | {fold(theirs): ours for theirs, ours in own.items()}
    return Asked(text_column, names, frozenset(wanted), renamed)


def fold(name: str) -> str:
    """Return a name as it is compared: 'Insulting ' is 'insulting'."""
    return name.strip().casefold()
