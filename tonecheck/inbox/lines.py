"""Plain text, one message a line."""

from __future__ import annotations

import io
from collections.abc import Iterator

from tonecheck.inbox.decoding import decoded_lines
from tonecheck.inbox.message_file import Tally
from tonecheck.records import Message


def read_lines(stream: io.BufferedReader, name: str, tally: Tally, encoding: str | None = None) -> Iterator[Message]:
    """Yield a message for each line, with its number as id.

    A blank line is a message without a text: whoever counts lines finds as many answers.
    """
    for number, line in decoded_lines(stream, name, tally, encoding):
        yield Message(str(number), None, "", line.rstrip("\r\n"))
