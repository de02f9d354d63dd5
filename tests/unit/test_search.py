import numpy as np
import pytest
from joblib import parallel_config

import tonecheck
from tests.conftest import TINY
from tonecheck import ToneClassifier, train
from tonecheck.classifier import fit_best
from tonecheck.errors import InputError
from tonecheck.features.encoder import Encoder
from tonecheck.features.ngrams import NgramFeatures
from tonecheck.labels import LABELS
from tonecheck.model_card import write_figures
from tonecheck.search import PENALTIES, describe_search, to_candidates

ENCODED = TINY | {"encoder": "encoder-use-m3-enfr-1"}
SEARCH = {"C": [0.5, 8.0], "encoder_C": [0.3, 3.0]}


@pytest.fixture(scope="module")
def written(corpus):
    """Forty-eight messages, no two alike."""
    texts = [f"{text} {number}" for number in range(4) for text in corpus.texts]
    writers = [f"{writer}{number}" for number in range(4) for writer in corpus.columns["writer"]]
    return tonecheck.corpus.Corpus(texts, np.tile(corpus.y, (4, 1)), LABELS, {"writer": writers})


@pytest.fixture
def encoded(monkeypatch):
    """Collect the texts that the encoder reads."""
    texts = []
    encode = Encoder.encode

    def count(self, parts, *arguments):
        texts.extend(parts)
        return encode(self, parts, *arguments)

    monkeypatch.setattr(Encoder, "encode", count)
    return texts


def test_the_values_of_several_options_are_combined():
    found = to_candidates({"C": np.array([1.0, 2.0]), "skips": [(), (1,)]})
    assert found == [{"C": C, "skips": skips} for C in (1.0, 2.0) for skips in ((), (1,))]
    assert all(type(one["C"]) is float for one in found)
    assert to_candidates(None) == [{}]
    assert {"C": 8.0, "encoder_C": 3.0} in to_candidates(PENALTIES)


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ({"n_folds": [2]}, "search: no option 'n_folds' to choose; expected any of C, encoder_C, encoder, "),
        ({"C": 3.0}, r"search: C is 3\.0; expected a sequence of values to try"),
        ({"encoder": "other"}, "search: encoder is 'other'; expected a sequence"),
        ({"C": [1.0], "skips": []}, "search: skips has no values; expected at least one to try"),
        ({}, r"search is \{\}; expected values by option, as in \{'C': \[2\.0, 8\.0\]\}"),
        (["C"], r"search is \['C'\]; expected values by option"),
        ({"C": [1.0, -1.0]}, r"C must be a float in the range \(0\.0, inf\)\. Got -1\.0 instead"),
        ({"table_bits": [10, 99]}, r"table_bits must be an int in the range \[8, 24\]\. Got 99 instead"),
    ],
)
def test_what_cannot_be_searched_is_refused_before_a_text_is_read(written, monkeypatch, search, words):
    monkeypatch.setattr(NgramFeatures, "fit", lambda *_: pytest.fail("it began"))
    with pytest.raises(InputError, match=words):
        train(written, base=None, options=TINY, search=search)


def test_the_options_that_rank_held_out_messages_best_are_chosen():
    texts = [f"{word} {'lovely' if number % 3 else 'awful'}" for number in range(12) for word in ("yes", "no")]
    y = [[0], [1]] * 12
    options = {"encoder": None, "character_orders": (), "skips": (), "word_orders": (1,), "n_folds": 3}
    # A table in which all n-grams fall together, but for chance, tells nothing apart.
    result = train(texts, y, labels=["no"], base=None, options=options, search={"table_bits": [8, 16], "C": [1e-9, 8]})
    tried = {tuple(one["options"].values()): one["average_precision"] for one in result.report["search"]["tried"]}
    assert tried[16, 8] == max(tried.values()) == 1
    assert result.report["search"]["chosen"] == {"table_bits": 8, "C": 1e-9}  # the first of equals
    assert result.model.get_params()["table_bits"] == 8


