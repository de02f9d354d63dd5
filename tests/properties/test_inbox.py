import contextlib
import csv
import io
import json
import re
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from tonecheck.errors import InputError
from tonecheck.inbox import read_messages

PIECES = ["Logo", " ", "\n", "\r\n", '"', '""', ",", ";", "\t", "é", "\u00a0", "\u2028", "🙂", "From ", "\n\nFrom me\n"]
PIECES += [">From ", "> ", "=", "{", "[", "\\", "sep=;", "Subject: x\n", "\ufeff", "a@b.example", "\n\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
LINES = TEXTS.map(lambda text: text.replace("\n", " ").replace("\r", " "))
HEADERS = st.sampled_from(
    [
        "To: :;",
        "Date: 0",
        "Message-ID: <",
        "Content-Type: multipart/mixed",
        "Subject: =?x?q?=?=",
        "Cc: a@b@c",
        "In-Reply-To",
    ]
)


def texts(content: bytes, format_name: str) -> list[str]:
    messages = read_messages(io.BytesIO(content), format=format_name)
    found = [message.text for message in messages]
    assert (messages.n_read, dict(messages.skipped)) == (len(found), {})
    return found


@given(st.lists(LINES), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_lines_come_back_in_order_and_number(lines, encoding):
    content = "".join(line + "\n" for line in lines)
    expected = [
        line.removeprefix("\ufeff") if n == 0 and encoding != "utf-8-sig" else line for n, line in enumerate(lines)
    ]
    assert texts(content.encode(encoding) if content else b"", "text") == expected


@given(
    st.lists(TEXTS),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_what_the_csv_module_writes_is_read_back(written, delimiter, line_end, encoding):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=line_end)
    writer.writerows([["text", "sender"], *([text, "Ann"] for text in written)])
    assert texts(buffer.getvalue().encode(encoding), "csv") == written


@given(st.lists(TEXTS), st.booleans())
def test_json_is_read_back(written, is_array):
    rows = [{"text": text} for text in written]
    content = json.dumps(rows, ensure_ascii=False) if is_array else "\n".join(map(json.dumps, rows))
    assert texts(content.encode(), "jsonl") == written


@given(st.lists(TEXTS, min_size=1))
def test_mails_of_an_escaped_mbox_come_back_one_by_one(written):
    content = ""
    for text in written:
        body = re.sub("^(>*From )", r">\1", text, flags=re.MULTILINE)
        content += f"From a@b.example Fri Jun  1 02:52:51 2007\nFrom: a@b.example\nMIME-Version: 1.0\n\n{body}\n\n"
    messages = read_messages(io.BytesIO(content.encode("ascii", "replace")), format="mbox")
    expected = [text.encode("ascii", "replace").decode().replace("\r\n", "\n").rstrip("\n") for text in written]
    assert [message.text.replace("\r\n", "\n").rstrip("\n") for message in messages] == expected
    assert messages.skipped == {}


@given(
    st.lists(HEADERS, max_size=4),
    TEXTS,
    st.integers(0, 400),
    st.sampled_from(["mbox", "eml", "csv", "tsv", "jsonl", "text", "whatsapp"]),
)
def test_a_damaged_file_is_read_or_skipped_but_never_crashes(headers, text, cut, format_name):
    mail = "From a@b.example Fri Jun  1 02:52:51 2007\ntext,From: a@b.example\n" + "\n".join(headers) + "\n\n" + text
    content = (mail + "\n\n" + mail.replace("text,", "")).encode()[: -cut or None]
    header = {"csv": b"text,n\n", "tsv": b"text\tn\n"}.get(format_name, b"")
    messages = read_messages(io.BytesIO(header + content), format=format_name)
    assert sum(1 for _ in messages) == messages.n_read
    assert messages.n_read + sum(messages.skipped.values()) > 0 or not content.strip()


CHAT_HEADS = st.sampled_from(
    ["31/12/2025, 21:05 - ", "3/4/26, 9:05\u202fPM - ", "[31/12/2025, 21:05:33] ", "1.2.26 1:02 - "]
)
CHAT_TEXTS = st.lists(
    st.sampled_from(
        [
            *PIECES,
            "Dana",
            ": ",
            "\u200e",
            "<Media omitted>",
            "image omitted",
            "31/12/2025, 21:05 - ",
            "[1/2/26, 3:04] a: b",
        ]
    ),
    max_size=8,
).map("".join)
CHAT_LINES = CHAT_TEXTS.map(lambda text: text.replace("\n", " ").replace("\r", " "))


@given(CHAT_HEADS, st.lists(CHAT_LINES, max_size=6))
def test_every_message_of_a_chat_is_read_or_counted(head, written):
    content = "".join(f"{head}Dana: {line}\n" for line in written)
    messages = read_messages(io.BytesIO(content.encode()), format="whatsapp")
    found = list(messages)
    assert len(found) + sum(messages.skipped.values()) == len(written)
    ids = [int(message.id) for message in found]
    assert ids == sorted(ids)
    for message in found:
        # What an edit or a picture leaves behind is cut off; the rest is the text, sign by sign.
        assert message.text.strip() in written[int(message.id) - 1]


@given(st.lists(CHAT_HEADS | CHAT_TEXTS, max_size=12).map("".join), st.integers(0, 60))
def test_a_mangled_chat_is_read_or_counted_but_never_crashes(content, cut):
    messages = read_messages(io.BytesIO(content.encode()[: -cut or None]), format="whatsapp")
    assert sum(1 for _ in messages) == messages.n_read
    assert messages.n_read + sum(messages.skipped.values()) > 0 or not content.encode()[: -cut or None].strip()


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["U1", "1772440200.000200", "\ud800", "<@U1>"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "ts", "user"]), inner, max_size=3)
    ),
    max_leaves=5,
)
SLACK_KEYS = [
    "type",
    "subtype",
    "ts",
    "thread_ts",
    "user",
    "text",
    "message",
    "user_profile",
    "bot_id",
    "comment",
    "edited",
]
ENTRIES = st.lists(
    JSON_VALUES
    | st.tuples(st.sampled_from(SLACK_KEYS), JSON_VALUES).map(
        lambda pair: {"type": "message", "user": "U1", "text": "Hi", "ts": "1772440200.000200", pair[0]: pair[1]}
    ),
    max_size=4,
)
USERS = st.dictionaries(st.sampled_from(["id", "name", "profile", "is_bot", "members"]), JSON_VALUES, max_size=4)


@given(ENTRIES, JSON_VALUES | st.lists(USERS | st.just({"id": "U1", "name": "Dana"}), max_size=3), st.booleans())
def test_every_entry_of_a_slack_export_is_read_or_counted(entries, users, skips):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("users.json", "channels.json", "dms.json"):
            archive.writestr(name, json.dumps(users))
        archive.writestr("logo/2026-03-02.json", json.dumps(entries))
    made.seek(0)
    messages = read_messages(made, automatic="skip" if skips else "keep")
    found = list(messages)
    assert len(found) + sum(messages.skipped.values()) == len(entries)
    for message in found:
        "".join([message.id, message.sender, message.text, *message.to]).encode()  # half a character cannot be written


@given(ENTRIES, st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_zip_is_read_or_refused_with_words(entries, place, byte):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", "[]")
        archive.writestr("logo/2026-03-02.json", json.dumps(entries))
    content = bytearray(made.getvalue())
    content[place % len(content)] = byte
    messages = read_messages(io.BytesIO(bytes(content)), format="slack")
    with contextlib.suppress(InputError):
        assert sum(1 for _ in messages) == messages.n_read
