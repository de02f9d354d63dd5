import io
import os
import sys
import time
import zipfile
from datetime import datetime

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import read_messages, whatsapp
from tonecheck.inbox.whatsapp import chat_name
from tonecheck.inbox.whatsapp_dates import UNDECIDED
from tonecheck.inbox.whatsapp_zip import chat_entry

LRM = "\u200e"


def read(*lines, end="\n", **options):
    content = "".join(line + end for line in lines)
    messages = read_messages(io.BytesIO(content.encode()), format="whatsapp", **options)
    return list(messages), messages


@pytest.mark.parametrize(
    ("head", "sent"),
    [
        ("31/12/2025, 21:05 - ", datetime(2025, 12, 31, 21, 5)),
        ("31/12/2025 à 21:05 - ", datetime(2025, 12, 31, 21, 5)),
        ("31/12/2025 21:05 - ", datetime(2025, 12, 31, 21, 5)),
        ("31.12.25, 21:05 - ", datetime(2025, 12, 31, 21, 5)),
        ("31.12.25, 21.05 - ", datetime(2025, 12, 31, 21, 5)),
        ("31-12-2025 21:05 - ", datetime(2025, 12, 31, 21, 5)),
        ("12/31/25, 9:05 PM - ", datetime(2025, 12, 31, 21, 5)),
        ("12/31/25, 9:05\u202fPM - ", datetime(2025, 12, 31, 21, 5)),
        ("31/12/2025, 9:05 pm - ", datetime(2025, 12, 31, 21, 5)),
        ("2025-12-31, 9:05 p.m. - ", datetime(2025, 12, 31, 21, 5)),
        ("2025-12-31, 9:05\u202fp.\u00a0m. - ", datetime(2025, 12, 31, 21, 5)),
        ("2025-12-31 21 h 05 - ", datetime(2025, 12, 31, 21, 5)),
        ("12/31/25, 12:05 AM - ", datetime(2025, 12, 31, 0, 5)),
        ("12/31/25, 12:05 PM - ", datetime(2025, 12, 31, 12, 5)),
        ("[31/12/2025, 21:05:33] ", datetime(2025, 12, 31, 21, 5, 33)),
        ("[31/12/2025 à 21:05:33] ", datetime(2025, 12, 31, 21, 5, 33)),
        ("[31.12.25, 21:05:33] ", datetime(2025, 12, 31, 21, 5, 33)),
        ("[12/31/25, 9:05:33\u202fPM] ", datetime(2025, 12, 31, 21, 5, 33)),
        (f"{LRM}[2025-12-31, 9:05:33 a.m.] ", datetime(2025, 12, 31, 9, 5, 33)),
    ],
)
def test_each_form_of_date_and_time_is_read_without_a_zone(head, sent):
    [message], file = read(f"{head}Dana Marsh: Bigger, please.")
    assert (message.sent, message.sender, message.text) == (sent, "Dana Marsh", "Bigger, please.")
    assert file.skipped == {}


def test_a_chat_of_two_knows_both_directions_and_its_name(tmp_path):
    (tmp_path / "WhatsApp Chat with Dana.txt").write_text(
        "31/12/2025, 21:05 - Dana: Bigger?\n31/12/2025, 21:06 - Camille: No.\n"
    )
    messages = list(read_messages(tmp_path / "WhatsApp Chat with Dana.txt"))
    assert [(message.id, message.sender, message.to, message.thread) for message in messages] == [
        ("1", "Dana", ("Camille",), "Dana"),
        ("2", "Camille", ("Dana",), "Dana"),
    ]


def test_a_message_to_a_group_names_no_recipient_but_the_thread():
    messages, _ = read(*(f"31/12/2025, 21:0{n} - {name}: Hi" for n, name in enumerate(["Ann", "Bo", "Cy", "Ann"])))
    assert {message.to for message in messages} == {()}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_message_of_several_lines_stays_whole(end):
    messages, _ = read("31/12/2025, 21:05 - Dana: One", "", "two: three", "31/12/2025, 21:06 - Dana: Four", end=end)
    assert [(message.id, message.text) for message in messages] == [("1", "One\n\ntwo: three"), ("4", "Four")]


