from datetime import datetime

import pytest

from tonecheck.errors import InputError
from tonecheck.respect_score.hours import parse_working_hours

FRIDAY = datetime(2026, 3, 6)
SATURDAY = datetime(2026, 3, 7)


def at(day, clock):
    hour, minute = map(int, clock.split(":"))
    return day.replace(hour=hour, minute=minute)


@pytest.mark.parametrize(("clock", "works"), [("08:59", False), ("09:00", True), ("17:59", True), ("18:00", False)])
def test_the_start_belongs_to_the_hours_and_the_end_does_not(clock, works):
    assert (at(FRIDAY, clock) in parse_working_hours("Mon-Fri 09:00-18:00")) is works


def test_the_weekend_is_out_of_hours():
    assert at(SATURDAY, "10:00") not in parse_working_hours("Mon-Fri 09:00-18:00")


def test_several_entries_add_up():
    hours = parse_working_hours("Mon-Thu 09:00-17:30, fri 9:00 - 12:00, Fri 13:00-14:00")
    works = [at(FRIDAY, clock) in hours for clock in ("11:59", "12:30", "13:30", "14:00")]
    assert works == [True, False, True, False]


def test_hours_may_go_past_midnight_into_the_next_day():
    hours = parse_working_hours("Fri 22:00-06:00")
    assert [at(FRIDAY, "23:59") in hours, at(SATURDAY, "05:59") in hours] == [True, True]
    assert [at(FRIDAY, "05:59") in hours, at(SATURDAY, "06:00") in hours] == [False, False]


def test_a_sunday_night_goes_on_on_monday():
    assert datetime(2026, 3, 9, 1, 0) in parse_working_hours("Sun 22:00-06:00")


def test_days_may_go_round_the_week():
    hours = parse_working_hours("Sat-Mon 10:00-12:00")
    assert [datetime(2026, 3, day, 11) in hours for day in (6, 7, 8, 9, 10)] == [False, True, True, True, False]


def test_a_whole_day_ends_at_24():
    hours = parse_working_hours("Fri 00:00-24:00")
    assert [at(FRIDAY, "00:00") in hours, at(FRIDAY, "23:59") in hours, at(SATURDAY, "00:00") in hours] == [1, 1, 0]


@pytest.mark.parametrize(
    "text", ["Mo-Fr 9-18", "", "Mon-Fri", "Mon 09:00-09:00", "Mon 24:00-06:00", "Mon 09:00-24:01", "Mon 09:60-10:00"]
)
def test_other_forms_are_refused_with_the_form_expected(text):
    with pytest.raises(InputError) as caught:
        parse_working_hours(text)
    assert str(caught.value) == f"working_hours: {text!r}; expected e.g. 'Mon-Fri 09:00-18:00'"


def test_hours_that_are_no_text_are_refused():
    with pytest.raises(InputError, match=r"working_hours: 9; expected e\.g\."):
        parse_working_hours(9)
