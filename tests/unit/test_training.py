import numpy as np
import pytest

import tonecheck
from tests.conftest import TINY
from tonecheck import train
from tonecheck.errors import CorpusError
from tonecheck.labels import LABELS
from tonecheck.training import evaluate_model


def test_a_corpus_gives_a_model_and_a_report_on_messages_of_unseen_writers(corpus):
    result = train(corpus, options=TINY)
    assert result.model.labels_ == LABELS
    assert result.report["measured_on"] == "out-of-fold"
    assert (result.report["n_messages"], result.report["n_writers"]) == (12, 7)
    assert sorted(result.report["languages"]) == ["en", "fr"]
    assert result.model.evaluation_ is result.report


def test_training_twice_gives_the_same_weights(corpus, tmp_path):
    for name in ("one", "other"):
        train(corpus, options=TINY).model.save(tmp_path / name, name="mine")
    for file in ("manifest.json", "weights.npz", "README.md", "evaluation.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()


def test_another_seed_gives_other_folds(corpus):
    one, other = (train(corpus, options=TINY | {"random_state": seed}).model.out_of_fold_ for seed in (0, 3))
    assert not np.array_equal(one, other)


def test_quotes_are_set_aside_before_learning():
    texts = ["> you idiot\nlovely, thanks", "idiot, do it again", "> lovely\nyou idiot", "thanks a lot"] * 5
    y = [[0], [1], [1], [0]] * 5
    quoted = train(texts, y, labels=["rude"], options=TINY).model
    plain = train([text.split("\n")[-1] for text in texts], y, labels=["rude"], options=TINY).model
    assert np.array_equal(quoted.predict_proba(["you idiot"]), plain.predict_proba(["you idiot"]))


def test_a_file_is_trained_on_and_what_was_skipped_is_reported(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("text,rude,by\n" + "thanks a lot,0,ann\nyou idiot,1,ben\n,1,cal\n" * 6)
    result = train(path, labels=["rude"], writer_column="by", options=TINY | {"table_bits": 9})
    assert result.model.labels_ == ("rude",)
    assert result.report["corpus"]["n_messages"] == 12
    assert len(result.report["corpus"]["skipped"]) == 6
    assert list(result.report["corpus"]["files"]) == ["mine.csv"]
    assert result.model.table_bits == 9


def test_a_writer_stays_in_one_fold():
    texts, y = ["thanks a lot", "you idiot"] * 4, [[0], [1]] * 4
    corpus = tonecheck.corpus.Corpus(texts, np.array(y, float), ("rude",), {"writer": ["ann"] * 8})
    with pytest.raises(CorpusError, match="1 writers; expected at least 2, one a fold"):
        train(corpus, options=TINY)


def test_what_cannot_be_learned_from_is_refused():
    with pytest.raises(CorpusError, match="label rude: 1 messages with it, 2 without"):
        train(["a", "b", "c"], [0, 1, 0], labels=["rude"])


def test_a_model_is_measured_on_other_messages_in_the_languages_it_finds(corpus, tiny_model):
    found = evaluate_model(tiny_model, corpus)
    assert sorted(found["languages"]) == ["en", "fr"]
    assert found["languages"]["en"]["labels"]["idiot_test"]["auc"][0] == 1
    without = tonecheck.corpus.Corpus(corpus.texts, corpus.y, corpus.labels)
    assert sum(part["n_messages"] for part in evaluate_model(tiny_model, without)["languages"].values()) == 12


def test_quotes_are_set_aside_before_measuring(corpus, tiny_model):
    quoting = [f"{text}\n> Are you blind, you lazy idiot?" for text in corpus.texts]
    quoted = tonecheck.corpus.Corpus(quoting, corpus.y, corpus.labels, corpus.columns)
    expected, found = evaluate_model(tiny_model, corpus), evaluate_model(tiny_model, quoted)
    assert [part["labels"] for part in found["languages"].values()] == [
        part["labels"] for part in expected["languages"].values()
    ]
