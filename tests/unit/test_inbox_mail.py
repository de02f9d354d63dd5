import io
import time
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tonecheck.inbox import mail, mbox, read_messages


def read_one(content: str | bytes, **options):
    raw = content.encode() if isinstance(content, str) else content
    messages = read_messages(io.BytesIO(raw), format="eml", **options)
    return next(iter(messages), None), messages


def read_mbox(content: str | bytes):
    raw = content.encode() if isinstance(content, str) else content
    messages = read_messages(io.BytesIO(raw), format="mbox")
    return list(messages), messages


SEPARATOR = "From ann@shop.example Fri Jun  1 02:52:51 2007\n"
LETTER = "From: ann@shop.example\nMessage-ID: <{id}@shop.example>\n\n{text}\n"


def letter(number: int, text: str = "Hello") -> str:
    return LETTER.format(id=number, text=text)


def test_every_header_finds_its_place():
    message, _ = read_one(
        "From: =?utf-8?q?Dupont=2C_Z=C3=A9lie?= <Zelie@Shop.example>\n"
        'To: Me <Me@Studio.example>, undisclosed:;\nCc: "Bob, the boss" <bob@shop.example>, Carl\n'
        "Date: Mon, 2 Mar 2026 09:30:00 +0100\nMessage-ID: <7@shop.example>\n"
        "In-Reply-To: Your mail of Sunday <6@studio.example>\nReferences: <1@x> <2@x>\n"
        "Subject: =?utf-8?q?R=C3=A9f_=3A?= Re: [Team] Logo\n  bigger\n\nBigger, please.\n"
    )
    assert message.id == "7@shop.example"
    assert message.sent == datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    assert message.sender == "zelie@shop.example"
    assert message.to == ("me@studio.example", "bob@shop.example", "Carl")
    assert message.reply_to == "6@studio.example"
    assert message.thread == "Logo bigger"
    assert message.text == "Bigger, please.\n"


def test_without_in_reply_to_the_last_reference_is_answered():
    message, _ = read_one("From: a@b.example\nReferences: <1@x>\n <2@x>\n\nHello")
    assert message.reply_to == "2@x"


@pytest.mark.parametrize(
    ("subject", "thread"),
    [
        ("Re: Logo", "Logo"),
        ("RE: TR : Fwd: fw: Logo", "Logo"),
        ("Réf\u00a0: Logo", "Logo"),
        ("Re\u0301f : Logo", "Logo"),
        ("Re[2]: [Team] Re: Logo", "Logo"),
        ("Report: Logo", "Report: Logo"),
        ("Re:", None),
        ("", None),
    ],
)
def test_the_thread_is_the_subject_without_prefixes(subject, thread):
    message, _ = read_one(f"From: a@b.example\nSubject: {subject}\n\nHello")
    assert message.thread == thread


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("From: ann at shop.example (Ann Lee)", "ann@shop.example"),
        ("From: Ann Lee <ann at shop.example>", "ann@shop.example"),
        ("From: Ann at Shop.example (Ann Lee)", "ann@shop.example"),
        ("From: Ann Lee", "Ann Lee"),
        ("From: Ann Lee <nobody>", "Ann Lee"),
        ("From: ANN@shop.example (Ann)", "ann@shop.example"),
        ("From: :;", ""),
        ("Sender: ann@shop.example", "ann@shop.example"),
        ("Subject: nobody", ""),
    ],
)
def test_the_sender_is_an_address_in_lower_case_or_else_a_name(header, sender):
    message, _ = read_one(f"{header}\nDate: Mon, 2 Mar 2026 09:30:00 +0100\n\nHello")
    assert message.sender == sender


