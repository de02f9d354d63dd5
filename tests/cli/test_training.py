import json
import re
import signal
import subprocess

import pytest

from tonecheck import training
from tonecheck.errors import QualityGateError

N_WRITERS, N_MESSAGES = 8, 12


@pytest.fixture(scope="module")
def small(labelled, tmp_path_factory):
    """A few messages of some writers, and one row without a text."""
    by_writer = {}
    for line in labelled.read_text(encoding="utf-8").splitlines():
        by_writer.setdefault(json.loads(line)["writer"], []).append(line)
    rows = [row for writer in list(by_writer)[:N_WRITERS] for row in by_writer[writer][:N_MESSAGES]]
    path = tmp_path_factory.mktemp("corpus") / "small.jsonl"
    path.write_text("\n".join([*rows, '{"text": ""}', ""]), encoding="utf-8")
    return path


def test_train_evaluate_score_and_card_in_a_row(run, refuses, small, tmp_path):
    model = tmp_path / "mine"
    labels = ("--label", "idiot_test", "--label", "insulting")

    trained = run("train", small, "--output", model, *labels, "--format", "json")
    assert trained.returncode == 0, trained.stderr
    report = json.loads(trained.stdout)
    assert report["measured_on"] == "out-of-fold"
    assert report["n_messages"] == N_WRITERS * N_MESSAGES
    assert f"line {N_WRITERS * N_MESSAGES + 1}: no text" in trained.stderr
    assert f"model written to {model}\n" in trained.stderr

    evaluated = run("evaluate", small, "--model", model)
    assert evaluated.returncode == 0, evaluated.stderr
    assert "| `idiot_test` | " in evaluated.stdout
    assert "small.jsonl, line" in evaluated.stderr

    scored = run("score", "Lovely work, thank you!", "--model", model, "--format", "jsonl")
    names = ["id", "idiot_test", "insulting", "dismissive", "pressuring", "labels"]
    assert list(json.loads(scored.stdout))[:6] == names
    assert report["comparison"]["kept"] == ["dismissive", "pressuring"]

    card = run("card", model)
    assert "# mine\n" in card.stdout
    assert card.stdout.encode() == (model / "README.md").read_bytes()

    assert "is there already; expected a new folder, or --overwrite" in refuses("train", small, "--output", model)


def test_training_afresh_gives_the_labels_of_the_files_alone(run, refuses, small, tmp_path):
    afresh = run("train", small, "--output", tmp_path / "mine", "--label", "insulting", "--base", "none", "--quiet")
    assert afresh.returncode == 0, afresh.stderr
    assert "Beside" not in afresh.stdout
    assert json.loads((tmp_path / "mine" / "manifest.json").read_text())["labels"] == ["insulting"]
    words = refuses("train", small, "--output", tmp_path / "other", "--base", "nope")
    assert "'nope' is not one of 'tone-enfr-1', 'tone-enfr-1-fast', 'none'" in words


def test_a_search_says_what_it_chose_and_the_card_what_was_tried(run, small, tmp_path):
    searched = run("train", small, "--output", tmp_path / "mine", "--label", "insulting", "--base", "none", "--search")
    assert searched.returncode == 0, searched.stderr
    [(C, encoder_C)] = re.findall(r"^chosen of 9 combinations: C=(\S+), encoder_C=(\S+)$", searched.stderr, re.M)
    options = json.loads((tmp_path / "mine" / "manifest.json").read_text())["options"]
    assert [options["C"], options["encoder_C"]] == [float(C), float(encoder_C)]
    assert "### Options tried\n" in searched.stdout
    assert "### Options tried\n" in (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")


def test_a_model_worse_than_its_base_leaves_no_folder_and_the_way_out_is_named(refuses, small, tmp_path, monkeypatch):
    told = []

    def refuse(corpus, *, base, allow_worse, **_):
        told.append((base, allow_worse))
        raise QualityGateError("ranks it worse. Expected none worse; allow_worse=True keeps the model all the same")

    monkeypatch.setattr(training, "train", refuse)
    words = refuses("train", small, "--output", tmp_path / "mine", "--quiet")
    assert "ranks it worse. Expected none worse; --allow-worse keeps the model all the same" in words
    refuses("train", small, "--output", tmp_path / "mine", "--quiet", "--base", "none", "--allow-worse")
    assert told == [("tone-enfr-1", False), (None, True)]
    assert not (tmp_path / "mine").exists()


def test_overwrite_replaces_a_model_only(refuses, small, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("keep me")
    words = refuses("train", small, "--output", tmp_path / "letters", "--overwrite")
    assert "letters: is there already and is no model" in words
    assert (tmp_path / "letters" / "dear.txt").read_text() == "keep me"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "message,insulting\nHi,0\n", "no column 'text'; found ['message', 'insulting']"),
        ("a.csv", "text,rude\nHi,0\n", "none of the labels"),
        ("a.csv", "text,insulting\nHi,maybe\n", "row 1, column insulting: 'maybe'; expected 0 or 1"),
        ("a.jsonl", "{broken\n", "line 1: no JSON"),
        ("a.jsonl", "", "no message; expected labelled rows"),
        ("a.jsonl", b"\0\xff\0", "looks binary"),
        ("a.docx", "text", "ending '.docx'; expected .jsonl, .csv or .tsv"),
    ],
)
def test_a_file_that_cannot_be_learnt_from_is_refused_and_leaves_no_folder(refuses, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert words in refuses("train", tmp_path / name, "--output", tmp_path / "mine")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_ctrl_c_leaves_no_folder(command, labelled, tmp_path):
    arguments = [*command, "train", str(labelled), "--output", str(tmp_path / "mine")]
    signals = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background may ignore it
    try:
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, signals)
    with process:
        assert any(line.startswith("training on") for line in process.stderr)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        assert process.stdout.read() == ""
    assert (process.returncode, told.splitlines()[-1]) == (130, "Error: interrupted")
    assert list(tmp_path.iterdir()) == []
