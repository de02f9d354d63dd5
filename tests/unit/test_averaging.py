import numpy as np
import pytest

from tonecheck.averaging import cross_calibrate, fit_average
from tonecheck.calibration import SlopePrior, fit_calibration, to_probabilities
from tonecheck.fitting import make_divisions

BELIEVED = SlopePrior(np.array([[1.0]]), np.array([[10.0]]))
IGNORED = SlopePrior(np.array([[0.0]]), np.array([[np.inf]]))


def drawn(n, slope):
    random = np.random.default_rng(0)
    decisions = random.normal(0, 1.5, (n, 1, 1))
    y = (random.random((n, 1)) < to_probabilities(slope * decisions[:, :, 0])).astype(float)
    return decisions, y, np.zeros(n, np.int8), make_divisions(y, None, 5, 0), np.ones(n, np.bool_)


def average(n, slope, beliefs=(BELIEVED, IGNORED)):
    decisions, y, codes, divisions, typical = drawn(n, slope)
    return fit_average(decisions, y, codes, beliefs, divisions, typical)


def test_what_foretells_held_out_messages_is_believed():
    assert average(300, 1)[0].slope[0, 0, 0] == pytest.approx(1, abs=0.25)


def test_what_foretells_nothing_is_ignored():
    believed = average(300, 0, [BELIEVED])[0].slope[0, 0, 0]
    assert 0 <= average(300, 0)[0].slope[0, 0, 0] <= believed / 2


def test_one_belief_alone_is_taken_as_it_is():
    decisions, y, codes, divisions, typical = drawn(60, 1)
    calibration, held_out = fit_average(decisions, y, codes, [BELIEVED], divisions, typical)
    alone = fit_calibration(decisions, y, codes, BELIEVED)
    np.testing.assert_array_equal(calibration.slope, alone.slope)
    np.testing.assert_array_equal(calibration.intercept, alone.intercept)
    np.testing.assert_array_equal(held_out, cross_calibrate(decisions, y, codes, BELIEVED, divisions, typical))


def test_no_curve_is_read_where_it_was_fitted():
    decisions, y, codes, divisions, typical = drawn(40, 0)
    before = cross_calibrate(decisions, y, codes, BELIEVED, divisions[:1], typical)
    test = divisions[0][0][1]
    y[test] = 1 - y[test]
    after = cross_calibrate(decisions, y, codes, BELIEVED, divisions[:1], typical)
    np.testing.assert_allclose(np.diff(before[test], axis=0), np.diff(after[test], axis=0))
    assert (np.delete(before, test, axis=0) != np.delete(after, test, axis=0)).any()


def test_a_rare_label_does_not_make_its_own_messages_come_out_low():
    y = np.zeros((40, 1))
    y[:3] = 1
    nothing = np.random.default_rng(0).normal(0, 1e-3, (40, 1, 1))
    folds = [(np.delete(np.arange(40), rows), rows) for rows in np.split(np.arange(40), 8)]
    found = cross_calibrate(nothing, y, np.zeros(40, np.int8), IGNORED, [folds], np.ones(40, np.bool_))
    assert np.ptp(found) == pytest.approx(0, abs=1e-9)


def test_messages_that_are_not_typical_or_not_labelled_have_no_say():
    decisions, y, codes, divisions, typical = drawn(60, 1)
    typical[:10] = False
    y[10:20] = np.nan
    expected = fit_average(decisions, y, codes, [BELIEVED, IGNORED], divisions, typical)[0]
    y[:10] = 1 - y[:10]
    decisions[10:20] *= -9
    found = fit_average(decisions, y, codes, [BELIEVED, IGNORED], divisions, typical)[0]
    np.testing.assert_array_equal(found.slope, expected.slope)
    np.testing.assert_array_equal(found.intercept, expected.intercept)
