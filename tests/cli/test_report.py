import pytest

ME = ("--me", "me@studio.example", "--timezone", "Europe/Paris")
FAST = ("--model", "tone-enfr-1-fast")
TABLE = "sender,sent,text\ndana@shop.example,2026-03-02T10:00:00+01:00,Are you too stupid to open a file?\n"
CSV = ("-", "--input-format", "csv")


def test_a_report_of_the_example_has_a_page_for_each_client_and_says_what_was_skipped(run, inbox, tmp_path):
    place = tmp_path / "report"
    done = run("respect", inbox, *ME, *FAST, "--report", place, "--language", "fr")
    assert done.returncode == 0
    assert f"report written to {place / 'index.html'}" in done.stderr
    assert done.stdout.count("  overall ") == 6
    assert len(list(place.glob("client-*.html"))) == 6
    index = (place / "index.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in index
    assert "3 – lettres d&#x27;information" in index


@pytest.fixture
def place(run, tmp_path):
    place = tmp_path / "report"
    assert run("respect", *CSV, *FAST, "--report", place, stdin=TABLE).returncode == 0
    return place


def test_a_report_that_is_there_is_replaced_only_if_asked(run, refuses, place):
    told = refuses("respect", *CSV, *FAST, "--report", place, stdin=TABLE)
    assert "is there already; expected a new folder, or --overwrite" in told
    assert run("respect", *CSV, *FAST, "--report", place, "--overwrite", stdin=TABLE).returncode == 0


def test_a_folder_that_is_no_report_is_refused_before_anything_is_scored(refuses, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    told = refuses("respect", "none.mbox", "--report", tmp_path, "--overwrite")
    assert "is no report of tonecheck's; expected a report, or nothing" in told
