"""What labels are called and how they are written, several files, doubles, and the report of what was read."""

import json

import numpy as np
import pytest

from tonecheck.corpus import read_corpus
from tonecheck.corpus.answers import to_names, to_share, to_yes_or_no
from tonecheck.corpus.report import MOST_SHOWN, FileReading, Reading
from tonecheck.errors import CorpusError

NAN = float("nan")


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("values", "meaning"),
    [
        ((1, 1.0, True, "1", "1.0", "1,0", "yes", "Yes ", "y", "true", "OUI", "o", "vrai", "x", "X"), 1),
        ((0, 0.0, False, "0", "0.0", "0,0", "no", "n", "FALSE", "non", "faux"), 0),
        ((None, "", " ", -1, -1.0, "-1", "nan", NAN, "NA", "n/a", "None", "null", "?"), NAN),
    ],
)
def test_yes_and_no_are_known_in_two_languages(values, meaning):
    np.testing.assert_array_equal([to_yes_or_no(value, "here", "rude") for value in values], [meaning] * len(values))


@pytest.mark.parametrize("value", ["maybe", 2, 0.5, "10", [1], {"a": 1}, "0 1"])
def test_anything_else_is_no_answer(value):
    with pytest.raises(CorpusError, match=r"here, column rude: .*; expected 0 or 1, or nothing or -1 where"):
        to_yes_or_no(value, "here", "rude")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("insulting", ["insulting"]),
        ("insulting#dismissive", ["insulting", "dismissive"]),
        ("insulting, dismissive;", ["insulting", "dismissive"]),
        ("a|b", ["a", "b"]),
        ('["a", "b, c"]', ["a", "b, c"]),
        ("['a', 'b']", ["a", "b"]),
        ('{"choices": ["a"]}', ["a"]),
        ('["caf\\u00e9 \\ud83d\\ude42"]', ["café 🙂"]),
        ("[]", []),
        ("[odd", ["[odd"]),
        ("", None),
        (None, None),
        (3, ["3"]),
    ],
)
def test_a_cell_can_hold_several_names(cell, names):
    assert to_names(cell, "here", "labels", is_cell=True) == names


def test_a_name_in_json_is_one_name():
    assert to_names("a, b", "here", "label") == ["a, b"]


@pytest.mark.parametrize("value", ["1.5", -0.1, "most", "-1"])
def test_a_share_lies_between_0_and_1(value):
    assert to_share("0,25", "here", "rude.votes") == 0.25
    with pytest.raises(CorpusError, match=r"here, column rude.votes: .*; expected a share of votes, 0 to 1"):
        to_share(value, "here", "rude.votes")


def test_one_name_a_text_is_a_list_of_one(tmp_path):
    rows = [{"text": "a", "label": "dismissive"}, {"text": "b", "label": "insulting"}, {"text": "c", "label": []}]
    found = read_corpus(write(tmp_path, "a.jsonl", lines(*rows, {"text": "d", "label": None}, {"text": "e"})))
    assert found.texts == ["a", "b", "c"]
    assert found.labels == ("insulting", "dismissive")
    np.testing.assert_array_equal(found.y, [[0, 1], [1, 0], [0, 0]])
    assert [row.partition("line ")[2] for row in found.skipped] == ["4: no label", "5: no label"]


def test_a_column_label_of_0_and_1_is_about_the_label_that_is_named(tmp_path):
    path = write(tmp_path, "a.csv", "text,label\na,1\nb,0\nc,\n")
    for options in ({"labels": ["rude"]}, {"label_names": {"label": "rude"}}):
        found = read_corpus(path, **options)
        assert found.labels == ("rude",)
        np.testing.assert_array_equal(found.y, [[1], [0], [NAN]])


