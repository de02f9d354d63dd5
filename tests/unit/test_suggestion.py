"""Labels that look wrong, messages to label next, and both as files for labelling tools."""

import json

import numpy as np
import pytest

from tonecheck import InputError, LabelCheck, suggest_checks, suggest_next, write_suggestions
from tonecheck.corpus import Corpus, is_labelled, read_corpus
from tonecheck.errors import CorpusError
from tonecheck.label_errors import find_label_errors
from tonecheck.labelling import to_corpus, to_rows
from tonecheck.suggestion import margins

KIND = [f"thanks, lovely work on page {page}" for page in range(20)]
RUDE = [f"are you blind or just lazy, page {page}" for page in range(20)]
OPTIONS = {"encoder": None, "table_bits": 12}
WAVERING = ["Nobody asked for lovely work.", "Your idiot is lovely, see you Monday."]


def corpus_with_errors(*wrong):
    y = np.array([[0.0]] * 20 + [[1.0]] * 20)
    y[list(wrong)] = 1 - y[list(wrong)]
    return Corpus(KIND + RUDE, y, ("rude",), where=tuple(f"mine.csv, row {row}" for row in range(1, 41)))


def test_the_planted_errors_and_nothing_else_look_wrong():
    checks = suggest_checks(corpus_with_errors(3, 31), base=None, options=OPTIONS)
    assert {(check.index, check.where, check.label, check.given) for check in checks} == {
        (3, "mine.csv, row 4", "rude", 1),
        (31, "mine.csv, row 32", "rude", 0),
    }
    for check in checks:
        assert check.text == (KIND + RUDE)[check.index]
        assert (check.probability < 0.5) == (check.given == 1)
        assert (check.answers, check.probabilities) == ({"rude": check.given}, {"rude": check.probability})
    assert checks == suggest_checks(corpus_with_errors(3, 31), base=None, options=OPTIONS)


def test_a_base_helps_to_check_where_there_are_few_messages(corpus):
    wrong = Corpus(corpus.texts, np.where(np.arange(12)[:, None] == 0, 1 - corpus.y, corpus.y), corpus.labels)
    checks = suggest_checks(wrong, base="tone-enfr-1-fast", options={"encoder": None, "n_folds": 2})
    assert {check.index for check in checks if check.given == 1 and check.index == 0} == {0}


def test_the_least_probable_labels_come_first_and_those_not_known_never():
    corpus = Corpus(["a", "b", "c", "d"], np.array([[1, 0], [np.nan, 1], [0, 0], [1, 1]]), ("x", "y"))
    probabilities = np.array([[0.2, 0.6], [0.99, 0.9], [0.95, 0.5], [0.5, 0.4]])
    found = find_label_errors(corpus, probabilities, 9)
    assert [(check.index, check.label, check.given) for check in found] == [
        (2, "x", 0),
        (0, "x", 1),
        (0, "y", 0),
        (3, "y", 1),
    ]
    assert (found[0].where, found[0].answers) == ("text 2", {"x": 0, "y": 0})
    assert find_label_errors(corpus, probabilities, 2) == found[:2]
    assert find_label_errors(corpus, np.nan_to_num(corpus.y), 9) == ()


@pytest.mark.parametrize("n", [0, -1, 2.5, "3", True])
def test_a_number_of_suggestions_that_is_none_is_refused(n, tiny_model):
    words = r"n must be an int in the range \[1, inf\). Got .* instead"
    with pytest.raises(InputError, match=words):
        suggest_checks(corpus_with_errors(), n=n, base=None, options=OPTIONS)
    with pytest.raises(InputError, match=words):
        suggest_next(["a"], n=n, model=tiny_model)


def test_messages_on_which_the_model_wavers_come_first(corpus, tiny_model):
    texts = [*corpus.texts, *WAVERING]
    found = suggest_next(texts, model=tiny_model)
    assert [message.margin for message in found] == sorted(message.margin for message in found)
    log_odds = tiny_model.decision_function([message.text for message in found])
    distances = margins(log_odds, tiny_model)
    assert [message.margin for message in found] == pytest.approx(distances.min(axis=1), abs=1e-3)
    assert [message.label for message in found] == [tiny_model.labels_[at] for at in distances.argmin(axis=1)]
    assert all(message.text == texts[message.index] for message in found)
    assert found[0].where == f"text {found[0].index}"
    predicted = tiny_model.predict([found[0].text])[0].tolist()
    assert list(found[0].predictions.values()) == predicted
    assert found == suggest_next(texts, model=tiny_model)
    assert found[:3] == suggest_next(texts, n=3, model=tiny_model)


