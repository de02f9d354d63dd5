import csv
import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st

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
    st.sampled_from(["mbox", "eml", "csv", "tsv", "jsonl", "text"]),
)
def test_a_damaged_file_is_read_or_skipped_but_never_crashes(headers, text, cut, format_name):
    mail = "From a@b.example Fri Jun  1 02:52:51 2007\ntext,From: a@b.example\n" + "\n".join(headers) + "\n\n" + text
    content = (mail + "\n\n" + mail.replace("text,", "")).encode()[: -cut or None]
    header = {"csv": b"text,n\n", "tsv": b"text\tn\n"}.get(format_name, b"")
    messages = read_messages(io.BytesIO(header + content), format=format_name)
    assert sum(1 for _ in messages) == messages.n_read
    assert messages.n_read + sum(messages.skipped.values()) > 0 or not content.strip()
