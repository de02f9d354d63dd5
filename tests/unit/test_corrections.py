"""Scores that were wrong: how they are recorded, and how they overrule other labels."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from tonecheck import CorpusError, Correction, InputError, correct
from tonecheck.corpus import read_corpus, write_corpus
from tonecheck.corrections import append_line

APPENDING = """
import sys
from pathlib import Path
from tonecheck.corrections import append_line
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    append_line(Path(sys.argv[1]), '{"text": "' + sys.argv[3] * 3000 + '", "number": ' + str(number) + "}")
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "corrections.jsonl"


@pytest.fixture
def labels_file(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text(
        "text,writer,insulting,dismissive\nStill wrong.,ann,1,0\nSpare me.,ben,0,1\nMerci.,ann,0,0\n", encoding="utf-8"
    )
    return path


def lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def write(file, *rows):
    with file.open("a", encoding="utf-8") as opened:
        opened.writelines(json.dumps(row) + "\n" for row in rows)


def row(text, corrected="2026-03-02T10:00:00+00:00", **labels):
    return {"text": text, **labels, "was": {}, "model": "mine", "corrected": corrected}


def test_a_correction_is_one_line_with_what_the_model_said(tiny_model, file):
    made = correct("Merci,\u2028c'est parfait.", {"dismissive": 0, "insulting": 1}, file=file, model=tiny_model)
    assert isinstance(made, Correction)
    assert lines(file) == [made.to_dict()]
    found = made.to_dict()
    assert (found["text"], found["insulting"], found["dismissive"]) == ("Merci,\u2028c'est parfait.", 1, 0)
    assert "pressuring" not in found
    probabilities = tiny_model.predict_proba(["Merci, c'est parfait."])[0]
    assert [said["probability"] for said in found["was"].values()] == pytest.approx(probabilities, abs=1e-4)
    thresholds = tiny_model.thresholds("careful")
    assert [said["prediction"] for said in found["was"].values()] == (probabilities >= thresholds).astype(int).tolist()
    assert (made.model, made.corrected[4], made.corrected[-6:]) == (None, "-", "+00:00")


def test_the_models_operating_point_says_what_it_would_have_answered(tiny_model, file, monkeypatch):
    monkeypatch.setitem(tiny_model.thresholds_, "alert", np.zeros(4))
    monkeypatch.setattr(tiny_model, "operating_point", "alert")
    made = correct("Merci.", {"insulting": 0}, file=file, model=tiny_model)
    assert {said["prediction"] for said in made.was.values()} == {1}


def test_a_model_that_was_read_has_its_folders_name(tiny_model, file, tmp_path):
    tiny_model.save(tmp_path / "mine")
    assert correct("Merci.", {"insulting": 0}, file=file, model=tmp_path / "mine").model == "mine"


def test_corrections_are_added_at_the_end_also_where_the_last_line_has_no_end(tiny_model, file):
    file.write_text('{"text": "a"}', encoding="utf-8")
    for text in ("b", "c"):
        correct(text, {"insulting": 0}, file=file, model=tiny_model)
    assert [line["text"] for line in lines(file)] == ["a", "b", "c"]


@pytest.mark.parametrize("last", ['{"text": "Sti', "text,insulting", '["a"]', '{"text": "' + "x" * 9000, "[" * 9000])
def test_a_file_whose_last_line_is_broken_is_left_alone(tiny_model, file, last):
    before = '{"text": "a"}\n' + last
    file.write_text(before, encoding="utf-8")
    with pytest.raises(
        CorpusError, match=r"corrections.jsonl: the last line is broken \(.*mend it or take it out"
    ) as told:
        correct("Merci.", {"insulting": 0}, file=file, model=tiny_model)
    assert len(str(told.value)) < 300
    assert file.read_text(encoding="utf-8") == before


def test_a_long_last_line_that_is_whole_is_no_hindrance(file):
    append_line(file, json.dumps({"text": "é" * 10_000}, ensure_ascii=False))
    append_line(file, '{"text": "b"}')
    assert [len(line["text"]) for line in lines(file)] == [10_000, 1]


def test_a_half_character_is_written_as_a_question_mark(tiny_model, file):
    correct("Hm \ud83d.", {"insulting": 0}, file=file, model=tiny_model)
    assert lines(file)[0]["text"] == "Hm ?."


def test_a_full_disk_leaves_whole_lines(file, monkeypatch):
    append_line(file, '{"text": "a"}')
    whole = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: whole(descriptor, content[:5]))
    with pytest.raises(CorpusError, match=r"corrections.jsonl: No space left on device; expected a file that can be"):
        append_line(file, '{"text": "b"}')
    assert file.read_text(encoding="utf-8") == '{"text": "a"}\n'


