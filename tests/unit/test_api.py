import threading
import time

import numpy as np
import pytest

import tonecheck
from tonecheck import api, load_model, score, score_batch, score_stream
from tonecheck.errors import InputError, ModelNotFoundError

FAST = "tone-enfr-1-fast"
MODELS = ("tone-enfr-1", FAST)


def test_the_public_names_are_there_and_are_all_that_is_public():
    assert tonecheck.__all__ == sorted(tonecheck.__all__, key=lambda name: (name != "LABELS", name[0].islower(), name))
    for name in tonecheck.__all__:
        assert getattr(tonecheck, name).__doc__ or name == "LABELS"


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("insult", "thanks", "language"),
    [
        ("You are a useless idiot.", "Thank you, this is perfect.", "en"),
        ("Vous êtes un idiot, vous ne servez à rien.", "Merci, c'est parfait.", "fr"),
    ],
)
def test_an_open_insult_scores_above_a_thank_you(model, insult, thanks, language):
    one, other = score(insult, model=model), score(thanks, model=model)
    assert one.idiot_test > other.idiot_test
    assert one.insulting > other.insulting
    assert one.language == other.language == language


@pytest.mark.parametrize("model", MODELS)
def test_a_hostile_line_that_is_quoted_does_not_count(model):
    quoting = (
        "Thanks, that is fine.\n\nOn Tue, Mar 3, 2026 at 2:02 PM Ann <ann@shop.example> wrote:\n> You useless idiot."
    )
    assert score(quoting, model=model) == score("Thanks, that is fine.", model=model)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("", {"empty"}),
        (" \n\t\u00a0", {"empty"}),
        ("🙄", {"no_words"}),
        ("!!! 42", {"no_words"}),
        ("\0", {"no_words"}),
        ("\ud800", {"no_words"}),
        ("> You idiot.\n> Again.", {"no_own_words"}),
        ("Wo bleibt die Datei, die ich gestern bestellt habe?", {"other_language"}),
        ("Где файл, который я просил вчера?", {"other_language"}),
        ("You idiot \ud800 \0", set()),
        ("Please make the logo bigger. " * 690, {"long"}),
        ("Please make the logo bigger.", set()),
    ],
)
def test_an_odd_text_has_an_answer_and_a_flag(model, text, flags):
    tone = score(text, model=model)
    assert tone.flags == flags
    assert all(0 <= value <= 1 for value in tone.probability.values())
    if flags & {"empty", "no_words", "no_own_words", "other_language"}:
        assert tone.language == "other"
    if flags & {"empty", "no_own_words"}:
        assert set(tone.probability.values()) == {0}
        assert not tone.labels | tone.unsure


def test_long_is_over_twenty_thousand_characters():
    assert "long" not in score("a" * 20_000, model=FAST).flags
    assert "long" in score("a" * 20_001, model=FAST).flags


def test_ten_megabytes_are_scored():
    tone = score("You are a useless idiot. " * 400_000, model=FAST)
    assert tone.flags == {"long"}
    assert tone.insulting > 0.5


def test_scores_come_in_order_and_in_number_for_any_iterable():
    texts = ["Thanks.", "You idiot.", ""]
    expected = [score(text, model=FAST) for text in texts]
    for given in (texts, tuple(texts), iter(texts), dict.fromkeys(texts), np.array(texts)):
        assert list(score_batch(given, model=FAST)) == expected
    assert list(score_stream(iter(texts), model=FAST)) == expected


@pytest.mark.parametrize("model", MODELS)
def test_no_texts_have_no_scores(model):
    found = score_batch([], model=model)
    assert len(found) == 0
    assert found.probabilities.shape == found.predictions.shape == (0, 4)
    assert list(score_stream([], model=model)) == found.to_dicts() == []


def test_a_batch_of_many_chunks_is_in_order(monkeypatch, tiny_model, corpus):
    expected = list(score_batch(corpus.texts, model=tiny_model))
    monkeypatch.setattr(api, "CHUNK_MESSAGES", 5)
    assert list(score_batch(corpus.texts, model=tiny_model)) == expected
    assert list(score_stream(corpus.texts, model=tiny_model)) == expected


def test_a_stream_reads_a_chunk_at_a_time(monkeypatch, tiny_model):
    monkeypatch.setattr(api, "CHUNK_MESSAGES", 3)
    read = []
    stream = score_stream((read.append(index) or "hello" for index in range(100)), model=tiny_model)
    next(stream)
    assert read == [0, 1, 2]


@pytest.mark.parametrize(
    ("bad", "kind"), [(None, "NoneType"), (b"a", "bytes"), (5, "int"), (float("nan"), "float"), (["a"], "list")]
)
def test_what_is_no_text_is_named_by_its_index(bad, kind, tiny_model, monkeypatch):
    monkeypatch.setattr(api, "CHUNK_MESSAGES", 2)
    with pytest.raises(InputError, match=f"text is {kind} .*; expected str"):
        score(bad, model=tiny_model)
    with pytest.raises(InputError, match=f"text 3 is {kind} .*; expected str"):
        score_batch(["a", "b", "c", bad], model=tiny_model)
    with pytest.raises(InputError, match=f"text 3 is {kind} .*; expected str"):
        list(score_stream(["a", "b", "c", bad], model=tiny_model))


