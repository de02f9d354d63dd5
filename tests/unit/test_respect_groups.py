"""Concerns that I raise with several people: what each of them makes of it is their own doing."""

from datetime import timedelta

import numpy as np
import pytest

from tests.unit.test_respect_feedback import DANA, ME, MONDAY, WordReader
from tonecheck.labels import LABELS
from tonecheck.records import Message, ToneScores
from tonecheck.respect_score import score_clients
from tonecheck.respect_score.reading import known_tones

BO, CY = "bo@farm.example", "cy@shop.example"
BOTH = (DANA, BO)


def respect(messages, **options):
    none, codes = np.zeros((len(messages), 4), bool), np.zeros(len(messages), np.int8)
    tones = ToneScores(LABELS, none.astype(float), none, none.copy(), codes, codes.astype(np.uint8))
    options = {"me": ME, "timezone": "Europe/Paris", "half_life_days": 1e6} | options
    texts = [message.text for message in messages]
    return score_clients(messages, texts, known_tones(tones), reader=WordReader(), **options)


def talk(*lines, to=BOTH, thread=None):
    """Return messages a day apart: of me to all where a text stands alone, else of who is named."""
    messages = []
    for number, line in enumerate(lines):
        sent = MONDAY + timedelta(days=number)
        sender, text = (ME, line) if isinstance(line, str) else line
        messages.append(Message(str(number), sent, sender, text, to if sender == ME else (ME,), None, thread))
    return messages


def said(messages, **options):
    """Return for each client the reasons of the feedback part and the message that each points to, and its number."""
    return {
        client: found.feedback
        and ({(one.reason, one.message_id) for one in found.feedback.evidence}, found.feedback.n_messages)
        for client, found in respect(messages, **options).items()
    }


ASKED = "Is it dry?"


def test_an_answer_of_one_settles_it_for_all_and_is_the_merit_of_who_gave_it():
    assert said(talk(ASKED, (DANA, "answered"), (BO, "ignored"))) == {DANA: (set(), 1), BO: None}
    assert said(talk(ASKED, (BO, "ignored"), (DANA, "declined"))) == {DANA: (set(), 1), BO: None}


@pytest.mark.parametrize("fate", ["brushed_off", "mocked"])
def test_who_brushes_it_off_or_mocks_it_does_so_alone(fate):
    alone = {DANA: ({(fate, "1")}, 1), BO: None}
    assert said(talk(ASKED, (DANA, fate), (BO, "ignored"))) == alone
    assert said(talk(ASKED, (DANA, fate), (BO, "answered"))) == alone | {BO: (set(), 1)}


def test_what_nobody_takes_up_is_ignored_by_nobody_at_first():
    assert said(talk(ASKED, (DANA, "ignored"), (BO, "ignored"))) == {DANA: None, BO: None}


def test_what_nobody_takes_up_a_second_time_in_a_row_is_ignored_by_all_who_wrote_after_it():
    twice = talk(ASKED, (DANA, "ignored"), (BO, "ignored"), "Is it dry now?", (DANA, "ignored"))
    assert said(twice) == {DANA: ({("ignored", "3")}, 1), BO: None}
    thrice = talk(ASKED, (DANA, "ignored"), ASKED, (DANA, "ignored"), ASKED, (BO, "ignored"), (DANA, "ignored"))
    assert said(thrice) == {
        DANA: ({("ignored", "2"), ("ignored", "4")}, 2),
        BO: ({("ignored", "2"), ("ignored", "4")}, 2),
    }


def test_once_somebody_takes_one_up_it_begins_anew():
    passed_over = [ASKED, (DANA, "ignored"), (BO, "ignored")]
    assert said(talk(*passed_over, ASKED, (BO, "answered"), *passed_over)) == {DANA: None, BO: (set(), 1)}


def test_an_answer_can_take_up_all_that_was_raised_before_it():
    assert said(talk(ASKED, (DANA, "ignored"), ASKED, (BO, "answered"))) == {DANA: None, BO: (set(), 2)}


