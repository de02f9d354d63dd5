"""``tonecheck explain``, as another process."""

import json

import pytest


@pytest.fixture
def two_messages(tmp_path):
    path = tmp_path / "two.txt"
    path.write_text("Logo bigger, please.\nAre you too lazy to read?\n", encoding="utf-8")
    return path


def test_a_text_is_explained_on_a_terminal(run):
    done = run("explain", "The file is fine. You are a lazy fool.", "--label", "insulting")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "insulting: alone  adds" in done.stdout
    assert "You are a lazy fool." in done.stdout
    assert "words: " in done.stdout


def test_each_message_of_a_file_is_explained_as_json(run, two_messages):
    done = run("explain", str(two_messages), "--format", "jsonl", "--model", "tone-enfr-1-fast")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in rows] == ["Logo bigger, please.", "Are you too lazy to read?"]
    assert all(row["sentences"] and row["spans"] and row["id"] for row in rows)


def test_html_is_escaped(run):
    done = run("explain", "You <b>fool</b> & co", "--format", "html")
    assert "&amp;" in done.stdout
    assert "<b>fool" not in done.stdout


def test_standard_input_is_read(run):
    done = run("explain", "-", stdin="Merci. Vous savez lire ?\n")
    assert "Vous savez lire ?" in done.stdout


def test_an_unknown_label_is_wrong_usage(refuses):
    told = refuses("explain", "hello there", "--label", "rude")
    assert told == "Error: --label rude: expected one of idiot_test, insulting, dismissive, pressuring\n"
