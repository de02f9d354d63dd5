"""What the library says in English sentences, in the words of a report."""

from __future__ import annotations

import re

from tonecheck.respect_score import assumptions, client_score
from tonecheck.respect_score.report.markup import Markup, tag, text
from tonecheck.respect_score.report.words import Words

_KEYS = {
    client_score.NO_WORK: "missing.no_work",
    client_score.NO_ZONE: "missing.no_zone",
    client_score.NO_TIMES: "missing.no_times",
    client_score.NO_MESSAGES_OF_MINE: "missing.no_messages_of_mine",
    client_score.NO_CONCERNS: "missing.no_concerns",
    assumptions.NO_READER: "assumed.no_reader",
    assumptions.NO_ANSWERS: "assumed.no_answers",
    assumptions.NO_PRESSURING: "assumed.no_pressuring",
    assumptions.UTC_TAKEN: "assumed.utc",
}
_OFFSET = re.compile(r"No time zone was named .*offset.*: ([+-]\d\d:\d\d(?::\d\d)?)\.")


def remark(sentence: str | None, words: Words) -> Markup:
    """Say why a part has no data, or what was assumed, in the reader's language.

    A sentence of another source than this library stays as it is, marked as English.
    """
    if sentence is None:
        return text(words.say("missing.unknown"))
    if sentence in _KEYS:
        return text(words.say(_KEYS[sentence]))
    offset = _OFFSET.fullmatch(sentence)
    if offset:
        return text(words.say("assumed.offset", offset=offset[1]))
    return _as_it_is(sentence, words)


def left_out_reason(reason: str, words: Words) -> Markup:
    """Say why messages were left out."""
    key = f"left_out.{reason}"
    return text(words.say(key)) if words.has(key) else _as_it_is(reason, words)


def _as_it_is(sentence: str, words: Words) -> Markup:
    return text(sentence) if words.language == "en" else tag("span", sentence, lang="en")