@pytest.mark.parametrize(
    "pasted", ["[30/12/2025, 20:00:00] Eve: Hi", "30.12.25, 20:00 - Eve: Hi", "30/99/2025, 20:00 - E: Hi"]
)
def test_a_line_in_another_form_or_with_no_such_day_is_part_of_the_text(pasted):
    [message], _ = read("31/12/2025, 21:05 - Dana: Look:", pasted)
    assert message.text == f"Look:\n{pasted}"


@pytest.mark.parametrize(
    ("dates", "days", "note"),
    [
        (["3/4/26", "13/4/26"], [(4, 3), (4, 13)], "dates read day first, for some have a day over 12"),
        (["3/4/26", "3/13/26"], [(3, 4), (3, 13)], "dates read month first, for some have a day over 12"),
        (
            ["11/3/26", "12/3/26", "1/4/26"],
            [(3, 11), (3, 12), (4, 1)],
            "dates read day first, for only so the messages stand in the order of time",
        ),
        (
            ["3/11/26", "3/12/26", "4/1/26"],
            [(3, 11), (3, 12), (4, 1)],
            "dates read month first, for only so the messages stand in the order of time",
        ),
        (["3/4/26", "4/4/26"], [(4, 3), (4, 4)], UNDECIDED),
        (["3.4.26", "4.4.26"], [(4, 3), (4, 4)], None),
        (["3/4/26 à", "4/4/26 à"], [(4, 3), (4, 4)], None),
        (["2026-04-03", "2026-04-04"], [(4, 3), (4, 4)], None),
    ],
)
def test_the_order_of_day_and_month_is_decided_over_the_whole_file(dates, days, note):
    messages, file = read(*(f"{date}{'' if 'à' in date else ','} 21:05 - Dana: Hi" for date in dates))
    assert [(message.sent.month, message.sent.day) for message in messages] == days
    assert file.notes == ((note,) if note else ())


NOTICES = [
    "Messages and calls are end-to-end encrypted. No one outside of this chat can read or listen to them.",
    "Les messages et les appels sont chiffrés de bout en bout. Aucun tiers ne peut les lire.",
    "Dana joined using this group's invite link",
    'Dana changed the group name to "Shop: site"',
    'Dana changed the subject from "Shop" to "Shop: site"',
    "Dana a créé le groupe « Boutique : site »",
    "Missed voice call",
    "Dana: Missed video call",
    "Dana: Appel vocal manqué",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_what_the_program_says_on_android_is_a_notice(notice):
    messages, file = read(f"31/12/2025, 21:05 - {notice}")
    assert (messages, dict(file.skipped)) == ([], {"system notice": 1})
    assert file.examples[0].where == "stream, line 1"


@pytest.mark.parametrize(
    "notice",
    ["Shop: \u200eYou created this group", "Dana: \u200eMissed voice call", "Dana: \u200eDana pinned a message"],
)
def test_what_the_program_says_on_an_iphone_is_a_notice_in_whosever_name(notice):
    messages, file = read(f"[31/12/2025, 21:05:33] {notice}", "[31/12/2025, 21:06:33] Dana: Hi")
    assert ([message.text for message in messages], dict(file.skipped)) == (["Hi"], {"system notice": 1})


def test_the_group_that_speaks_on_an_iphone_is_not_one_of_two_people():
    heads = ["Shop: \u200eYou created this group", "Dana: Hi", "Camille: Hello"]
    messages, _ = read(*(f"[31/12/2025, 21:05:33] {head}" for head in heads))
    assert [message.to for message in messages] == [("Camille",), ("Dana",)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<Media omitted>", "no text"),
        ("<Médias omis>", "no text"),
        ("IMG-20251231-WA0001.jpg (file attached)", "no text"),
        (f"{LRM}IMG-20251231-WA0001.jpg (fichier joint)", "no text"),
        ("null", "no text"),
        ("", "no text"),
        ("This message was deleted", "deleted message"),
        ("You deleted this message", "deleted message"),
        ("Ce message a été supprimé", "deleted message"),
        ("Vous avez supprimé ce message.", "deleted message"),
    ],
)
def test_pictures_and_deleted_messages_are_left_out_under_their_reason(text, reason):
    messages, file = read(f"31/12/2025, 21:05 - Dana: {text}")
    assert (messages, dict(file.skipped)) == ([], {reason: 1})


