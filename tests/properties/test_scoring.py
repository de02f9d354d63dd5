import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joblib import parallel_config

from tests.conftest import TINY
from tests.properties.strategies import mails, messages
from tonecheck import ToneClassifier, api, load_model, score, score_batch, score_stream
from tonecheck.features.batch import PIECE_CHARACTERS

FAST, DEFAULT = "tone-enfr-1-fast", "tone-enfr-1"
BITE = "you idiot, "
long_texts = st.tuples(st.integers(PIECE_CHARACTERS - 2, 2 * PIECE_CHARACTERS + 2), messages).map(
    lambda parts: (BITE * parts[0])[: parts[0]] + parts[1]
)
texts = st.one_of(mails, messages, messages, long_texts, st.sampled_from(["", " ", "a", "!", BITE]))
batches = st.lists(texts, max_size=8)


@settings(max_examples=80)
@given(batches)
def test_a_batch_is_its_messages_one_by_one_to_the_bit_for_n_grams(batch: list[str]) -> None:
    assert list(score_batch(batch, model=FAST)) == [score(text, model=FAST) for text in batch]


@settings(max_examples=15)
@given(st.lists(st.one_of(mails, messages), max_size=5))
def test_a_batch_is_its_messages_one_by_one_for_the_default_model(batch: list[str]) -> None:
    together = score_batch(batch, model=DEFAULT)
    for one, alone in zip(together, [score(text, model=DEFAULT) for text in batch], strict=True):
        assert list(one.probability.values()) == pytest.approx(list(alone.probability.values()), abs=1e-6)
        assert (one.language, one.flags) == (alone.language, alone.flags)


@settings(max_examples=30)
@given(batches)
def test_a_stream_is_a_batch(batch: list[str]) -> None:
    assert list(score_stream(iter(batch), model=FAST)) == list(score_batch(batch, model=FAST))


@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_a_batch_is_the_same_for_any_number_of_processes(backend, monkeypatch, corpus):
    monkeypatch.setattr(api, "CHUNK_MESSAGES", 5)
    expected = score_batch(corpus.texts, model=FAST)
    with parallel_config(backend=backend):
        found = score_batch(corpus.texts, model=FAST, n_jobs=2)
    assert list(found) == list(expected)
    assert found.probabilities.tobytes() == expected.probabilities.tobytes()


@settings(max_examples=100)
@given(texts)
def test_each_text_has_probabilities_and_never_an_error(text: str) -> None:
    tone = score(text, model=FAST)
    assert all(0 <= value <= 1 for value in tone.probability.values())
    assert tone.labels <= set(tone.probability)


@settings(max_examples=60)
@given(messages.filter(str.strip))
def test_white_space_round_a_message_changes_nothing(text: str) -> None:
    model = api.to_model(FAST)
    assert model.predict_proba([f"\n  {text}\n"]).tolist() == model.predict_proba([text]).tolist()


labels = st.lists(st.sampled_from([0, 1, -1]), min_size=12, max_size=12).filter(
    lambda answers: min(answers.count(0), answers.count(1)) >= 2
)


@settings(max_examples=6)
@given(st.lists(labels, min_size=1, max_size=3), batches)
def test_saving_and_reading_agree_to_the_bit_and_minus_one_is_nan(answers: list[list[int]], batch: list[str]) -> None:
    y = np.array(answers, float).T
    rows = [f"{BITE if number % 3 else 'thanks, '} {number}" for number in range(12)]
    one = ToneClassifier(**TINY).fit(rows, y)
    other = ToneClassifier(**TINY).fit(rows, np.where(y == -1, np.nan, y))
    expected = one.decision_function(batch)
    assert expected.tobytes() == other.decision_function(batch).tobytes()
    with tempfile.TemporaryDirectory() as folder:
        one.save(Path(folder) / "mine")
        again = load_model(Path(folder) / "mine")
    assert again.decision_function(batch).tobytes() == expected.tobytes()
    assert again.predict(batch).tolist() == one.predict(batch).tolist()


def test_a_shipped_model_that_is_saved_agrees_to_the_bit(tmp_path, corpus):
    model = load_model(DEFAULT)
    model.save(tmp_path / "mine")
    found = load_model(tmp_path / "mine").decision_function(corpus.texts)
    assert found.tobytes() == model.decision_function(corpus.texts).tobytes()


def _seconds(text: str, model: str) -> float:
    started = time.process_time()
    score(text, model=model)
    return time.process_time() - started


PIECES = (BITE, "a", "é ", "🙄", "!", " ", "\n", "> no\n", "i d i o t ", "https://a.example/ ", "<p>no")


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length(piece: str) -> None:
    short, long = (piece * (size // len(piece)) for size in (80_000, 640_000))
    score(short, model=FAST)
    # Eight times as long: a quadratic search would need 64 times as much.
    assert min(_seconds(long, FAST) for _ in range(2)) < 24 * max(min(_seconds(short, FAST) for _ in range(3)), 0.004)


def test_time_grows_with_length_for_the_default_model() -> None:
    short, long = BITE * 300, BITE * 2400
    score(short)
    assert _seconds(long, DEFAULT) < 24 * max(min(_seconds(short, DEFAULT) for _ in range(2)), 0.01)
