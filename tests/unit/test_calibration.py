import numpy as np
import pytest

from tonecheck.calibration import (
    CAUGHT_SHARE,
    FALSE_ALARM_SHARE,
    Calibration,
    SlopePrior,
    choose_thresholds,
    fit_calibration,
    is_harmless,
    to_probabilities,
)


def drawn(n=2000, n_labels=2, share=0.3, languages=2):
    """Decisions that are half as sure as they should be, the labels drawn from the truth."""
    random = np.random.default_rng(0)
    codes = random.integers(0, languages, n).astype(np.int8)
    truth = random.normal(np.log(share / (1 - share)), 2, (n, n_labels))
    y = (random.random((n, n_labels)) < to_probabilities(truth)).astype(float)
    return truth[:, :, None] / 2, y, codes


def test_log_odds_are_turned_into_probabilities_without_overflow():
    with np.errstate(all="raise"):
        assert to_probabilities(np.array([-1e9, 0, 1e9])).tolist() == pytest.approx([0, 0.5, 1])


def test_decisions_are_weighed_by_language_label_and_block():
    slope, intercept = np.arange(12.0).reshape(3, 2, 2), np.arange(6.0).reshape(3, 2)
    decisions = np.array([[[1.0, 10.0], [2.0, 20.0]]])
    found = Calibration(slope, intercept).log_odds(decisions, np.array([2], np.int8))
    assert found.tolist() == [[8 * 1 + 9 * 10 + 4, 10 * 2 + 11 * 20 + 5]]


def test_a_message_scored_p_carries_the_label_with_probability_p():
    decisions, y, codes = drawn(6000)
    probability = to_probabilities(fit_calibration(decisions, y, codes).log_odds(decisions, codes))
    for low in (0.1, 0.3, 0.5, 0.7):
        rows = (probability >= low) & (probability < low + 0.2)
        assert y[rows].mean() == pytest.approx(probability[rows].mean(), abs=0.04)


def test_half_sure_decisions_are_doubled():
    decisions, y, codes = drawn(6000)
    np.testing.assert_allclose(fit_calibration(decisions, y, codes).slope[:2], 2, rtol=0.15)


def test_a_language_with_enough_messages_has_a_curve_of_its_own_and_one_without_the_pooled_one():
    decisions, y, codes = drawn(4000, 1)
    rare = codes == 1
    rare[np.flatnonzero(rare)[60:]] = False
    kept = rare | (codes == 0)
    few = fit_calibration(decisions[kept], y[kept], codes[kept])
    assert (few.slope[1] == few.slope[2]).all()
    assert (few.slope[0] != few.slope[2]).all()
    many = fit_calibration(decisions, y, codes)
    assert (many.slope[1] != many.slope[2]).all()


def test_a_block_that_says_the_opposite_is_left_out():
    decisions, y, codes = drawn()
    noise = np.random.default_rng(1).normal(size=decisions.shape)
    both = np.concatenate([decisions + noise, -decisions], axis=2)
    slope = fit_calibration(both, y, codes).slope
    assert (slope[:, :, 0] > 0).all()
    assert (slope[:, :, 1] == 0).all()


def test_where_nothing_was_learned_every_message_gets_the_base_rate():
    decisions, y, codes = drawn(400, 1)
    found = fit_calibration(-decisions, y, np.full_like(codes, 2))
    assert (found.slope == 0).all()
    assert to_probabilities(found.intercept)[0, 0] == pytest.approx(y.mean())


def test_a_language_without_labels_is_asked_by_the_blocks_that_carry_over_alone():
    decisions, y, codes = drawn(2000, 2, languages=1)
    both = np.concatenate([decisions, decisions], axis=2)
    found = fit_calibration(both, y, codes, carries_over=np.array([False, True]))
    assert (found.slope[0] > 0).all()
    assert (found.slope[1:, :, 0] == 0).all()
    assert (found.slope[1:, :, 1] > found.slope[0, :, 1]).all()  # it says alone what the two said together
    drawn_to_one = fit_calibration(both, y, codes, prior(1.0, 1.0, n_blocks=2), np.array([False, True]))
    assert (drawn_to_one.slope[1:, :, 0] == 0).all()
    none = fit_calibration(both, y, codes, carries_over=np.array([False, False]))
    np.testing.assert_array_equal(none.slope, fit_calibration(both, y, codes).slope)


def test_with_few_messages_in_all_languages_every_block_counts_everywhere():
    decisions, y, codes = drawn(60, 1)
    both = np.concatenate([decisions, decisions], axis=2)
    found = fit_calibration(both, y, codes, carries_over=np.array([False, True]))
    assert (found.slope > 0).all()


def test_messages_that_are_not_labelled_do_not_count():
    decisions, y, codes = drawn()
    more = np.concatenate([decisions, 100 * decisions])
    found = fit_calibration(more, np.concatenate([y, np.full_like(y, np.nan)]), np.tile(codes, 2))
    expected = fit_calibration(decisions, y, codes)
    np.testing.assert_array_equal(found.slope, expected.slope)
    np.testing.assert_array_equal(found.intercept, expected.intercept)


