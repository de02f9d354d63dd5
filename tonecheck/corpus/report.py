"""What was read of labelled files: a record that can be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_SHOWN = 20
"""Rows of a kind that are printed one by one; the record itself has all."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """What was read of one file.

    Attributes
    ----------
    name : str
        The path as it was given.
    format : str
        In words, such as 'JSON lines' or 'Label Studio (JSON)'.
    encoding, delimiter : str or None
        How its text was decoded and what separates its cells; None where it has no text or no cells.
    n_rows : int
        Rows of the file, without its header. Range: 0 and up.
    n_messages : int
        How many of them are in the corpus. Several rows on one text can be one message.
    labels : tuple of str
        The labels that the file itself speaks of.
    notes : tuple of str
        What was assumed.
    """

    name: str
    format: str
    encoding: str | None
    delimiter: str | None
    n_rows: int
    n_messages: int
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        how = [self.encoding] if self.encoding else []
        how += [f"delimiter {self.delimiter!r}"] if self.delimiter else []
        form = f"{self.format} ({', '.join(how)})" if how else self.format
        labels = ", ".join(self.labels) or "none"
        size = f"{_count(self.n_messages, 'message')} of {_count(self.n_rows, 'row')}"
        return "\n".join([f"{self.name}: {form}, {size}, labels {labels}", *(f"  {note}" for note in self.notes)])


@dataclass(frozen=True, slots=True)
class Reading:
    """What `tonecheck.corpus.read_corpus` read. Its ``str`` is for people.

    Attributes
    ----------
    files : tuple of FileReading
        Each file in order.
    skipped : tuple of str
        For each row that was not read: file, row and why.
    duplicates : tuple of str
        For each text that stands in several rows with nothing contradictory: the rows.
    contradictions : tuple of str
        For each text that stands in several rows with different labels: the rows and what they say. All are kept.
    ties : tuple of str
        For each text and label on which as many annotators said yes as no: where. It is not known.
    n_voted : int
        Messages on which several annotators voted. Range: 0 and up.
    overruled : tuple of str
        For each row that a correction of the same text overrules: where it is, what it said, and where the correction
        is.

    Examples
    --------
    >>> print(Reading((FileReading("a.csv", "CSV", "cp1252", ";", 3, 2, ("insulting",)),), ("a.csv, row 2: no text",)))
    a.csv: CSV (cp1252, delimiter ';'), 2 messages of 3 rows, labels insulting
    skipped 1 row:
      a.csv, row 2: no text
    """

    files: tuple[FileReading, ...]
    skipped: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    n_voted: int = 0
    overruled: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from map(str, self.files)
        if self.skipped:
            yield from _listed(f"skipped {_count(len(self.skipped), 'row')}:", self.skipped)
        if self.overruled:
            yield from _listed(f"{_count(len(self.overruled), 'row')} overruled by corrections:", self.overruled)
        if self.n_voted:
            yield f"{_count(self.n_voted, 'message')} with several annotators; the majority counts"
        if self.ties:
            yield from _listed(f"{_count(len(self.ties), 'tie')}, read as not known:", self.ties)
        if self.duplicates:
            yield from _listed(f"{_count(len(self.duplicates), 'text')} in several rows:", self.duplicates)
        if self.contradictions:
            title = f"{_count(len(self.contradictions), 'text')} in several rows that contradict each other, all kept:"
            yield from _listed(title, self.contradictions)


def _listed(title: str, rows: Sequence[str]) -> Iterator[str]:
    yield title
    yield from (f"  {row}" for row in rows[:MOST_SHOWN])
    if len(rows) > MOST_SHOWN:
        yield f"  and {len(rows) - MOST_SHOWN:,} more"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
