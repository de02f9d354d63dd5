from email import message_from_string
from email.message import EmailMessage

import pytest

from tonecheck.text.mail_body import is_raw_mail, read_body

WORDS = "Déjà vu : le client préfère l'été."


def raw(body: bytes, *, charset: str = "", encoding: str = "8bit") -> bytes:
    kind = f"; charset={charset}" if charset else ""
    head = f"From: dana@shop.example\nSubject: Logo\nContent-Type: text/plain{kind}\n"
    return f"{head}Content-Transfer-Encoding: {encoding}\n\n".encode("ascii") + body


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "cp1252", "iso-8859-15", "utf-7", "mac-roman"])
def test_a_declared_charset_is_used(charset: str) -> None:
    assert read_body(raw(WORDS.encode(charset), charset=charset)).text == WORDS


@pytest.mark.parametrize("declared", ["", "us-ascii", "iso-8859-1", "no-such-charset", "unicode_escape", "hex"])
def test_utf_8_is_found_behind_a_wrong_charset(declared: str) -> None:
    assert read_body(raw(WORDS.encode(), charset=declared)).text == WORDS


@pytest.mark.parametrize("declared", ["", "us-ascii", "utf-8", "no-such-charset"])
def test_latin_is_found_behind_a_wrong_charset(declared: str) -> None:
    assert read_body(raw(WORDS.encode("cp1252"), charset=declared)).text == WORDS


def test_bytes_that_no_charset_allows_are_still_read() -> None:
    assert read_body(raw(b"Caf\xe9 \x81 noir", charset="utf-8")).text == "Café \ufffd noir"


def test_transfer_encodings_are_undone() -> None:
    assert read_body(raw(b"D=E9j=E0 vu", charset="latin-1", encoding="quoted-printable")).text == "Déjà vu"
    assert read_body(raw(b"RMOpasOgIHZ1", charset="utf-8", encoding="base64")).text == "Déjà vu"
    assert read_body(raw(b"!!not base64", charset="utf-8", encoding="base64")).text is not None


def test_the_characters_of_a_str_need_no_charset() -> None:
    mail = raw(b"", charset="koi8-r").decode("ascii") + WORDS + " \u2026 \u0436"
    assert read_body(mail).text == WORDS + " \u2026 \u0436"
    assert read_body(message_from_string(mail)).text == WORDS + " \u2026 \u0436"


def multipart(*parts: tuple[str, str], kind: str = "alternative") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "dana@shop.example"
    message["Content-Type"] = f"multipart/{kind}; boundary=b"
    message.set_payload([])
    for content_type, text in parts:
        part = EmailMessage()
        part.set_content(text, subtype=content_type)
        message.attach(part)
    return message


def test_the_plain_part_is_preferred() -> None:
    assert read_body(multipart(("html", "<p>No.</p>"), ("plain", "Yes."))).text.strip() == "Yes."


def test_html_stands_in_for_a_blank_plain_part() -> None:
    assert read_body(multipart(("plain", " \n"), ("html", "<p>Yes.</p>"))).text.strip() == "Yes."


def test_parts_of_a_mixed_mail_stand_below_each_other() -> None:
    part = "--b\nContent-Transfer-Encoding: base64\n\n{}\n"
    mail = (
        "Content-Type: multipart/mixed; boundary=b\n\n" + part.format("T25lLg==") + part.format("VHdvLg==") + "--b--\n"
    )
    assert read_body(mail).text == "One.\n\nTwo."


def test_attachments_and_attached_mails_are_not_its_words() -> None:
    message = EmailMessage()
    message["From"] = "dana@shop.example"
    message.set_content("Yes.")
    message.add_attachment("You idiot.", filename="notes.txt")
    inner = EmailMessage()
    inner.set_content("You idiot.")
    message.add_attachment(inner)
    assert read_body(message.as_bytes()).text.strip() == "Yes."


def test_marks_move_with_their_part() -> None:
    body = read_body(multipart(("plain", "One."), ("html", "<blockquote>You idiot.</blockquote>"), kind="mixed"))
    assert [body.text[start:end] for start, end, _ in body.marks] == ["You idiot.\n"]


def test_parts_within_parts_hundreds_deep_do_no_harm() -> None:
    nest = "".join(f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n" for depth in range(2000))
    assert isinstance(read_body(("From: a@b.example\n" + nest + "\nYes.").encode()).text, str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From: a@b.example\nSubject: x\n\nYes.", True),
        ("From a@b.example Mon Mar  2 09:30:00 2026\nFrom: a@b.example\nSubject: x\n\nYes.", True),
        ("Date: Mon, 2 Mar 2026 09:30:00 +0100\nSubject: x\n y\n\nYes.", True),
        ("Received: by mx\n\nYes.", True),
        ("MIME-Version: 1.0\r\nTo: x\r\n\r\nYes.", True),
        ("From: Ann\nSent: Monday\nTo: Max\nSubject: x\n\nYes.", False),
        ("From: the shop\n\nYes.", False),
        ("Two things:\n\nthe logo", False),
        ("Subject: x\nYes, that one.\n\nReally.", False),
        ("", False),
    ],
)
def test_a_whole_mail_is_told_from_a_body(text: str, expected: bool) -> None:
    assert is_raw_mail(text) is expected