@pytest.mark.parametrize("model", [None, "tone-enfr-1-fast"])
def test_of_near_copies_one_is_suggested_and_none_of_what_is_labelled(model):
    texts = [
        "Please send the logo again, the second one.",
        "Please send the logo again, the second one!",
        "Où est-ce ?",
    ]
    assert len(suggest_next(texts, model=model)) == 2
    found = suggest_next(texts, model=model, labelled=["please send the logo again, the second one."])
    assert [message.text for message in found] == ["Où est-ce ?"]


def test_copies_are_known_by_what_their_senders_wrote(tiny_model):
    texts = ["Still wrong, all of it.", "Still wrong, all of it.\n\nOn Monday, Bo wrote:\n> Here is the second page"]
    assert [message.index for message in suggest_next(texts, model=tiny_model)] == [0]


def test_messages_without_words_are_not_suggested(tiny_model):
    assert suggest_next(["", " ", "123", "👍"], model=tiny_model) == ()
    assert suggest_next([], model=tiny_model, labelled=["a"]) == ()


def test_one_text_is_refused_by_name(tiny_model):
    with pytest.raises(InputError, match="texts is one str; expected an iterable of str"):
        suggest_next("a", model=tiny_model)
    with pytest.raises(InputError, match="text 1 is int"):
        suggest_next(["a"], model=tiny_model, labelled=["a", 1])


@pytest.fixture
def checks():
    answers, said = {"insulting": 1, "dismissive": 0}, {"insulting": 0.02, "dismissive": 0.9}
    return [
        LabelCheck(4, "mine.csv, row 5", "insulting", 1, 0.02, "Merci, « Bo » !", answers, said),
        LabelCheck(0, "mine.csv, row 1", "insulting", 0, 0.8, "Genius.", dict.fromkeys(answers, 0), said),
        LabelCheck(4, "mine.csv, row 5", "dismissive", 0, 0.9, "Merci, « Bo » !", answers, said),
    ]


@pytest.mark.parametrize(
    ("name", "form"), [("a.jsonl", None), ("a.csv", None), ("a.json", None), ("a.jsonl", "doccano")]
)
def test_checks_come_back_from_a_file_with_the_labels_they_were_given(checks, tmp_path, name, form):
    path = write_suggestions(checks, tmp_path / name, format=form)
    corpus = read_corpus(path, labels=["insulting", "dismissive"], format=form)
    assert corpus.texts == ["Merci, « Bo » !", "Genius."]
    assert corpus.y.tolist() == [[1, 0], [0, 0]]
    assert corpus.columns["checks"] == ["mine.csv, row 5", "mine.csv, row 1"]
    assert corpus.columns["suspect"] == ["insulting dismissive", "insulting"]
    assert [float(value) for value in corpus.columns["insulting.probability"]] == [0.02, 0.02]


