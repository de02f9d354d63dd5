"""A mailbox put in order: which messages are a client's to the reader, and which are the reader's to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from tonecheck.errors import InputError, shorten
from tonecheck.inbox.automatic import is_no_reply
from tonecheck.records import Message
from tonecheck.respect_score.people import People
from tonecheck.respect_score.zone import in_zone

_NUMBERS = re.compile(r"(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with its sender and its time understood.

    Attributes
    ----------
    row : int
        Where the message stood among those given; its tone stands there, too.
    message : Message
        The message as given.
    sender : str
        Key of who wrote it.
    sent : datetime or None
        By the reader's clock where their zone is known, else as it came.
    seconds : float or None
        The same as seconds since 1970, UTC; without a known zone a time without an offset is taken as UTC.
    day : int or None
        Its calendar day, counted from the year 1.
    """

    row: int
    message: Message
    sender: str
    sent: datetime | None
    seconds: float | None
    day: int | None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Messages by who wrote them, in the order of time.

    Attributes
    ----------
    mine : tuple of Letter
        The reader's own.
    by_client : mapping of str to list of Letter
        What each client wrote to the reader, without what is left out; those without a time come first.
    left_out : Counter of str
        Messages that are not counted, by reason.
    others : mapping of str to list of Letter
        The same of the other clients, where one alone is to be scored: they, too, may have answered the reader.
    """

    mine: tuple[Letter, ...]
    by_client: Mapping[str, list[Letter]]
    left_out: Counter[str] = field(default_factory=Counter)
    others: Mapping[str, list[Letter]] = field(default_factory=dict)

    @property
    def everybody(self) -> dict[str, list[Letter]]:
        """What each client wrote to the reader, whether they are to be scored or not."""
        return {**self.by_client, **self.others}


def read_senders(messages: Sequence[Message], people: People) -> list[str]:
    """Return the key of who sent each message.

    Raises
    ------
    InputError
        If an id or a sender is no text, or recipients are no collection of them.
    """
    for row, message in enumerate(messages):
        for name, value in (("id", message.id), ("sender", message.sender)):
            if not isinstance(value, str):
                raise InputError(f"message {row}: {name} is {type(value).__name__} ({shorten(value)}); expected str")
        for name, known in (("reply_to", message.reply_to), ("thread", message.thread)):
            if known is not None and not isinstance(known, str):
                raise InputError(f"message {row}: {name} is {type(known).__name__} ({shorten(known)}); expected str")
        if (
            not isinstance(message.to, Collection)
            or isinstance(message.to, str)
            or not all(isinstance(recipient, str) for recipient in message.to)
        ):
            kind = type(message.to).__name__
            raise InputError(f"message {row}: to is {kind} ({shorten(message.to)}); expected a tuple of str")
    return [people.key(message.sender) for message in messages]


def make_letters(
    messages: Sequence[Message], senders: Sequence[str], sents: Sequence[datetime | None], zone: tzinfo | None
) -> list[Letter]:
    """Understand times, and sort by them; messages without one come first.

    Parameters
    ----------
    messages : sequence of Message
        Of both sides, in any order.
    senders : sequence of str, length n_messages
        Key of who sent each.
    sents : sequence of datetime or None, length n_messages
        When each was sent.
    zone : tzinfo or None
        The reader's zone.

    Returns
    -------
    list of Letter
        Sorted by time, then by id, so that the order of `messages` is without effect.

    Raises
    ------
    InputError
        If a time cannot be put in the zone.
    """
    letters = []
    for row, (message, sender, sent) in enumerate(zip(messages, senders, sents, strict=True)):
        local = None if sent is None else in_zone(sent, zone or UTC)
        letters.append(
            Letter(
                row,
                message,
                sender,
                sent if zone is None else local,
                None if local is None else local.timestamp(),
                None if local is None else local.toordinal(),
            )
        )
    return sorted(letters, key=order_of)


def sort_mailbox(
    letters: Iterable[Letter],
    own_texts: Sequence[str],
    people: People,
    *,
    since: datetime | None = None,
    client: str | None = None,
) -> Mailbox:
    """Tell the reader's own messages from the clients', and leave out what does not count.

    Parameters
    ----------
    letters : iterable of Letter
        In the order of time.
    own_texts : sequence of str
        Own words by row; a message without any has no tone.
    people : People
        Who is who.
    since : datetime, optional
        Aware. Older messages are left out; one without a time is not.
    client : str, optional
        Address or name of the one client to keep; messages of others are not counted as left out.

    Returns
    -------
    Mailbox
        What is left out is counted as 'duplicate', 'mine', 'ignored', 'automatic', 'before since', 'not to me' or
        'no own words': the first that holds.

    Raises
    ------
    InputError
        If `client` wrote none of the messages.
    """
    earliest = None if since is None else since.timestamp()
    wanted = people.key(client) if isinstance(client, str) else None
    mine: list[Letter] = []
    by_client: dict[str, list[Letter]] = defaultdict(list)
    others: dict[str, list[Letter]] = defaultdict(list)
    left_out: Counter[str] = Counter()
    senders, ids = set(), set()
    for letter in letters:
        if letter.message.id in ids:
            left_out["duplicate"] += 1
            continue
        ids.add(letter.message.id)
        if letter.sender in people.me:
            left_out["mine"] += 1
            if not _is_before(letter, earliest):
                mine.append(letter)
            continue
        senders.add(letter.sender)
        is_wanted = wanted is None or letter.sender == wanted
        reason = _why_left_out(letter, own_texts[letter.row], people, earliest)
        if reason is None:
            (by_client if is_wanted else others)[letter.sender].append(letter)
        elif is_wanted:
            left_out[reason] += 1
    if client is not None and wanted not in senders:
        raise InputError(f"client: {shorten(client)}; expected the address or name of who sent one of the messages")
    return Mailbox(tuple(mine), dict(sorted(by_client.items())), left_out, dict(sorted(others.items())))


@dataclass(frozen=True, slots=True)
class Mine:
    """A message of the reader's, and to whom it went.

    Attributes
    ----------
    letter : Letter
        The message.
    to : frozenset of str, or None
        Keys of all who received it, clients or not; two people of one client have one key. None where nobody knows.
    """

    letter: Letter
    to: frozenset[str] | None


def find_recipients(mailbox: Mailbox, people: People) -> list[Mine]:
    """Find to whom each message of the reader's went.

    One that names no recipient is taken to go to those who write in its thread; without a thread, to the only client,
    if there is one alone.

    Parameters
    ----------
    mailbox : Mailbox
        In order.
    people : People
        Who is who.

    Returns
    -------
    list of Mine
        In the order of time.
    """
    in_thread: dict[str, set[str]] = defaultdict(set)
    for client, letters in mailbox.everybody.items():
        for letter in letters:
            if letter.message.thread is not None:
                in_thread[letter.message.thread].add(client)

    def recipients(message: Message) -> frozenset[str] | None:
        if message.to:
            return frozenset(people.key(recipient) for recipient in message.to) - people.me
        if message.thread is not None:
            return frozenset(in_thread.get(message.thread, ()))
        return frozenset(mailbox.by_client) if len(mailbox.by_client) == 1 else None

    return [Mine(letter, recipients(letter.message)) for letter in mailbox.mine]


def _why_left_out(letter: Letter, own_text: str, people: People, earliest: float | None) -> str | None:
    message = letter.message
    if letter.sender in people.ignored:
        return "ignored"
    if is_no_reply(message.sender):
        return "automatic"
    if _is_before(letter, earliest):
        return "before since"
    if people.me and message.to and not any(people.key(recipient) in people.me for recipient in message.to):
        return "not to me"
    if not own_text.strip():
        return "no own words"
    return None


def _is_before(letter: Letter, earliest: float | None) -> bool:
    return earliest is not None and letter.seconds is not None and letter.seconds < earliest


def order_of(letter: Letter) -> tuple[Any, ...]:
    """Return what letters are sorted by: their time, then their ids, numbers in them as numbers.

    What comes after that tells apart letters that the input may hold in any order.
    """
    message = letter.message
    seconds = float("-inf") if letter.seconds is None else letter.seconds
    parts = tuple((part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in _NUMBERS.split(message.id))
    return seconds, parts, letter.sender, message.text, tuple(message.to), message.thread or "", message.reply_to or ""
