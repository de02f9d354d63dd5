"""What was assumed and left out, and how a score is to be read."""

from __future__ import annotations

from tonecheck.records import Respect
from tonecheck.respect_score.report.markup import Markup, join, tag
from tonecheck.respect_score.report.remarks import left_out_reason, remark
from tonecheck.respect_score.report.words import Words

_READING = ("scale", "interval", "points", "age", "marks", "not")


def assumed_section(clients: Respect, words: Words, *, n_other_language: int = 0) -> Markup:
    """Say what was assumed and which messages were not counted."""
    assumed = [tag("li", remark(sentence, words)) for sentence in clients.assumptions]
    if n_other_language:
        assumed.append(tag("li", words.count("other_language", n_other_language)))
    left_out = [
        tag("li", words.number(n), " – ", left_out_reason(reason, words)) for reason, n in clients.left_out.items() if n
    ]
    return tag(
        "section",
        tag("h2", words.say("assumed"), id="assumed"),
        tag("ul", *assumed) if assumed else tag("p", words.say("assumed_nothing")),
        join([tag("p", words.say("left_out_about")), tag("ul", *left_out)])
        if left_out
        else tag("p", words.say("left_out_nothing")),
        class_="card notes",
        aria_labelledby="assumed",
    )


def reading_section(words: Words) -> Markup:
    """Say how to read a score, and what it is not."""
    return tag(
        "section",
        tag("h2", words.say("how"), id="how"),
        tag("p", tag("strong", words.disclaimer())),
        tag("ul", *(tag("li", words.say(f"how.{name}")) for name in _READING)),
        class_="card notes",
        aria_labelledby="how",
    )
