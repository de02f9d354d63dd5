import io
import os
import sys

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import FORMATS, read_messages


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b"text\nHello\n", "csv"),
        ("a.TSV", b"text\nHello\n", "tsv"),
        ("a.jsonl", b'"Hello"\n', "jsonl"),
        ("a.json", b'["Hello"]', "jsonl"),
        ("a.mbox", b"", "mbox"),
        ("a.eml", b"From: a@b.example\n\nHello", "eml"),
        ("a.txt", b'{"text": "in a text file"}\n', "text"),
        ("Inbox", b"From - Fri Jun  1 02:52:51 2007\nX-Status: 1\n\nHello\n", "mbox"),
        ("2007-June.txt", b"From ann at b.example  Fri Jun  1 02:52:51 2007\nFrom: ann at b.example\n\nHi\n", "mbox"),
        ("notes", b"From my side all is fine.\nThank you.\n", "text"),
        ("dump", b' {"text": "Hello"}\n', "jsonl"),
        ("dump", b'[{"text": "Hello"}]\n', "jsonl"),
        ("notes", b"[sic] Hello\n", "text"),
        ("empty", b"", "text"),
        ("2026-03-02.json", b'[{"type": "message", "ts": "1772440200.000200"}]', "slack"),
        ("dump", b'[{"type": "message", "ts": "1772440200.000200"}]', "slack"),
        ("_chat.txt", b"[31/12/2025, 21:05:33] Dana: Hello\n", "whatsapp"),
    ],
)
def test_the_format_is_guessed_by_the_ending_then_by_the_content(tmp_path, name, content, expected):
    (tmp_path / name).write_bytes(content)
    assert read_messages(tmp_path / name).format == expected


def test_a_given_format_overrules_the_ending(tmp_path):
    (tmp_path / "a.csv").write_text("text\nHello\n")
    assert [message.text for message in read_messages(tmp_path / "a.csv", format="text")] == ["text", "Hello"]


@pytest.mark.parametrize("format_name", [name for name in FORMATS if name != "maildir"])
def test_an_empty_file_has_no_messages_in_any_format(tmp_path, format_name):
    (tmp_path / "empty").write_bytes(b"")
    messages = read_messages(tmp_path / "empty", format=format_name)
    assert (list(messages), messages.n_read, dict(messages.skipped), messages.notes) == ([], 0, {}, ())


def test_a_path_can_be_read_again_and_counts_anew(tmp_path):
    (tmp_path / "a.jsonl").write_text('"Hello"\n{broken\n')
    messages = read_messages(str(tmp_path / "a.jsonl"))
    assert list(messages) == list(messages)
    assert (messages.n_read, dict(messages.skipped)) == (1, {"not JSON": 1})


def test_a_stream_is_read_once_and_says_so_the_second_time():
    messages = read_messages(io.BytesIO(b"Hello\n"))
    assert len(list(messages)) == 1
    with pytest.raises(InputError, match="stream: already read; a stream can be read once, a path again and again"):
        list(messages)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_stream_is_left_open(tmp_path, encoding):
    (tmp_path / "a.txt").write_text("Hello\n", encoding=encoding)
    with (tmp_path / "a.txt").open("rb") as stream:
        messages = read_messages(stream)
        assert ([message.text for message in messages], messages.name) == (["Hello"], "a.txt")
        assert not stream.closed


@pytest.mark.parametrize("text", ["Ça va ?\nBien.\n", "é" * 200_000 + "\ny\n", "one\ud800\n", ""])
def test_a_text_stream_gives_the_messages_that_its_bytes_would_give(text):
    from_text = list(read_messages(io.StringIO(text)))
    assert from_text == list(read_messages(io.BytesIO(text.encode("utf-8", "replace"))))


