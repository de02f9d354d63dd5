"""The command line as its users run it: another process, but for refusals."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tonecheck.cli import main

COMMAND = (sys.executable, "-W", "error", "-m", "tonecheck")
DATASETS = Path(__file__).parents[2] / "datasets"


@pytest.fixture(scope="session")
def command():
    return COMMAND


@pytest.fixture(scope="session")
def run():
    def run(*arguments, stdin="", **environment):
        content = stdin if isinstance(stdin, bytes) else stdin.encode()
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            input=content,
            capture_output=True,
            env=os.environ | {"PYTHONUTF8": "1"} | environment,
            timeout=120,
        )
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        return done

    return run


@pytest.fixture(scope="session")
def refuses():
    """Run what must be refused: nothing on standard output, one line on standard error, exit code 2.

    In this process: a refusal is a matter of words and codes, and there are many.
    """

    def refuses(*arguments, stdin=""):
        done = CliRunner().invoke(main, list(map(str, arguments)), input=stdin)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.output
        return done.stderr

    return refuses


@pytest.fixture(scope="session")
def inbox():
    return DATASETS / "examples" / "inbox.mbox"


@pytest.fixture(scope="session")
def labelled():
    """Labelled rows, written for the project, grouped by writer."""
    return DATASETS / "client_feedback" / "train.jsonl"
