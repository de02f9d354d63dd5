import copy
import json

import numpy as np
import pytest

from tests.conftest import TINY
from tonecheck import LABELS, ToneClassifier, load_model
from tonecheck.errors import CorpusError, InputError, ModelFormatError, ModelNotFoundError
from tonecheck.features.batch import Batch
from tonecheck.text.normalise import normalise

ODD = ["", " ", "\0", "\ud800", "🙄", "a" * 10_000, "Привет", "you idiot\r\n> quoted"]


def test_each_text_has_a_row_and_each_label_a_column(tiny_model, corpus):
    found = tiny_model.predict_proba(corpus.texts)
    assert found.shape == (12, 4)
    assert ((found > 0) & (found < 1)).all()
    for method in (tiny_model.predict_proba, tiny_model.decision_function, tiny_model.predict):
        assert method([]).shape == (0, 4)


def test_what_was_learned_separates_the_messages_it_was_learned_from(tiny_model, corpus):
    contempt = tiny_model.predict_proba(corpus.texts)[:, 0]
    assert contempt[corpus.y[:, 0] == 1].min() > 0.6 > 0.4 > contempt[corpus.y[:, 0] == 0].max()


def test_a_decision_is_the_log_odds_of_the_probability_and_the_sum_over_blocks(tiny_model, corpus):
    probability = tiny_model.predict_proba(corpus.texts)
    decisions = tiny_model.decision_function(corpus.texts)
    np.testing.assert_allclose(probability, 1 / (1 + np.exp(-decisions)))
    batch = Batch([normalise(text) for text in corpus.texts])
    codes, said = tiny_model.identifier_.identify(batch), tiny_model.scorers_[0].decision(batch)
    curves = tiny_model.calibration_
    np.testing.assert_allclose(decisions, said * curves.slope[codes, :, 0] + curves.intercept[codes])


def test_a_prediction_is_a_probability_at_or_over_its_threshold(tiny_model, corpus):
    model = copy.deepcopy(tiny_model)
    probability = model.predict_proba(corpus.texts)
    model.thresholds_["careful"] = probability[1]
    assert (model.predict(corpus.texts) == (probability >= probability[1])).all()
    assert model.predict(corpus.texts)[1].tolist() == [1, 1, 1, 1]
    assert model.predict(corpus.texts).dtype == np.int64
    model.set_params(operating_point="alert").thresholds_["alert"] = np.full(4, 1.1)
    assert not model.predict(corpus.texts).any()


@pytest.mark.parametrize("n_labels", [1, 2, 5])
def test_a_model_has_the_labels_of_its_owner(corpus, n_labels, tmp_path):
    y = np.hstack([corpus.y, 1 - corpus.y])[:, :n_labels]
    names = [f"kind {number}" for number in range(n_labels)]
    model = ToneClassifier(**TINY).fit(corpus.texts, y, labels=names)
    assert model.labels_ == tuple(names)
    assert model.classes_.tolist() == [[0, 1]] * n_labels
    model.save(tmp_path / "mine")
    again = load_model(tmp_path / "mine")
    assert again.labels_ == model.labels_
    assert (again.predict_proba(corpus.texts) == model.predict_proba(corpus.texts)).all()
    assert again.classes_.tolist() == model.classes_.tolist()


def test_not_labelled_is_minus_one_or_nan_and_both_are_the_same(corpus):
    y = corpus.y.copy()
    y[[0, 4], [1, 2]] = -1
    one = ToneClassifier(**TINY).fit(corpus.texts, y)
    other = ToneClassifier(**TINY).fit(corpus.texts, np.where(y == -1, np.nan, y))
    whole = ToneClassifier(**TINY).fit(corpus.texts, corpus.y)
    assert (one.decision_function(ODD) == other.decision_function(ODD)).all()
    assert (one.decision_function(corpus.texts) != whole.decision_function(corpus.texts)).any()
    assert one.positive_share_[1] == pytest.approx(4 / 11)


def test_fitting_changes_no_argument_and_takes_any_iterable(corpus):
    texts, y = list(corpus.texts), corpus.y.copy()
    model = ToneClassifier(**TINY)
    assert model.fit(iter(texts), y) is model
    assert texts == corpus.texts
    assert (y == corpus.y).all()
    assert model.n_messages_ == 12


def test_four_columns_without_names_are_the_four_labels(tiny_model):
    assert tiny_model.labels_ == LABELS


def test_a_writers_messages_stay_in_one_fold(corpus):
    grouped = ToneClassifier(**TINY).fit(corpus.texts, corpus.y, groups=corpus.columns["writer"])
    free = ToneClassifier(**TINY).fit(corpus.texts, corpus.y)
    assert (grouped.out_of_fold_ != free.out_of_fold_).any()
    with pytest.raises(CorpusError, match="groups has 1 entries"):
        ToneClassifier(**TINY).fit(corpus.texts, corpus.y, groups=["a"])


def test_a_rare_label_may_lie_in_one_fold(corpus):
    for seed in range(2):
        model = ToneClassifier(**TINY | {"n_folds": 6, "random_state": seed}).fit(corpus.texts, corpus.y)
        assert np.isfinite(model.decision_function(corpus.texts)).all()