@pytest.mark.parametrize(
    ("date", "sent"),
    [
        ("Mon, 2 Mar 2026 09:30:00 GMT", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("Mon, 2 Mar 2026 09:30:00 -0000", datetime(2026, 3, 2, 9, 30)),
        ("Mon, 32 Mar 2026 09:30:00 +0100", None),
        ("Mon, 2 Mar 2026 09:30:00 +9999", None),
        ("Mon, 1 Jan 1904 00:00:00 +0000", None),
        ("yesterday", None),
    ],
)
def test_a_date_that_cannot_be_read_is_left_open_and_noted(date, sent):
    message, file = read_one(f"From: a@b.example\nDate: {date}\n\nHello")
    assert message.sent == sent
    assert file.notes == (() if sent else ("date missing or unreadable, time of sending left open",))


def test_a_mail_has_the_file_and_its_number_as_id_where_its_own_is_missing_or_taken(tmp_path):
    second = "From: b@c.example\n\nWithout an id\n"
    (tmp_path / "in.mbox").write_text("\n".join(SEPARATOR + mail for mail in (letter(1), second, letter(1))))
    assert [message.id for message in read_messages(tmp_path / "in.mbox")] == [
        "1@shop.example",
        "in.mbox:2",
        "in.mbox:3",
    ]


@pytest.mark.parametrize(
    "header",
    [
        "To: :;",
        "To: " + "(" * 1000,
        "To: " + "a " * 50_000,
        "Content-Type: text/plain; charset==?",
        "To: <",
        "Subject: =?utf-9?q?a?= =?utf-8?b?a?=",
        "Message-ID: [",
        "References: " + "<a@b> " * 5000,
    ],
)
def test_a_header_that_the_standard_library_cannot_read_costs_no_mail(header):
    message, file = read_one(f"From: =?utf-8?q?Z=C3=A9?= <ann@shop.example>\n{header}\n\nHello")
    assert (message.sender, message.text, file.skipped) == ("ann@shop.example", "Hello", {})


def test_long_headers_are_read_in_time_that_grows_with_their_length():
    started = time.perf_counter()
    message, _ = read_one(f"From: ann@shop.example\nTo: {'a ' * 50_000}\n\nHello")
    assert message.sender == "ann@shop.example"
    assert time.perf_counter() - started < 5  # 0.01 s by the older parser, 40 s by the newer


LONG_HEADER = "X-Padding: " + "x" * 30_000 + "\n"


@pytest.mark.parametrize("padding", ["", LONG_HEADER], ids=["newer", "older"])
def test_encoded_headers_are_decoded_by_either_parser(padding):
    message, _ = read_one(
        f"From: =?utf-8?q?Z=C3=A9lie?= <zelie>\n{padding}Subject: =?utf-8?q?Tr=C3=A8s?= grand\n\nHello"
    )
    assert (message.sender, message.thread) == ("Zélie", "Très grand")


def test_a_header_in_an_unknown_charset_is_left_as_it_stands_by_the_older_parser():
    message, _ = read_one(f"From: ann@shop.example\n{LONG_HEADER}Subject: =?utf-9?q?a?=\n\nHello")
    assert message.thread == "=?utf-9?q?a?="


def test_a_mail_that_neither_parser_reads_is_skipped_with_its_reason(monkeypatch):
    def fail(message):
        raise LookupError("unknown encoding")

    monkeypatch.setattr(mail, "body_text", fail)
    message, file = read_one(letter(1))
    assert (message, file.skipped) == (None, {"not readable as mail": 1})


@pytest.mark.parametrize(
    "raw", [b"Just a text.\n\nOf two paragraphs.\n", b"From: a@b.example\nSubj", b"\xff\xd8\xff\xe0", b"\n\n"]
)
def test_what_has_no_headers_or_ends_in_them_is_skipped(raw):
    message, file = read_one(raw)
    assert (message, file.skipped) == (None, {"no headers, or cut off in them": 1})


@pytest.mark.parametrize("start", ["\ufeff", "\r\n\n", SEPARATOR])
def test_what_programs_write_above_the_headers_is_passed_over(start):
    message, _ = read_one(start + letter(1))
    assert message.id == "1@shop.example"


@pytest.mark.parametrize(
    ("headers", "is_automatic"),
    [
        ("From: ann@shop.example", False),
        ("From: ann@shop.example\nAuto-Submitted: auto-replied (away)", True),
        ("From: ann@shop.example\nAuto-Submitted: no", False),
        ("From: ann@shop.example\nX-Autoreply: yes", True),
        ("From: no-reply@shop.example", True),
        ("From: Shop <orders-noreply@shop.example>", True),
        ("From: ne-pas-repondre@impots.example", True),
        ("From: MAILER-DAEMON@mx.example", True),
        ("From: noreplyfan@shop.example", False),
        ("From: piano.reply@shop.example", False),
        ("From: ann@no-reply.example", False),
        ("From: news@shop.example\nList-Unsubscribe: <https://x>\nPrecedence: bulk", True),
        ("From: news@shop.example\nPrecedence: bulk", False),
        ("From: ann@shop.example\nList-Id: <team.x>\nList-Unsubscribe: <https://x>\nPrecedence: list", False),
        ("From: ann@x.example\nList-Unsubscribe: <https://x>\nPrecedence: bulk\nIn-Reply-To: <1@x>", False),
        (
            "From: ann@x.example\nList-Unsubscribe: <https://x>\nPrecedence: bulk\n"
            "List-Post: <mailto:Team@x.example>\nTo: team@x.example",
            False,
        ),
    ],
)
def test_automatic_mail_is_told_from_what_a_person_wrote(headers, is_automatic):
    message, file = read_one(f"{headers}\n\nHello", automatic="skip")
    assert (message is None, dict(file.skipped)) == (is_automatic, {"automatic": 1} if is_automatic else {})


def test_automatic_mail_is_kept_unless_asked():
    message, _ = read_one("From: no-reply@shop.example\n\nHello")
    assert message.text == "Hello"


@pytest.mark.parametrize(
    "separator",
    [
        SEPARATOR,
        "From ann at shop.example  Fri Jun  1 02:52:51 2007\n",
        "From 1535513132453414@xxx Thu Jun 04 10:22:31 +0000 2015\n",
        "From - Fri Jun 01 02:52:51 2007\r\n",
        "From MAILER-DAEMON Fri Jun  1 02:52 2007 CEST\n",
        "From nobody\n",
    ],
)
def test_each_kind_of_separator_begins_a_mail(separator):
    messages, _ = read_mbox(separator + letter(1, "One") + "\n" + separator + letter(2, "Two"))
    assert [(message.id, message.text) for message in messages] == [
        ("1@shop.example", "One\n"),
        ("2@shop.example", "Two\n"),
    ]


def test_an_mbox_with_windows_line_ends_is_cut_apart():
    content = SEPARATOR + letter(1) + "\n" + SEPARATOR + letter(2)
    messages, _ = read_mbox(content.replace("\n", "\r\n"))
    assert [message.id for message in messages] == ["1@shop.example", "2@shop.example"]


@pytest.mark.parametrize(
    "text",
    [
        "Hello.\n\nFrom my side the logo is fine.\nPS: yes",
        "Hello.\n\nFrom the call at 10:30 on 3 March 2026 I take two points.",
        "Hello.\n" + SEPARATOR + "stands under no blank line",
        "Hello.\n\n> " + SEPARATOR,
    ],
)
def test_a_paragraph_that_begins_with_from_is_no_separator(text):
    messages, _ = read_mbox(SEPARATOR + letter(1, text) + "\n" + SEPARATOR + letter(2))
    assert [message.text for message in messages] == [text + "\n", "Hello\n"]


def test_an_escaped_from_line_loses_one_mark_in_the_text_and_none_in_the_headers():
    content = SEPARATOR + ">From x@y.example Fri Jun  1 02:52:51 2007\n" + letter(1, ">From here\n>>From there\n> From")
    messages, _ = read_mbox(content)
    assert [(message.id, message.text) for message in messages] == [
        ("1@shop.example", "From here\n>From there\n> From\n")
    ]


def test_a_mail_without_a_text_is_read_and_one_cut_off_in_its_headers_is_skipped():
    empty = "From: ann@shop.example\n\n"
    messages, file = read_mbox(
        SEPARATOR + empty + SEPARATOR + "\n" + SEPARATOR + letter(3, "Thr") + "\n" + SEPARATOR + "From: a@b"
    )
    assert [message.text for message in messages] == ["", "Thr\n"]
    assert file.skipped == {"no headers, or cut off in them": 2}
    assert [skipped.where for skipped in file.examples] == ["stream, message 2", "stream, message 4"]


def test_a_truncated_last_mail_is_read_as_far_as_it_goes():
    messages, _ = read_mbox(SEPARATOR + letter(1) + "\n" + SEPARATOR + letter(2, "Hello, I wan")[:-1])
    assert messages[-1].text == "Hello, I wan"


@pytest.mark.parametrize("text", ["x" * 3000, "word\n" * 600])
def test_a_mail_that_is_too_large_is_skipped_without_being_held(monkeypatch, text):
    monkeypatch.setattr(mbox, "MAX_MESSAGE_BYTES", 1000)
    monkeypatch.setattr(mbox, "_PIECE_BYTES", 100)
    messages, file = read_mbox(SEPARATOR + letter(1, text) + "\n" + SEPARATOR + letter(2))
    assert [message.id for message in messages] == ["2@shop.example"]
    assert file.skipped == {"too large": 1}


def test_a_huge_mail_is_not_held_in_memory(monkeypatch):
    monkeypatch.setattr(mbox, "MAX_MESSAGE_BYTES", 100_000)
    stream = io.BytesIO((SEPARATOR + letter(1, ("x" * 1000 + "\n") * 10_000)).encode())
    tracemalloc.start()
    messages = list(read_messages(stream, format="mbox"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert messages == []
    assert peak < 2_500_000


def test_an_eml_file_that_is_too_large_is_skipped(monkeypatch):
    monkeypatch.setattr(mail, "MAX_MESSAGE_BYTES", 50)
    message, file = read_one(letter(1, "x" * 100))
    assert (message, file.skipped) == (None, {"too large": 1})


def test_a_folder_of_eml_files_is_read_by_name_with_its_subfolders(tmp_path):
    (tmp_path / "2026").mkdir()
    for number, name in enumerate(["b.eml", "a.EML", "2026/c.eml", "notes.txt"]):
        (tmp_path / name).write_text(letter(number, name))
    messages = read_messages(tmp_path)
    assert messages.format == "eml"
    assert [message.text for message in messages] == ["a.EML\n", "b.eml\n", "2026/c.eml\n"]


def test_a_maildir_is_read_with_its_subfolders_but_without_drafts_and_what_was_thrown_away(tmp_path):
    for folder in ("cur", "new", "tmp", ".Sent/cur"):
        (tmp_path / folder).mkdir(parents=True)
    names = ["cur/2.x:2,S", "new/1.x", "cur/3.x:2,DS", "cur/4.x:2,ST", "tmp/5.x", ".Sent/cur/0.x:2,S"]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(letter(number, name))
    messages = read_messages(tmp_path)
    assert messages.format == "maildir"
    assert [message.text for message in messages] == ["new/1.x\n", "cur/2.x:2,S\n", ".Sent/cur/0.x:2,S\n"]
    assert messages.skipped == {"draft": 1, "thrown away": 1}
    assert {skipped.where for skipped in messages.examples} == {"cur/3.x:2,DS", "cur/4.x:2,ST"}


def test_a_mail_that_vanished_from_a_folder_is_skipped(tmp_path):
    (tmp_path / "b.eml").write_text(letter(1))
    (tmp_path / "a.eml").symlink_to(tmp_path / "gone")
    messages = read_messages(tmp_path)
    assert len(list(messages)) == 1
    assert messages.skipped == {"cannot be opened": 1}


HTML = "<p>Plus grand, s'il vous plaît.</p>"
QUOTED_HTML = HTML + "<blockquote type=cite><p>Trop petit ?</p></blockquote>"


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "macintosh"])
@pytest.mark.parametrize(
    ("body", "text"), [(HTML, "Plus grand, s'il vous plaît."), (QUOTED_HTML, QUOTED_HTML)], ids=["plain", "quoted"]
)
def test_html_stays_html_only_where_it_marks_a_quote(charset, body, text):
    head = f"From: ann@shop.example\nMIME-Version: 1.0\nContent-Type: text/html; charset={charset}\n\n"
    message, _ = read_one(head.encode() + body.encode(charset))
    assert message.text.strip() == text


@pytest.mark.parametrize("declared", ["utf-8", "klingon"])
def test_html_in_another_charset_than_declared_is_read_as_cp1252(declared):
    head = f"From: ann@shop.example\nMIME-Version: 1.0\nContent-Type: text/html; charset={declared}\n\n"
    message, _ = read_one(head.encode() + QUOTED_HTML.encode("cp1252"))
    assert message.text.strip() == QUOTED_HTML


def test_an_attached_html_file_is_no_part_of_the_text():
    message, _ = read_one(
        "From: ann@shop.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{QUOTED_HTML}\n"
        "--b\nContent-Type: text/html\nContent-Disposition: attachment\n\n<p>Offer</p>\n--b--\n"
    )
    assert message.text.strip() == QUOTED_HTML
