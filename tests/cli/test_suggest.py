"""``tonecheck suggest`` and ``tonecheck correct``."""

import json

import pytest

from tonecheck.corpus import read_corpus

LABELS = ("idiot_test", "insulting", "dismissive", "pressuring")
N_MESSAGES, WRONG = 120, 7


@pytest.fixture(scope="module")
def rows(labelled):
    """Messages of many writers, one of them with a label that is plainly wrong."""
    found = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines()[:: 10_000 // N_MESSAGES]]
    kept = [{name: row[name] for name in ("text", "writer", *LABELS)} for row in found[:N_MESSAGES]]
    kept[WRONG] |= dict.fromkeys(LABELS, 0) | {"text": "Thank you so much, this is lovely work!", "pressuring": 1}
    return kept


@pytest.fixture(scope="module")
def mine(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("labels") / "mine.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def messages(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("messages") / "messages.csv"
    texts = ["Well, that is one way to do it.", "Merci.", rows[0]["text"]]
    path.write_text(
        "id,text\n" + "".join(f'm{number},"{text}"\n' for number, text in enumerate(texts)), encoding="utf-8"
    )
    return path


def test_labelled_files_are_checked_and_the_wrong_label_is_found(run, mine, tmp_path):
    done = run("suggest", mine, "-n", "5", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(f"checking labels\n{mine}: JSON lines (utf-8), {N_MESSAGES} messages of")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    [wrong] = [row for row in found if row["checks"] == f"{mine}, line {WRONG + 1}"]
    assert (wrong["suspect"], wrong["pressuring"]) == ("pressuring", 1)
    assert wrong["pressuring.probability"] < 0.5

    told = run("suggest", mine, "-n", "5", "--quiet")
    assert told.stderr == ""
    assert f"{mine}, line {WRONG + 1}: pressuring 1, rather 0 (0.0" in told.stdout

    tasks = tmp_path / "checks.json"
    written = run("suggest", mine, "-n", "5", "--output", tasks)
    assert (written.stdout, written.stderr.splitlines()[-1][-len(str(tasks)) :]) == ("", str(tasks))
    corpus = read_corpus(tasks)
    assert corpus.columns["checks"] == [row["checks"] for row in found]
    assert "is there already" in run("suggest", mine, "--output", tasks).stderr


def test_of_messages_without_labels_those_to_label_next_are_picked(run, messages, mine):
    done = run("suggest", messages, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert done.stderr == "picking messages to label next\n"
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["where"] for row in found} == {f"{messages}, m{number}" for number in range(3)}
    assert all(row[label] is None for row in found for label in LABELS)

    beside = run("suggest", mine, messages, "-n", "1", "--model", "tone-enfr-1-fast")
    assert beside.stdout.startswith(f"{messages}, m0: ")
    assert beside.stdout.count("\n") == 1
    assert "m2" not in run("suggest", mine, messages, "--quiet", "--model", "tone-enfr-1-fast").stdout


def test_rows_without_a_label_in_a_labelled_file_are_picked_if_asked_for(run, tmp_path):
    half = tmp_path / "half.csv"
    half.write_text("text,insulting\nMerci.,0\nWell done genius.,\n", encoding="utf-8")
    done = run("suggest", half, "--next", "--model", "tone-enfr-1-fast")
    assert done.stdout.startswith(f"{half}, 2: ")
    assert done.stdout.count("\n") == 1


def test_messages_to_label_go_to_doccano_and_label_studio(run, messages, tmp_path):
    for form, name in (("doccano", "a.jsonl"), ("label-studio", "a.json")):
        given = ("suggest", messages, "--output", tmp_path / name, "--format", form, "--model", "tone-enfr-1-fast")
        assert run(*given).stderr.endswith(f"\n3 suggestions written to {tmp_path / name}\n")
        assert run(*given, "-n", "1", "--overwrite").stderr.endswith(f"\n1 suggestion written to {tmp_path / name}\n")
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))) == 1
    assert len((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_where_there_is_nothing_to_suggest_it_is_said(run, tmp_path):
    (tmp_path / "a.txt").write_text("123\n", encoding="utf-8")
    done = run("suggest", tmp_path / "a.txt", "--output", tmp_path / "b.csv", "--model", "tone-enfr-1-fast")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "nothing to suggest")
    assert not (tmp_path / "b.csv").exists()


def test_what_cannot_be_suggested_is_refused(refuses, mine, messages, tmp_path):
    assert "none of the labels" in refuses("suggest", messages, "--check", "--quiet")
    assert "--format doccano: a form for files; expected --output" in refuses("suggest", mine, "--format", "doccano")
    assert "--format text: no form for a file; expected one of jsonl" in refuses(
        "suggest", mine, "--format", "text", "--output", tmp_path / "a"
    )
    assert "no file or folder" in refuses("suggest", tmp_path / "none.csv", "--quiet")
    assert "no message without labels" in refuses("suggest", mine, "--next", "--quiet")
    assert "ending '.xyz'; expected a format of" in refuses(
        "suggest", messages, "--output", tmp_path / "a.xyz", "--quiet", "--model", "tone-enfr-1-fast"
    )
    assert "'-n': 0 is not in the range x>=1" in refuses("suggest", mine, "-n", "0")
    assert "base: 'mine'; expected None or one of" in refuses("suggest", mine, "--model", "mine", "--quiet")


def test_a_correction_overrules_the_label_when_the_model_is_trained_again(run, mine, rows, tmp_path):
    file = tmp_path / "corrections.jsonl"
    text = rows[WRONG]["text"]
    done = run("correct", text, "--file", file, "--label", "pressuring=0", "--label", "insulting=0")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{file}: insulting 0 -> 0, pressuring 0 -> 0\n"
    assert run("correct", "Unheard of.", "--file", file, "--label", "insulting=1", "--quiet").stderr == ""
    trained = run("train", mine, file, "--output", tmp_path / "mine", "--allow-worse", "--n-jobs", "1")
    assert trained.returncode == 0, trained.stderr
    assert "1 row overruled by corrections:\n" in trained.stderr
    assert f"{mine}, line {WRONG + 1}: pressuring 1; 0 in {file}, line 1" in trained.stderr
    assert f"training on {N_MESSAGES + 1} messages" in trained.stderr
    assert "tonecheck suggest" in trained.stderr


def test_what_is_no_correction_is_refused(refuses, tmp_path):
    file = tmp_path / "corrections.jsonl"
    given = ("correct", "Merci.", "--file", file, "--label")
    assert "--label 'insulting'; expected NAME=0 or NAME=1, such as insulting=0" in refuses(*given, "insulting")
    assert "--label 'insulting=2'; expected NAME=0 or NAME=1" in refuses(*given, "insulting=2")
    assert "--label insulting: both 0 and 1; expected one of them" in refuses(
        *given, "insulting=1", "--label", "insulting=0"
    )
    assert "the model has no label 'rude'" in refuses(*given, "rude=1")
    assert not file.exists()
    file.write_text('{"text": "Sti', encoding="utf-8")
    assert "the last line is broken" in refuses(*given, "insulting=1")
    assert file.read_text(encoding="utf-8") == '{"text": "Sti'
