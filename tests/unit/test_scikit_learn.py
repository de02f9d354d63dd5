"""scikit-learn's contract by hand: its own suite skips nearly everything for an estimator of strings."""

import inspect
import multiprocessing
import pickle  # noqa: TID251 - users and joblib pickle fitted models
import threading
import warnings

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError
from sklearn.metrics import get_scorer
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

from tests.conftest import TINY
from tonecheck import ToneClassifier, load_model
from tonecheck.errors import CorpusError, InputError

TEXTS = ["thanks, lovely work", "you lazy idiot", "lovely, thanks", "idiot, are you lazy"] * 4
Y = np.array([[0, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 1]] * 4)


def lower(texts):
    return [text.lower() for text in texts]


def test_making_an_estimator_only_stores_its_options():
    options = {name: object() for name in inspect.signature(ToneClassifier).parameters}
    model = ToneClassifier(**options)
    assert vars(model) == options
    assert model.get_params() == options
    assert all(model.get_params()[name] is value for name, value in options.items())


def test_options_are_keyword_only():
    with pytest.raises(TypeError):
        ToneClassifier((5,))


def test_options_are_set_by_name_and_an_unknown_one_is_refused():
    model = ToneClassifier()
    assert model.set_params(C=2.0, n_folds=3) is model
    assert (model.C, model.n_folds) == (2.0, 3)
    with pytest.raises(InputError, match="ToneClassifier has no option 'colour'; expected one of character_orders, "):
        model.set_params(colour=1)


def test_a_clone_has_the_options_and_nothing_learned(tiny_model):
    again = clone(tiny_model)
    assert again.get_params() == tiny_model.get_params()
    assert not [name for name in vars(again) if name.endswith("_")]


def test_the_repr_shows_what_is_not_as_by_default():
    assert repr(ToneClassifier()) == "ToneClassifier()"
    assert repr(ToneClassifier(encoder=None, C=2.5)) == "ToneClassifier(encoder=None, C=2.5)"


def test_the_tags_say_a_multilabel_classifier_of_strings():
    tags = get_tags(ToneClassifier())
    assert is_classifier(ToneClassifier())
    assert (tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array) == (True, True, False)
    assert (tags.target_tags.required, tags.target_tags.multi_output, tags.target_tags.single_output) == (
        True,
        True,
        False,
    )
    assert (tags.classifier_tags.multi_label, tags.classifier_tags.multi_class) == (True, False)


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function", "thresholds"])
def test_what_is_not_fitted_says_so(method):
    with pytest.raises(NotFittedError, match=r"not fitted yet; call fit, or load a model with tonecheck\.load_model"):
        getattr(ToneClassifier(), method)("careful" if method == "thresholds" else ["a"])


def test_scoring_and_saving_what_is_not_fitted_say_so(tmp_path):
    with pytest.raises(NotFittedError):
        ToneClassifier().score(TEXTS, Y)
    with pytest.raises(NotFittedError):
        ToneClassifier().save(tmp_path / "mine")
    assert not list(tmp_path.iterdir())


def test_scikit_learn_sees_whether_it_is_fitted(tiny_model):
    check_is_fitted(tiny_model)
    with pytest.raises(NotFittedError):
        check_is_fitted(ToneClassifier())


def test_it_is_the_last_step_of_a_pipeline():
    pipeline = make_pipeline(FunctionTransformer(lower), ToneClassifier(**TINY)).fit(TEXTS, Y)
    assert pipeline.predict_proba(["YOU IDIOT"]).shape == (1, 3)
    assert pipeline.score(TEXTS, Y) == 1
    assert clone(pipeline).set_params(toneclassifier__C=3.0)[-1].C == 3.0


def test_its_options_are_searched():
    options = {"C": [1.0, 8.0], "operating_point": ["careful", "alert"]}
    search = GridSearchCV(ToneClassifier(**TINY), options, cv=2, error_score="raise")
    search.fit(TEXTS, Y)
    assert search.best_score_ == 1
    assert search.predict(TEXTS).shape == Y.shape


@pytest.mark.parametrize("method", ["predict_proba", "decision_function", "predict"])
@pytest.mark.parametrize("n_labels", [1, 2, 3])
def test_it_is_cross_validated(method, n_labels):
    y = Y[:, :n_labels]
    found = cross_val_predict(ToneClassifier(**TINY), TEXTS, y, cv=2, method=method)
    assert found.shape == y.shape
    assert found[y[:, 0] == 1, 0].min() >= found[y[:, 0] == 0, 0].max()
    assert cross_val_score(ToneClassifier(**TINY), TEXTS, y, cv=2).tolist() == [1, 1]


