import io

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import decoding, read_messages


def texts(content: bytes, **options) -> list[str]:
    return [message.text for message in read_messages(io.BytesIO(content), format="text", **options)]


def test_each_line_is_a_message_with_its_number_as_id():
    messages = list(read_messages(io.StringIO("One\n\nThree"), format="text"))
    assert [(message.id, message.text) for message in messages] == [("1", "One"), ("2", ""), ("3", "Three")]
    assert {(message.sender, message.sent) for message in messages} == {("", None)}


@pytest.mark.parametrize(
    "content",
    [
        "Ça coûte 5 €\nTrès cher".encode(),
        "Ça coûte 5 €\nTrès cher".encode("utf-8-sig"),
        "Ça coûte 5 €\r\nTrès cher\r\n".encode("utf-16"),
        b"\xfe\xff" + "Ça coûte 5 €\nTrès cher\n".encode("utf-16-be"),
        "Ça coûte 5 €\nTrès cher\n".encode("cp1252"),
        "Ça coûte 5 €\n".encode() + "Très cher\n".encode("cp1252"),
        "Ça coûte 5 €\rTrès cher\r".encode(),
        "Ça coûte 5 €\rTrès cher".encode("cp1252"),
    ],
)
def test_the_encoding_is_found(content):
    assert texts(content) == ["Ça coûte 5 €", "Très cher"]


def test_a_fallback_to_cp1252_is_noted():
    messages = read_messages(io.BytesIO(b"D\xe9j\xe0\nOK\nVoil\xe0\n"), format="text")
    list(messages)
    assert messages.notes == ("line is not UTF-8, read as cp1252 (2 times)",)


def test_a_named_encoding_is_used_and_what_it_cannot_read_is_noted():
    assert texts("déjà\nvu".encode("utf-16-le"), encoding="utf-16-le") == ["déjà", "vu"]
    messages = read_messages(io.BytesIO(b"d\xe9j\xe0\n"), format="text", encoding="utf-8")
    assert [message.text for message in messages] == ["d\ufffdj\ufffd"]
    assert messages.notes == ("line holds bytes that are not utf-8",)


def test_only_a_newline_ends_a_line():
    assert texts("one\u2028still\x0bone\x85one\ntwo".encode()) == ["one\u2028still\x0bone\x85one", "two"]


def test_a_binary_file_is_refused(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    with pytest.raises(InputError) as caught:
        list(read_messages(tmp_path / "logo.png"))
    assert str(caught.value) == (
        "logo.png: looks binary (it holds NUL bytes); expected text in UTF-8, cp1252 or UTF-16 with a byte order "
        "mark, or another encoding named with encoding="
    )


def test_an_overlong_line_is_skipped_and_the_next_one_read(monkeypatch):
    monkeypatch.setattr(decoding, "HEAD_BYTES", 7)
    tally = decoding.Tally()
    stream = io.BufferedReader(io.BytesIO(b"short\n" + b"x" * 100 + b"\nafter\n"))
    lines = list(decoding.decoded_lines(stream, "a.txt", tally, max_length=20))
    assert lines == [(1, "short\n"), (3, "after\n")]
    assert tally.skipped == {"too large": 1}
    assert tally.examples[0].where == "a.txt, line 2"
