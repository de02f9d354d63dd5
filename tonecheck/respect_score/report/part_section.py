"""One of the article's three questions, answered: score, interval, band, and the messages behind them."""

from __future__ import annotations

from tonecheck.records import ClientRespect, PartScore
from tonecheck.respect_score.report.bands import NONE, chip
from tonecheck.respect_score.report.evidence_list import evidence_list
from tonecheck.respect_score.report.markup import Markup, tag
from tonecheck.respect_score.report.quotes import Quotes
from tonecheck.respect_score.report.remarks import remark
from tonecheck.respect_score.report.score_bar import score_bar
from tonecheck.respect_score.report.words import Words

PARTS = ("time", "work", "feedback")
"""In the order of the article."""


def part_of(client: ClientRespect, name: str) -> PartScore | None:
    """Return a part by its name."""
    parts = {"time": client.time, "work": client.work, "feedback": client.feedback}
    return parts[name]


def part_section(client: ClientRespect, name: str, quotes: Quotes, words: Words) -> Markup:
    """Show one part; where it has no data, say so and why."""
    part = part_of(client, name)
    question = tag("h2", words.say(f"ask.{name}"), id=f"{name}-question")
    about = tag("p", words.say(f"about.{name}"), class_="about")
    if part is None:
        answer = [tag("p", chip(NONE, words), class_="answer")]
        detail = tag(
            "div",
            tag("p", remark(client.missing.get(name), words)),
            tag("p", words.say("no_data_about"), class_="small"),
            class_="empty",
        )
    else:
        answer = [
            tag("p", _figure(part, words), chip(part.band, words), class_="answer"),
            score_bar(part, words.say(name), words, key=name),
            tag(
                "p",
                tag("span", words.say("interval_90", interval=words.interval(part.interval))),
                tag("span", words.say("counted", n=_counted(part, name, words))),
                class_="meta",
            ),
        ]
        detail = evidence_list(part, quotes, words)
    return tag(
        "section",
        tag("div", question, about, *answer, class_="side"),
        tag("div", detail, class_="detail"),
        class_=f"card part {part.band if part else NONE}",
        id=name,
        aria_labelledby=f"{name}-question",
    )


def _counted(part: PartScore, name: str, words: Words) -> str:
    return words.count("concerns" if name == "feedback" else "messages", part.n_messages)


def _figure(part: PartScore, words: Words) -> Markup:
    return tag("span", tag("b", words.score(part.score)), " ", words.say("of_100"), class_="figure")
