import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.strategies import LINES, mails, messages
from tonecheck.text.mail_body import read_body
from tonecheck.text.normalise import normalise, normalise_aligned
from tonecheck.text.reply import REASONS, own_words


@settings(max_examples=400, deadline=None)
@given(mails)
def test_reducing_twice_is_reducing_once(mail: str) -> None:
    words = own_words(mail).text
    assert own_words(words).text == words


@settings(max_examples=400, deadline=None)
@given(mails)
def test_each_character_is_kept_or_set_aside_once(mail: str) -> None:
    text, own = read_body(mail).text, own_words(mail)
    kept, position = "", 0
    for part in own.set_aside:
        assert position <= part.start < part.end <= len(text)
        assert part.text == text[part.start : part.end]
        assert part.reason in REASONS
        kept += text[position : part.start]
        position = part.end
    assert own.text == (kept + text[position:]).strip()


@settings(max_examples=200, deadline=None)
@given(mails, st.sampled_from(["> ", ">> ", "Ann> "]))
def test_a_quoted_line_is_never_kept(mail: str, mark: str) -> None:
    mail = mail.replace("<", "(")  # as a plain text
    assert "You fool, do it again" not in own_words(f"{mail}\n{mark}You fool, do it again\n{mail}").text


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), mails.map(lambda mail: mail.encode("utf-8", "replace"))))
def test_no_bytes_are_refused(raw: bytes) -> None:
    for head in (
        b"",
        b"From: a@b.example\nContent-Type: text/html; charset=x\n\n",
        b"Content-Type: multipart/mixed\n\n",
    ):
        assert isinstance(own_words(head + raw).text, str)


@settings(max_examples=500, deadline=None)
@given(messages)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    plain = normalise(text)
    assert normalise(plain) == plain
    assert unicodedata.is_normalized("NFC", plain)


@settings(max_examples=500, deadline=None)
@given(messages)
def test_offsets_are_those_of_the_text_and_never_fall(text: str) -> None:
    plain, offsets = normalise_aligned(text)
    assert plain == normalise(text)
    assert len(offsets) == len(plain)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


def _seconds(text: str) -> float:
    started = time.process_time()
    own_words(text)
    return time.process_time() - started


@pytest.mark.parametrize("line", [line for line in LINES if line.strip()])
def test_time_grows_with_length(line: str) -> None:
    assert _seconds((line + "\n") * (60_000 // (len(line) + 1))) < 8  # a quadratic search needs minutes