@pytest.mark.parametrize("function", [score_batch, lambda texts: list(score_stream(texts))])
@pytest.mark.parametrize(
    ("texts", "kind"), [("a letter", "str"), (b"a letter", "bytes"), (None, "NoneType"), (5, "int")]
)
def test_one_letter_is_not_scored_letter_by_letter(function, texts, kind):
    with pytest.raises(
        InputError, match=rf"texts is one {kind}; expected an iterable of str \(for one text, use score\)"
    ):
        function(texts)


def test_an_error_never_quotes_a_letter_in_full():
    with pytest.raises(InputError) as caught:
        score_batch(["a", b"dear reader " * 50])
    assert len(str(caught.value)) < 100


def score_of_stream(text, **options):
    return next(score_stream([text], **options))


def score_of_batch(text, **options):
    return score_batch([text], **options)[0]


@pytest.mark.parametrize("function", [score, score_of_batch, score_of_stream])
def test_an_unknown_operating_point_or_model_is_refused(function):
    with pytest.raises(InputError, match="operating_point: 'bold'; expected 'careful' or 'alert'"):
        function("a", operating_point="bold", model=FAST)
    with pytest.raises(ModelNotFoundError, match="no model named 'tone-fr' and no such folder; known models: tone-"):
        function("a", model="tone-fr")
    with pytest.raises(InputError, match="model is int; expected a model, the name of one, or a model folder"):
        function("a", model=5)


@pytest.mark.parametrize("n_jobs", [0, 1.5, None])
def test_a_number_of_processes_that_cannot_be_is_refused(n_jobs):
    with pytest.raises(InputError, match="n_jobs must be an int, and not 0"):
        score_batch(["a"], n_jobs=n_jobs)


def test_labels_follow_the_operating_point_and_the_thresholds_of_the_model(tmp_path):
    model = load_model(FAST)
    text = "Do it again, and this time use your head."
    probability = score(text, model=model).idiot_test
    model.thresholds_["careful"] = np.array([probability, 1.1, 1.1, 1.1])
    model.thresholds_["alert"] = np.full(4, 1.1)
    assert score(text, model=model).labels == {"idiot_test"}
    assert score(text, model=model, operating_point="alert").labels == set()
    assert score_batch([text], model=model).predictions.tolist() == [[True, False, False, False]]


def test_unsure_is_between_a_quarter_and_three_quarters(tiny_model, corpus):
    found = score_batch(corpus.texts, model=tiny_model)
    assert (found.unsure == ((found.probabilities > 0.25) & (found.probabilities < 0.75))).all()
    assert found.unsure.any()
    assert not found.unsure.all()


def test_everything_that_shows_labels_follows_the_model(rude_model):
    tone = score("You lazy idiot", model=rude_model)
    assert tone.rude == tone.probability["rude"]
    assert list(tone.to_dict()) == ["rude", "labels", "unsure", "language", "flags"]


def test_a_model_is_a_name_a_folder_or_an_object(rude_model, tmp_path):
    rude_model.save(tmp_path / "mine")
    expected = score("You lazy idiot", model=rude_model)
    assert score("You lazy idiot", model=tmp_path / "mine") == expected
    assert score("You lazy idiot", model=str(tmp_path / "mine")) == expected


def test_loading_gives_a_new_model_at_each_call():
    one, other = load_model(FAST), load_model(FAST)
    assert one is not other
    one.thresholds_["careful"][:] = 2
    assert (other.thresholds("careful") < 2).all()


def test_the_default_model_is_read_once_by_however_many_threads(monkeypatch, tiny_model):
    reads = []
    waiting = threading.Barrier(4)
    monkeypatch.setattr(api, "_loaded", {})

    def slow_load(source):
        reads.append(source)
        time.sleep(0.05)
        return tiny_model

    monkeypatch.setattr(api.ToneClassifier, "load", slow_load)

    def work():
        waiting.wait()
        score("hello")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reads == ["tone-enfr-1"]


def test_progress_is_shown_on_standard_error_when_asked_for(capsys, tiny_model):
    score_batch(["a", "b"], model=tiny_model)
    assert capsys.readouterr() == ("", "")
    score_batch(["a", "b"], model=tiny_model, progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "2/2" in err


def test_the_card_of_a_model_is_read(tmp_path, rude_model):
    assert "# tone-enfr-1\n" in api.read_card()
    rude_model.save(tmp_path / "mine")
    assert "`rude`: a label of its owner" in api.read_card(tmp_path / "mine")
    (tmp_path / "mine" / "README.md").unlink()
    with pytest.raises(tonecheck.ModelFormatError, match=r"no README\.md in this folder"):
        api.read_card(tmp_path / "mine")
