import pytest

from tonecheck.records import PartScore
from tonecheck.respect_score.verdict import band_of, is_repeated, overall_of, verdict_of


def part(score, upper=100.0):
    return PartScore(score, (0.0, upper), band_of(score), 10)


@pytest.mark.parametrize(("score", "band"), [(75, "good"), (74.99, "mixed"), (45, "mixed"), (44.99, "bad")])
def test_bands_begin_at_their_bounds(score, band):
    assert band_of(score) == band


def test_the_whole_is_the_mean_of_the_parts():
    assert overall_of([70, 80]) == 75


def test_one_bad_part_pulls_the_whole_down_to_near_itself():
    assert overall_of([10, 100, 100]) == 25


def test_one_bad_friday_is_not_repeated_and_three_messages_on_two_days_are():
    assert (is_repeated([1] * 10), is_repeated([1, 1, 2]), is_repeated([1, 2])) == (False, True, False)


def test_messages_without_a_day_count_as_days_of_their_own():
    assert is_repeated([None, None, None])


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([(part(10, upper=74), True), (part(100), False)], "break_up"),
        ([(part(10, upper=75), True)], "a_bit_difficult"),
        ([(part(10, upper=74), False)], "a_bit_difficult"),
        ([(part(80), True), (part(75), False)], "keep"),
        ([(part(80), False), (part(74), False)], "a_bit_difficult"),
    ],
)
def test_the_verdict_follows_the_parts(parts, verdict):
    assert verdict_of(parts, 4, 4.0) == verdict


@pytest.mark.parametrize(("n_messages", "weight"), [(3, 3.0), (10, 0.99)])
def test_few_messages_or_long_past_ones_give_no_verdict(n_messages, weight):
    assert verdict_of([(part(10, upper=20), True)], n_messages, weight) == "not_enough_messages"
