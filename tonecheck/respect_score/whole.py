"""The entry: a mailbox with its tones in, a respect score for each client out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import InputError
from tonecheck.records import FrozenDict, Message, Respect
from tonecheck.respect_score.assumptions import assumptions
from tonecheck.respect_score.client_score import Circumstances, score_client
from tonecheck.respect_score.concerns import Concern, pair_up, settle
from tonecheck.respect_score.estimate import check_half_life
from tonecheck.respect_score.holidays import read_holidays
from tonecheck.respect_score.hours import parse_working_hours
from tonecheck.respect_score.invoices import Invoice, read_invoices
from tonecheck.respect_score.mailbox import (
    Letter,
    Mailbox,
    Mine,
    find_recipients,
    make_letters,
    read_senders,
    sort_mailbox,
)
from tonecheck.respect_score.people import read_people
from tonecheck.respect_score.reading import HearTone, Reader, read_mailbox
from tonecheck.respect_score.time_part import pressing_costs
from tonecheck.respect_score.work_part import work_costs
from tonecheck.respect_score.zone import commonest_offset, read_moment, read_sent, read_zone


def score_clients(
    messages: Sequence[Message],
    own_texts: Sequence[str],
    hear: HearTone,
    *,
    me: str | Iterable[str] | None = None,
    timezone: str | None = None,
    working_hours: str = "Mon-Fri 09:00-18:00",
    holidays: str | Collection[date | str] | None = None,
    invoices: Iterable[Mapping[str, Any]] = (),
    half_life_days: float = 90,
    aliases: Mapping[str, str] | None = None,
    since: date | datetime | str | None = None,
    ignore: Iterable[str] = (),
    client: str | None = None,
    as_of: datetime | str | None = None,
    reader: Reader | None = None,
    advance: Callable[[int], Any] = lambda n_messages: None,
) -> Respect:
    """Score how respectfully each client of a mailbox writes.

    It answers how a client's messages have read, of late; it is no judgement of a person.

    Parameters
    ----------
    messages : sequence of Message
        Of both sides, in any order.
    own_texts : sequence of str, length n_messages
        Their own words, in the same order.
    hear : callable
        Tells the tones of those that count: see `tonecheck.respect_score.reading.HearTone`.
    me : str or iterable of str, optional
        The reader's addresses or names. Without it every sender is taken for a client.
    timezone : str, optional
        Name of the reader's zone. Default: the commonest offset of the reader's own messages.
    working_hours : str
        When the reader works, in that zone.
    holidays : str, collection of date or str, or None
        Days on which the reader does not: see `tonecheck.respect_score.holidays.read_holidays`.
    invoices : iterable of mapping
        Context: see `tonecheck.respect_score.invoices.read_invoices`.
    half_life_days : float
        A message this many days older than the newest counts half. Range: above 0.
    aliases : mapping of str to str, optional
        Addresses or names that stand for another one; '@shop.example' for all addresses of that domain.
    since : date, datetime or str, optional
        Leaves out what is older; a message without a time stays.
    ignore : iterable of str
        Senders to leave out.
    client : str, optional
        One client alone, by address or name.
    as_of : datetime or str, optional
        Day from which age counts back; what is newer counts in full. Default: that of each client's newest message, or
        of the reader's newest one to them.
    reader : Reader, optional
        Tells what messages do: concerns, replies, apologies, emergencies. Without it there is no feedback part.
    advance : callable
        Told how many messages were read, each time that it goes on.

    Returns
    -------
    Respect
        A mapping of client to ClientRespect. Scores 0 to 100, 100 is respectful. ``left_out`` counts messages by
        'duplicate', 'mine', 'ignored', 'automatic', 'before since', 'not to me', 'no own words' and, where neither the
        model nor the times give a part any data, 'nothing to measure'.

    Raises
    ------
    InputError
        If an option, a sender or a time is not what it should be, or there are not as many own texts as messages.

    Examples
    --------
    >>> import numpy as np
    >>> from tonecheck.records import ToneScores
    >>> from tonecheck.respect_score.reading import known_tones
    >>> message = Message("1", "2026-03-02T10:00:00+01:00", "dana@shop.example", "Do you read what you are sent?")
    >>> tone, sure = np.array([[0.9]]), np.array([[True]])
    >>> tones = ToneScores(("insulting",), tone, sure, ~sure, np.zeros(1, np.int8), np.zeros(1, np.uint8))
    >>> dana = score_clients([message], [message.text], known_tones(tones))["dana@shop.example"]
    >>> dana.overall.verdict, round(dana.work.score, 1), dana.work.evidence[0].reason
    ('not_enough_messages', 34.4, 'insulting')
    """
    if len(messages) != len(own_texts):
        raise InputError(f"{len(messages)} messages, {len(own_texts)} own texts; expected as many of both")
    check_half_life(half_life_days)
    hours = parse_working_hours(working_hours, read_holidays(holidays))
    people = read_people(me, aliases, ignore)
    invoiced = read_invoices(invoices, people)
    senders = read_senders(messages, people)
    sents = [read_sent(message.sent, row) for row, message in enumerate(messages)]
    own_offset = commonest_offset(sent for sent, sender in zip(sents, senders, strict=True) if sender in people.me)
    zone = read_zone(timezone) or own_offset
    counted_from = read_moment("as_of", as_of, zone or UTC)
    mailbox = sort_mailbox(
        make_letters(messages, senders, sents, zone),
        own_texts,
        people,
        since=read_moment("since", since, zone or UTC),
        client=client,
    )
    mine = find_recipients(mailbox, people)
    pairs = pair_up((one for one in mine if one.to and one.to & mailbox.by_client.keys()), mailbox.everybody)
    reading = read_mailbox(mailbox, pairs, own_texts, hear, reader, advance)
    circumstances = Circumstances(
        own_texts,
        reading.tones,
        work_costs(reading.tones),
        pressing_costs(reading.tones),
        reading.signs,
        None if zone is None else hours,
        None if counted_from is None else counted_from.toordinal(),
        float(half_life_days),
    )
    has_answers = any(letter.seconds is not None for letter in mailbox.mine)
    assumed = assumptions(
        is_reader_named=me is not None,
        is_zone_named=timezone is not None,
        own_offset=own_offset,
        has_answers=has_answers,
        hears_pressure=circumstances.pressing is not None,
        sents=sents,
    )
    clients, left_out = _score_mailbox(
        mailbox, mine, settle(pairs, reading.fates), invoiced, has_answers, circumstances
    )
    return Respect(clients, assumed, left_out)


def _score_mailbox(
    mailbox: Mailbox,
    mine: Sequence[Mine],
    concerns: Mapping[str, Sequence[Concern]],
    invoiced: Mapping[str, Sequence[Invoice]],
    has_answers: bool,
    circumstances: Circumstances,
) -> tuple[FrozenDict, FrozenDict]:
    left_out = mailbox.left_out.copy()
    to_anybody = [one.letter for one in mine if one.to is None]
    mine_to: dict[str, list[Letter]] = defaultdict(list)
    for one in mine:
        for recipient in one.to or ():
            mine_to[recipient].append(one.letter)
    clients = {}
    for client, letters in mailbox.by_client.items():
        # In doubt a message answered everybody, so that no client is blamed for chasing.
        answers = np.sort(_times([*mine_to[client], *to_anybody])) if has_answers else None
        found = score_client(
            client,
            letters,
            mine_to[client],
            answers,
            concerns.get(client, ()),
            invoiced.get(client, ()),
            circumstances,
        )
        if found is None:
            left_out["nothing to measure"] += len(letters)
        else:
            clients[client] = found
    return FrozenDict(clients), FrozenDict(sorted(left_out.items()))


def _times(letters: Sequence[Letter]) -> NDArray[np.float64]:
    return np.array([letter.seconds for letter in letters if letter.seconds is not None], dtype=np.float64)
