import json

import numpy as np
import pytest

from tests.conftest import TINY
from tonecheck import LABELS, ToneClassifier, load_model
from tonecheck.classifier import load_base
from tonecheck.errors import CorpusError, InputError, ModelFormatError
from tonecheck.features.base_model import BaseFeatures, BaseScorer
from tonecheck.features.batch import Batch
from tonecheck.text.normalise import normalise

FAST = "tone-enfr-1-fast"
ODD = ["", "🙄", "Vous êtes nul.", "You idiot. Thanks a lot, see you on Monday.", "Привет"]


@pytest.fixture(scope="module")
def based(corpus):
    """A model on a shipped one: a label of its, and one of its owner's; two that nothing is told of."""
    y = np.column_stack([corpus.y[:, 0], np.full((12, 3), np.nan), 1 - corpus.y[:, 3]])
    return ToneClassifier(**TINY | {"base": FAST}).fit(corpus.texts, y, labels=[*LABELS, "patient"])


def batch(texts):
    return Batch([normalise(text) for text in texts])


def test_labels_that_no_message_tells_of_stay_as_they_are_to_the_bit(based, corpus):
    assert based.kept_ == LABELS[1:]
    shipped = load_model(FAST)
    texts = corpus.texts + ODD
    for method in ("decision_function", "predict_proba", "predict"):
        found, expected = getattr(based, method)(texts), getattr(shipped, method)(texts)
        np.testing.assert_array_equal(found[:, 1:4], expected[:, 1:4])
    assert (based.decision_function(texts)[:, 0] != shipped.decision_function(texts)[:, 0]).all()
    for point in ("careful", "alert"):
        np.testing.assert_array_equal(based.thresholds(point)[1:4], shipped.thresholds(point)[1:4])
    np.testing.assert_array_equal(based.positive_share_[1:4], shipped.positive_share_[1:4])
    assert based.positive_share_[[0, 4]].tolist() == pytest.approx([corpus.y[:, 0].mean(), 1 - corpus.y[:, 3].mean()])
    np.testing.assert_array_equal(based.base_probabilities_, shipped.predict_proba(corpus.texts))
    np.testing.assert_array_equal(based.out_of_fold_[:, 1:4], based.base_probabilities_[:, 1:])


def test_a_label_with_too_few_answers_is_kept_as_well(corpus):
    y = corpus.y.copy()
    y[:, 2] = 0
    y[0, 2] = 1
    model = ToneClassifier(**TINY | {"base": FAST}).fit(corpus.texts, y)
    assert model.kept_ == ("dismissive",)
    shipped = load_model(FAST)
    np.testing.assert_array_equal(model.decision_function(ODD)[:, 2], shipped.decision_function(ODD)[:, 2])


def test_a_label_that_the_base_does_not_have_must_be_learned(corpus):
    y = np.column_stack([corpus.y[:, 0], np.zeros(12)])
    with pytest.raises(CorpusError, match="label own: 0 messages with it, 12 without"):
        ToneClassifier(**TINY | {"base": FAST}).fit(corpus.texts, y, labels=["insulting", "own"])
    with pytest.raises(CorpusError, match="label insulting: 0 messages with it"):
        ToneClassifier(**TINY | {"base": FAST}).fit(corpus.texts, np.zeros(12), labels=["insulting"])
    with pytest.raises(CorpusError, match="y holds something that is no number"):
        ToneClassifier(**TINY | {"base": FAST}).fit(corpus.texts, ["x"] * 12, labels=["insulting"])
    with pytest.raises(CorpusError, match="expected 0, 1, and -1"):
        ToneClassifier(**TINY | {"base": FAST}).fit(corpus.texts, [5, 0, 1] * 4, labels=["insulting"])


def test_a_model_on_a_base_is_read_as_it_was_written_and_keeps_the_name_alone(based, corpus, tmp_path):
    based.save(tmp_path / "mine")
    manifest = json.loads((tmp_path / "mine" / "manifest.json").read_text())
    assert manifest["options"]["base"] == FAST
    assert manifest["files"]["weights.npz"]["arrays"]["base_coef"] == {"dtype": "float64", "shape": [4, 5]}
    again = load_model(tmp_path / "mine")
    assert again.get_params() == based.get_params()
    texts = corpus.texts + ODD
    np.testing.assert_array_equal(again.decision_function(texts), based.decision_function(texts))
    for point in ("careful", "alert"):
        np.testing.assert_array_equal(again.thresholds(point), based.thresholds(point))


