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


INVOICES = "client,issued,due,paid\n" + "".join(
    f"dana@shop.example,2026-0{month}-01,2026-0{month}-15,2026-0{month}-2{month}\n" for month in range(1, 7)
)


def test_invoices_are_shown_beside_the_score(run, tmp_path):
    path = tmp_path / "invoices.csv"
    path.write_text("\ufeff" + INVOICES, encoding="utf-8")
    options = ["--input-format", "csv", *FAST, "--as-of", "2026-06-30", "--invoices", str(path)]
    done = run("respect", "-", *options, stdin=TABLE)
    assert (
        "  invoices    –    6 in all, 6 paid late, 0 overdue, steady orders: in 6 of the last 6 months, "
        "since 2026-01-01\n"
    ) in done.stdout
    [client] = json.loads(run("respect", "-", *options, "--format", "json", stdin=TABLE).stdout)
    assert (client["invoices"]["first_order"], client["invoices"]["is_steady"]) == ("2026-01-01", True)
    assert "invoices" not in run("respect", "-", "--input-format", "csv", *FAST, stdin=TABLE).stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no.csv': No such file or directory; expected a CSV table in UTF-8"),
        (b"client;due\ndana;2026-01-01\n", "invoice 0: ['client;due']; expected client and due"),
        (b"client,due\n\xff,2026-01-01\n", "expected a CSV table in UTF-8"),
        (b"client,due\ndana,soon\n", "invoice 0: due is 'soon'; expected a date such as '2026-03-31'"),
        (b"client,due\ndana,2026-01-01,2026-01-02\n", "invoice 0: ['None', 'client', 'due']; expected client and due"),
    ],
)
def test_wrong_invoices_are_refused(refuses, tmp_path, content, words):
    path = tmp_path / "no.csv"
    if content is not None:
        path.write_bytes(content)
    assert words in refuses("respect", "-", "--input-format", "csv", "--invoices", str(path), *FAST, stdin=TABLE)


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
