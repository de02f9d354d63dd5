"""Malformed files and arguments, and the exact words that each is told."""
# ruff: noqa: E501 - a row of the table is one line, and its words are whole, so that they can be searched for

import io
import json
import os

import pandas as pd
import pytest

from tonecheck.corpus import read_corpus
from tonecheck.errors import CorpusError

FORMATS = "csv, jsonl, parquet, excel, label-studio, doccano, argilla, fasttext"
OURS = "idiot_test, insulting, dismissive, pressuring"
BINARY = "looks binary; expected JSON lines or CSV, or another encoding named with encoding="


def task(**parts):
    return json.dumps([{"data": {"text": "a"}, "annotations": [], **parts}])


def annotated(result):
    return task(annotations=[{"result": result}])


def choices(value):
    return annotated([{"from_name": "tone", "type": "choices", "value": value}])


def argilla(responses):
    return json.dumps([{"fields": {"text": "a"}, "responses": responses}])


def workbook():
    buffer = io.BytesIO()
    pd.DataFrame({"text": ["a"], "insulting": ["maybe"]}).to_excel(buffer, index=False)
    return buffer.getvalue()


MALFORMED = [
    # tables
    ("a.csv", "", {}, "{}: no message; expected labelled rows"),
    ("a.csv", "text,insulting\n,1\n", {}, "{}: no message (skipped: 1, the first of them {}, row 1: no text); expected labelled rows"),
    ("a.csv", "I am the first message,1\nand I the second,0\n", {}, "{}, row 1: no column 'text'; found ['I am the first message', '1']; name the message's with text_column="),
    ("a.csv", 'text,insulting\n"a,1\nb,0\n', {}, "{}, row 1: quotes do not match (unexpected end of data); expected a quote inside a field to be doubled"),
    ("a.csv", 'text,insulting\nok,0\n"he said "no"",1\n', {}, "{}, row 2: quotes do not match (',' expected after '\"'); expected a quote inside a field to be doubled"),
    ("a.csv", '"text,insulting\n', {}, "{}, header: quotes do not match (unexpected end of data); expected a quote inside a field to be doubled"),
    ("a.csv", "text,insulting\nwell, then,1\n", {}, "{}, row 1: more fields than the header has columns; expected 2"),
    ("a.csv", "text,insulting,Insulting\na,1,0\n", {}, "{}, header: 2 columns for insulting: ['insulting', 'Insulting']; expected one"),
    ("a.csv", "text,Text,insulting\na,b,0\n", {}, "{}, header: 2 columns for text: ['text', 'Text']; expected one"),
    ("a.csv", "text,insulting\na,perhaps\n", {}, "{}, row 1, column insulting: 'perhaps'; expected 0 or 1, or nothing or -1 where it is not known"),
    ("a.csv", "text,insulting,insulting.votes\na,1,2/3\n", {}, "{}, row 1, column insulting.votes: '2/3'; expected a share of votes, 0 to 1"),
    ("a.csv", "text,rude\na,1\n", {}, f"{{}}, row 1: none of the labels {OURS}; found ['text', 'rude']; name yours with labels="),
    ("a.csv", "text,rude\na,1\n", {"labels": ["nasty"]}, "{}, row 1: none of the labels nasty; found ['text', 'rude']"),
    ("a.csv", "text,label\na,1\nb,0\n", {}, "{}, row 1: column 'label' holds 0 and 1, not names of labels; say which label it is with label_names={{'label': 'insulting'}}"),
    ("a.csv", "text,label\na,1\nb,0\n", {"labels": ["x", "y"]}, "{}, row 1: column 'label' holds 0 and 1, not names of labels; say which label it is with label_names={{'label': 'insulting'}}; came 2 labels"),
    ("a.csv", "text,label\na,3\nb,2\n", {}, "{}: labels are numbers: 3, 2; say what they mean with label_names={{'3': 'insulting'}}"),
    ("a.csv", "text,label\na,mean\nb,fine\n", {"labels": ["insulting"]}, "{}: none of the labels insulting; found ['mean', 'fine']; say what they mean with label_names="),
    ("a.csv", "text,label\n" + "".join(f"a{n},b{n}\n" for n in range(51)), {}, "{}: 51 different answers to 'label'; expected names of at most 50 labels, or those that count with labels="),
    ("a.jsonl", '{"text": "a", "rude": 1, "nasty": 0}\n', {"label_names": {"rude": "insulting", "nasty": "insulting"}}, "{}: columns 'rude' and 'nasty' are both insulting; expected one of them"),
    # bytes and encodings
    ("a.csv", b"PK\x03\x04\x14\0", {}, f"{{}}: {BINARY}"),
    ("a.jsonl", '{"text": "a"}'.encode("utf-16-le"), {}, f"{{}}: {BINARY}"),
    ("a.csv", "text,insulting\nd\xe9j\xe0,1\n".encode("cp1252"), {"encoding": "utf-8"}, "{}: byte 16 cannot be read as utf-8; expected text in that encoding"),
    ("a.csv", b"\xff\xfet\0e", {"encoding": None}, "{}: byte 4 cannot be read as utf-16; expected text in that encoding"),
    ("a.csv", "text", {"encoding": "utf-9"}, "encoding: 'utf-9' is unknown; expected a name such as 'utf-8', 'utf-16' or 'cp1252'"),
    # JSON
    ("a.jsonl", '{"text": "a", "insulting": 1}\n{oops\n', {}, "{}, line 2: no JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1)); expected an object a line"),
    ("a.jsonl", '"a text alone"\n', {}, "{}, line 1: str; expected an object a line"),
    ("a.json", '[{"text": "a"}, 5]', {}, "{}, item 2: int; expected objects in the array"),
    ("a.json", '[{"text": "a"}', {}, "{}: no JSON (Expecting ',' delimiter: line 1 column 15 (char 14)); expected an array of objects, or an object a line"),
    ("a.jsonl", '{"message": "a", "insulting": 1}\n', {}, "{}, line 1: no column 'text'; found ['message', 'insulting']; name the message's with text_column="),
    ("a.jsonl", '{"text": "a", "label": [[0, 4, "insulting"]]}\n', {}, "{}, line 1, column label: [[0, 4, 'insulting']]; expected the names of labels"),
    ("a.jsonl", '{"text": "a", "labels": []}\n', {}, "{}: no row names a label; name those that the texts were read for with labels="),
    ("a.jsonl", "[" * 100_000, {}, "{}, line 1: no JSON (nested too deep); expected an object a line"),
    # Label Studio
    ("a.json", '[{"data": "a", "annotations": []}]', {}, "{}, item 1: data is 'a'; expected an object with the text"),
    ("a.json", '[{"data": {"review": "a"}, "annotations": []}]', {}, "{}, item 1: no column 'text'; found ['review']; name the message's with text_column="),
    ("a.json", task(annotations={"result": []}), {}, "{}, item 1: annotations is dict; expected a list of objects"),
    ("a.json", annotated("insulting"), {}, "{}, item 1: result is 'insulting'; expected a list"),
    ("a.json", annotated(["insulting"]), {}, "{}, item 1: a result is 'insulting'; expected an object"),
    ("a.json", choices("insulting"), {}, '{}, item 1: value is \'insulting\'; expected choices such as {{"choices": ["insulting"]}}'),
    ("a.json", task(), {}, "{}: no message (skipped: 1, the first of them {}, item 1: no annotation); expected labelled rows"),
    ("a.csv", "annotation_id,lead_time,text,one,two\n1,2,a,b,c\n", {}, "{}, row 1: which column holds the choices? found ['annotation_id', 'lead_time', 'text', 'one', 'two']; name the labels with labels="),
    ("a.csv", "text,insulting\na,1\n", {"format": "label-studio"}, "{}, row 1: not what label-studio exports; expected tasks with data and annotations"),
    # doccano
    ("a.jsonl", '{"text": "a", "annotations": {"label": 1}}\n', {}, "{}, line 1: annotations is dict; expected a list"),
    ("a.jsonl", '{"text": "a", "annotations": [1]}\n', {}, '{}, line 1: an annotation is 1; expected an object such as {{"label": 2, "user": 1}}'),
    ("a.jsonl", '{"text": "a", "annotations": [{"label": 7, "user": 1}]}\n', {}, "{}: labels are numbers: 7; say what they mean with label_names={{'7': 'insulting'}}"),
    ("a.jsonl", '{"text": "a", "tone": []}\n', {"format": "doccano"}, "{}, line 1: no 'label', 'labels' or 'annotations'; found ['text', 'tone']"),
    # Argilla
    ("a.json", '[{"fields": {"text": "a"}}, {"fields": "b"}]', {}, "{}, item 2: fields is 'b'; expected an object with the text"),
    ("a.json", argilla("insulting"), {}, "{}, item 1: responses is 'insulting'; expected an object with a list for each question"),
    ("a.json", argilla([5]), {}, "{}, item 1: a response is 5; expected an object with status and values"),
    ("a.jsonl", '{"text": "a", "tone.suggestion": "insulting"}\n', {}, "{}, line 1: suggestions only; expected responses to them; found ['text', 'tone.suggestion']"),
    ("a.jsonl", '{"text": "a", "tone.responses": "insulting"}\n', {}, "{}, line 1: tone.responses is 'insulting'; expected a list"),
    ("a.jsonl", '{"text": "a", "tone.responses": ["x"], "tone.responses.status": []}\n', {}, "{}, line 1: tone has 1 responses, 1 users and 0 statuses; expected as many of each"),
    ("a.json", '[{"text": "a"}]', {"format": "argilla"}, "{}, item 1: not what argilla exports; expected records with fields and responses"),
    # other files
    ("a.txt", "no label here\n", {}, f"{{}}: ending '.txt'; expected .jsonl, .csv or .tsv (or .json, .parquet, .xlsx, fastText's lines), or format= with one of {FORMATS}"),
    ("a.docx", b"PK\0\0", {}, f"{{}}: ending '.docx'; expected .jsonl, .csv or .tsv (or .json, .parquet, .xlsx, fastText's lines), or format= with one of {FORMATS}"),
    ("a.xls", b"\xd0\xcf", {}, "{}: ending '.xls' is not read; save it as .xlsx or .csv"),
    ("a.zip", b"PK\x03\x04", {}, "{}: ending '.zip' is not read; unpack it and name its files"),
    ("a.xlsx", "text,insulting\n", {}, "{}: no Excel workbook (File is not a zip file); expected .xlsx"),
    ("a.xlsx", workbook(), {}, "{}, row 1, column insulting: 'maybe'; expected 0 or 1, or nothing or -1 where it is not known"),
    ("a.csv", "text", {"format": "word"}, f"format is 'word'; expected one of {FORMATS}"),
    # what was asked for
    ("a.csv", "text", {"labels": "insulting"}, "labels is one str ('insulting'); expected a sequence such as ['insulting']"),
    ("a.csv", "text", {"labels": []}, "labels are []; expected different names, at least one"),
    ("a.csv", "text", {"labels": ["a", "a"]}, "labels are ['a', 'a']; expected different names, at least one"),
    ("a.csv", "text", {"label_names": ["rude"]}, "label_names is list; expected a mapping such as {{'rude': 'insulting'}}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "options", "words"), MALFORMED)
def test_what_cannot_be_read_is_told_in_these_words(tmp_path, name, content, options, words):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CorpusError) as caught:
        read_corpus(path, **options)
    assert str(caught.value) == words.format(*[path] * 2)


def test_a_broken_parquet_file_is_named(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(CorpusError, match=r"a\.parquet: no Parquet file \(.*\); expected one"):
        read_corpus(tmp_path / "a.parquet")


def test_no_error_and_no_report_quotes_a_letter_in_full(tmp_path):
    letter = "my dear colleague " * 60
    for name, content in [
        ("a.csv", f"text,insulting\nhi,{letter}\n"),
        ("b.csv", f"{letter},1\nhi,0\n"),
        ("c.jsonl", json.dumps({"text": "a", "label": letter}) + "\n"),
        ("d.json", json.dumps([{"data": letter, "annotations": []}])),
        ("e.json", choices(letter)),
        ("f.jsonl", json.dumps({letter: "a"})),
    ]:
        path = tmp_path / name
        path.write_text(content)
        try:
            told = str(read_corpus(path, labels=["insulting"]).reading)
        except CorpusError as error:
            told = str(error)
        assert len(told) < len(os.fspath(path)) + 260, name