@pytest.mark.parametrize(
    "text",
    [
        "\u200eimage omitted",
        "\u200eimage absente",
        "\u200eGIF retiré",
        "\u200e<attached: 00000012-PHOTO-2025-12-31.jpg>",
        "\u200e<pièce jointe : 00000012-PHOTO-2025-12-31.jpg>",
        "Brief.pdf • \u200e12 pages \u200edocument omitted",
    ],
)
def test_pictures_and_files_on_an_iphone_have_no_text(text):
    messages, file = read(f"[31/12/2025, 21:05:33] Dana: {text}")
    assert (messages, dict(file.skipped)) == ([], {"no text": 1})


@pytest.mark.parametrize(
    "lines",
    [
        ["31/12/2025, 21:05 - Dana: IMG-1.jpg (file attached)", "Like this."],
        ["[31/12/2025, 21:05:33] Dana: Like this. \u200e<attached: 1-PHOTO.jpg>"],
        ["[31/12/2025, 21:05:33] Dana: \u200eimage omitted", "Like this."],
    ],
)
def test_the_words_under_a_picture_are_kept(lines):
    [message], _ = read(*lines)
    assert message.text == "Like this."


@pytest.mark.parametrize(
    "text", ["The image omitted the logo", "I missed your call", "Ce message a été supprimé ?", "null and void", "a: b"]
)
def test_what_only_sounds_like_the_program_is_kept(text):
    [message], _ = read(f"31/12/2025, 21:05 - Dana: {text}")
    assert message.text == text


@pytest.mark.parametrize("mark", ["<This message was edited>", "\u200e<Ce message a été modifié>"])
def test_an_edited_message_loses_its_mark_and_is_noted(mark):
    [message], file = read(f"31/12/2025, 21:05 - Dana: Smaller. {mark}")
    assert message.text == "Smaller."
    assert "edited message, read as it stands after the edit" in file.notes


def test_a_mark_of_an_edit_in_the_middle_is_text():
    [message], file = read("31/12/2025, 21:05 - Dana: Why <This message was edited> here?")
    assert message.text == "Why <This message was edited> here?"
    assert not any("edited" in note for note in file.notes)


@pytest.mark.parametrize("text", [" " * 300_000 + "x", "changed " * 40_000, "<" * 300_000, f"{LRM} " * 100_000])
def test_a_long_message_is_read_in_time_that_grows_with_its_length(text):
    started = time.perf_counter()
    read(f"31/12/2025, 21:05 - Dana {text}", f"31/12/2025, 21:05 - Dana: Hi {text}", f"Bo {text}")
    assert time.perf_counter() - started < 5  # 0.1 s; hours where a pattern begins anew at each sign


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        ("~\u202fDana", "Dana"),
        ("\u202a+33\u00a06 12 34\u202c", "+33 6 12 34"),
        ("Dana@Shop.example", "dana@shop.example"),
    ],
)
def test_a_sender_is_read_without_the_signs_around(written, sender):
    [message], _ = read(f"31/12/2025, 21:05 - {written}: Hi")
    assert message.sender == sender


def test_lines_before_the_first_message_are_counted():
    messages, file = read("Our chat", "", "31/12/2025, 21:05 - Dana: Hi")
    assert (len(messages), dict(file.skipped)) == (1, {"line before the first message": 1})


def test_a_file_without_a_message_is_counted_line_by_line():
    messages, file = read("Hello", "you", "99/99/2025, 21:05 - Dana: Hi")
    assert (messages, dict(file.skipped)) == ([], {"line before the first message": 3})


