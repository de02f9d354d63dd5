"""The list of all clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tonecheck.records import ClientRespect, Respect
from tonecheck.respect_score.report.bands import BAND_OF_VERDICT, NONE, chip, icon
from tonecheck.respect_score.report.dates import show_day, times_of
from tonecheck.respect_score.report.document import document
from tonecheck.respect_score.report.markup import Markup, tag
from tonecheck.respect_score.report.names import show_name
from tonecheck.respect_score.report.notes import assumed_section, reading_section
from tonecheck.respect_score.report.part_section import PARTS, part_of
from tonecheck.respect_score.report.score_bar import score_bar
from tonecheck.respect_score.report.words import Words

_VERDICTS = ("break_up", "a_bit_difficult", "keep", "not_enough_messages")
"""In the order in which a reader wants to know of them."""


def index_page(clients: Respect, file_names: Mapping[str, str], words: Words) -> str:
    """Make the list: lowest overall score first; of equal ones, in the order of the alphabet."""
    ordered = sorted(clients.values(), key=lambda client: (client.overall.score, client.client))
    entries = [_entry(client, file_names[client.client], place, words) for place, client in enumerate(ordered, start=1)]
    return document(
        words.say("index_title"),
        tag(
            "main",
            tag(
                "section",
                tag("h1", words.say("index_title"), id="clients"),
                _counts(ordered, words),
                tag("p", words.disclaimer(), class_="disclaimer"),
                class_="intro",
                aria_labelledby="clients",
            ),
            tag("p", words.say("index_about"), class_="small") if entries else None,
            tag("ol", *entries, class_="clients") if entries else tag("p", words.say("no_clients"), class_="empty"),
            assumed_section(clients, words),
            reading_section(words),
            id="content",
        ),
        words=words,
        kind="index",
    )


def _counts(clients: list[ClientRespect], words: Words) -> Markup:
    counts = Counter(client.overall.verdict for client in clients)
    entries = [
        tag(
            "li",
            icon(BAND_OF_VERDICT[verdict]),
            tag("b", words.number(counts[verdict])),
            " ",
            tag("span", words.say(f"short.{verdict}")),
            class_=BAND_OF_VERDICT[verdict],
        )
        for verdict in _VERDICTS
        if counts[verdict]
    ]
    return tag("ul", *entries, class_="counts", aria_label=words.say("verdicts"))


def _entry(client: ClientRespect, file_name: str, place: int, words: Words) -> Markup:
    verdict, overall = client.overall.verdict, client.overall
    sents = times_of(client)
    last = [" · ", words.say("last_message"), " ", show_day(sents[-1], words)] if sents else []
    return tag(
        "li",
        tag(
            "div",
            tag("h2", tag("a", show_name(client.client), href=file_name)),
            tag("p", icon(BAND_OF_VERDICT[verdict]), words.say(f"short.{verdict}"), class_="verdict"),
            tag("p", words.count("messages", client.n_messages), *last, class_="small"),
            class_="who",
        ),
        tag(
            "div",
            tag(
                "p",
                tag("span", words.say("overall"), class_="name"),
                tag("span", tag("b", words.score(overall.score)), " ", words.say("of_100"), class_="figure"),
                class_="overall",
            ),
            score_bar(overall, f"{words.say('overall')}, {client.client}", words, key=f"client-{place}"),
            tag("p", words.say("interval_90", interval=words.interval(overall.interval)), class_="small"),
            class_="score",
        ),
        tag("dl", *(_part(client, name, words) for name in PARTS)),
        class_=f"card {BAND_OF_VERDICT[verdict]}",
    )


def _part(client: ClientRespect, name: str, words: Words) -> Markup:
    part = part_of(client, name)
    score = [tag("b", words.score(part.score)), " "] if part else []
    return tag(
        "div",
        tag("dt", words.say(name)),
        tag("dd", *score, chip(part.band if part else NONE, words)),
    )