def test_bytes_that_a_text_stream_let_through_are_read_as_cp1252():
    stream = io.TextIOWrapper(io.BytesIO(b"D\xe9j\xe0 vu\n"), encoding="utf-8", errors="surrogateescape")
    assert [message.text for message in read_messages(stream)] == ["Déjà vu"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no path there")
def test_a_pipe_that_is_given_as_a_path_is_read_once_from_its_first_byte():
    reading, writing = os.pipe()
    os.write(writing, b'"Hello"\n{"text": "you"}\n')
    os.close(writing)
    messages = read_messages(f"/dev/fd/{reading}", format="jsonl")
    assert [message.text for message in messages] == ["Hello", "you"]
    with pytest.raises(InputError, match="a stream can be read once"):
        list(messages)
    os.close(reading)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no path there")
def test_the_format_of_a_pipe_is_guessed_without_losing_its_beginning():
    reading, writing = os.pipe()
    os.write(writing, b'{"text": "Hello"}\n')
    os.close(writing)
    messages = read_messages(f"/dev/fd/{reading}")
    assert ([message.text for message in messages], messages.format) == (["Hello"], "jsonl")
    os.close(reading)


def test_the_first_hundred_skipped_messages_are_named_and_all_are_counted():
    messages = read_messages(io.StringIO('"Hello"\n' + "{broken\n" * 150), format="jsonl")
    list(messages)
    assert messages.skipped == {"not JSON": 150}
    assert len(messages.examples) == 100
    assert (messages.examples[0].where, messages.examples[0].reason) == ("stream, line 2", "not JSON")


def test_automatic_senders_are_skipped_in_tables_only_when_asked():
    table = "text,sender\nBuy!,No-Reply@shop.example\nHello,ann@shop.example\n"
    assert len(list(read_messages(io.StringIO(table), format="csv"))) == 2
    messages = read_messages(io.StringIO(table), format="csv", automatic="skip")
    assert [message.text for message in messages] == ["Hello"]
    assert messages.skipped == {"automatic": 1}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"format": "xlsx"},
            "format: 'xlsx'; expected one of 'text', 'csv', 'tsv', 'jsonl', 'mbox', 'eml', 'maildir', 'slack', "
            "'whatsapp'",
        ),
        ({"automatic": True}, "automatic: True; expected 'keep' or 'skip'"),
        ({"encoding": "utf-9"}, "encoding: 'utf-9' is unknown; expected a name such as 'utf-8', 'utf-16' or 'cp1252'"),
        ({"encoding": "hex"}, "encoding: 'hex' is unknown; expected a name such as 'utf-8', 'utf-16' or 'cp1252'"),
        (
            {"format": "text", "columns": {"text": "a"}},
            "columns: the format is 'text', which has none; expected 'csv', 'tsv' or 'jsonl'",
        ),
        (
            {"format": "mbox", "encoding": "cp1252"},
            "encoding: 'cp1252' for the format 'mbox'; mail says its own, leave it out",
        ),
        (
            {"format": "slack", "encoding": "cp1252"},
            "encoding: 'cp1252' for the format 'slack'; Slack writes UTF-8, leave it out",
        ),
        (
            {"format": "whatsapp", "columns": {"text": "a"}},
            "columns: the format is 'whatsapp', which has none; expected 'csv', 'tsv' or 'jsonl'",
        ),
        (
            {"format": "csv", "columns": {"txt": "a"}},
            "columns: no field 'txt'; expected some of 'id', 'sent', 'sender', 'text', 'to', 'reply_to', 'thread'",
        ),
        ({"format": "csv", "columns": {"text": 3}}, "columns: 'text' is 3; expected the name of a column"),
    ],
)
def test_a_wrong_option_is_refused_by_name(options, words):
    with pytest.raises(InputError) as caught:
        read_messages(io.StringIO(""), **options)
    assert str(caught.value) == words


@pytest.mark.parametrize("source", [None, 3, b"a.csv"])
def test_what_is_no_path_and_no_stream_is_refused(source):
    with pytest.raises(InputError, match=r"^source: .*; expected a path or an open file$"):
        read_messages(source)


@pytest.mark.parametrize("name", ["gone.csv", "x" * 5000, "a\0b"])
def test_a_missing_file_is_refused_with_what_was_expected(name):
    with pytest.raises(InputError, match=r"^no file or folder '.*; expected a message file or a folder of messages$"):
        read_messages(name)


def test_a_folder_without_mail_is_refused(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("Hello")
    with pytest.raises(InputError) as caught:
        read_messages(tmp_path / "docs")
    assert str(caught.value) == (
        "docs: a folder without 'cur' or 'new', without channels.json or users.json and without .eml files; "
        "expected a Maildir, a Slack export or .eml files"
    )


def test_a_folder_of_another_format_than_named_is_refused(tmp_path):
    (tmp_path / "cur").mkdir()
    with pytest.raises(InputError, match="format 'csv', but the folder holds 'maildir'"):
        read_messages(tmp_path, format="csv")


def test_the_folder_of_a_slack_export_is_no_mail(tmp_path):
    (tmp_path / "channels.json").write_text("[]")
    assert read_messages(tmp_path).format == "slack"
    with pytest.raises(InputError, match="format 'eml', but the folder holds 'slack'"):
        read_messages(tmp_path, format="eml")


def test_a_stream_that_can_go_back_is_read_from_where_it_stands():
    stream = io.BytesIO(b"Our chat\n31/12/2025, 21:05 - Dana: Hello\n")
    stream.readline()
    messages = read_messages(stream, format="whatsapp")
    assert ([message.text for message in messages], dict(messages.skipped)) == (["Hello"], {})


def test_a_text_stream_which_cannot_go_back_by_bytes_is_held():
    stream = io.StringIO("31/12/2025, 21:05 - Zélie: Ça va\n")
    assert [message.text for message in read_messages(stream)] == ["Ça va"]