def test_own_names_are_mapped_to_ours_in_columns_and_in_lists(tmp_path):
    wide = write(tmp_path, "a.csv", " Rude ,text,other\n1,a,x\n0,b,y\n")
    listed = write(tmp_path, "b.jsonl", lines({"text": "c", "labels": ["RUDE", "nasty"]}, {"text": "d", "labels": []}))
    found = read_corpus(wide, label_names={"rude": "insulting"})
    assert (found.labels, found.y.tolist(), found.columns) == (("insulting",), [[1], [0]], {"other": ["x", "y"]})
    found = read_corpus(wide, listed, label_names={"rude": "insulting", "nasty": "insulting"}, labels=["insulting"])
    np.testing.assert_array_equal(found.y, [[1], [0], [1], [0]])


def test_a_label_that_nobody_lists_is_0_where_it_was_asked_for_and_that_is_said(tmp_path):
    path = write(
        tmp_path, "a.jsonl", lines({"text": "a", "labels": ["insulting", "late"]}, {"text": "b", "labels": []})
    )
    found = read_corpus(path, labels=["dismissive", "insulting"])
    assert found.y.tolist() == [[0, 1], [0, 0]]
    assert found.reading.files[0].labels == ("insulting",)
    assert found.reading.files[0].notes == (
        "no row carries dismissive: 0 everywhere, if the texts were read for it",
        "not asked for: ['late']",
    )
    assert read_corpus(path, labels=["late", "insulting"]).reading.files[0].labels == ("late", "insulting")
    nothing = write(tmp_path, "b.jsonl", lines({"text": "a", "labels": []}))
    assert read_corpus(nothing, labels=["insulting"]).y.tolist() == [[0]]


def test_files_with_different_labels_are_united_and_what_a_file_does_not_have_is_not_known(tmp_path):
    one = write(tmp_path, "a.csv", "text,insulting,writer\na,1,ann\nb,0,ben\n")
    two = write(tmp_path, "b.jsonl", lines({"text": "c", "dismissive": 1, "lang": "en"}))
    three = write(tmp_path, "c.txt", "__label__pressuring d\n")
    found = read_corpus(two, one, three)
    assert found.labels == ("insulting", "dismissive", "pressuring")
    np.testing.assert_array_equal(found.y, [[NAN, 1, NAN], [1, NAN, NAN], [0, NAN, NAN], [NAN, NAN, 1]])
    assert found.columns == {"lang": ["en", None, None, None], "writer": [None, "ann", "ben", None]}
    assert [file.labels for file in found.reading.files] == [("dismissive",), ("insulting",), ("pressuring",)]
    assert read_corpus(one).labels == ("insulting",)


def test_two_files_of_the_same_name_both_have_their_digest(tmp_path):
    (tmp_path / "x").mkdir()
    one = write(tmp_path, "a.csv", "text,insulting\na,1\n")
    two = write(tmp_path / "x", "a.csv", "text,insulting\nb,0\n")
    assert list(read_corpus(one, two).sources) == ["a.csv", str(two)]


def test_the_same_text_twice_is_reported_and_kept(tmp_path):
    content = "text,insulting,dismissive\nHm.,1,0\n Hm.,0,0\nFine.,0,\nFine.,0,1\nOnce.,1,0\n"
    path = write(tmp_path, "a.csv", content)
    found = read_corpus(path)
    assert len(found) == 5
    assert found.reading.contradictions == (f"{path}, row 1 and {path}, row 2: insulting 1, 0",)
    assert found.reading.duplicates == (f"{path}, row 3 and {path}, row 4",)


def test_a_stated_share_of_votes_is_kept_and_decides_where_nothing_else_does(tmp_path):
    path = write(tmp_path, "a.csv", "text,insulting,insulting.votes\na,1,0.75\nb,0,\nc,,0.25\nd,,0.5\n")
    found = read_corpus(path)
    np.testing.assert_array_equal(found.y, [[1], [0], [0], [NAN]])
    np.testing.assert_array_equal(found.votes, [[0.75], [0], [0.25], [0.5]])
    assert found.columns == {}
    some = found.rows(np.array([2, 0]))
    np.testing.assert_array_equal(some.votes, [[0.25], [0.75]])
    assert some.where == (f"{path}, row 3", f"{path}, row 1")
    assert some.reading is found.reading