def test_careful_accuses_few_and_alert_catches_most_in_each_language():
    decisions, y, codes = drawn(4000, 3)
    probability = to_probabilities(2 * decisions[:, :, 0] + codes[:, None])
    thresholds = choose_thresholds(probability, y, codes)
    harmful = (y == 1).any(axis=1)
    for code in (0, 1):
        mine = codes == code
        accused = (probability >= thresholds["careful"]).any(axis=1)[mine & ~harmful].mean()
        assert accused <= FALSE_ALARM_SHARE
        assert (probability >= thresholds["alert"]).any(axis=1)[mine & harmful].mean() >= CAUGHT_SHARE
    n_accused = max((probability >= thresholds["careful"]).any(axis=1)[(codes == c) & ~harmful].mean() for c in (0, 1))
    assert n_accused > FALSE_ALARM_SHARE / 2  # no more careful than it has to be
    assert (thresholds["alert"] <= thresholds["careful"]).all()


def test_a_language_with_few_messages_has_no_say_in_the_thresholds():
    decisions, y, codes = drawn(1000, 1, languages=1)
    probability = to_probabilities(decisions[:, :, 0])
    odd = np.concatenate([probability, np.full((30, 1), 0.999)])
    harmless = np.concatenate([y, np.zeros((30, 1))])
    found = choose_thresholds(odd, harmless, np.concatenate([codes, np.full(30, 2, np.int8)]))
    assert found["careful"] == choose_thresholds(probability, y, codes)["careful"]


def test_labels_that_exclude_each_other_have_thresholds_of_their_own():
    probability = np.linspace(0, 1, 100)
    y = np.array([[0, 1]] * 50 + [[1, 0]] * 50)
    found = choose_thresholds(np.column_stack([probability, 1 - probability]), y, np.zeros(100, np.int8))
    assert found["careful"] == pytest.approx([probability[49], 1 - probability[50]])
    assert (found["alert"] <= found["careful"]).all()


def test_a_label_that_occurs_in_no_large_language_is_set_on_all_messages():
    decisions, y, codes = drawn(1000, 2, languages=1)
    y[:, 1] = 0
    y[:5, 1], codes[:5] = 1, 1
    probability = to_probabilities(decisions[:, :, 0])
    assert np.isfinite(choose_thresholds(probability, y, codes)["alert"]).all()


def test_harmless_is_what_is_known_to_carry_no_label():
    y = np.array([[0, 0], [0, 1], [np.nan, 0], [np.nan, 1], [np.nan, np.nan]])
    assert is_harmless(y).tolist() == [True, False, True, False, False]


def prior(slope, strength, n_labels=2, n_blocks=1):
    return SlopePrior(np.full((n_labels, n_blocks), slope), np.full((n_labels, n_blocks), strength))


def test_a_prior_holds_where_messages_are_few_and_yields_to_many():
    decisions, y, codes = drawn(6000, languages=1)
    free = fit_calibration(decisions, y, codes).slope[0, 0, 0]
    few, many = (fit_calibration(decisions[:n], y[:n], codes[:n], prior(1.0, 20.0)).slope[0, 0, 0] for n in (20, 6000))
    assert free == pytest.approx(2, rel=0.15)
    assert few == pytest.approx(1, abs=0.3)
    assert many == pytest.approx(free, rel=0.1)


def test_a_weightless_prior_gives_the_most_likely_curve_and_an_infinite_one_its_slope():
    decisions, y, codes = drawn(500, languages=1)
    free, most_likely = fit_calibration(decisions, y, codes), fit_calibration(decisions, y, codes, prior(1.0, 0.0))
    np.testing.assert_allclose(most_likely.slope, free.slope, rtol=1e-2)
    np.testing.assert_allclose(most_likely.intercept, free.intercept, rtol=1e-1)
    given = fit_calibration(decisions, y, codes, prior(0.7, np.inf))
    np.testing.assert_allclose(given.slope, 0.7)
    probability = to_probabilities(given.log_odds(decisions, codes))
    assert probability.mean(axis=0) == pytest.approx(y.mean(axis=0), abs=1e-6)


def test_no_prior_makes_a_slope_negative():
    decisions, y, codes = drawn(400, languages=1)
    both = np.concatenate([decisions, -decisions], axis=2)
    slope = fit_calibration(both, y, codes, prior(0.5, 0.01, n_blocks=2)).slope
    assert (slope[:, :, 0] > 0.5).all()
    assert (slope[:, :, 1] == 0).all()


def test_one_answer_alone_gives_a_base_rate_that_is_not_sure():
    decisions, _, codes = drawn(9, 1)
    for given in (None, prior(1.0, 10.0, 1)):
        found = fit_calibration(decisions, np.zeros((9, 1)), codes, given)
        assert (found.slope == 0).all()
        assert to_probabilities(found.intercept)[0, 0] == pytest.approx(0.05)


def test_careful_keeps_a_margin_for_writers_that_it_has_not_seen():
    random = np.random.default_rng(0)
    probability, y = random.random((2000, 1)), (np.arange(2000) % 4 == 0).astype(float)[:, None]
    codes = np.zeros(2000, np.int8)
    writers = np.arange(2000) % 100
    probability[(y[:, 0] == 0) & (writers == 1), 0] += 1  # one harmless writer in a hundred looks worse than all others
    alone = choose_thresholds(probability, y, codes)["careful"]
    strict = choose_thresholds(probability, y, codes, writers)["careful"]
    spread = choose_thresholds(probability, y, codes, random.permutation(writers))["careful"]
    assert strict[0] > spread[0] >= alone[0]