def test_a_model_without_a_base_is_written_as_before_there_were_any(tiny_model, tmp_path):
    tiny_model.save(tmp_path / "mine")
    assert "base" not in json.loads((tmp_path / "mine" / "manifest.json").read_text())["options"]
    assert load_model(tmp_path / "mine").base is None
    assert load_model(FAST).base is None


def test_a_message_is_read_the_same_alone_and_in_a_batch(based):
    together = based.decision_function(ODD)
    for row, text in enumerate(ODD):
        np.testing.assert_array_equal(based.decision_function([text])[0], together[row])


@pytest.mark.parametrize("text", ODD)
def test_contributions_add_up_through_the_base(based, text):
    sentences = [part for part in text.split(". ") if part]
    found = based.attribute(normalise(text), sentences)
    total = found.base + found.characters.sum(axis=0) + found.sentences.sum(axis=0)
    np.testing.assert_allclose(total, based.decision_function([text])[0], atol=1e-9)


def test_the_base_is_asked_once_for_a_batch_and_its_parts(corpus):
    class Counting:
        labels_ = ("a", "b")
        n_asked = 0

        def log_odds(self, batch):
            self.n_asked += 1
            return np.arange(2.0 * len(batch)).reshape(-1, 2)

    base = Counting()
    features, texts = BaseFeatures("counting", base), batch(corpus.texts)
    features.fit(texts).transform(texts)
    scorer = features.weigh(np.array([[1.0, 0.5], [0.0, 2.0]]))
    assert scorer.decision(texts.rows(np.array([1, 3]))).tolist() == [[2, 1 + 6], [6, 3 + 14]]
    assert base.n_asked == 1


def test_a_label_of_the_base_takes_its_log_odds_over_and_others_are_learned():
    coef = BaseFeatures(FAST, load_base(FAST)).known_coef(["own", "insulting"])
    assert np.isnan(coef[:, 0]).all()
    assert coef[:, 1].tolist() == [0, 1, 0, 0]


@pytest.mark.parametrize("name", ["nope", "encoder-use-m3-enfr-1", "models/tone-enfr-1", 5])
def test_a_base_is_a_shipped_tone_model_by_name(corpus, name):
    with pytest.raises(InputError, match=r"base: .*; expected None or one of tone-enfr-1, tone-enfr-1-fast"):
        ToneClassifier(**TINY | {"base": name}).fit(corpus.texts, corpus.y)


def test_a_manifest_cannot_send_its_reader_to_another_folder(based, tmp_path):
    based.save(tmp_path / "mine")
    path = tmp_path / "mine" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["options"]["base"] = str(tmp_path)
    path.write_text(json.dumps(manifest))
    with pytest.raises(ModelFormatError, match="manifest does not describe a tone model"):
        load_model(tmp_path / "mine")


def test_weights_that_do_not_fit_the_base_are_refused():
    with pytest.raises(ModelFormatError, match=r"base_coef is float64 \(3, 1\); expected float64 \(4, 1\)"):
        BaseScorer.from_arrays(FAST, load_base(FAST), {"base_coef": np.zeros((3, 1))}, 1)


def test_few_messages_leave_a_good_base_nearly_alone_and_a_useless_one_behind(corpus):
    texts = [f"{text} {number}" for number in range(5) for text in corpus.texts]
    shipped = load_model(FAST).predict_proba(texts)[:, 1]
    like_base = (shipped > np.median(shipped)).astype(float)
    random = np.random.default_rng(0)
    unlike_base = random.permutation(like_base)
    slopes = [
        ToneClassifier(**TINY | {"base": FAST}).fit(texts, y, labels=["insulting"]).calibration_.slope[0, 0, -1]
        for y in (like_base, unlike_base)
    ]
    assert slopes[0] > 4 * slopes[1] >= 0


def test_messages_outweigh_a_base_that_calls_something_else_by_the_same_name(corpus):
    texts = [f"{text} {number}" for number in range(20) for text in corpus.texts]
    says_merci = np.array([float("Merci" in text) for text in texts])
    model = ToneClassifier(**TINY | {"base": FAST}).fit(texts, says_merci, labels=["insulting"])
    assert model.calibration_.slope[0, 0, 0] > 0.5
    insult, thanks = model.predict_proba(["You lazy idiot.", "Merci, c'est parfait."])[:, 0]
    assert thanks > 0.5 > insult