def test_what_was_checked_overrules_the_rows_that_it_checks(checks, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text('text,insulting,dismissive\nGenius.,0,0\n"Merci, « Bo » !",1,0\nMerci.,0,0\n', encoding="utf-8")
    path = write_suggestions(checks, tmp_path / "checks.csv")
    untouched = read_corpus(mine, path)
    assert (untouched.y.tolist(), untouched.reading.overruled) == ([[0, 0], [1, 0], [0, 0]], ())
    path.write_text(path.read_text(encoding="utf-8").replace('!",1,0', '!",0,0'), encoding="utf-8")
    assert read_corpus(mine, path).y.tolist() == [[0, 0], [0, 0], [0, 0]]
    assert len(read_corpus(mine, path).reading.overruled) == 1


def test_label_studio_shows_what_the_model_says_of_messages_to_label(tiny_model, tmp_path):
    found = suggest_next(WAVERING, model=tiny_model)
    tasks = json.loads(write_suggestions(found, tmp_path / "next.json").read_text(encoding="utf-8"))
    assert [task["data"]["text"] for task in tasks] == [message.text for message in found]
    assert [task["annotations"] for task in tasks] == [[], []]
    for task, message in zip(tasks, found, strict=True):
        [prediction] = task["predictions"]
        said = {part["from_name"]: part["value"]["choices"] for part in prediction["result"]}
        assert said == {label: ["yes" if one else "no"] for label, one in message.predictions.items()}
    with pytest.raises(CorpusError, match="no annotation"):
        read_corpus(tmp_path / "next.json")
    for task in tasks:  # what a person makes of it who agrees with each
        task["annotations"] = [{"result": task["predictions"][0]["result"]}]
    (tmp_path / "done.json").write_text(json.dumps(tasks), encoding="utf-8")
    corpus = read_corpus(tmp_path / "done.json")
    assert corpus.y.tolist() == [list(message.predictions.values()) for message in found]
    assert corpus.columns["where"] == [message.where for message in found]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_messages_to_label_have_no_labels_until_somebody_labels_them(tiny_model, tmp_path, name):
    path = write_suggestions(suggest_next(WAVERING, model=tiny_model), tmp_path / name)
    assert np.isnan(read_corpus(path).y).all()
    assert not is_labelled(path)
    content = path.read_text(encoding="utf-8").replace('"insulting": null', '"insulting": 1')
    path.write_text(content.replace(".,,,,,", ".,,1,,,").replace('.",,,,,', '.",,1,,,'), encoding="utf-8")
    assert is_labelled(path)
    np.testing.assert_array_equal(read_corpus(path).y, [[np.nan, 1, np.nan, np.nan]] * 2)


def test_doccano_gets_messages_to_label_without_a_list_that_would_mean_no(tiny_model, tmp_path):
    path = write_suggestions(suggest_next(WAVERING, model=tiny_model), tmp_path / "a.jsonl", format="doccano")
    assert "label" not in json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert not is_labelled(path)
    with pytest.raises(CorpusError, match="none of the labels"):
        read_corpus(path)


def test_a_file_is_labelled_if_any_of_its_texts_is(tmp_path):
    half, folder = tmp_path / "half.csv", tmp_path / "there"
    half.write_text("text,insulting\nMerci.,\nNon.,0\n", encoding="utf-8")
    assert is_labelled(half)
    assert is_labelled(half, labels=["insulting"])
    assert not is_labelled(half, labels=["late"])
    folder.mkdir()
    (tmp_path / "mail.txt").write_text("Merci.\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("__label__late Merci.\n", encoding="utf-8")
    (tmp_path / "a.bin").write_bytes(b"\0")
    assert [is_labelled(tmp_path / name) for name in ("there", "none.csv", "mail.txt", "a.bin", "a.txt")] == [
        False,
        False,
        False,
        False,
        True,
    ]
    half.write_text("text,insulting\nMerci.,perhaps\n", encoding="utf-8")
    assert is_labelled(half)


def test_rows_for_standard_output_are_those_of_the_file(checks, tmp_path):
    path = write_suggestions(checks, tmp_path / "a.jsonl")
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == list(to_rows(checks))


def test_a_label_that_is_not_known_stays_so(tmp_path):
    check = LabelCheck(0, "text 0", "insulting", 1, 0.1, "Merci.", {"insulting": 1}, {"insulting": 0.1, "late": 0.5})
    corpus, predictions = to_corpus([check])
    np.testing.assert_array_equal(corpus.y, [[1, np.nan]])
    assert predictions.tolist() == [[0, 1]]


def test_nothing_to_write_is_refused(tmp_path):
    with pytest.raises(InputError, match="no suggestion; expected at least one to write"):
        write_suggestions([], tmp_path / "a.csv")


def test_checks_and_messages_are_plain_data(checks, tiny_model):
    assert json.loads(json.dumps(checks[0].to_dict()))["label"] == "insulting"
    assert json.loads(json.dumps(suggest_next(["Merci."], model=tiny_model)[0].to_dict()))["index"] == 0
