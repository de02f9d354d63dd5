"""A mailbox put in order: which messages are a client's to the reader, and which are the reader's to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from tonecheck.errors import InputError, shorten
from tonecheck.records import Message
from tonecheck.respect_score.people import People
from tonecheck.respect_score.zone import in_zone


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
    """

    mine: tuple[Letter, ...]
    by_client: Mapping[str, list[Letter]]
    left_out: Counter[str] = field(default_factory=Counter)


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
        if not isinstance(message.to, Collection) or isinstance(message.to, str):
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
    return sorted(letters, key=_order)


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
        Address or name of the one client to keep; those of others are skipped without being counted as left out.

    Returns
    -------
    Mailbox
        What is left out is counted as 'duplicate', 'mine', 'ignored', 'before since', 'not to me' or 'no own words':
        the first that holds.

    Raises
    ------
    InputError
        If `client` wrote none of the messages.
    """
    earliest = None if since is None else since.timestamp()
    wanted = people.key(client) if isinstance(client, str) else None
    mine: list[Letter] = []
    by_client: dict[str, list[Letter]] = defaultdict(list)
    left_out: Counter[str] = Counter()
    senders, ids = set(), set()
    for letter in letters:
        if letter.message.id in ids:
            left_out["duplicate"] += 1
            continue
        ids.add(letter.message.id)
        if letter.sender in people.me:
            left_out["mine"] += 1
            mine.append(letter)
            continue
        senders.add(letter.sender)
        if wanted is not None and letter.sender != wanted:
            continue
        reason = _why_left_out(letter, own_texts[letter.row], people, earliest)
        if reason is None:
            by_client[letter.sender].append(letter)
        else:
            left_out[reason] += 1
    if client is not None and wanted not in senders:
        raise InputError(f"client: {shorten(client)}; expected the address or name of who sent one of the messages")
    return Mailbox(tuple(mine), dict(sorted(by_client.items())), left_out)


def answers_by_client(mailbox: Mailbox, people: People) -> dict[str, list[float]] | None:
    """Find when the reader wrote to each client.

    A message of the reader's that names no recipient is taken to go to those who write in its thread; without a thread,
    to all, so that in doubt no client is blamed.

    Parameters
    ----------
    mailbox : Mailbox
        In order.
    people : People
        Who is who.

    Returns
    -------
    dict of str to list of float, or None
        For each client of the mailbox the times, in seconds since 1970, rising. None where none of the reader's
        messages has a time: then nobody knows what was answered.
    """
    if all(letter.seconds is None for letter in mailbox.mine):
        return None
    in_thread: dict[str, set[str]] = defaultdict(set)
    for client, letters in mailbox.by_client.items():
        for letter in letters:
            if letter.message.thread is not None:
                in_thread[letter.message.thread].add(client)
    answers: dict[str, list[float]] = {client: [] for client in mailbox.by_client}
    for letter in mailbox.mine:
        if letter.seconds is None:
            continue
        message = letter.message
        if message.to:
            recipients: Iterable[str] = {people.key(recipient) for recipient in message.to}
        elif message.thread is not None:
            recipients = in_thread.get(message.thread, ())
        else:
            recipients = answers
        for recipient in recipients:
            if recipient in answers:
                answers[recipient].append(letter.seconds)
    return answers


def _why_left_out(letter: Letter, own_text: str, people: People, earliest: float | None) -> str | None:
    message = letter.message
    if letter.sender in people.ignored:
        return "ignored"
    if earliest is not None and letter.seconds is not None and letter.seconds < earliest:
        return "before since"
    if people.me and message.to and not any(people.key(recipient) in people.me for recipient in message.to):
        return "not to me"
    if not own_text.strip():
        return "no own words"
    return None


def _order(letter: Letter) -> tuple[float, str, str, str]:
    seconds = float("-inf") if letter.seconds is None else letter.seconds
    return seconds, letter.message.id, letter.sender, letter.message.text
