"""One small export of each kind, in corpus_files: the same four messages, and what each tool adds to them."""

import builtins
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tonecheck.corpus import FORMATS, read_corpus
from tonecheck.errors import CorpusError

NAN = float("nan")
FILES = Path(__file__).parent / "corpus_files"
TEXTS = [
    "Still wrong, genius. Did you even look?",
    "Merci, c'est parfait.",
    "Spare me the theory; nobody asked.",
    "Vous êtes nul, et votre avis n'intéresse personne.",
]
ANSWERS = [[1, 0], [0, 0], [0, 1], [1, 1]]
WRITERS = ["ann", "bea", "ann", "cyr"]
LABELS = ("insulting", "dismissive")


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("name", "form", "encoding", "delimiter"),
    [
        ("wide.csv", "CSV", "utf-8", ","),
        ("french_excel.csv", "CSV", "cp1252", ";"),
        ("excel_sep.csv", "CSV", "utf-8-sig", ","),
        ("utf16.tsv", "TSV", "utf-16", "\t"),
        ("names.csv", "CSV", "utf-8", ","),
        ("wide.jsonl", "JSON lines", "utf-8", None),
        ("names.jsonl", "JSON lines", "utf-8", None),
        ("array.json", "JSON", "utf-8", None),
        ("doccano.jsonl", "doccano, JSON lines", "utf-8", None),
        ("doccano.csv", "doccano, CSV", "utf-8", ","),
        ("argilla_short.jsonl", "Argilla, flat, JSON lines", "utf-8", None),
        ("argilla_1.json", "Argilla, JSON", "utf-8", None),
    ],
)
def test_each_file_gives_the_same_four_messages(name, form, encoding, delimiter):
    found = read_corpus(FILES / name)
    assert found.texts == TEXTS
    assert found.labels == LABELS
    np.testing.assert_array_equal(found.y, ANSWERS)
    assert found.votes is None
    assert found.columns["writer"] == WRITERS
    assert set(found.columns) <= {"writer", "id"}
    assert found.skipped == ()
    file = found.reading.files[0]
    assert (file.format, file.encoding, file.delimiter) == (form, encoding, delimiter)
    assert (file.n_rows, file.n_messages, file.labels) == (4, 4, LABELS)
    assert len(found.where) == 4
    assert all(place.startswith(str(FILES / name)) for place in found.where)


@pytest.mark.parametrize("name", ["label_studio.json", "label_studio_min.json", "label_studio.csv"])
def test_label_studio_gives_the_votes_of_its_annotators(name):
    found = read_corpus(FILES / name)
    assert found.texts == TEXTS
    assert found.labels == LABELS
    # The first was seen by three (a fourth cancelled), the last by two, who differ on one label.
    np.testing.assert_array_equal(found.y, [[1, 0], [0, 0], [0, 1], [1, NAN]])
    np.testing.assert_allclose(found.votes, [[1, 1 / 3], [0, 0], [0, 1], [1, 0.5]])
    assert found.columns["writer"] == WRITERS
    assert [str(task) for task in found.columns["id"]] == ["10", "11", "12", "13"]
    assert set(found.columns) == {"writer", "id"}
    assert found.reading.n_voted == 2
    assert len(found.reading.ties) == 1
    assert found.reading.ties[0].endswith(", dismissive: 1 of 2 votes")


def test_a_task_of_label_studio_without_a_counted_annotation_is_skipped():
    path = FILES / "label_studio.json"
    assert read_corpus(path).skipped == (
        f"{path}, item 5: no annotation",
        f"{path}, item 6: only cancelled annotations",
    )


def test_a_cancelled_row_of_label_studios_csv_does_not_count(tmp_path):
    head = "annotation_id,id,lead_time,text,tone,was_cancelled\n"
    path = write(tmp_path, "a.csv", head + "1,1,2,a,insulting,False\n2,1,2,a,,True\n3,2,2,b,,True\n,3,,c,,\n")
    found = read_corpus(path)
    assert (found.texts, found.y.tolist(), found.votes) == (["a"], [[1]], None)
    assert found.skipped == (f"{path}, row 3: only cancelled annotations", f"{path}, row 4: no annotation")


def test_a_question_of_label_studio_can_be_a_label_itself(tmp_path):
    def task(text, *choices):
        result = [{"from_name": name, "type": "choices", "value": {"choices": [answer]}} for name, answer in choices]
        other = {"from_name": "why", "type": "textarea", "value": {"text": ["because"]}}
        return {"data": {"text": text}, "annotations": [{"result": [*result, other]}]}

    tasks = [
        task("a", ("insulting", "yes"), ("harsh", "no")),
        task("b", ("insulting", "non"), ("harsh", "oui")),
        task("c"),
    ]
    found = read_corpus(write(tmp_path, "a.json", json.dumps(tasks)))
    assert found.labels == ("insulting", "harsh")
    np.testing.assert_array_equal(found.y, [[1, 0], [0, 1], [NAN, NAN]])


