import numpy as np
import pytest

from tonecheck.errors import InputError
from tonecheck.respect_score.estimate import age_weights, check_half_life, cost_of, estimate


def of_alike(n_bad, n_messages):
    return estimate(np.array([1.0] * n_bad + [0.0] * (n_messages - n_bad)), np.ones(n_messages), 4)


def test_many_harmless_messages_do_not_add_up():
    assert estimate(cost_of(np.full(200, 0.04)), np.ones(200), 4).score == 100


def test_what_is_too_close_to_call_costs_little_and_what_is_sure_costs_all():
    # nine chances in ten among the training messages are odds of 9 * 0.15 in an inbox
    assert cost_of(np.array([0.0, 0.5, 0.9, 1.0])) == pytest.approx([0, 0, (1.35 / 2.35 - 0.2) / 0.8, 1])


@pytest.mark.parametrize(
    ("n_bad", "n_messages", "lowest", "highest"),
    [(1, 100, 95, 97), (1, 20, 78, 84), (15, 100, 50, 56), (15, 30, 5, 10), (30, 30, 0, 0.1), (0, 30, 100, 100)],
)
def test_the_score_falls_with_the_share_of_bad_messages(n_bad, n_messages, lowest, highest):
    assert lowest <= of_alike(n_bad, n_messages).score <= highest


def test_a_run_of_one_gives_the_share_that_cost_nothing():
    assert estimate(np.array([1.0, 0.0, 0.0]), np.ones(3), 1).score == 75


def test_a_first_bad_message_does_not_take_everything():
    assert of_alike(1, 1).score == 6.25


@pytest.mark.parametrize(("n_bad", "n_messages"), [(0, 1), (1, 1), (0, 4), (2, 4), (4, 4), (1, 500)])
def test_the_interval_holds_the_score(n_bad, n_messages):
    found = of_alike(n_bad, n_messages)
    assert 0 <= found.interval[0] <= found.score <= found.interval[1] <= 100


def test_four_messages_give_a_wide_interval_and_a_hundred_a_narrow_one():
    few, many = of_alike(0, 4).interval, of_alike(0, 100).interval
    assert (few[1] - few[0] > 80, many[1] - many[0] < 15) == (True, True)


def test_the_interval_of_one_bad_message_in_twenty_is_that_of_clopper_and_pearson():
    # For 1 of 20 the 90% interval of the rate is known to go from 0.256% to 21.61%.
    lowest, highest = of_alike(1, 20).interval
    assert (1 - (lowest / 100) ** 0.25, 1 - (highest / 100) ** 0.25) == pytest.approx((0.2161, 0.00256), abs=1e-4)


def test_messages_that_weigh_nothing_say_nothing():
    found = estimate(np.ones(3), np.zeros(3), 4)
    assert (found.score, found.interval) == (100, (0, 100))


def test_the_score_without_a_message_is_the_score_of_the_others():
    costs, weights = np.array([1.0, 0.5, 0.0]), np.array([1.0, 0.5, 0.25])
    others = [estimate(np.delete(costs, place), np.delete(weights, place), 4).score for place in range(3)]
    assert estimate(costs, weights, 4).without == pytest.approx(others)


def test_the_score_without_the_only_message_is_the_best():
    assert of_alike(1, 1).without.tolist() == [100]


def test_weights_halve_with_each_half_life_before_the_newest():
    assert age_weights(np.array([0.0, 30.0, 60.0]), None, 30).tolist() == [0.25, 0.5, 1]


def test_a_message_without_a_day_weighs_as_the_oldest():
    assert age_weights(np.array([np.nan, 30.0, 60.0]), None, 30).tolist() == [0.5, 0.5, 1]


def test_without_any_day_all_messages_weigh_alike():
    assert age_weights(np.array([np.nan, np.nan]), 1_000.0, 30).tolist() == [1, 1]


def test_what_is_newer_than_the_day_asked_for_counts_in_full():
    assert age_weights(np.array([0.0, 30.0, 90.0]), 30.0, 30).tolist() == [0.5, 1, 1]


@pytest.mark.parametrize("half_life", [0, -1, float("nan"), "90", True, None])
def test_a_half_life_that_is_no_number_of_days_is_refused(half_life):
    with pytest.raises(InputError) as caught:
        check_half_life(half_life)
    assert str(caught.value) == f"half_life_days: {half_life!r}; expected a number of days above 0"