def test_of_equals_the_first_is_chosen_and_the_report_holds_plain_data():
    found = describe_search([{"C": 1.0}, {"C": 2.0}, {"C": 3.0}], [0.1, 0.98765, 0.98765])["search"]
    assert found["chosen"] == {"C": 2.0}
    assert found["tried"][1] == {"options": {"C": 2.0}, "average_precision": 0.9877}
    assert describe_search([{}], []) == {}


def test_a_search_gives_the_model_that_its_choice_alone_gives(written):
    for base in (None, "tone-enfr-1"):
        searched = train(written, base=base, options=ENCODED, search=SEARCH, allow_worse=True)
        chosen = searched.report["search"]["chosen"]
        alone = train(written, base=base, options=ENCODED | chosen, allow_worse=True)
        assert searched.model.get_params() == alone.model.get_params()
        for name in ("out_of_fold_", "positive_share_"):
            assert np.array_equal(getattr(searched.model, name), getattr(alone.model, name))
        assert np.array_equal(searched.model.predict_proba(written.texts), alone.model.predict_proba(written.texts))
        assert {**searched.report, "search": None} == {**alone.report, "search": None}


@pytest.mark.parametrize("base", [None, "tone-enfr-1"])
def test_the_encoder_reads_each_text_once_whatever_is_tried(written, encoded, base):
    train(written, base=base, options=ENCODED, search=SEARCH | {"skips": [(), (1,)]}, allow_worse=True)
    assert sorted(encoded) == sorted(written.texts)


def test_n_grams_are_weighed_once_a_fold_for_all_penalties(written, monkeypatch):
    fitted = []
    fit = NgramFeatures.fit
    monkeypatch.setattr(NgramFeatures, "fit", lambda self, batch: fitted.append(len(batch)) or fit(self, batch))
    train(written, base=None, options=TINY)
    n_alone = len(fitted)
    train(written, base=None, options=TINY, search={"C": [0.5, 1.0, 2.0, 4.0, 8.0]})
    assert len(fitted) == 2 * n_alone


@pytest.mark.parametrize("backend", ["loky", "multiprocessing", "threading"])
@pytest.mark.parametrize("base", [None, "tone-enfr-1"])
def test_the_result_is_the_same_for_any_number_of_jobs(written, backend, base):
    def train_with(n_jobs):
        return train(written, base=base, options=ENCODED, search=SEARCH, n_jobs=n_jobs, allow_worse=True)

    alone = train_with(1)
    with parallel_config(backend=backend):
        together = train_with(2)
    assert together.report == alone.report
    assert np.array_equal(together.model.out_of_fold_, alone.model.out_of_fold_)
    assert np.array_equal(together.model.decision_function(written.texts), alone.model.decision_function(written.texts))


def test_progress_reaches_its_end_with_and_without_a_search(written, capfd):
    train(written, base=None, options=ENCODED, search=SEARCH, progress=True)
    # one reading, three divisions, four combinations, one last fit
    assert f"{48 * (1 + 3 + 4 + 1)}/{48 * (1 + 3 + 4 + 1)}" in capfd.readouterr().err
    train(written, base=None, options=ENCODED, progress=True)
    assert f"{48 * 5}/{48 * 5}" in capfd.readouterr().err


def test_candidates_that_were_not_chosen_stay_unfitted(written):
    models = [ToneClassifier(**TINY | {"C": C}) for C in (0.5, 8.0)]
    best, figures = fit_best(models, written.texts, written.y)
    assert best is models[int(np.argmax(figures))]
    assert [hasattr(model, "scorers_") for model in models] == [model is best for model in models]


def test_the_card_lists_what_was_tried(written):
    report = train(written, base=None, options=TINY, search={"C": [0.5, 8.0], "skips": [(1,)]}).report
    card = write_figures(report)
    assert "### Options tried\n" in card
    figures = [one["average_precision"] for one in report["search"]["tried"]]
    lines = [f"| `C={C}`, `skips=(1,)` | {figure:.3f}" for C, figure in zip((0.5, 8.0), figures, strict=True)]
    assert all(line in card for line in lines)
    assert card.count(", chosen |") == 1
    assert "Options tried" not in write_figures(train(written, base=None, options=TINY).report)
