"""The entry: a mailbox with its tones in, a respect score for each client out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from tonecheck.errors import InputError
from tonecheck.records import Message, Respect, ToneScores
from tonecheck.respect_score.assumptions import assumptions
from tonecheck.respect_score.client_score import Circumstances, score_client
from tonecheck.respect_score.estimate import check_half_life
from tonecheck.respect_score.hours import parse_working_hours
from tonecheck.respect_score.mailbox import (
    Mailbox,
    answers_by_client,
    make_letters,
    read_senders,
    sort_mailbox,
)
from tonecheck.respect_score.people import read_people
from tonecheck.respect_score.time_part import pressing_costs
from tonecheck.respect_score.work_part import work_costs
from tonecheck.respect_score.zone import commonest_offset, read_moment, read_sent, read_zone


def score_clients(
    messages: Sequence[Message],
    tones: ToneScores,
    own_texts: Sequence[str],
    *,
    me: str | Iterable[str] | None = None,
    timezone: str | None = None,
    working_hours: str = "Mon-Fri 09:00-18:00",
    half_life_days: float = 90,
    aliases: Mapping[str, str] | None = None,
    since: date | datetime | str | None = None,
    ignore: Iterable[str] = (),
    client: str | None = None,
    as_of: datetime | str | None = None,
) -> Respect:
    """Score how respectfully each client of a mailbox writes.

    It answers how a client's messages have read, of late; it is no judgement of a person.

    Parameters
    ----------
    messages : sequence of Message
        Of both sides, in any order.
    tones : ToneScores, length n_messages
        Their tones, in the same order. Those of the reader's own messages are not looked at.
    own_texts : sequence of str, length n_messages
        Their own words, in the same order.
    me : str or iterable of str, optional
        The reader's addresses or names. Without it every sender is taken for a client.
    timezone : str, optional
        Name of the reader's zone. Default: the commonest offset of the reader's own messages.
    working_hours : str
        When the reader works, in that zone.
    half_life_days : float
        A message this many days older than the newest counts half. Range: above 0.
    aliases : mapping of str to str, optional
        Addresses or names that stand for another one.
    since : date, datetime or str, optional
        Leaves out what is older; a message without a time stays.
    ignore : iterable of str
        Senders to leave out.
    client : str, optional
        One client alone, by address or name.
    as_of : datetime or str, optional
        Day from which age counts back; what is newer counts in full. Default: that of each client's newest message.

    Returns
    -------
    Respect
        A mapping of client to ClientRespect. Scores 0 to 100, 100 is respectful. ``left_out`` counts messages by
        'duplicate', 'mine', 'ignored', 'before since', 'not to me', 'no own words' and, where neither the model nor the
        times give a part any data, 'nothing to measure'.

    Raises
    ------
    InputError
        If an option, a sender or a time is not what it should be, or the three sequences differ in length.

    Examples
    --------
    >>> import numpy as np
    >>> message = Message("1", "2026-03-02T10:00:00+01:00", "dana@shop.example", "Do you read what you are sent?")
    >>> tone, sure = np.array([[0.9]]), np.array([[True]])
    >>> tones = ToneScores(("insulting",), tone, sure, ~sure, np.zeros(1, np.int8), np.zeros(1, np.uint8))
    >>> dana = score_clients([message], tones, [message.text])["dana@shop.example"]
    >>> dana.overall.verdict, round(dana.work.score, 1), dana.work.evidence[0].reason
    ('not_enough_messages', 23.8, 'insulting')
    """
    if not len(messages) == len(tones) == len(own_texts):
        raise InputError(
            f"{len(messages)} messages, {len(tones)} tones, {len(own_texts)} own texts; expected as many of each"
        )
    check_half_life(half_life_days)
    hours = parse_working_hours(working_hours)
    people = read_people(me, aliases, ignore)
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
    circumstances = Circumstances(
        own_texts,
        work_costs(tones),
        pressing_costs(tones),
        None if zone is None else hours,
        None if counted_from is None else counted_from.toordinal(),
        float(half_life_days),
    )
    answers = answers_by_client(mailbox, people)
    assumed = assumptions(
        is_reader_named=me is not None,
        is_zone_named=timezone is not None,
        own_offset=own_offset,
        has_answers=answers is not None,
        hears_pressure=circumstances.pressing is not None,
        sents=sents,
    )
    return _score_mailbox(mailbox, answers, circumstances, assumed)


def _score_mailbox(
    mailbox: Mailbox,
    answers: Mapping[str, Sequence[float]] | None,
    circumstances: Circumstances,
    assumed: tuple[str, ...],
) -> Respect:
    left_out = mailbox.left_out.copy()
    clients = {}
    for client, letters in mailbox.by_client.items():
        found = score_client(client, letters, None if answers is None else answers[client], circumstances)
        if found is None:
            left_out["nothing to measure"] += len(letters)
        else:
            clients[client] = found
    return Respect(clients, assumed, dict(sorted(left_out.items())))
