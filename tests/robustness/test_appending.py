"""Whatever happens while a correction is appended: the file holds whole lines, those from before all of them."""

import errno
import json
import os
from contextlib import suppress
from functools import partial
from itertools import count
from threading import Thread

import pytest

from tests.robustness.file_operations import run
from tonecheck.corrections import append_line
from tonecheck.errors import CorpusError

BEFORE = ['{"text": "a"}\n', '{"text": "a"}', ""]
"""What is in the file before: a line with its end, one without, and nothing."""


def texts(file):
    if not file.exists():
        return []
    return [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").split("\n") if line]


def fill_the_disk():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt():
    raise KeyboardInterrupt


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file whose closing was what failed
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize(("fault", "moment"), [(fill_the_disk, "call"), (interrupt, "call"), (interrupt, "return")])
def test_an_append_that_is_broken_off_at_any_operation_leaves_whole_lines(tmp_path, before, fault, moment):
    old = ["a"] if before else []
    found = []
    for at in count(1):
        file = tmp_path / f"{at}.jsonl"
        file.write_text(before, encoding="utf-8")
        with suppress(CorpusError, KeyboardInterrupt):
            if len(run(partial(append_line, file, '{"text": "b"}'), at=at, moment=moment, then=fault)) < at:
                break
        found.append(texts(file))
        append_line(file, '{"text": "c"}')
        assert texts(file) == [*found[-1], "c"]
    assert len(found) > 5
    assert found[0] == old
    assert all(lines in (old, [*old, "b"]) for lines in found)


@pytest.mark.parametrize("before", BEFORE)
def test_a_disk_that_is_full_in_the_midst_of_a_line_leaves_none_of_it(tmp_path, before):
    resource = pytest.importorskip("resource")
    file = tmp_path / "corrections.jsonl"
    file.write_text(before, encoding="utf-8")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))  # the system itself writes a part and then refuses
    try:
        with pytest.raises(
            CorpusError, match=r"corrections\.jsonl: (File too large|No space left on device); expected"
        ):
            append_line(file, '{"text": "' + "b" * 5000 + '"}')
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(("fault", "error"), [(fill_the_disk, CorpusError), (interrupt, KeyboardInterrupt)])
def test_a_line_that_was_not_seen_on_the_disk_is_taken_back(tmp_path, monkeypatch, fault, error):
    file = tmp_path / "corrections.jsonl"
    append_line(file, '{"text": "a"}')
    monkeypatch.setattr(os, "fsync", lambda _: fault())
    with pytest.raises(error):
        append_line(file, '{"text": "b"}')
    assert texts(file) == ["a"]


def test_what_is_taken_back_is_never_the_line_of_somebody_else(tmp_path, monkeypatch):
    file = tmp_path / "corrections.jsonl"
    others = Thread(target=append_line, args=(file, '{"text": "c"}'))

    def fail_while_another_appends(_):
        monkeypatch.undo()
        others.start()
        others.join(0.2)
        fill_the_disk()

    monkeypatch.setattr(os, "fsync", fail_while_another_appends)
    with pytest.raises(CorpusError, match="No space left on device"):
        append_line(file, '{"text": "b"}')
    others.join()
    assert texts(file) == ["c"]