def test_cross_validation_that_counts_classes_anew_is_told_why_it_cannot_work():
    y = Y.copy()
    y[0, 0] = -1
    with pytest.raises(CorpusError, match=r"label label_0: 2; expected 0, 1, .*cross_val_predict counts classes anew"):
        cross_val_predict(ToneClassifier(**TINY), TEXTS, y, cv=2, method="predict_proba")


def test_cross_validation_that_leaves_the_labels_alone_takes_what_is_not_labelled():
    y = Y.copy()
    y[0, 0] = -1
    assert cross_val_predict(ToneClassifier(**TINY), TEXTS, y, cv=2).shape == y.shape
    assert len(cross_val_score(ToneClassifier(**TINY), TEXTS, y, cv=2, error_score="raise")) == 2


@pytest.mark.parametrize("scorer", ["average_precision", "roc_auc", "f1_macro", "f1_micro", "accuracy"])
@pytest.mark.parametrize("n_labels", [1, 2, 3])
def test_the_scorers_read_it(scorer, n_labels):
    y = Y[:, :n_labels]
    model = ToneClassifier(**TINY).fit(TEXTS, y)
    right, wrong = get_scorer(scorer)(model, TEXTS, y), get_scorer(scorer)(model, TEXTS, 1 - y)
    assert right > wrong


def test_one_label_may_come_as_one_column_or_as_a_plain_list():
    column = ToneClassifier(**TINY).fit(TEXTS, Y[:, :1])
    plain = ToneClassifier(**TINY).fit(TEXTS, Y[:, 0].tolist())
    assert column.labels_ == plain.labels_ == ("label_0",)
    assert (column.predict_proba(TEXTS) == plain.predict_proba(TEXTS)).all()


def test_a_data_frame_names_the_labels_and_a_series_is_texts():
    frame = pd.DataFrame(Y, columns=["rude", "kind", "odd"]).astype("Int64")
    model = ToneClassifier(**TINY).fit(pd.Series(TEXTS), frame)
    assert model.labels_ == ("rude", "kind", "odd")
    frame.iloc[0, 0] = pd.NA
    assert ToneClassifier(**TINY).fit(TEXTS, frame).positive_share_[0] == pytest.approx(8 / 15)


def test_answers_in_words_are_refused():
    with pytest.raises(CorpusError, match="y holds something that is no number"):
        ToneClassifier(**TINY).fit(TEXTS, ["yes", "no"] * 8)


def test_fitting_again_forgets_what_was_learned():
    model = ToneClassifier(**TINY).fit(TEXTS, Y).fit(TEXTS, 1 - Y[:, :1], labels=["kind"])
    fresh = ToneClassifier(**TINY).fit(TEXTS, 1 - Y[:, :1], labels=["kind"])
    assert model.labels_ == ("kind",)
    assert (model.predict_proba(TEXTS) == fresh.predict_proba(TEXTS)).all()


@pytest.mark.parametrize("name", [None, "tone-enfr-1", "tone-enfr-1-fast"])
def test_a_fitted_model_is_pickled(tiny_model, name):
    model = tiny_model if name is None else load_model(name)
    again = pickle.loads(pickle.dumps(model))
    assert (again.predict_proba(TEXTS) == model.predict_proba(TEXTS)).all()
    assert again.labels_ == model.labels_


def test_threads_share_a_model(tiny_model, corpus):
    expected = tiny_model.predict_proba(corpus.texts)
    found = []
    threads = [threading.Thread(target=lambda: found.append(tiny_model.predict_proba(corpus.texts))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all((one == expected).all() for one in found)


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork")
@pytest.mark.parametrize("name", ["tone-enfr-1", "tone-enfr-1-fast"])
def test_a_forked_process_scores_with_the_model_it_inherited(name):
    model = load_model(name)
    expected = model.predict_proba(TEXTS)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of a fork beside threads
        child = context.Process(target=lambda: sender.send(model.predict_proba(TEXTS)))
        child.start()
    assert receiver.poll(60)
    np.testing.assert_allclose(receiver.recv(), expected, atol=1e-6)
    child.join(10)
    assert child.exitcode == 0


def test_folds_fitted_side_by_side_give_the_same_model():
    with parallel_config(backend="multiprocessing"):  # liblinear draws from one generator for all threads
        side_by_side = ToneClassifier(**TINY, n_jobs=2).fit(TEXTS, Y)
    alone = ToneClassifier(**TINY).fit(TEXTS, Y)
    assert (side_by_side.predict_proba(TEXTS) == alone.predict_proba(TEXTS)).all()