def test_a_single_task_of_a_label_studio_storage_is_read(tmp_path):
    task = json.loads((FILES / "label_studio.json").read_text(encoding="utf-8"))[0]
    found = read_corpus(write(tmp_path, "10.json", json.dumps(task, indent=2)))
    assert (found.texts, found.labels) == (TEXTS[:1], LABELS)


def test_the_older_form_of_doccano_has_votes_and_numbers_for_labels():
    path = FILES / "doccano_old.jsonl"
    found = read_corpus(path, label_names={2: "insulting", 5: "dismissive"})
    assert found.texts == [TEXTS[0], TEXTS[2], TEXTS[3]]
    np.testing.assert_array_equal(found.y, [[1, NAN], [0, 1], [1, 1]])
    np.testing.assert_array_equal(found.votes, [[1, 0.5], [0, 1], [1, 1]])
    assert found.skipped == (f"{path}, line 2: no annotation",)


def test_an_empty_cell_is_an_empty_list_in_doccanos_csv_and_a_missing_label_elsewhere(tmp_path):
    path = write(tmp_path, "a.csv", "id,text,label\n1,a,insulting#dismissive\n2,b,\n")
    np.testing.assert_array_equal(read_corpus(path, format="doccano").y, [[1, 1], [0, 0]])
    assert read_corpus(path).skipped == (f"{path}, row 2: no label",)


@pytest.mark.parametrize("name", ["argilla.json", "argilla_flat.json"])
def test_only_submitted_responses_of_argilla_count(name):
    found = read_corpus(FILES / name)
    assert found.texts == TEXTS
    np.testing.assert_array_equal(found.y, [[1, NAN], [0, 0], [0, 1], [1, 1]])
    np.testing.assert_array_equal(found.votes, [[1, 0.5], [0, 0], [0, 1], [1, 1]])
    assert found.columns == {"writer": WRITERS, "id": ["r0", "r1", "r2", "r3"]}
    assert found.skipped == (
        f"{FILES / name}, item 5: no submitted response",
        f"{FILES / name}, item 6: no annotation",
    )


def test_a_rating_and_a_remark_beside_the_labels_are_passed_over(tmp_path):
    def record(text, tone, rating, remark):
        answers = {"tone": tone, "rating": rating, "remark": remark}
        return {"fields": {"text": text}, "responses": {name: [{"value": value}] for name, value in answers.items()}}

    records = [record("a", ["insulting"], 4, "Not sure about this one. " * 3), record("b", [], 1, "Fine.")]
    path = write(tmp_path, "a.json", json.dumps(records))
    found = read_corpus(path)
    assert (found.labels, found.y.tolist()) == (("insulting",), [[1], [0]])
    assert found.reading.files[0].notes == ("passed over, being no names of labels: 'rating', 'remark'",)


def test_the_answers_of_one_annotator_belong_together(tmp_path):
    def response(user, *names):
        return {"user_id": user, "status": "submitted", "value": list(names)}

    responses = {"tone": [response("u1", "insulting"), response("u2")], "more": [response("u2", "insulting", "late")]}
    found = read_corpus(write(tmp_path, "a.json", json.dumps([{"fields": {"text": "a"}, "responses": responses}])))
    assert found.labels == ("insulting", "late")
    # Nobody asked u1 about 'late', which stands under the second question alone.
    assert (found.y.tolist(), found.votes.tolist(), found.reading.ties) == ([[1, 1]], [[1, 1]], ())


def test_a_message_in_excel_may_say_nothing_at_all(tmp_path):
    pd.DataFrame({"text": ["None", "N/A"], "insulting": [0, "n/a"]}).to_excel(tmp_path / "a.xlsx", index=False)
    found = read_corpus(tmp_path / "a.xlsx")
    assert found.texts == ["None", "N/A"]
    np.testing.assert_array_equal(found.y, [[0], [NAN]])


def test_curly_quotes_and_the_euro_of_windows_are_read(tmp_path):
    path = write(tmp_path, "a.csv", "text;insulting\nC’est ça, l’œuvre à 5 € ?;1\n".encode("cp1252"))
    assert read_corpus(path).texts == ["C’est ça, l’œuvre à 5 € ?"]


