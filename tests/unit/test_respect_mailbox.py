from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tonecheck.errors import InputError
from tonecheck.records import Message
from tonecheck.respect_score.mailbox import find_recipients, make_letters, read_senders, sort_mailbox
from tonecheck.respect_score.people import read_people
from tonecheck.respect_score.zone import read_sent

ME, DANA, BO = "me@studio.example", "dana@shop.example", "bo@farm.example"
PARIS = ZoneInfo("Europe/Paris")


def put_in_order(messages, me=ME, ignore=(), aliases=None, **options):
    people = read_people(me, aliases, ignore)
    sents = [read_sent(message.sent, 0) for message in messages]
    letters = make_letters(messages, read_senders(messages, people), sents, PARIS)
    mailbox = sort_mailbox(letters, [message.text for message in messages], people, **options)
    return mailbox, people


def recipients(mailbox, people):
    return {one.letter.message.id: one.to and set(one.to) for one in find_recipients(mailbox, people)}


def ids(mailbox, client=DANA):
    return [letter.message.id for letter in mailbox.by_client[client]]


def test_messages_are_sorted_by_instant_whatever_their_offset():
    messages = [
        Message("naive", "2026-03-02T10:00:00", DANA, "Hi"),
        Message("utc", "2026-03-02T08:30:00Z", DANA, "Hi"),
        Message("tokyo", "2026-03-02T17:45:00+09:00", DANA, "Hi"),
        Message("none", None, DANA, "Hi"),
    ]
    assert ids(put_in_order(messages)[0]) == ["none", "utc", "tokyo", "naive"]


def test_messages_of_the_same_instant_are_sorted_by_id():
    messages = [Message(name, "2026-03-02T10:00:00", DANA, "Hi") for name in ("b", "c", "a")]
    assert ids(put_in_order(messages)[0]) == ["a", "b", "c"]


def test_the_day_is_that_of_the_readers_calendar():
    messages = [Message("1", "2026-03-02T23:30:00Z", DANA, "Hi"), Message("2", "2026-03-03T00:10:00", DANA, "Hi")]
    days = [letter.day for letter in put_in_order(messages)[0].by_client[DANA]]
    assert days == [datetime(2026, 3, 3).toordinal()] * 2


def test_what_does_not_count_is_counted_by_its_reason():
    messages = [
        Message("1", "2026-03-02T10:00:00", DANA, "Hi", (ME,)),
        Message("1", "2026-03-02T10:00:00", DANA, "Hi", (ME,)),
        Message("2", "2026-03-02T11:00:00", ME, "Hello", (DANA,)),
        Message("3", "2026-03-02T11:00:00", "news@list.example", "Buy", (ME,)),
        Message("4", "2026-03-01T23:59:00", DANA, "Old", (ME,)),
        Message("5", "2026-03-02T12:00:00", DANA, "For Bo", (BO,)),
        Message("6", "2026-03-02T13:00:00", DANA, " \n", (ME,)),
    ]
    since = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
    mailbox, _ = put_in_order(messages, ignore=["news@list.example"], since=since)
    reasons = ["duplicate", "mine", "ignored", "before since", "not to me", "no own words"]
    assert mailbox.left_out == dict.fromkeys(reasons, 1)
    assert ids(mailbox) == ["1"]


def test_a_copy_to_me_among_others_is_to_me():
    assert ids(put_in_order([Message("1", None, DANA, "Hi", (BO, "Camille <ME@studio.example>"))])[0]) == ["1"]


def test_without_a_reader_every_sender_is_a_client():
    messages = [Message("1", None, DANA, "Hi", (BO,)), Message("2", None, BO, "Hi", (DANA,))]
    assert list(put_in_order(messages, me=None)[0].by_client) == [BO, DANA]


def test_one_client_alone_is_kept_and_the_others_are_not_called_left_out():
    messages = [Message("1", None, DANA, "Hi"), Message("2", None, BO, "Hi")]
    mailbox, _ = put_in_order(messages, client="Dana@shop.example")
    assert (list(mailbox.by_client), dict(mailbox.left_out)) == ([DANA], {})


@pytest.mark.parametrize("client", ["nobody@else.example", ME, 7])
def test_a_client_who_wrote_nothing_is_refused(client):
    with pytest.raises(InputError, match=r"^client: .*; expected the address or name of who sent one of the messages$"):
        put_in_order([Message("1", None, DANA, "Hi"), Message("2", None, ME, "Hi")], client=client)


