import io
import os
import sys
import zipfile

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import read_messages, zips

CHAT = "31/12/2025, 21:05 - Dana: Bigger, please.\n"


def write_zip(path, files, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refusal(source, **options):
    with pytest.raises(InputError) as caught:
        list(read_messages(source, **options))
    return str(caught.value)


def test_a_zip_without_messages_is_refused(tmp_path):
    assert refusal(write_zip(tmp_path / "book.xlsx", {"xl/workbook.xml": "<x/>"})) == (
        "book.xlsx: a zip with neither a Slack export (channels.json, users.json) nor one WhatsApp chat "
        "(_chat.txt); expected one of them, or unpack it"
    )
    assert "neither a Slack export" in refusal(write_zip(tmp_path / "empty.zip", {}))


def test_a_zip_that_is_cut_off_is_refused(tmp_path):
    path = write_zip(tmp_path / "x.zip", {"_chat.txt": CHAT})
    path.write_bytes(path.read_bytes()[:40])
    assert refusal(path) == "x.zip: begins like a zip and cannot be opened; expected one that is whole"


def test_a_damaged_file_in_a_zip_is_refused_when_that_is_found(tmp_path):
    path = write_zip(tmp_path / "x.zip", {"_chat.txt": CHAT * 3}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"Bigger", b"Bogger", 1))
    assert refusal(path) == (
        "x.zip: '_chat.txt' in it cannot be unpacked; expected a zip that is whole and has no password"
    )


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = write_zip(tmp_path / "x.zip", {"_chat.txt": CHAT + "0" * 3_000_000})
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(zips, "MAX_UNPACKED_BYTES", 1_000_000)
    assert refusal(path) == "x.zip: 3,000,042 bytes when unpacked; expected at most 1,000,000"


def test_a_bomb_of_many_days_is_refused_by_their_sum(tmp_path, monkeypatch):
    monkeypatch.setattr(zips, "MAX_UNPACKED_BYTES", 1_000_000)
    days = {f"logo/2026-03-{day:02}.json": "[" + " " * 99_999 + "]" for day in range(1, 11)}
    path = write_zip(tmp_path / "x.zip", {"users.json": "[]", **days})
    assert refusal(path) == "x.zip: 1,000,012 bytes when unpacked; expected at most 1,000,000"


def test_a_file_that_states_too_small_a_size_is_not_unpacked_beyond_it(tmp_path):
    path = write_zip(tmp_path / "x.zip", {"_chat.txt": CHAT + "0" * 3_000_000})
    true, lie = (3_000_042).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert path.read_bytes().count(true) == 2  # before the file and in the list
    path.write_bytes(path.read_bytes().replace(true, lie))
    assert "cannot be unpacked" in refusal(path)


def test_a_zip_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(zips, "MAX_ENTRIES", 2)
    path = write_zip(tmp_path / "x.zip", {"_chat.txt": CHAT, "a": "", "b": ""})
    assert refusal(path) == "x.zip: 3 files in a zip; expected at most 2"


def test_pictures_in_a_zip_do_not_count(tmp_path, monkeypatch):
    monkeypatch.setattr(zips, "MAX_UNPACKED_BYTES", 1_000)
    path = write_zip(tmp_path / "x.zip", {"_chat.txt": CHAT, "IMG-1.jpg": "0" * 100_000})
    assert len(list(read_messages(path))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no path there")
@pytest.mark.parametrize("format_name", [None, "slack", "whatsapp"])
def test_a_zip_through_a_pipe_is_refused(tmp_path, format_name):
    reading, writing = os.pipe()
    os.write(writing, write_zip(tmp_path / "x.zip", {"_chat.txt": CHAT}).read_bytes())
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        assert refusal(stream, format=format_name).endswith(": a zip through a pipe; expected the path of the file")


def test_nothing_of_a_zip_is_written_to_disk(tmp_path, monkeypatch):
    path = write_zip(tmp_path / "x.zip", {"../_chat.txt": CHAT})
    monkeypatch.setattr(zipfile.ZipFile, "extract", None)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", None)
    monkeypatch.setattr("builtins.open", None)
    assert len(list(read_messages(io.BytesIO(path.read_bytes())))) == 1
    assert [found.name for found in tmp_path.iterdir()] == ["x.zip"]
