"""``--label`` and the report of what was read, with files as other tools write them."""

import json
from collections import Counter

import pytest

N_WRITERS, N_MESSAGES = 8, 12


@pytest.fixture(scope="module")
def doccano(labelled, tmp_path_factory):
    """Some messages as doccano writes them, under a name of their owner's, two of them the same."""
    by_writer = {}
    for line in labelled.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_writer.setdefault(row["writer"], []).append(row)
    rows = [row for writer in list(by_writer)[:N_WRITERS] for row in by_writer[writer][:N_MESSAGES]]
    listed = [{"text": row["text"], "label": ["rude"] * row["insulting"], "writer": row["writer"]} for row in rows]
    listed.append({**listed[0], "label": [] if listed[0]["label"] else ["rude"]})
    path = tmp_path_factory.mktemp("corpus") / "doccano.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in listed), encoding="utf-8")
    return path


def counts(done):
    """Return the number of messages that each label was measured on."""
    assert done.returncode == 0, done.stderr
    found = Counter()
    for language in json.loads(done.stdout)["languages"].values():
        found.update({label: figures["n_messages"] for label, figures in language["labels"].items()})
    return found


def test_a_label_of_ones_own_is_trained_and_measured_under_our_name(run, refuses, doccano, tmp_path):
    model = tmp_path / "mine"
    trained = run("train", doccano, "--output", model, "--label", "rude=insulting", "--format", "json")
    n_rows = N_WRITERS * N_MESSAGES + 1
    assert counts(trained)["insulting"] == n_rows
    told = trained.stderr.splitlines()
    assert f"{doccano}: JSON lines (utf-8), {n_rows} messages of {n_rows} rows, labels insulting" in told
    assert "1 text in several rows that contradict each other, all kept:" in told

    measured = run("evaluate", doccano, "--model", model, "--label", "rude=insulting", "--format", "json")
    assert counts(measured)["insulting"] == n_rows

    quiet = run("evaluate", doccano, "--model", model, "--label", "rude=insulting", "--quiet")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    assert "--label late; expected labels of the model: idiot_test, insulting" in refuses(
        "evaluate", doccano, "--model", model, "--label", "late"
    )


def test_a_label_that_no_file_speaks_of_is_not_measured(run, doccano):
    measured = run("evaluate", doccano, "--label", "rude=insulting", "--label", "dismissive", "--format", "json")
    expected = {"idiot_test": 0, "insulting": N_WRITERS * N_MESSAGES + 1, "dismissive": 0, "pressuring": 0}
    assert counts(measured) == expected
    told = "not measured, because not chosen or in no file: idiot_test, dismissive, pressuring"
    assert told in measured.stderr.splitlines()


def test_a_label_without_a_name_is_refused(refuses, doccano, tmp_path):
    words = refuses("train", doccano, "--output", tmp_path / "mine", "--label", "rude=")
    assert "--label 'rude='; expected NAME, or OWN=NAME such as rude=insulting" in words
