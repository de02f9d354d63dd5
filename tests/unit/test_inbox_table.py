import io
from datetime import datetime

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import read_messages
from tonecheck.records import Message


def read(content: str | bytes, **options):
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    messages = read_messages(stream, **{"format": "csv", **options})
    return list(messages), messages


def test_every_column_finds_its_place():
    content = (
        "id,sent,sender,text,to,reply_to,thread\n"
        '7,2026-03-02 09:30,Dana <Dana@Shop.example>,"Logo,\nbigger","me@studio.example; Bob",6,Logo\n'
    )
    [message], _ = read(content)
    assert message == Message(
        "7",
        datetime(2026, 3, 2, 9, 30),
        "dana@shop.example",
        "Logo,\nbigger",
        ("me@studio.example", "Bob"),
        "6",
        "Logo",
    )


@pytest.mark.parametrize(
    "content",
    [
        "text,sender\nBonjour,Zoé\n".encode(),
        "text;sender\r\nBonjour;Zoé\r\n".encode("cp1252"),
        "sep=;\r\ntext;sender\r\nBonjour;Zoé\r\n".encode("utf-8-sig"),
        "text\tsender\nBonjour\tZoé\n".encode("utf-16"),
        '"text, as it was, written";text;sender\n;Bonjour;Zoé\n'.encode(),
    ],
)
def test_delimiter_and_encoding_are_recognised(content):
    [message], _ = read(content)
    assert (message.id, message.text, message.sender) == ("1", "Bonjour", "Zoé")


def test_a_tsv_of_one_column_may_hold_commas():
    [message], _ = read("text\nYes, sure; why?\n", format="tsv")
    assert message.text == "Yes, sure; why?"


def test_columns_map_our_names_to_theirs():
    columns = {"text": "message", "id": "n", "sender": "from"}
    [message], _ = read("n,message,from,id\n5,Hello,Ann,99\n", columns=columns)
    assert (message.id, message.text, message.sender) == ("5", "Hello", "Ann")


@pytest.mark.parametrize(
    ("content", "columns", "words"),
    [
        (
            "message,date\n",
            None,
            "inbox.csv: no column 'text'; found 'message', 'date'; name it with --text-column or columns=",
        ),
        (
            "text,date\n",
            {"sent": "when"},
            "inbox.csv: no column 'when'; found 'text', 'date'; name it with columns=",
        ),
        ("text,text\n", None, "inbox.csv: 2 columns named 'text'; expected one"),
        ('"text\n', None, "inbox.csv: quotes in the header do not match; expected names of columns"),
        (
            ",".join(f"c{i}" for i in range(14)) + "\n",
            None,
            "inbox.csv: no column 'text'; found "
            + ", ".join(f"'c{i}'" for i in range(12))
            + " and 2 more; name it with --text-column or columns=",
        ),
    ],
)
def test_a_header_that_does_not_fit_is_refused(tmp_path, content, columns, words):
    (tmp_path / "inbox.csv").write_text(content)
    with pytest.raises(InputError) as caught:
        list(read_messages(tmp_path / "inbox.csv", columns=columns))
    assert str(caught.value) == words


def test_bad_rows_are_skipped_with_their_reason_and_the_others_keep_their_number():
    content = (
        "id,text,sent\n,One,\n,Two,too,many\n\n,Four,02/03/2026\n9\n,Six,2026-03-02\n,Seven,2026-03-02T09:30:00Z\n"
    )
    messages, file = read(content)
    assert [(message.id, message.text) for message in messages] == [("1", "One"), ("7", "Seven")]
    assert file.skipped == {
        "more values than columns": 1,
        "blank line": 1,
        "'sent' is no time; expected date and time in ISO 8601, such as '2026-03-02T09:30:00+01:00'": 2,
        "no 'text'": 1,
    }
    assert file.examples[0].where == "stream, row 2"


def test_an_empty_text_is_kept():
    messages, file = read('text\nOne\n\n""\nTwo\n')
    assert [message.text for message in messages] == ["One", "", "", "Two"]
    assert file.skipped == {}


@pytest.mark.parametrize("bad", ['"never closed,a', '"said "hello" to,a'])
def test_a_broken_quote_costs_one_row_and_not_the_rest_of_the_file(bad):
    messages, file = read(f"text,sender\nOne,a\n{bad}\nThree,a\n" + "Four,a\n" * 500)
    assert [message.text for message in messages] == ["One", "Three"] + ["Four"] * 500
    assert messages[1].id == "3"
    assert file.skipped == {"quotes do not match": 1}


def test_a_very_long_text_is_read():
    [message], _ = read("text,sender\n" + "x" * 300_000 + ",a\n")
    assert len(message.text) == 300_000
