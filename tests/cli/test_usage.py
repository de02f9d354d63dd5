import subprocess
from importlib.metadata import version

import pytest

from tonecheck.resources import DEFAULT_MODEL


def test_the_version_names_library_and_model(run):
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"tonecheck {version('tonecheck')}, model {DEFAULT_MODEL}\n")


def test_without_a_command_the_help_goes_to_standard_error(run):
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "Commands:" in done.stderr


def test_a_refusal_is_one_line_on_standard_error_and_exit_code_2_in_a_process_of_its_own(run):
    done = run("card", "tone-fr")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: no model named 'tone-fr'")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["listen"], "No such command 'listen'"),
        (["--colour"], "--colour"),
        (["score", "--format", "xml"], "'xml' is not one of"),
        (["score", "two", "words"], "unexpected extra argument"),
        (["respect"], "Missing argument 'INBOX'"),
        (["train", "rows.csv"], "Missing option '--output'"),
        (["train", "none.csv", "--output", "new"], "none.csv: no such file"),
        (["evaluate", "none.csv"], "none.csv: no such file"),
        (["card", "tone-fr"], "no model named 'tone-fr'"),
    ],
)
def test_wrong_usage_is_one_line_on_standard_error_and_exit_code_2(refuses, arguments, words):
    assert words in refuses(*arguments)


def test_a_closed_pipe_is_silent(command, tmp_path):
    (tmp_path / "many.txt").write_text("Logo bigger, please.\n" * 10_000)
    arguments = [*command, "score", str(tmp_path / "many.txt"), "--model", "tone-enfr-1-fast"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert b"Logo bigger" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141  # as a shell says it of SIGPIPE, and never 1, which is for --fail-on


def test_a_file_that_may_not_be_written_is_told_without_a_traceback(refuses, labelled, tmp_path):
    (tmp_path / "file").write_text("")
    assert "file: is there already" in refuses("train", labelled, "--output", tmp_path / "file")