def test_marks_without_any_no_are_pointed_out(tmp_path):
    found = read_corpus(write(tmp_path, "a.csv", "text,insulting\na,x\nb,\n"))
    np.testing.assert_array_equal(found.y, [[1], [NAN]])
    assert found.reading.files[0].notes[0].startswith("insulting is 1 or nothing; nothing is read as not known")
    found = read_corpus(write(tmp_path, "a.csv", "text,insulting\na,x\nb,\nc,no\n"))
    assert found.reading.files[0].notes == ()


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ('text,"a;b;c;d;e",insulting\nx,1,1\n', ","),
        ("a,b,c|text|insulting\n1|x|1\n", "|"),
        ("sep=;\ntext;insulting\nx;1\n", ";"),
        ("insulting\ttext\n1\tx\n", "\t"),
        ("text;insulting\rx;1\r", ";"),
    ],
)
def test_the_delimiter_is_the_one_by_which_there_is_a_text(tmp_path, content, delimiter):
    found = read_corpus(write(tmp_path, "a.csv", content))
    assert (found.texts, found.y.tolist(), found.reading.files[0].delimiter) == (["x"], [[1]], delimiter)


def test_a_cell_may_hold_any_line_break_and_a_very_long_text(tmp_path):
    long = "word " * 40_000
    found = read_corpus(write(tmp_path, "a.csv", f'text,insulting\r\n"a\r\nb\u2028c",1\r\nd\x85e,0\r\n{long},0\r\n'))
    assert found.texts == ["a\r\nb\u2028c", "d\x85e", long]


def test_half_a_character_becomes_a_replacement(tmp_path):
    found = read_corpus(write(tmp_path, "a.jsonl", '{"text": "a \\ud83d", "insulting": 1}\n'))
    assert found.texts == ["a \ufffd"]


def test_what_is_no_text_is_skipped_with_its_kind(tmp_path):
    rows = [{"text": 5, "insulting": 1}, {"text": None, "insulting": 1}, {"text": "a", "insulting": 1}]
    path = write(tmp_path, "a.jsonl", lines(*rows))
    assert read_corpus(path).skipped == (f"{path}, line 1: text is int", f"{path}, line 2: no text")


def test_the_report_names_everything_and_shows_the_first_rows_of_a_kind(tmp_path):
    content = "text;insulting\n" + "Déjà;1\nDéjà;0\nOK;0\nOK;0\n" + ";1\n" * (MOST_SHOWN + 3)
    path = write(tmp_path, "a.csv", content.encode("cp1252"))
    told = str(read_corpus(path).reading).splitlines()
    assert told[:3] == [
        f"{path}: CSV (cp1252, delimiter ';'), 4 messages of {MOST_SHOWN + 7} rows, labels insulting",
        f"skipped {MOST_SHOWN + 3} rows:",
        f"  {path}, row 5: no text",
    ]
    assert told[MOST_SHOWN + 2 :] == [
        "  and 3 more",
        "1 text in several rows:",
        f"  {path}, row 3 and {path}, row 4",
        "1 text in several rows that contradict each other, all kept:",
        f"  {path}, row 1 and {path}, row 2: insulting 1, 0",
    ]


def test_the_report_of_a_clean_file_is_one_line_and_of_votes_three():
    file = FileReading("a.json", "JSON", "utf-8", None, 2, 1, (), ("something was assumed",))
    assert str(file) == "a.json: JSON (utf-8), 1 message of 2 rows, labels none\n  something was assumed"
    assert str(Reading((), ties=("a.json, item 1, insulting: 1 of 2 votes",), n_voted=2)).splitlines() == [
        "2 messages with several annotators; the majority counts",
        "1 tie, read as not known:",
        "  a.json, item 1, insulting: 1 of 2 votes",
    ]
