import io
import json
from datetime import UTC, datetime

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import jsonl, read_messages
from tonecheck.records import Message


def read(content: str, **options):
    messages = read_messages(io.StringIO(content), **{"format": "jsonl", **options})
    return list(messages), messages


ROW = {
    "id": 7,
    "sent": "2026-03-02T09:30:00Z",
    "sender": "Dana@Shop.example",
    "text": "Logo bigger",
    "to": ["me@studio.example", "Bob, the boss"],
    "reply_to": "6",
    "thread": None,
}
MESSAGE = Message(
    "7",
    datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    "dana@shop.example",
    "Logo bigger",
    ("me@studio.example", "Bob, the boss"),
    "6",
    None,
)


@pytest.mark.parametrize("content", [json.dumps(ROW), json.dumps([ROW]), "\n " + json.dumps([ROW], indent=2)])
def test_an_object_a_line_and_an_array_of_objects_give_the_same_message(content):
    assert read(content)[0] == [MESSAGE]


def test_a_text_a_line_is_a_message_with_the_number_of_its_line():
    messages, _ = read('"One"\n\n"Three"\n')
    assert [(message.id, message.text) for message in messages] == [("1", "One"), ("3", "Three")]


def test_columns_map_our_names_to_theirs():
    [message], _ = read('{"body": "Hello", "n": 3, "text": "other"}', columns={"text": "body", "id": "n"})
    assert (message.id, message.text) == ("3", "Hello")


def test_bad_lines_are_skipped_with_their_reason():
    lines = ['{"text": "One"}', "{'text': 1}", "3", '{"text": 5}', '{"note": ""}', '{"text": "a", "sent": 17}']
    lines += ['{"text": "a", "sender": {}}', "[" * 100_000, '{"text": null}', '"Last"']
    messages, file = read("\n".join(lines))
    assert [message.text for message in messages] == ["One", "Last"]
    assert file.skipped == {
        "not JSON": 2,
        "neither an object nor a text": 1,
        "'text' is not a text": 1,
        "no 'text'": 2,
        "'sent' is no time; expected date and time in ISO 8601, such as '2026-03-02T09:30:00+01:00'": 1,
        "'sender' is neither text nor number": 1,
    }
    assert file.examples[0].where == "stream, line 2"


def test_objects_without_any_text_are_an_error_that_names_what_they_have():
    with pytest.raises(InputError) as caught:
        read('{"body": "Hello", "n": 1}\n{"body": "you", "n": 2}\n')
    assert str(caught.value) == ("stream: no column 'text'; found 'body', 'n'; name it with --text-column or columns=")


def test_a_broken_array_is_refused_with_its_line():
    with pytest.raises(InputError) as caught:
        read('[\n{"text": "One"}\n{"text": "Two"}\n]')
    assert str(caught.value) == (
        "stream: begins like a JSON array and is none (line 3 of it); expected an object a line"
    )


def test_a_huge_array_is_refused(monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_ARRAY_CHARACTERS", 30)
    with pytest.raises(InputError, match="stream: an array of over 30 characters; expected an object a line"):
        read('[\n"One",\n"Two",\n"Three",\n"Four",\n"Five"\n]')


def test_half_a_surrogate_pair_becomes_a_replacement_character():
    [message], _ = read(r'{"text": "a\ud83d b", "sender": "\udc00"}')
    assert (message.text, message.sender) == ("a\ufffd b", "\ufffd")
