"""What users get: the wheel holds what `shipped.txt` lists, name by name, and works without the checkout.

A name that comes or goes is put into `shipped.txt` by hand, on purpose.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NEEDED = ("pyproject.toml", "README.md", "LICENSE", "tonecheck", "models")


def _run(*arguments, **options):
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy of the source that is gone afterwards."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    # Where the build tool is installed, no index is asked for it.
    options = ["--no-isolation"] if find_spec("hatchling") else []
    _run("-m", "build", "--wheel", *options, "--outdir", built, source)
    shutil.rmtree(source)
    [wheel] = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Run Python on the installed wheel, in a folder from which the checkout cannot be seen."""
    packages, place = tmp_path_factory.mktemp("packages"), tmp_path_factory.mktemp("place")
    _run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", packages, wheel)
    # Before everything else on the path, so before an editable installation of the checkout, too.
    environment = os.environ | {"PYTHONPATH": str(packages)}

    def run(*arguments):
        return _run("-W", "error", *arguments, cwd=place, env=environment)

    where = Path(run("-c", "import tonecheck; print(tonecheck.__file__)").strip())
    assert where.is_relative_to(packages)
    return run


def test_the_wheel_holds_what_is_listed_name_by_name(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = [name.replace(f"tonecheck-{version('tonecheck')}.", "tonecheck.") for name in archive.namelist()]
    listed = (Path(__file__).parent / "shipped.txt").read_text().split()
    assert listed == sorted(listed)
    assert sorted(names) == listed


def test_the_wheel_is_small_enough_for_an_index(wheel):
    assert wheel.stat().st_size < 60_000_000  # PyPI's limit is 100 MB a file


@pytest.mark.parametrize("model", ["tone-enfr-1", "tone-enfr-1-fast"])
def test_both_models_score_without_the_checkout(installed, model):
    code = (
        "import sys, tonecheck; "
        "tone = tonecheck.score('Are you blind or just lazy, you useless amateur?', model=sys.argv[1]); "
        "print(tone.idiot_test > 0.5, tone.language, 'sklearn' in sys.modules)"
    )
    assert installed("-c", code, model).split() == ["True", "en", "False"]


def test_the_command_line_reads_a_copy_of_the_example_mailbox(installed, tmp_path):
    copy = shutil.copy(ROOT / "datasets" / "examples" / "inbox.mbox", tmp_path)
    told = installed("-m", "tonecheck", "respect", copy, "--me", "me@studio.example", "--format", "json")
    assert len(json.loads(told)) == 6


def test_the_wheel_brings_the_command(wheel):
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert "tonecheck = tonecheck.cli:main" in archive.read(name).decode()