def test_concerns_raised_with_other_people_are_another_matter():
    first = talk(ASKED, (DANA, "ignored"))
    three = (DANA, BO, CY)
    later = Message("9", MONDAY + timedelta(days=9), ME, ASKED, three)
    answer = Message("10", MONDAY + timedelta(days=10), DANA, "ignored", (ME,))
    assert said([*first, later, answer])[DANA] is None


def test_what_i_then_ask_one_of_them_alone_is_for_this_one_to_answer():
    alone = [
        Message("9", MONDAY + timedelta(days=9), ME, ASKED, (DANA,)),
        Message("10", MONDAY + timedelta(days=10), DANA, "ignored", (ME,)),
    ]
    assert said([*talk(ASKED, (DANA, "ignored")), *alone])[DANA] == ({("ignored", "9")}, 1)


def test_a_message_that_names_mine_is_looked_at_before_the_next_one():
    first = talk(ASKED, (DANA, "ignored"))
    named = Message("2", MONDAY + timedelta(days=2), DANA, "mocked", (ME,), "0")
    assert said([*first, named])[DANA] == ({("mocked", "2")}, 1)


def test_what_is_said_in_another_thread_is_no_answer_to_several():
    asked = talk(ASKED, thread="barn")[0]
    elsewhere = Message("1", MONDAY + timedelta(days=1), DANA, "brushed_off", (ME,), None, "invoice")
    within = Message("2", MONDAY + timedelta(days=2), DANA, "answered", (ME,), None, "barn")
    assert said([asked, elsewhere, within])[DANA] == (set(), 1)
    assert said([asked, elsewhere])[DANA] is None
    unknown = Message("1", MONDAY + timedelta(days=1), DANA, "brushed_off", (ME,))
    assert said([asked, unknown])[DANA] == ({("brushed_off", "1")}, 1)


def test_a_copy_to_somebody_who_never_writes_makes_it_a_message_to_several():
    messages = talk(ASKED, (DANA, "ignored"), to=(DANA, "boss@studio.example"))
    assert said(messages) == {DANA: None}
    assert said(talk(ASKED, (DANA, "answered"), to=(DANA, "boss@studio.example"))) == {DANA: (set(), 1)}


def test_the_people_of_one_client_are_one():
    shop = {"aliases": {"@shop.example": "shop.example"}}
    asked = {"to": (DANA, CY)}
    assert said(talk(ASKED, (CY, "answered"), (DANA, "ignored"), **asked), **shop) == {"shop.example": (set(), 1)}
    assert said(talk(ASKED, (CY, "ignored"), **asked), **shop) == {"shop.example": ({("ignored", "0")}, 1)}


def test_the_people_of_one_client_count_once_beside_another_client():
    shop = {"aliases": {CY: DANA}}
    messages = talk(ASKED, (CY, "ignored"), ASKED, (DANA, "ignored"), (BO, "ignored"), to=(DANA, CY, BO))
    assert said(messages, **shop) == {DANA: ({("ignored", "2")}, 1), BO: ({("ignored", "2")}, 1)}
    assert said(talk(ASKED, (CY, "mocked"), (BO, "answered"), to=(DANA, CY, BO)), **shop) == {
        DANA: ({("mocked", "1")}, 1),
        BO: (set(), 1),
    }


def test_a_group_chat_without_recipients_goes_to_all_who_write_in_it():
    messages = talk(ASKED, (DANA, "answered"), (BO, "mocked"), to=(), thread="barn")
    assert said(messages) == {DANA: (set(), 1), BO: ({("mocked", "2")}, 1)}


def test_one_client_alone_is_scored_as_among_the_others():
    messages = talk(ASKED, (DANA, "ignored"), ASKED, (BO, "answered"), (DANA, "ignored"), ASKED, (DANA, "mocked"))
    assert respect(messages, client=DANA)[DANA] == respect(messages)[DANA]
    chat = talk(ASKED, (DANA, "ignored"), ASKED, (DANA, "ignored"), (BO, "answered"), to=(), thread="barn")
    assert respect(chat, client=DANA)[DANA] == respect(chat)[DANA]


def test_the_order_of_the_messages_given_changes_nothing():
    messages = talk(ASKED, (DANA, "ignored"), ASKED, (BO, "ignored"), (DANA, "mocked"), ASKED, (DANA, "ignored"))
    assert respect(messages[::-1]) == respect(messages)