@pytest.mark.parametrize(
    ("text", "labels", "error", "words"),
    [
        ("Merci.", {}, InputError, r"labels is {}; expected the right answers, such as {'idiot_test': 0}"),
        ("Merci.", "insulting", InputError, r"labels is 'insulting'; expected the right answers"),
        ("Merci.", {"rude": 1}, InputError, "the model has no label 'rude'; expected one of idiot_test, insulting"),
        ("Merci.", {"insulting": -1}, InputError, "labels, insulting: -1; expected 0 or 1"),
        ("Merci.", {"insulting": "0"}, InputError, "labels, insulting: '0'; expected 0 or 1"),
        (" \n", {"insulting": 0}, InputError, "text is empty; expected a message"),
        (None, {"insulting": 0}, InputError, "text is NoneType"),
    ],
)
def test_what_is_no_correction_is_refused_and_no_file_is_made(tiny_model, file, text, labels, error, words):
    with pytest.raises(error, match=words):
        correct(text, labels, file=file, model=tiny_model)
    assert not file.exists()


def test_a_file_that_training_would_not_read_is_refused(tmp_path):
    with pytest.raises(CorpusError, match=r"labels.csv: ending '.csv'; expected .jsonl or .ndjson"):
        append_line(tmp_path / "labels.csv", "{}")
    with pytest.raises(
        CorpusError, match=r"there.jsonl: No such file or directory; expected a file that can be written"
    ):
        append_line(tmp_path / "not" / "there.jsonl", "{}")


def test_two_processes_that_append_at_once_leave_whole_lines(file):
    run = [sys.executable, "-c", APPENDING, str(file), "150"]
    both = [subprocess.Popen([*run, name], stdout=subprocess.DEVNULL) for name in "ab"]
    assert [process.wait(60) for process in both] == [0, 0]
    found = lines(file)
    for name in "ab":
        assert [line["number"] for line in found if line["text"][0] == name] == list(range(150))


