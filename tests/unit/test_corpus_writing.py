"""A corpus that is written reads back equal."""

import json

import numpy as np
import pytest

from tonecheck.corpus import WRITTEN_FORMATS, Corpus, read_corpus, write_corpus
from tonecheck.errors import CorpusError

NAN = float("nan")
TEXTS = [
    'Still "wrong", genius;\r\nlook again.',
    "Merci, c'est parfait.\n\nÀ lundi 🙂",
    "__label__ is no label | here\u2028.\rNo.",
]
ENDINGS = {"jsonl": ".jsonl", "csv": ".csv", "label-studio": ".json", "doccano": ".jsonl"}


def full():
    columns = {"writer": ["ann", "bea", "ann"], "id": ["1", "2", "3"]}
    return Corpus(TEXTS, np.array([[1.0, 0, 0], [0, 0, 0], [1, 1, 0]]), ("insulting", "dismissive", "late"), columns)


def partial():
    y = np.array([[1.0, NAN], [NAN, NAN], [NAN, 0]])
    votes = np.array([[2 / 3, NAN], [NAN, NAN], [0.5, 0.25]])
    return Corpus(TEXTS, y, ("insulting", "dismissive"), {"trade": ["web", "logo", "print"]}, votes=votes)


def assert_equal(found, expected):
    assert found.texts == expected.texts
    assert found.labels == expected.labels
    np.testing.assert_array_equal(found.y, expected.y)
    assert found.columns == expected.columns
    assert (found.votes is None) == (expected.votes is None)
    if expected.votes is not None:
        np.testing.assert_array_equal(found.votes, expected.votes)
    assert found.skipped == ()


@pytest.mark.parametrize("form", WRITTEN_FORMATS)
def test_a_corpus_reads_back_equal(tmp_path, form):
    path = write_corpus(full(), tmp_path / f"mine{ENDINGS[form]}", format=form)
    assert path == tmp_path / f"mine{ENDINGS[form]}"
    assert_equal(read_corpus(path, labels=full().labels), full())


@pytest.mark.parametrize("form", ["jsonl", "csv", "label-studio"])
def test_what_is_not_known_and_votes_read_back_equal(tmp_path, form):
    path = write_corpus(partial(), tmp_path / f"mine{ENDINGS[form]}", format=form)
    assert_equal(read_corpus(path), partial())


def test_values_that_are_no_text_come_back_from_json_but_not_from_csv(tmp_path):
    corpus = Corpus(["a", "b"], np.array([[1.0], [0]]), ("insulting",), {"n": [1, None], "tags": [["x"], []]})
    for name in ("a.jsonl", "a.json"):
        assert read_corpus(write_corpus(corpus, tmp_path / name)).columns == corpus.columns
    assert read_corpus(write_corpus(corpus, tmp_path / "a.csv")).columns["n"] == ["1", ""]


def test_the_ending_decides_the_format(tmp_path):
    write_corpus(full(), tmp_path / "a.json")
    task = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))[0]
    assert task["data"]["text"] == TEXTS[0]
    assert task["annotations"][0]["result"][0] == {
        "from_name": "insulting",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": ["yes"]},
    }
    write_corpus(full(), tmp_path / "b.jsonl", format="doccano")
    first = json.loads((tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert first == {"text": TEXTS[0], "label": ["insulting"], "writer": "ann", "id": "1"}


@pytest.mark.parametrize(
    ("change", "name", "form", "words"),
    [
        ({}, "a.xlsx", None, "a.xlsx: ending '.xlsx'; expected a format of jsonl, csv, label-studio, doccano"),
        ({}, "a.csv", "argilla", "a.csv: format 'argilla'; expected a format of jsonl, csv"),
        ({"columns": {"insulting": [1, 2]}}, "a.csv", None, "column 'insulting' has a name that the file needs itself"),
        ({"columns": {"text": [1, 2]}}, "a.csv", None, "column 'text' has a name that the file needs itself"),
        ({"columns": {"label": [1, 2]}}, "a.jsonl", "doccano", "column 'label' has a name that the file needs itself"),
        (
            {"y": np.array([[1.0], [NAN]])},
            "a.jsonl",
            "doccano",
            "message 2, label insulting: not known, which doccano's lists of labels cannot say; expected 0 or 1",
        ),
        (
            {"texts": [], "y": np.zeros((0, 1))},
            "a.csv",
            None,
            "a.csv: the corpus is empty; expected at least one message",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_and_leaves_nothing(tmp_path, change, name, form, words):
    corpus = Corpus(**{"texts": ["a", "b"], "y": np.array([[1.0], [0]]), "labels": ("insulting",), **change})
    with pytest.raises(CorpusError, match=words):
        write_corpus(corpus, tmp_path / name, format=form)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_until_the_new_one_is_whole(tmp_path, monkeypatch):
    path = write_corpus(full(), tmp_path / "a.jsonl")
    before = path.read_bytes()

    def fails(_):
        raise OSError("disk full")

    monkeypatch.setattr("tonecheck.corpus.writer.os.fsync", fails)
    with pytest.raises(OSError, match="disk full"):
        write_corpus(partial(), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
