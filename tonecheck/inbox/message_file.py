"""What a reader hands out: the messages, and afterwards what was read, skipped and assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tonecheck.errors import InputError
from tonecheck.records import Message

MAX_MESSAGE_BYTES = 50_000_000
"""The largest message that is read: Gmail takes in no larger mail, and a longer text is no message."""

TOO_LARGE = "too large"
"""Reason for a message over `MAX_MESSAGE_BYTES`."""

DRAFT = "draft"
"""Reason for a mail that was never sent."""

THROWN_AWAY = "thrown away"
"""Reason for a mail that the reader put into the bin."""

NO_TEXT = "no text"
"""Reason for a message of a chat that is a picture, a file or a voice note without a word."""

DELETED = "deleted message"
"""Reason for a message of a chat of which only the trace is left."""

NOTICE = "system notice"
"""Reason for what a chat program says itself: who joined, a call that was missed."""

EDITED = "edited message, read as it stands after the edit"
"""Note on a message of a chat that its writer changed."""

MAX_EXAMPLES = 100
"""How many skipped messages are named one by one; the others are only counted, so that memory stays constant."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """One message that could not be read.

    Attributes
    ----------
    where : str
        File and row, line or number of the message.
    reason : str
        What is wrong with it, in the words that `MessageFile.skipped` counts by.
    """

    where: str
    reason: str


class Tally:
    """The counts of one pass over a file."""

    def __init__(self) -> None:
        self.n_read = 0
        self.skipped: Counter[str] = Counter()
        self.examples: list[Skipped] = []
        self.noted: Counter[str] = Counter()

    def skip(self, where: str, reason: str) -> None:
        """Count a message that is left out."""
        self.skipped[reason] += 1
        if len(self.examples) < MAX_EXAMPLES:
            self.examples.append(Skipped(where, reason))

    def note(self, text: str) -> None:
        """Count something that was assumed about a message that is kept."""
        self.noted[text] += 1


class MessageFile:
    r"""The messages of a file, read one by one while they are iterated over.

    A file or folder can be iterated over again, a stream once. The counts belong to the latest pass.

    Attributes
    ----------
    name : str
        Name of the file, folder or stream.
    format : str
        One of `tonecheck.inbox.FORMATS`.

    Examples
    --------
    >>> import io
    >>> from tonecheck.inbox import read_messages
    >>> messages = read_messages(io.StringIO("Logo bigger, please.\nThank you!\n"), format="text")
    >>> [message.text for message in messages]
    ['Logo bigger, please.', 'Thank you!']
    >>> messages.n_read, dict(messages.skipped)
    (2, {})
    """

    def __init__(
        self, name: str, format_name: str, read: Callable[[Tally], Iterator[Message]], *, is_repeatable: bool
    ) -> None:
        self.name = name
        self.format = format_name
        self._read = read
        self._is_repeatable = is_repeatable
        self._is_started = False
        self._tally = Tally()

    def __iter__(self) -> Iterator[Message]:
        if self._is_started and not self._is_repeatable:
            raise InputError(f"{self.name}: already read; a stream can be read once, a path again and again")
        self._is_started = True
        self._tally = Tally()
        return self._counted(self._tally)

    def _counted(self, tally: Tally) -> Iterator[Message]:
        for message in self._read(tally):
            tally.n_read += 1
            yield message

    @property
    def n_read(self) -> int:
        """Messages handed out. Range: 0 and up."""
        return self._tally.n_read

    @property
    def skipped(self) -> Mapping[str, int]:
        """Messages left out, by reason; empty when all could be read."""
        return MappingProxyType(self._tally.skipped)

    @property
    def examples(self) -> tuple[Skipped, ...]:
        """The first `MAX_EXAMPLES` messages that were left out, in the order of the file."""
        return tuple(self._tally.examples)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed about messages that were kept, each with the number of times where it is not 1."""
        return tuple(text if times == 1 else f"{text} ({times:,} times)" for text, times in self._tally.noted.items())
