import os

import pytest

import tonecheck
from tests.unit.report_cases import DANA, client, evidence, part, respect_of
from tonecheck import persistence
from tonecheck.errors import InputError
from tonecheck.records import Message, Respect

RUDE = "Are you blind, you lazy idiot?"
MESSAGES = [Message("m4", None, DANA, RUDE)]


def rude_client():
    return client(work=part(entries=[evidence("contempt", 4, RUDE)]))


@pytest.fixture
def write(tiny_model, tmp_path):
    def write(name="report", clients=None, **options):
        clients = respect_of(rude_client(), client(client="bo")) if clients is None else clients
        options = {"messages": MESSAGES, "model": tiny_model} | options
        return tonecheck.write_report(clients, tmp_path / name, **options)

    return write


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_there_is_a_page_for_each_client_and_their_list(write, tmp_path):
    index = write("new/place")
    assert index == tmp_path / "new" / "place" / "index.html"
    assert names_in(index.parent) == ["client-bo.html", "client-dana-shop-example.html", "index.html"]
    assert names_in(tmp_path / "new") == ["place"]
    assert "<mark>" in (index.parent / "client-dana-shop-example.html").read_text(encoding="utf-8")


def test_the_same_scores_give_the_same_pages(write):
    first, second = write("one").parent, write("two").parent
    assert [path.read_bytes() for path in sorted(first.iterdir())] == [
        path.read_bytes() for path in sorted(second.iterdir())
    ]


def test_an_empty_folder_is_filled(write, tmp_path):
    (tmp_path / "report").mkdir()
    assert write().is_file()


def test_a_report_is_replaced_only_if_asked(write, tmp_path):
    write()
    with pytest.raises(InputError, match=r"report': is there already; expected nothing there, or overwrite=True"):
        write()
    (tmp_path / "report" / ".DS_Store").write_bytes(b"")
    write(clients=respect_of(client(client="bo")), overwrite=True)
    assert names_in(tmp_path / "report") == ["client-bo.html", "index.html"]


@pytest.mark.parametrize("name", ["notes.txt", "client-Dana.html", "client-dana.html.bak"])
def test_a_report_with_anything_else_in_it_is_left_alone(write, tmp_path, name):
    write()
    (tmp_path / "report" / name).write_text("mine")
    with pytest.raises(InputError, match="is there already and is no report of tonecheck's"):
        write(overwrite=True)
    assert (tmp_path / "report" / name).read_text() == "mine"


@pytest.mark.parametrize("content", [{}, {"index.html": "<p>My own page</p>"}, {"a.txt": ""}])
def test_a_folder_that_is_no_report_is_refused_and_left_as_it_was(write, tmp_path, content):
    place = tmp_path / "report"
    place.mkdir()
    (place / "client-folder.html").mkdir()
    for name, text in content.items():
        (place / name).write_text(text)
    before = names_in(place)
    with pytest.raises(InputError, match="expected a report, or nothing"):
        write(overwrite=True)
    assert names_in(place) == before


def test_a_file_is_refused(write, tmp_path):
    (tmp_path / "report").write_text("mine")
    with pytest.raises(InputError, match="is no report"):
        write(overwrite=True)


def test_a_failure_half_way_leaves_what_was_there(write, tmp_path, monkeypatch):
    before = write().read_bytes()

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(persistence, "_swap", fail)
    with pytest.raises(OSError, match="no space left"):
        write(clients=respect_of(client(client="bo")), overwrite=True)
    assert (tmp_path / "report" / "index.html").read_bytes() == before
    assert names_in(tmp_path) == ["report"]


def test_a_rename_that_fails_puts_back_what_was_there(write, tmp_path, monkeypatch):
    before = write().read_bytes()
    rename = type(tmp_path).rename

    def fail_once(path, target):
        if path.name == "new":
            raise OSError("busy")
        return rename(path, target)

    monkeypatch.setattr(type(tmp_path), "rename", fail_once)
    with pytest.raises(OSError, match="busy"):
        write(overwrite=True)
    assert (tmp_path / "report" / "index.html").read_bytes() == before


def test_a_message_half_of_a_character_is_written(write):
    index = write(clients=respect_of(client(client="a\ud800b")))
    assert "a\ufffdb" in index.read_text(encoding="utf-8")


def test_nobody_gives_a_list_of_nobody(write):
    assert names_in(write(clients=Respect({})).parent) == ["index.html"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"clients": {}}, "clients is dict; expected what tonecheck.respect returns"),
        ({"language": "de"}, "language: 'de'; expected 'en' or 'fr'"),
        ({"messages": "text"}, "messages is one str; expected an iterable of Message or dict"),
    ],
)
def test_wrong_arguments_are_refused_by_name(write, tmp_path, options, words):
    with pytest.raises(InputError, match=words):
        write(**options)
    assert names_in(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_to_a_report_stays_a_link(write, tmp_path):
    write("real")
    (tmp_path / "report").symlink_to(tmp_path / "real", target_is_directory=True)
    write(overwrite=True)
    assert (tmp_path / "report").is_symlink()
    assert (tmp_path / "real" / "index.html").is_file()
