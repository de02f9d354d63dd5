import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from tonecheck.corpus import Corpus
from tonecheck.errors import QualityGateError
from tonecheck.evaluation import auc, average_precision, calibration_error, evaluate

NAN = float("nan")
HALF = {"careful": np.array([0.5]), "alert": np.array([0.2])}


def small(probabilities, y, texts=None, **columns):
    y = np.array(y, float)[:, None]
    corpus = Corpus(texts or ["a word"] * len(y), y, ("rude",), columns)
    return evaluate(corpus, np.array(probabilities)[:, None], HALF, columns.get("lang", ["en"] * len(y)))


@pytest.mark.parametrize("digits", [1, 8])
def test_figures_are_those_of_scikit_learn_with_weights_and_ties(digits):
    random = np.random.default_rng(0)
    y = (random.random(200) < 0.3).astype(float)
    probability = np.round(np.clip(random.random(200) * 0.6 + y * 0.3, 0, 1), digits)
    weights = np.vstack([np.ones(200), random.integers(0, 4, 200)]).astype(float)
    for ours, theirs in ((auc, roc_auc_score), (average_precision, average_precision_score)):
        expected = [theirs(y, probability, sample_weight=row) for row in weights]
        np.testing.assert_allclose(ours(probability, y, weights), expected)


def test_a_calibration_error_is_the_distance_to_the_share_of_positives():
    probability = np.repeat([0.1, 0.9], 50)
    assert calibration_error(probability, np.repeat([0.0, 1.0], 50), 2) == pytest.approx(0.1)
    assert calibration_error(probability, np.tile([1.0] + [0.0] * 9, 10), 2) == pytest.approx(0.4)


def test_precision_recall_accused_and_caught_are_counted_at_each_point():
    found = small([0.9, 0.6, 0.3, 0.1, 0.7, 0.1], [1, 0, 1, 0, 1, 0])["languages"]["en"]
    rude, points = found["labels"]["rude"], found["operating_points"]
    assert (rude["n_messages"], rude["n_positive"]) == (6, 3)
    assert rude["careful"]["precision"][0] == rude["careful"]["recall"][0] == pytest.approx(2 / 3, abs=1e-4)
    assert rude["alert"]["recall"][0] == 1
    assert points["careful"]["accused"][0] == pytest.approx(1 / 3, abs=1e-4)
    assert points["alert"]["caught"][0] == 1
    assert (points["careful"]["n_harmless"], points["careful"]["n_harmful"]) == (3, 3)
    # one harmless of three is accused, all harmful are caught: of 100 flagged where 30 in 100 are contemptuous
    assert points["alert"]["harmless_of_100_flagged"]["30%"] == round(100 * (0.7 / 3) / (0.7 / 3 + 0.3))
    assert list(points["alert"]["harmless_of_100_flagged"]) == ["2%", "5%", "30%"]


def test_messages_that_are_not_labelled_do_not_count():
    found = small([0.9, 0.1, 0.95], [1, 0, NAN])["languages"]["en"]["labels"]["rude"]
    assert found["n_messages"] == 2
    assert found["auc"][0] == found["average_precision"][0] == 1
    assert found["careful"]["precision"][0] == 1


def test_an_interval_is_drawn_over_writers_not_messages():
    random = np.random.default_rng(1)
    y = np.repeat(np.tile([0.0, 1.0], 10), 10)
    probability = np.clip(0.3 * y + np.repeat(random.normal(0.4, 0.2, 20), 10), 0, 1)
    apart = small(probability, y, writer=list(range(200)))
    together = small(probability, y, writer=np.repeat(range(20), 10).tolist())
    _, low, high = apart["languages"]["en"]["labels"]["rude"]["auc"]
    _, lower, higher = together["languages"]["en"]["labels"]["rude"]["auc"]
    assert higher - lower > 2 * (high - low)
    assert (apart["n_writers"], apart["interval"]) == (200, "90%, over writers")
    assert small([0.1, 0.9], [0, 1])["interval"] == "90%, over messages"


def test_the_figures_are_the_same_at_each_call():
    numbers = [0.1, 0.9, 0.4, 0.3], [0, 1, 1, 0]
    assert small(*numbers) == small(*numbers)


def test_languages_lengths_and_kinds_are_told_apart():
    texts = ["short"] * 4 + ["word " * 20] * 4
    found = small([0.1, 0.9] * 4, [0, 1] * 4, texts, lang=["en", "en", "fr", "fr"] * 2, kind=["thanks", "insult"] * 4)
    assert list(found["languages"]) == ["en", "fr"]
    french = found["languages"]["fr"]
    assert [length["n_messages"] for length in french["lengths"].values()] == [2, 2, 0]
    assert french["lengths"]["over 40 words"]["rude"] == []
    assert french["kinds"]["insult"] == {"n_messages": 2, "harmful": True, "careful": [1, 1, 1], "alert": [1, 1, 1]}
    assert french["kinds"]["thanks"]["harmful"] is False
    assert french["kinds"]["thanks"]["careful"][0] == 0


def test_where_there_is_nothing_to_measure_the_figure_is_empty():
    found = small([0.1, 0.2], [0, 0])["languages"]["en"]
    assert found["labels"]["rude"]["auc"] == found["operating_points"]["careful"]["caught"] == []
    assert found["operating_points"]["careful"]["harmless_of_100_flagged"] == {}


def test_no_message_is_no_measurement(corpus):
    with pytest.raises(QualityGateError, match="nothing to measure: no message"):
        evaluate(corpus.rows(np.array([], int)), np.empty((0, 4)), HALF, [])