def test_a_process_that_is_killed_while_it_appends_leaves_whole_lines(file):
    process = subprocess.Popen([sys.executable, "-c", APPENDING, str(file), "1000000", "a"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    while not file.exists() or file.stat().st_size < 30_000:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    process.stdout.close()
    append_line(file, '{"text": "b"}')
    found = lines(file)
    assert [line.get("number") for line in found] == [*range(len(found) - 1), None]


def test_a_correction_overrules_a_label_and_leaves_the_others(labels_file, file):
    write(file, row("Still  wrong.\n\nOn Monday, Bo wrote:\n> You fool", insulting=0))
    corpus = read_corpus(labels_file, file)
    assert corpus.y.tolist() == [[0, 0], [0, 1], [0, 0]]
    assert corpus.columns["writer"] == ["ann", "ben", "ann"]
    assert corpus.where[0] == f"{labels_file}, row 1 (corrected: {file}, line 1)"
    assert corpus.where[1] == f"{labels_file}, row 2"
    assert [one.n_messages for one in corpus.reading.files] == [3, 0]
    assert corpus.reading.overruled == (f"{labels_file}, row 1: insulting 1; 0 in {file}, line 1",)
    assert "1 row overruled by corrections:\n  " in str(corpus.reading)
    assert (corpus.reading.contradictions, corpus.reading.duplicates) == ((), ())


def test_the_order_of_files_makes_no_difference_to_what_counts(labels_file, file):
    write(file, row("Spare me.", insulting=1))
    there, back = read_corpus(labels_file, file), read_corpus(file, labels_file)
    assert there.y.tolist() == back.y.tolist() == [[1, 0], [1, 1], [0, 0]]


def test_a_later_correction_overrules_an_earlier_one_for_the_labels_it_speaks_of(labels_file, file):
    write(
        file,
        row("New one.", corrected="2026-03-03T10:00:00+00:00", insulting=0),
        row("New one.", corrected="2026-03-02T10:00:00+00:00", insulting=1, dismissive=1),
        row("New one.", corrected="2026-03-03T10:00:00+00:00", insulting=1),
    )
    corpus = read_corpus(labels_file, file)
    assert (len(corpus), corpus.texts[-1], corpus.y[-1].tolist()) == (4, "New one.", [1, 1])
    assert corpus.where[-1].startswith(f"{file}, line 3 (corrected: {file}, line 2)")
    assert corpus.reading.overruled == (f"{file}, line 1: insulting 0; 1 in {file}, line 3",)


def test_what_is_later_is_told_by_the_time_and_not_by_the_place(file):
    write(
        file, row("New one.", corrected="2026-03-03", insulting=0), row("New one.", corrected="2026-03-02", insulting=1)
    )
    assert read_corpus(file).y.tolist() == [[0]]


def test_a_correction_that_agrees_overrules_nothing_and_fills_what_was_not_known(tmp_path, file):
    path = tmp_path / "labels.csv"
    path.write_text("text,insulting,dismissive\nMerci.,0,\nMerci.,0,1\n", encoding="utf-8")
    write(file, row("Merci.", insulting=0, dismissive=1))
    corpus = read_corpus(path, file)
    assert corpus.y.tolist() == [[0, 1], [0, 1]]
    assert corpus.reading.overruled == ()


def test_a_correction_settles_votes(tmp_path, file):
    path = tmp_path / "votes.jsonl"
    write(path, {"text": "Merci.", "insulting": 1, "insulting.votes": 0.6}, {"text": "Non.", "insulting": 0})
    write(file, row("Merci.", insulting=0))
    corpus = read_corpus(path, file)
    assert corpus.y.tolist() == [[0], [0]]
    assert corpus.votes is None or corpus.votes[0].tolist() == [0]


def test_messages_without_words_of_their_own_are_not_taken_for_one_another(tmp_path, file):
    path = tmp_path / "labels.csv"
    path.write_text('text,insulting\n"> You fool",1\n"> Merci",1\n', encoding="utf-8")
    write(file, row("> Merci", insulting=0))
    assert read_corpus(path, file).y.tolist() == [[1], [0]]


def test_other_columns_with_these_names_correct_nothing(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("text,insulting,was,corrected,checks\nMerci.,0,1,yes,\nMerci.,1,0,no,\n", encoding="utf-8")
    corpus = read_corpus(path)
    assert corpus.y.tolist() == [[0], [1]]
    assert (len(corpus.reading.contradictions), corpus.reading.overruled) == (1, ())


def test_what_was_read_with_corrections_is_the_same_when_written_and_read_again(labels_file, file, tmp_path):
    write(file, row("Still wrong.", insulting=0), row("New one.", dismissive=1))
    corpus = read_corpus(labels_file, file)
    again = read_corpus(write_corpus(corpus, tmp_path / "all.jsonl"))
    assert again.texts == corpus.texts
    np.testing.assert_array_equal(again.y, corpus.y)
    assert again.reading.overruled == ()