def test_a_message_that_is_too_large_is_skipped(monkeypatch):
    monkeypatch.setattr(whatsapp, "MAX_MESSAGE_BYTES", 100)
    messages, file = read("31/12/2025, 21:05 - Dana: Hi", *["x" * 20] * 9, "31/12/2025, 21:06 - Dana: Ho")
    assert ([message.text for message in messages], dict(file.skipped)) == (["Ho"], {"too large": 1})


@pytest.mark.parametrize(
    ("content", "format_name"),
    [
        ("31/12/2025, 21:05 - Dana: Hi\n", "whatsapp"),
        ("\ufeff[31/12/2025, 21:05:33] Dana: Hi\n", "whatsapp"),
        ("31/12/2025, 21:05 - Messages are encrypted.\n31/12/2025, 21:06 - Dana: Hi\n", "whatsapp"),
        ("31/12/2025, 21:05 - a call\n", "text"),
        ("Hello\n31/12/2025, 21:05 - Dana: Hi\n", "text"),
        ("31/12/2025: Dana called\n", "text"),
    ],
)
def test_a_chat_is_told_from_a_text_by_its_content(tmp_path, content, format_name):
    (tmp_path / "a.txt").write_text(content)
    assert read_messages(tmp_path / "a.txt").format == format_name


@pytest.mark.parametrize(
    ("archive", "entry", "chat"),
    [
        ("WhatsApp Chat - Dana Marsh.zip", "_chat.txt", "Dana Marsh"),
        ("export.zip", "Discussion WhatsApp avec Dana.txt", "Dana"),
    ],
)
def test_the_zip_of_a_phone_is_read(tmp_path, archive, entry, chat):
    with zipfile.ZipFile(tmp_path / archive, "w") as made:
        made.writestr(entry, "31/12/2025, 21:05 - Dana: Hi\n")
        made.writestr("IMG-1.jpg", b"\xff\xd8")
        made.writestr(f"__MACOSX/._{entry}", b"\0")
    messages = read_messages(tmp_path / archive)
    assert [(message.text, message.thread) for message in messages] == [("Hi", chat)]
    assert messages.format == "whatsapp"


def test_a_zip_with_two_chats_is_refused(tmp_path):
    assert chat_entry(["WhatsApp Chat with A.txt", "WhatsApp Chat with B.txt", "notes.txt"]) is None
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr("notes.txt", "31/12/2025, 21:05 - Dana: Hi\n")
    with pytest.raises(InputError) as caught:
        list(read_messages(tmp_path / "x.zip", format="whatsapp"))
    assert str(caught.value) == (
        "x.zip: a zip without a '_chat.txt' or a 'WhatsApp Chat with ….txt'; expected one such file"
    )


def test_other_names_of_a_file_are_those_of_the_chat():
    assert [chat_name(name) for name in ("Dana.txt", "WhatsApp-Chat mit Dana.txt", "_chat.txt")] == [
        "Dana",
        "Dana",
        "_chat",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no path there")
@pytest.mark.parametrize("limit", [1000, 10])
def test_a_chat_through_a_pipe_is_held_up_to_a_limit(monkeypatch, limit):
    monkeypatch.setattr(whatsapp, "MAX_PIPE_BYTES", limit)
    reading, writing = os.pipe()
    os.write(writing, b"31/12/2025, 21:05 - Dana: Hi\n")
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        messages = read_messages(stream)
        if limit > 100:
            assert [message.text for message in messages] == ["Hi"]
            return
        with pytest.raises(InputError, match="over 10 bytes through a pipe; expected the path of the file"):
            list(messages)


def test_a_chat_in_a_named_encoding_is_read_twice_alike():
    content = "31/12/2025, 21:05 - Zélie: Ça va\n".encode("utf-16")
    [message] = read_messages(io.BytesIO(content), format="whatsapp")
    assert (message.sender, message.text) == ("Zélie", "Ça va")


def test_lines_in_cp1252_are_noted_once_for_both_passes():
    messages = read_messages(io.BytesIO("31.12.25, 21:05 - Zélie: Oui\n".encode("cp1252")), format="whatsapp")
    assert [message.sender for message in messages] == ["Zélie"]
    assert messages.notes == ("line is not UTF-8, read as cp1252",)