def test_texts_without_any_word_are_learned_from_as_well():
    model = ToneClassifier(**TINY).fit(["", "", " ", "!"], [[0], [1], [0], [1]])
    assert np.isfinite(model.decision_function(ODD)).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"C": 0}, r"C must be a float in the range \(0\.0, inf\)\. Got 0 instead"),
        ({"C": "x"}, r"C must be a float in the range \(0\.0, inf\)\. Got 'x' instead"),
        ({"encoder_C": float("nan")}, "encoder_C must be a float"),
        ({"C": float("inf")}, "C must be a float"),
        ({"n_folds": 1}, r"n_folds must be an int in the range \[2, inf\)\. Got 1 instead"),
        ({"n_folds": 2.5}, "n_folds must be an int"),
        ({"table_bits": 30}, r"table_bits must be an int in the range \[8, 24\]\. Got 30 instead"),
        ({"character_orders": (5, 4)}, "character_orders must be rising ints"),
        ({"base": "mine"}, "base: 'mine'; expected None or one of tone-enfr-1, tone-enfr-1-fast"),
        ({"operating_point": "bold"}, "operating_point: 'bold'; expected 'careful' or 'alert'"),
    ],
)
def test_an_option_out_of_its_range_is_refused_when_fitting(corpus, options, words):
    with pytest.raises(InputError, match=words):
        ToneClassifier(**TINY | options).fit(corpus.texts, corpus.y)


def test_an_encoder_that_is_not_shipped_is_refused(corpus):
    with pytest.raises(ModelNotFoundError, match="nothing shipped is named 'nope'"):
        ToneClassifier(**TINY | {"encoder": "nope"}).fit(corpus.texts, corpus.y)


@pytest.mark.parametrize(
    ("texts", "words"),
    [("one letter", "texts is one str"), (["a", None], "text 1 is NoneType"), (None, "texts is one NoneType")],
)
def test_one_text_or_no_text_is_refused(tiny_model, corpus, texts, words):
    with pytest.raises(InputError, match=words):
        ToneClassifier(**TINY).fit(texts, corpus.y)
    for method in (tiny_model.predict, tiny_model.predict_proba, tiny_model.decision_function):
        with pytest.raises(InputError, match=words):
            method(texts)


def test_a_score_is_the_mean_average_precision_over_what_is_labelled(tiny_model, corpus):
    y = corpus.y.copy()
    y[:, 3] = np.resize([0, 1, -1], 12)
    assert 0 < tiny_model.score(corpus.texts, y) < 1
    partly = corpus.y.copy()
    partly[[1, 6], 0] = -1
    assert tiny_model.score(corpus.texts, partly) == tiny_model.score(corpus.texts, corpus.y)
    assert tiny_model.score(corpus.texts[:10], corpus.y[:10]) > 0.75
    assert tiny_model.score(corpus.texts, 1 - corpus.y) < 0.6


def test_the_folder_holds_the_options_but_not_how_many_processes_fitted(tiny_model, tmp_path):
    model = copy.deepcopy(tiny_model).set_params(n_jobs=2)
    model.save(tmp_path / "mine", notes={"corpus": {"a.csv": "00"}})
    manifest = json.loads((tmp_path / "mine" / "manifest.json").read_text())
    assert manifest["name"] == "mine"
    assert manifest["corpus"] == {"a.csv": "00"}
    assert "n_jobs" not in manifest["options"]
    assert manifest["options"]["table_bits"] == 10
    assert load_model(tmp_path / "mine").get_params() == tiny_model.get_params()


def test_a_path_that_ends_in_a_slash_names_the_model_too(tiny_model, tmp_path):
    tiny_model.save(f"{tmp_path}/mine/")
    assert json.loads((tmp_path / "mine" / "manifest.json").read_text())["name"] == "mine"
    tiny_model.save(tmp_path / "mine", name="yours", overwrite=True)
    assert json.loads((tmp_path / "mine" / "manifest.json").read_text())["name"] == "yours"


def test_what_was_read_has_the_numbers_that_were_written(tiny_model, tmp_path, corpus):
    tiny_model.save(tmp_path / "mine")
    again = ToneClassifier.load(tmp_path / "mine")
    for point in ("careful", "alert"):
        assert (again.thresholds(point) == tiny_model.thresholds(point)).all()
    assert (again.positive_share_ == tiny_model.positive_share_).all()
    assert again.n_messages_ == 12
    assert (again.decision_function(corpus.texts + ODD) == tiny_model.decision_function(corpus.texts + ODD)).all()
    again.save(tmp_path / "twice", name="mine")
    assert (tmp_path / "twice" / "manifest.json").read_bytes() == (tmp_path / "mine" / "manifest.json").read_bytes()


@pytest.mark.parametrize(
    "change",
    [
        {"labels": ["a", "b"]},
        {"options": 5},
        {"options": {}},
        {"thresholds": {"careful": [0.5] * 4}},
        {"thresholds": {"careful": [0.5] * 4, "alert": [float("nan")] * 4}},
        {"calibration": {"slope": [1], "intercept": [1]}},
        {"positive_share": ["x"] * 4},
        {"n_messages": None},
    ],
)
def test_a_manifest_that_describes_no_model_is_refused(tiny_model, tmp_path, change):
    tiny_model.save(tmp_path / "mine")
    path = tmp_path / "mine" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ModelFormatError, match="mine: manifest does not describe a tone model"):
        load_model(tmp_path / "mine")


def test_a_shipped_model_hears_an_insult():
    model = load_model("tone-enfr-1-fast")
    insult, thanks = model.predict_proba(["You are a useless idiot.", "Thank you, this is perfect."])[:, 1]
    assert insult > thanks
