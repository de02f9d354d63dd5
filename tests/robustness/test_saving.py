"""Whatever happens while a model is saved: the old one or the new one is there, whole, and the next save finds a clean
place."""

import errno
import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from tests.robustness import killed
from tests.robustness.file_operations import run
from tests.robustness.small_models import beside, find, save
from tonecheck import load_model

ROOT = Path(__file__).parents[2]
MEMORY = "/dev/shm"  # noqa: S108 - where it is, a folder of the test's own is made in it

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


def fill_the_disk():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt():
    raise KeyboardInterrupt


@pytest.fixture
def folder():
    """A place for a model on a disk that is quick, where there is one: some tests save hundreds of times."""
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as place:
        yield Path(place) / "mine"


@pytest.fixture
def manner(folder):
    """Run one of the manners of `killed` in a process of its own, and return what it found."""

    def manner(function, place=folder):
        command = [sys.executable, "-m", killed.__name__, function.__name__, str(place)]
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return json.loads(done.stdout)

    return manner


def test_the_count_finds_what_a_save_asks_of_the_system(folder):
    save(folder, "old")
    names = run(partial(save, folder, "new"))
    assert {"open", "write", "flush", "fsync", "rename", "mkdir", "unlink", "rmdir", "stat", "close"} <= set(names)
    assert names.count("rename") == 3


def test_names_are_seen_on_the_disk_before_what_they_replace_is_removed(folder):
    save(folder, "old")
    names = [name for name in run(partial(save, folder, "new")) if name in ("fsync", "rename", "unlink")]
    # Three files and their folder; the old folder set aside, the new one in its place; the place; then what goes.
    assert names[:9] == ["fsync"] * 4 + ["rename", "rename", "fsync", "rename", "unlink"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file whose closing was what failed
@pytest.mark.parametrize("before", ["old", None])
@pytest.mark.parametrize(("fault", "moment"), [(fill_the_disk, "call"), (interrupt, "call"), (interrupt, "return")])
def test_a_save_that_is_broken_off_at_any_operation_leaves_the_old_or_the_new(folder, before, fault, moment):
    found = set()
    for at in count(1):
        place = folder.parent / str(at) / "mine"
        if before:
            save(place, before)
        with suppress(OSError, KeyboardInterrupt):
            if len(run(partial(save, place, "new"), at=at, moment=moment, then=fault)) < at:
                break
        found.add(find(place))
        save(place, "next")
        assert (find(place), beside(place)) == ("next", []), at
    assert at > 30
    assert found == {before, "new"}


@forks
def test_a_save_that_is_killed_at_any_operation_leaves_the_old_or_the_new(manner):
    found = manner(killed.kill_at_each_operation)
    assert len(found) > 60
    assert {between for between, _, _ in found} == {"old", "new"}
    assert [(later, litter) for _, later, litter in found if (later, litter) != ("next", [])] == []


@forks
def test_a_save_that_is_killed_at_twenty_random_moments_leaves_the_old_or_the_new(manner, tmp_path):
    *found, last = manner(killed.kill_at_random_moments, tmp_path / "mine")
    assert len(found) == 20
    assert {name for name, _ in found} == {"old", "new"}
    assert sum(was_saving for _, was_saving in found) >= 10
    assert last == ["next", False]


@forks
def test_two_that_save_at_once_both_end_and_whoever_reads_meanwhile_finds_a_whole_model(manner):
    *ended, (name, litter) = manner(killed.save_two_at_once)
    assert ended == [["saver", 0], ["saver", 0], ["reader", 0]]
    assert (name in ("one", "other"), litter) == (True, 0)


@forks
def test_of_two_that_save_where_nothing_was_one_is_told_that_something_is(manner):
    found = manner(killed.save_two_where_nothing_is)
    assert len(found) == 10
    for codes, name, litter in found:
        assert sorted(codes) == [0, killed.REFUSED]
        assert name == ("one", "other")[codes.index(0)]
        assert litter == []


def test_a_disk_that_is_full_in_the_midst_of_a_file_leaves_the_old_model(tiny_model, rude_model, tmp_path):
    resource = pytest.importorskip("resource")
    folder = tmp_path / "mine"
    rude_model.save(folder)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = (folder / "weights.npz").stat().st_size // 2
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))  # for the system a disk like any other
    try:
        with pytest.raises(OSError, match="File too large"):
            tiny_model.save(folder, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert beside(folder) == []
    again = load_model(folder)
    assert again.labels_ == ("rude",)
    assert (again.predict_proba(["a"]) == rude_model.predict_proba(["a"])).all()
