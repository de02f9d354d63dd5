import csv
import json
import os
import pty
import subprocess
import termios

import pytest

from tonecheck.labels import LABELS

FAST = ("--model", "tone-enfr-1-fast")
RUDE = "Are you blind or just lazy? Any child could do this better than you, you useless amateur."
KIND = "Lovely work, thank you!"


def test_a_text_is_scored_with_the_default_model(run):
    done = run("score", KIND)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("idiot_test 0.")
    assert done.stdout.endswith(f"{KIND}\n")


def test_standard_input_holds_one_message_a_line(run):
    done = run("score", *FAST, stdin=f"{RUDE}\n\n{KIND}\n")
    first, second, third = done.stdout.splitlines()
    assert "[idiot_test, insulting" in first
    assert "[empty]" in second
    assert third.endswith(KIND)


def test_a_dash_is_standard_input_and_jsonl_has_an_object_a_line(run):
    done = run("score", "-", "--format", "jsonl", *FAST, stdin=f"{RUDE}\n{KIND}\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["1", "2"]
    assert "idiot_test" in rows[0]["labels"]
    assert rows[1]["labels"] == []
    assert list(rows[0]) == ["id", *LABELS, "labels", "unsure", "language", "flags"]


def test_json_is_one_array(run):
    assert len(json.loads(run("score", "--format", "json", *FAST, stdin=f"{RUDE}\n{KIND}\n").stdout)) == 2


def test_json_of_nothing_is_an_empty_array_and_it_is_said(run):
    done = run("score", "--format", "json", *FAST, stdin="")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert done.stderr.endswith(": no message in it\n")


def test_csv_has_a_header_and_keeps_ids_and_order(run, tmp_path):
    (tmp_path / "mine.csv").write_text("number,message\nb,Thank you!\na,Merci\n")
    options = ["--format", "csv", "--text-column", "message", "--id-column", "number", *FAST]
    rows = list(csv.DictReader(run("score", tmp_path / "mine.csv", *options).stdout.splitlines()))
    assert [row["id"] for row in rows] == ["b", "a"]
    assert all(0 <= float(row["idiot_test"]) <= 1 for row in rows)


@pytest.mark.parametrize(("text", "exit_code"), [(RUDE, 1), (KIND, 0)])
def test_fail_on_exits_with_1_if_a_message_carries_the_label(run, text, exit_code):
    done = run("score", "--fail-on", "insulting", *FAST, stdin=f"{KIND}\n{text}\n")
    assert (done.returncode, len(done.stdout.splitlines())) == (exit_code, 2)


def test_fail_on_an_unknown_label_is_wrong_usage(refuses):
    assert "--fail-on rude: the model has no such label" in refuses("score", KIND, "--fail-on", "rude", *FAST)


def test_a_long_text_is_a_text_and_not_a_name_of_a_file(run):
    done = run("score", "Did you even read the brief that I sent? " * 20, *FAST)
    assert done.returncode == 0
    assert done.stdout.endswith("…\n")


def test_a_message_cannot_steer_the_terminal(run):
    done = run("score", "\x1b[2Jyou \u202eread this\udcff", *FAST)
    assert done.stdout.endswith("\ufffd[2Jyou \ufffdread this\ufffd\n")


def test_a_terminal_of_another_alphabet_gets_a_question_mark(run):
    done = run("score", "Merci \u30c4", *FAST, PYTHONIOENCODING="latin-1")
    assert done.stdout.endswith("Merci ?\n")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"\x89PNG\0\0\0\r\n", "a.txt: looks binary"),
        (
            "a.csv",
            b"id,message\n1,Hello\n",
            "a.csv: no column 'text'; found 'id', 'message'; name it with --text-column",
        ),
        ("a.json", b'[{"text": "Hello"', "a.json: begins like a JSON array and is none"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(refuses, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    assert words in refuses("score", tmp_path / name, *FAST)


def test_a_missing_file_is_not_scored_as_a_text(refuses):
    assert "'letters/none.mbox': no such file" in refuses("score", "letters/none.mbox", *FAST)


def test_an_empty_file_is_no_error(run, tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    done = run("score", tmp_path / "empty.csv", *FAST)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "empty.csv: no message in it\n")


def test_broken_messages_are_skipped_and_counted_on_standard_error(run):
    done = run("score", "--input-format", "jsonl", *FAST, stdin='"Hello"\n{broken\n{"text": 3}\n')
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert "read 1 messages; skipped 2: 1 'text' is not a text, 1 not JSON" in done.stderr
    assert run("score", "--input-format", "jsonl", "--quiet", *FAST, stdin='"Hello"\n{broken\n').stderr == ""


def test_a_truncated_mbox_gives_what_is_left(run, inbox, tmp_path):
    (tmp_path / "cut.mbox").write_bytes(inbox.read_bytes()[:50_000])
    done = run("score", tmp_path / "cut.mbox", "--format", "jsonl", *FAST)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 5


def _shown_on_a_terminal(arguments, stdin, stream, **environment):
    """Return what comes out of one stream where that is a terminal."""
    terminal, its_end = pty.openpty()
    termios.tcsetwinsize(its_end, (24, 80))
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: its_end}
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, env=os.environ | environment, **streams)
    process.communicate(stdin)
    os.write(its_end, b"end")
    os.close(its_end)
    shown = b""
    while not shown.endswith(b"end"):
        shown += os.read(terminal, 1 << 12)
    os.close(terminal)
    return shown


def test_a_progress_bar_is_shown_on_a_terminal_only(command, run):
    arguments = [*command, "score", *FAST]
    assert b" messages" in _shown_on_a_terminal(arguments, KIND.encode(), "stderr")
    assert _shown_on_a_terminal([*arguments, "--quiet"], KIND.encode(), "stderr") == b"end"
    assert run("score", *FAST, stdin=KIND).stderr == ""


def test_no_colour_is_shown_on_a_terminal_that_wants_none(command):
    shown = _shown_on_a_terminal([*command, "score", *FAST], RUDE.encode(), "stdout", NO_COLOR="1")
    assert b"insulting" in shown
    assert b"\x1b" not in shown
