import hashlib
import json

import numpy as np
import pandas as pd
import pytest

from tonecheck.corpus import Corpus, read_corpus, to_corpus
from tonecheck.corpus.checks import check_texts, check_y, label_names
from tonecheck.errors import CorpusError, InputError

NAN = float("nan")


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "text,idiot_test,insulting,writer\nDéjà vu ?,1,0,ann\nOK,,-1,ben\n"),
        ("a.csv", "text;idiot_test;insulting;writer\r\nDéjà vu ?;1;0;ann\r\nOK;;-1;ben\r\n".encode("cp1252")),
        ("a.tsv", "\ufefftext\tidiot_test\tinsulting\twriter\nDéjà vu ?\t1.0\tfalse\tann\nOK\tnan\tnone\tben\n"),
        (
            "a.jsonl",
            '{"text":"Déjà vu ?","idiot_test":1,"insulting":0,"writer":"ann"}\n\n'
            '{"text":"OK","idiot_test":null,"insulting":-1,"writer":"ben"}\n',
        ),
    ],
)
def test_each_format_gives_the_same_corpus(tmp_path, name, content):
    found = read_corpus(write(tmp_path, name, content))
    assert found.texts == ["Déjà vu ?", "OK"]
    assert found.labels == ("idiot_test", "insulting")
    np.testing.assert_array_equal(found.y, [[1, 0], [NAN, NAN]])
    assert found.columns == {"writer": ["ann", "ben"]}
    raw = (tmp_path / name).read_bytes()
    assert found.sources == {name: hashlib.sha256(raw).hexdigest()}


def test_a_field_may_hold_line_breaks_and_delimiters(tmp_path):
    found = read_corpus(write(tmp_path, "a.csv", 'text,idiot_test\n"one, two\nthree",1\nfour,0\n'))
    assert found.texts == ["one, two\nthree", "four"]


def test_several_files_are_one_corpus_and_rows_without_text_are_listed(tmp_path):
    one = write(tmp_path, "a.csv", "text,idiot_test\nyes,1\n ,0\n")
    other = write(tmp_path, "b.jsonl", json.dumps({"text": "no", "idiot_test": 0}) + "\n")
    found = read_corpus(one, other)
    assert found.texts == ["yes", "no"]
    assert found.skipped == (f"{one}, row 2: no text",)
    assert sorted(found.sources) == ["a.csv", "b.jsonl"]


def test_labels_and_the_text_column_can_be_named(tmp_path):
    path = write(tmp_path, "a.csv", "message,rude,kind\nyes,1,0\nno,0,1\n")
    found = read_corpus(path, labels=["rude"], text_column="message")
    assert (found.labels, found.y.tolist(), found.columns) == (("rude",), [[1], [0]], {"kind": ["0", "1"]})


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "a.csv",
            "text,insulting\nhi,maybe\n",
            "a.csv, row 1, column insulting: 'maybe'; expected 0 or 1, or nothing or -1 where it is not known",
        ),
        ("a.csv", "text,insulting\nhi,2\n", "column insulting: '2'; expected 0 or 1"),
        ("a.csv", "message,insulting\nhi,1\n", r"a.csv, row 1: no column 'text'; found \['message', 'insulting'\]"),
        ("a.csv", "text,rude\nhi,1\n", "none of the labels idiot_test, .*; found .*; name yours with labels="),
        ("a.csv", "text,insulting\nhi, there,1\n", "more fields than the header has columns; expected 2"),
        ("a.csv", "text,insulting\n", "a.csv: no message; expected labelled rows"),
        ("a.csv", b"PK\x03\x04\x00\xff", "a.csv: looks binary; expected JSON lines or CSV"),
        ("a.jsonl", '{"text":"a","insulting":1}\n{oops\n', "a.jsonl, line 2: no JSON"),
        ("a.jsonl", "[1]\n", "a.jsonl, line 1: list; expected an object a line"),
        ("a.docx", "text", "ending '.docx'; expected .jsonl, .csv or .tsv"),
    ],
)
def test_what_cannot_be_read_is_named_by_file_row_and_column(tmp_path, name, content, words):
    with pytest.raises(CorpusError, match=words):
        read_corpus(write(tmp_path, name, content))


def test_a_file_that_is_not_there_or_a_folder_is_named(tmp_path):
    with pytest.raises(CorpusError, match=r"none\.csv: no such file"):
        read_corpus(tmp_path / "none.csv")
    with pytest.raises(CorpusError, match="a folder; expected a labelled file"):
        read_corpus(tmp_path)
    with pytest.raises(CorpusError, match="no file given"):
        read_corpus()


def test_an_error_never_quotes_a_letter_in_full(tmp_path):
    letter = "dear reader " * 50
    with pytest.raises(CorpusError) as caught:
        read_corpus(write(tmp_path, "a.csv", f"text,insulting\nhi,{letter}\n"))
    assert len(str(caught.value)) < len(str(tmp_path)) + 160


