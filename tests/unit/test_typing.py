import re
import subprocess
import sys
from pathlib import Path

import pytest

import tonecheck

FILE = Path(__file__).parent.parent / "typing" / "api.py"


def test_the_typed_example_uses_each_public_name():
    used = set(re.findall(r"tonecheck\.(\w+)", FILE.read_text()))
    assert used == set(tonecheck.__all__)


def test_a_users_type_checker_accepts_the_public_names():
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml", str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FILE.parent.parent.parent)
    assert done.returncode == 0, done.stdout