def test_fasttext_lines_list_labels_before_the_text(tmp_path):
    path = FILES / "fasttext.txt"
    found = read_corpus(path)
    assert found.texts == TEXTS
    assert found.labels == (*LABELS, "neither")
    np.testing.assert_array_equal(found.y, [[1, 0, 0], [0, 0, 1], [0, 1, 0], [1, 1, 0]])
    assert found.skipped == (f"{path}, line 5: no label",)
    np.testing.assert_array_equal(read_corpus(path, labels=LABELS).y, ANSWERS)
    other = write(tmp_path, "train.ft", "__label__insulting oh, well done\nfine by me __label__neither\n")
    assert read_corpus(other).texts == ["oh, well done", "fine by me"]


def _frame():
    writers = ["ann", None, None, None, None]
    return pd.DataFrame(
        {"text": [*TEXTS, None], "writer": writers, "insulting": [1, 0, 0, 1, None], "dismissive": [0, 0, 1, 1, None]}
    )


def test_parquet_is_read_with_label_columns_and_with_lists(tmp_path):
    _frame().to_parquet(tmp_path / "wide.parquet")
    found = read_corpus(tmp_path / "wide.parquet")
    np.testing.assert_array_equal(found.y, ANSWERS)
    assert found.reading.files[0].n_rows == 4
    assert found.columns == {"writer": ["ann", None, None, None]}
    names = [["insulting"], [], ["dismissive"], ["insulting", "dismissive"]]
    pd.DataFrame({"text": TEXTS, "labels": names}, index=list("wxyz")).to_parquet(tmp_path / "names.parquet")
    found = read_corpus(tmp_path / "names.parquet")
    assert (found.texts, found.labels) == (TEXTS, LABELS)
    np.testing.assert_array_equal(found.y, ANSWERS)


def test_the_first_sheet_of_an_excel_workbook_is_read(tmp_path):
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as book:
        frame = _frame().astype(object)
        frame["dismissive"] = ["no", False, "OUI", True, None]
        frame.to_excel(book, sheet_name="mine", index=False)
        pd.DataFrame({"other": [1]}).to_excel(book, sheet_name="notes", index=False)
    found = read_corpus(path)
    assert found.texts == TEXTS
    np.testing.assert_array_equal(found.y, ANSWERS)
    assert found.reading.files[0].notes == ("read sheet 'mine', the first of 2",)


@pytest.mark.parametrize(
    ("name", "missing", "words"),
    [
        ("a.parquet", "pandas", r"a.parquet: Parquet files need .* not installed; pip install 'tonecheck\[parquet\]'"),
        ("a.xlsx", "pandas", r"a.xlsx: Excel files need .* not installed; pip install 'tonecheck\[excel\]'"),
        ("a.xlsx", "openpyxl", r"a.xlsx: Excel files need .* not installed; pip install 'tonecheck\[excel\]'"),
    ],
)
def test_a_library_that_is_not_installed_is_named_by_its_extra(tmp_path, monkeypatch, name, missing, words):
    frame = pd.DataFrame({"text": TEXTS, "insulting": [1, 0, 0, 1]})
    frame.to_excel(tmp_path / name) if name.endswith("xlsx") else frame.to_parquet(tmp_path / name)
    load = builtins.__import__

    def without(module, *rest):
        if module.split(".")[0] == missing:
            raise ImportError(module)
        return load(module, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(__import__("sys").modules, missing, raising=False)
    with pytest.raises(CorpusError, match=words):
        read_corpus(tmp_path / name)


def test_a_format_can_be_named_where_the_ending_says_nothing(tmp_path):
    for name, form in [("wide.csv", "csv"), ("names.jsonl", "jsonl"), ("fasttext.txt", "fasttext")]:
        path = write(tmp_path, "a.data", (FILES / name).read_bytes())
        assert read_corpus(path, format=form, labels=LABELS).texts == TEXTS
    for name, form in [("doccano.csv", "doccano"), ("argilla.json", "argilla"), ("label_studio.csv", "label-studio")]:
        path = write(tmp_path, "a.data", (FILES / name).read_bytes())
        assert read_corpus(path, format=form).labels == LABELS
    assert {"csv", "jsonl", "fasttext", "doccano", "argilla", "label-studio", "parquet", "excel"} == set(FORMATS)


def test_an_encoding_can_be_named(tmp_path):
    path = write(tmp_path, "a.csv", "text,insulting\nDéjà,1\n".encode("mac-roman"))
    assert read_corpus(path, encoding="mac-roman").texts == ["Déjà"]
    assert read_corpus(path).texts != ["Déjà"]
    utf = write(tmp_path, "b.csv", "\ufefftext,insulting\nDéjà,1\n".encode())
    assert read_corpus(utf, encoding="utf-8").texts == ["Déjà"]
