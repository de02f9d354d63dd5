from dataclasses import replace

import numpy as np
import pytest

import tonecheck
from tests.conftest import TINY
from tonecheck import ToneClassifier, train
from tonecheck.errors import CorpusError, QualityGateError
from tonecheck.labels import LABELS
from tonecheck.model_card import write_figures
from tonecheck.training import evaluate_model

FAST = "tone-enfr-1-fast"


def labelled(corpus, names, **changes):
    """The corpus with some of its labels, five times over, under other words."""
    texts = [f"{text} {number}" for number in range(5) for text in corpus.texts]
    columns = {name: list(values) * 5 for name, values in corpus.columns.items()}
    y = np.tile(corpus.y[:, [LABELS.index(name) for name in names]], (5, 1))
    return replace(corpus, texts=texts, y=y, labels=tuple(changes.get(name, name) for name in names), columns=columns)


def test_a_model_starts_from_the_default_one_unless_told_otherwise(corpus):
    result = train(corpus, options=TINY)
    assert result.model.base == "tone-enfr-1"
    assert result.report["comparison"]["base"] == "tone-enfr-1"
    afresh = train(corpus, options=TINY, base=None)
    assert afresh.model.base is None
    assert "comparison" not in afresh.report
    assert train(corpus, base=FAST, options=TINY | {"base": None}).model.base is None


def test_a_corpus_that_tells_of_one_label_leaves_the_others_as_they_are(corpus):
    result = train(labelled(corpus, ["insulting"]), base=FAST, options=TINY, allow_worse=True)
    assert result.model.labels_ == LABELS
    assert result.report["comparison"]["kept"] == ["idiot_test", "dismissive", "pressuring"]
    assert list(result.report["comparison"]["labels"]) == ["insulting"]
    assert sorted(result.report["comparison"]["labels"]["insulting"]) == ["all", "en", "fr"]
    shipped = tonecheck.load_model(FAST).decision_function(corpus.texts)
    found = result.model.decision_function(corpus.texts)
    assert np.array_equal(found[:, [0, 2, 3]], shipped[:, [0, 2, 3]])
    assert (found[:, 1] != shipped[:, 1]).all()
    assert result.report["languages"]["en"]["labels"]["dismissive"]["n_messages"] == 0


def test_a_fifth_label_is_added_and_only_ones_own_stand_alone(corpus):
    fifth = train(
        labelled(corpus, ["dismissive", "pressuring"], pressuring="hasty"), base=FAST, options=TINY, allow_worse=True
    )
    assert fifth.model.labels_ == (*LABELS, "hasty")
    assert list(fifth.report["comparison"]["labels"]) == ["dismissive"]
    own = train(labelled(corpus, ["pressuring"], pressuring="hasty"), base=FAST, options=TINY)
    assert own.model.labels_ == ("hasty",)
    assert own.report["comparison"] == {"base": FAST, "labels": {}, "sentences": [], "kept": []}
    assert own.model.scorers_[-1].coef.shape == (4, 1)


def test_a_model_that_is_worse_than_its_base_is_refused_unless_allowed(corpus, monkeypatch):
    right = labelled(corpus, ["insulting"])
    complete = ToneClassifier._complete

    def complete_badly(self, *arguments):
        complete(self, *arguments)
        self.out_of_fold_ = np.random.default_rng(0).random(self.out_of_fold_.shape)

    monkeypatch.setattr(ToneClassifier, "_complete", complete_badly)
    with pytest.raises(QualityGateError, match="ranks insulting worse than tone-enfr-1-fast"):
        train(right, base=FAST, options=TINY)
    allowed = train(right, base=FAST, options=TINY, allow_worse=True)
    assert "worse than tone-enfr-1-fast" in allowed.report["comparison"]["sentences"][0]
    assert train(right, base=None, options=TINY).model.base is None


def test_the_card_sets_it_beside_its_base(corpus, tmp_path):
    result = train(labelled(corpus, ["insulting"]), base=FAST, options=TINY, allow_worse=True)
    result.model.save(tmp_path / "mine")
    card = (tmp_path / "mine" / "README.md").read_text()
    assert f"### Beside {FAST}, from which it started\n" in card
    assert f"- {result.report['comparison']['sentences'][0]}\n" in card
    assert f"Taken over from {FAST} as they are" in card
    assert "| `insulting` | French | 5 of 25 |" in card
    own = train(labelled(corpus, ["pressuring"], pressuring="hasty"), base=FAST, options=TINY)
    assert f"{FAST} has none of these labels" in write_figures(own.report)
    assert "Beside" not in write_figures(train(corpus, base=None, options=TINY).report)


def test_an_explanation_adds_up_through_base_and_sentence_vectors(corpus):
    model = train(labelled(corpus, ["insulting"]), options=TINY, allow_worse=True).model
    text = "Thanks for the page. Are you blind, you lazy idiot? See you on Monday."
    why = tonecheck.explain(text, model=model)
    assert len(why.sentences) == 3
    for label, decision in zip(LABELS, model.decision_function([text])[0], strict=True):
        assert why.decision[label] == pytest.approx(decision, abs=1e-5)
        by_sentence = sum(sentence.contribution[label] for sentence in why.sentences)
        assert why.base[label] + by_sentence == pytest.approx(why.decision[label], abs=1e-9)


def test_progress_is_shown_on_request_alone(corpus, capfd):
    train(corpus, base=None, options=TINY)
    assert capfd.readouterr() == ("", "")
    train(corpus, base=None, options=TINY, progress=True)
    shown = capfd.readouterr()
    assert shown.out == ""
    assert "training: 100%" in shown.err
    assert "48/48" in shown.err


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


def test_the_report_says_which_labels_look_most_wrong_without_their_messages():
    texts = [f"thanks, lovely work on page {page}" for page in range(20)]
    texts += [f"are you blind or just lazy, page {page}" for page in range(20)]
    y = np.repeat([0, 1], 20)
    y[3] = 1
    result = train(texts, y, labels=["rude"], base=None, options={"encoder": None, "table_bits": 12})
    [check] = result.report["label_checks"]
    assert (check["where"], check["label"], check["given"]) == ("text 3", "rude", 1)
    assert sorted(check) == ["given", "label", "probability", "where"]
    assert 0 <= check["probability"] < 0.5