def test_a_corpus_is_made_of_whatever_train_takes(tmp_path, corpus):
    frame = pd.DataFrame(
        {"text": ["a", "b", "c", "d"], "idiot_test": pd.array([0, 1, None, 1], "Int64"), "writer": list("wxyz")}
    )
    frame.loc[0, "idiot_test"] = 0
    frame = pd.concat([frame, pd.DataFrame({"text": ["e"], "idiot_test": [0], "writer": ["v"]})])
    found = to_corpus(frame)
    np.testing.assert_array_equal(found.y[:, 0], [0, 1, NAN, 1, 0])
    assert found.columns == {"writer": list("wxyzv")}
    assert to_corpus(corpus) is corpus
    assert to_corpus(["a"] * 4, [0, 1, 0, 1], labels=["rude"]).labels == ("rude",)
    path = write(tmp_path, "a.csv", "text,idiot_test\nyes,1\n")
    assert to_corpus(str(path)).texts == to_corpus(path).texts == to_corpus([path]).texts == ["yes"]


def test_a_data_frame_without_text_or_labels_is_refused():
    with pytest.raises(CorpusError, match=r"DataFrame: no column 'text'; found \['a'\]"):
        to_corpus(pd.DataFrame({"a": [1]}))
    with pytest.raises(CorpusError, match="DataFrame: none of the labels"):
        to_corpus(pd.DataFrame({"text": ["a"]}))
    with pytest.raises(CorpusError, match="corpus is int; expected a file"):
        to_corpus(5)


def test_rows_are_chosen_with_their_columns(corpus):
    some = corpus.rows(np.array([3, 1]))
    assert some.texts == [corpus.texts[3], corpus.texts[1]]
    assert some.columns["writer"] == ["cal", "ben"]
    assert (some.y == corpus.y[[3, 1]]).all()
    assert len(corpus.rows(np.zeros(len(corpus), bool))) == 0
    assert isinstance(some, Corpus)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ("letter", "texts is one str; expected an iterable of str"),
        (b"letter", "texts is one bytes"),
        (None, "texts is one NoneType"),
        (5, "texts is one int"),
        (["a", None], "text 1 is NoneType \\(None\\); expected str"),
        (["a", "b", b"c"], "text 2 is bytes"),
        ([1.5], "text 0 is float \\(1.5\\)"),
        (["a", NAN], "text 1 is float \\(nan\\)"),
    ],
)
def test_what_is_no_text_is_named_by_its_index(texts, words):
    with pytest.raises(InputError, match=words):
        check_texts(texts)


def test_not_labelled_is_minus_one_or_nan_or_none():
    found = check_y([[0, -1], [1, NAN], [0, None], [1, 1], [0, 1], [1, 0], [1, 0]], 7, ["a", "b"])
    np.testing.assert_array_equal(found[:, 1], [NAN, NAN, NAN, 1, 1, 0, 0])


def test_the_given_labels_are_not_changed():
    y = np.array([[0.0], [1], [0], [1], [-1]])
    check_y(y, 5, ["a"])
    assert y[4, 0] == -1


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([["yes"], ["no"]], "y holds something that is no number .*; expected 0, 1, and -1 or NaN for not labelled"),
        ([[0], [1], [3]], "y has shape \\(3, 1\\); expected \\(2, 1\\)"),
        ([[0], [3]], "y, row 1, label rude: 3; expected 0, 1, and -1 or NaN for not labelled$"),
        ([[2], [0]], "label rude: 2; .*cross_val_predict counts classes anew"),
        ([[0.5], [0]], "label rude: 0.5; expected"),
        ([[float("inf")], [0]], "label rude: inf"),
        ([[0], [1]], "label rude: 1 messages with it, 1 without; expected at least 2 of each"),
    ],
)
def test_labels_that_cannot_be_are_refused(y, words):
    with pytest.raises(CorpusError, match=words):
        check_y(y, 2, ["rude"])


def test_names_of_labels_come_from_the_caller_the_frame_or_the_number_of_columns():
    frame = pd.DataFrame({"a": [0], "b": [1]})
    assert label_names(frame, None) == ("a", "b")
    assert label_names(frame, ["x", "y"]) == ("x", "y")
    assert label_names([[0, 1, 0, 1]], None) == ("idiot_test", "insulting", "dismissive", "pressuring")
    assert label_names([[0, 1]], None) == ("label_0", "label_1")
    assert label_names([0, 1], None) == ("label_0",)
    for names in (["a"], ["a", "a"]):
        with pytest.raises(CorpusError, match=r"labels are .*; expected 2 different names, one a column of y"):
            label_names(frame, names)
