from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tonecheck.records import Message
from tonecheck.respect_score.hours import parse_working_hours
from tonecheck.respect_score.mailbox import Letter
from tonecheck.respect_score.part_costs import WordCosts
from tonecheck.respect_score.replies import EMERGENCY, FATES, NO_HURRY, SIGNS
from tonecheck.respect_score.signs import Signs
from tonecheck.respect_score.time_part import time_items

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 3, 2, tzinfo=PARIS)
HOURS = parse_working_hours("Mon-Fri 09:00-18:00")
OUT, CHASED = (0.1, "out_of_hours"), (1.0, "chasing")
FINE = (0.0, None)


def clock(text, day=MONDAY):
    hour, minute = map(int, text.split(":"))
    return day.replace(hour=hour, minute=minute)


def signs_of(shown):
    """Return signs where each message shows one of `SIGNS`, or None."""
    replies = np.full((len(shown), len(FATES) + len(SIGNS)), -9.0)
    for row, sign in enumerate(shown):
        if sign is not None:
            replies[row, len(FATES) + SIGNS.index(sign)] = 2.0
    return Signs(replies)


def read(sents, answers=(), texts=None, pressing=None, shown=None):
    letters = [
        Letter(row, Message(str(row), sent, "dana", "Hi?"), "dana", sent, sent and sent.timestamp(), None)
        for row, sent in enumerate(sents)
    ]
    instants = None if answers is None else [answer.timestamp() for answer in answers]
    texts = texts or ["Hi?"] * len(sents)
    items = time_items(letters, texts, pressing, signs_of(shown or [None] * len(sents)), HOURS, instants)
    return [(item.cost, item.reason if item.cost else None) for item in items]


def test_a_message_in_the_evening_or_on_saturday_costs_a_little():
    assert read([clock("10:00"), clock("20:00"), clock("10:00", MONDAY + timedelta(days=5))]) == [FINE, OUT, OUT]


def test_midnight_is_out_of_hours_on_both_of_its_sides():
    assert read([clock("23:59"), clock("00:00", MONDAY + timedelta(days=1))]) == [OUT, OUT]


def test_an_evening_message_costs_nothing_within_an_hour_of_mine():
    assert read([clock("20:00")], [clock("19:00")]) == [FINE]


@pytest.mark.parametrize("mine", ["18:59", "20:01"])
def test_an_evening_message_costs_if_i_wrote_much_earlier_or_later(mine):
    assert read([clock("20:00")], [clock(mine)]) == [OUT]


def test_the_hour_after_my_message_is_a_real_hour_when_the_clock_goes_back():
    second_half_past_two = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1)
    an_hour_and_a_half_before = datetime(2026, 10, 25, 2, 0, tzinfo=PARIS, fold=0)
    assert read([second_half_past_two], [an_hour_and_a_half_before]) == [OUT]


def test_an_evening_message_that_can_wait_costs_nothing():
    assert read([clock("20:00")], texts=["Monday is fine!"]) == [FINE]


def test_the_third_message_of_a_day_without_an_answer_is_chasing():
    assert read([clock("10:00"), clock("12:00"), clock("14:00"), clock("16:00")]) == [FINE, FINE, CHASED, CHASED]


def test_news_thanks_and_files_chase_nobody():
    texts = ["Photo 1 is in the folder.", "Photo 2 is in the folder.", "Thank you, have a lovely evening!"]
    assert read([clock("10:00"), clock("12:00"), clock("14:00")], texts=texts) == [FINE] * 3


def test_one_reminder_is_not_chasing():
    assert read([clock("10:00"), clock("15:00")]) == [FINE, FINE]


def test_an_answer_in_between_ends_the_chase():
    assert read([clock("10:00"), clock("12:00"), clock("14:00")], [clock("13:00")]) == [FINE] * 3


def test_three_messages_over_more_than_a_day_are_not_chasing():
    sents = [clock("10:00"), clock("12:00"), clock("10:01", MONDAY + timedelta(days=1))]
    assert read(sents) == [FINE] * 3


def test_lines_sent_one_after_another_are_one_attempt():
    assert read([clock(f"10:{minute:02}") for minute in (0, 5, 10, 15)]) == [FINE] * 4


def test_nothing_is_chasing_where_my_answers_are_unknown():
    assert read([clock("10:00"), clock("12:00"), clock("14:00")], answers=None) == [FINE] * 3


def test_a_third_message_that_can_wait_is_not_chasing():
    texts = ["Hi?", "Hi?", "Shall we? No rush"]
    assert read([clock("10:00"), clock("12:00"), clock("14:00")], texts=texts) == [FINE] * 3


def test_pressing_words_weigh_more_than_the_hour_and_give_their_name():
    pressing = WordCosts(np.array([0.9, 0.5, 0.05]), ["pressuring", "unsure", "unsure"])
    sents = [clock("20:00", MONDAY + timedelta(days=days)) for days in range(3)]
    assert read(sents, pressing=pressing) == [(0.9, "pressuring"), (0.5, "unsure"), OUT]


def test_chasing_in_pressing_words_costs_as_chasing_and_is_named_for_the_words():
    pressing = WordCosts(np.array([0.0, 0.0, 0.9]), ["unsure", "unsure", "pressuring"])
    sents = [clock("10:00"), clock("12:00"), clock("14:00")]
    assert read(sents, pressing=pressing) == [FINE, FINE, (1.0, "pressuring")]


def test_a_message_without_a_time_is_not_counted():
    pressing = WordCosts(np.array([0.9, 0.0]), ["pressuring", "unsure"])
    assert read([None, clock("10:00")], pressing=pressing) == [FINE]


def test_without_any_time_there_is_nothing_to_measure():
    letter = Letter(0, Message("1", None, "dana", "Hi"), "dana", None, None, None)
    assert time_items([letter], ["Hi"], None, signs_of([None]), HOURS, ()) == []


@pytest.mark.parametrize("sign", [EMERGENCY, NO_HURRY])
def test_an_explained_emergency_and_what_can_wait_are_free_at_any_hour(sign):
    sunday = clock("10:00", MONDAY + timedelta(days=6))
    assert read([sunday, sunday + timedelta(hours=1)], shown=[sign, None]) == [FINE, OUT]


def test_an_explained_emergency_does_not_excuse_pressing_words():
    pressing = WordCosts(np.array([0.9]), ["pressuring"])
    assert read([clock("23:00")], pressing=pressing, shown=[EMERGENCY]) == [(0.9, "pressuring")]


def test_a_holiday_is_out_of_hours():
    free = parse_working_hours("Mon-Fri 09:00-18:00", [MONDAY.date()])
    assert clock("10:00") not in free
    assert clock("10:00", MONDAY + timedelta(days=1)) in free