def test_my_messages_go_to_their_recipients_else_to_the_thread_else_to_anybody():
    messages = [
        Message("1", "2026-03-02T09:00:00Z", DANA, "Hi", thread="logo"),
        Message("2", "2026-03-02T09:00:00Z", BO, "Hi", thread="barn"),
        Message("3", "1970-01-01T00:00:03Z", ME, "Hello", (BO,), thread="logo"),
        Message("4", "1970-01-01T00:00:04Z", ME, "Hello", thread="logo"),
        Message("5", "1970-01-01T00:00:05Z", ME, "Hello"),
        Message("6", None, ME, "Hello"),
    ]
    assert recipients(*put_in_order(messages)) == {"3": {BO}, "4": {DANA}, "5": None, "6": None}


def test_without_recipients_my_messages_go_to_the_only_client():
    messages = [Message("1", None, DANA, "Hi"), Message("2", None, ME, "Hello")]
    assert recipients(*put_in_order(messages)) == {"2": {DANA}}


def test_a_message_to_several_people_went_to_all_of_them_but_me():
    messages = [Message("1", None, DANA, "Hi"), Message("2", None, ME, "Hello", (DANA, "cy@else.example", ME))]
    assert recipients(*put_in_order(messages)) == {"2": {DANA, "cy@else.example"}}


def test_a_message_in_a_group_went_to_the_group_also_where_one_client_alone_is_scored():
    messages = [
        Message("1", None, DANA, "Hi", thread="barn"),
        Message("2", None, BO, "Hi", thread="barn"),
        Message("3", None, ME, "Hello", thread="barn"),
    ]
    mailbox, people = put_in_order(messages, client=DANA)
    assert (list(mailbox.by_client), list(mailbox.others), list(mailbox.everybody)) == ([DANA], [BO], [DANA, BO])
    assert recipients(mailbox, people) == {"3": {BO, DANA}}


def test_within_a_second_numbers_in_ids_count_as_numbers():
    messages = [Message(number, "2026-03-02T10:00:00Z", DANA, "Hi") for number in ("10", "9", "m2", "m10")]
    assert ids(put_in_order(messages)[0]) == ["9", "10", "m2", "m10"]


def test_my_messages_before_since_are_not_looked_at():
    messages = [
        Message("1", "2026-03-02T10:00:00Z", ME, "Hello", (DANA,)),
        Message("2", "2026-03-20T10:00:00Z", DANA, "Hi"),
    ]
    since = datetime(2026, 3, 10, tzinfo=UTC)
    assert recipients(*put_in_order(messages, since=since)) == {}


def test_a_no_reply_sender_is_left_out_and_counted():
    mailbox, _ = put_in_order([Message("1", None, "no-reply@shop.example", "Your parcel is on its way.")])
    assert (dict(mailbox.by_client), mailbox.left_out) == ({}, {"automatic": 1})


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (Message(1, None, DANA, "Hi"), "message 0: id is int (1); expected str"),
        (Message("1", None, None, "Hi"), "message 0: sender is NoneType (None); expected str"),
        (Message("1", None, DANA, "Hi", ME), f"message 0: to is str ({ME!r}); expected a tuple of str"),
        (Message("1", None, DANA, "Hi", (1,)), "message 0: to is tuple ((1,)); expected a tuple of str"),
        (Message("1", None, DANA, "Hi", (), 7), "message 0: reply_to is int (7); expected str"),
        (Message("1", None, DANA, "Hi", (), None, 7), "message 0: thread is int (7); expected str"),
    ],
)
def test_a_message_with_a_field_of_another_kind_is_refused(message, words):
    with pytest.raises(InputError) as caught:
        put_in_order([message])
    assert str(caught.value) == words


def test_a_message_to_several_counts_where_the_reader_is_among_them():
    messages = [
        Message("1", "2026-03-02T10:00:00", DANA, "Hi", (BO, "Me <ME@studio.example>")),
        Message("2", "2026-03-02T11:00:00", DANA, "Hi", (BO, "cy@shop.example")),
    ]
    mailbox, _ = put_in_order(messages)
    assert (ids(mailbox), mailbox.left_out) == (["1"], {"not to me": 1})


def test_the_people_of_a_domain_are_one_client_and_each_answer_to_one_is_to_all():
    messages = [
        Message("1", "2026-03-02T10:00:00Z", DANA, "Hi", (ME, "cy@shop.example")),
        Message("2", "2026-03-02T11:00:00Z", "cy@shop.example", "Hi", (ME,)),
        Message("3", "2026-03-02T12:00:00Z", ME, "Hello", (DANA, BO)),
        Message("4", "2026-03-02T13:00:00Z", DANA, "Between us", ("cy@shop.example",)),
    ]
    mailbox, people = put_in_order(messages, aliases={"@shop.example": "shop.example"})
    assert ids(mailbox, "shop.example") == ["1", "2"]
    assert mailbox.left_out == {"mine": 1, "not to me": 1}
    assert recipients(mailbox, people) == {"3": {"shop.example", BO}}
    assert set(put_in_order(messages, aliases={"@shop.example": "shop.example"}, client=DANA)[0].by_client) == {
        "shop.example"
    }
