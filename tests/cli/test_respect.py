import csv
import json

import pytest

ME = ("--me", "me@studio.example", "--timezone", "Europe/Paris")
FAST = ("--model", "tone-enfr-1-fast")
TABLE = "sender,sent,text\ndana@shop.example,2026-03-02T10:00:00+01:00,Lovely\n"


def test_json_is_an_array_with_one_object_a_client(run, inbox):
    done = run("respect", inbox, *ME, "--hours", "Mon-Fri 09:00-18:00", "--format", "json")
    assert done.returncode == 0
    clients = json.loads(done.stdout)
    assert len({client["client"] for client in clients}) == 6
    assert all(client["overall"]["verdict"] for client in clients)
    assert all(0 <= client["overall"]["score"] <= 100 for client in clients)


def test_text_shows_each_client_with_its_parts_and_says_what_was_skipped(run, inbox):
    done = run("respect", inbox, *ME, *FAST)
    assert done.stdout.count("  overall ") == done.stdout.count("  work ") == 6
    assert "inbox.mbox: read 116 messages; skipped 3: 3 automatic" in done.stderr
    assert "no judgement of a person" in done.stderr


def test_without_the_reader_it_runs_and_says_what_it_assumed(run, inbox):
    done = run("respect", inbox, *FAST, "--format", "jsonl")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 6  # the reader is taken for a client, too
    assert "No reader was named" in done.stderr


def test_csv_from_standard_input_has_a_row_a_client(run):
    done = run("respect", "-", "--input-format", "csv", "--format", "csv", *FAST, stdin=TABLE)
    [row] = csv.DictReader(done.stdout.splitlines())
    assert (row["client"], row["verdict"]) == ("dana@shop.example", "not_enough_messages")


def test_an_alias_puts_two_addresses_together(run):
    stdin = TABLE + "d@home.example,2026-03-03T10:00:00+01:00,Thank you\n"
    options = ["--input-format", "csv", "--format", "jsonl", "--alias", "d@home.example=dana@shop.example"]
    assert len(run("respect", "-", *options, *FAST, stdin=stdin).stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.mbox"], "no file or folder 'none.mbox'"),
        (["-", "--input-format", "csv", "--alias", "dana"], "--alias 'dana'; expected OTHER=ADDRESS"),
        (["-", "--input-format", "csv", "--timezone", "Mars"], "Mars"),
        (["-", "--input-format", "csv", "--hours", "always"], "always"),
        (["-", "--input-format", "csv", "--text-column", "body"], "no column 'body'"),
    ],
)
def test_wrong_usage_is_refused(refuses, arguments, words):
    assert words in refuses("respect", *arguments, *FAST, stdin=TABLE)
