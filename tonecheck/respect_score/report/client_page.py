"""The page of one client."""

from __future__ import annotations

from datetime import datetime

from tonecheck.records import ClientRespect, Respect
from tonecheck.respect_score.client_score import NO_ZONE
from tonecheck.respect_score.report.bands import BAND_OF_VERDICT, NONE, chip, icon, shown_band
from tonecheck.respect_score.report.context import invoice_card, trend_card
from tonecheck.respect_score.report.dates import show_day, times_of
from tonecheck.respect_score.report.document import document
from tonecheck.respect_score.report.hours_table import hours_table
from tonecheck.respect_score.report.markup import Markup, tag, text
from tonecheck.respect_score.report.names import INDEX, show_name
from tonecheck.respect_score.report.notes import assumed_section, reading_section
from tonecheck.respect_score.report.part_section import PARTS, part_of, part_section
from tonecheck.respect_score.report.quotes import Quotes
from tonecheck.respect_score.report.score_bar import score_bar
from tonecheck.respect_score.report.tone_chart import tone_chart
from tonecheck.respect_score.report.words import Words


def client_page(client: ClientRespect, clients: Respect, quotes: Quotes, words: Words) -> str:
    """Make a client's page: verdict first, then the three questions, then what stands behind and beside them."""
    sents = times_of(client)
    is_guessed = bool(sents) and client.missing.get("time") == NO_ZONE
    zone = tag("p", words.say("when_zone"), class_="small") if is_guessed else None
    return document(
        words.say("title", client=client.client),
        tag(
            "header",
            tag("nav", tag("a", "← ", words.say("all_clients"), href=INDEX), aria_label=words.say("navigation")),
        ),
        tag(
            "main",
            _verdict(client, sents, words),
            *(part_section(client, name, quotes, words) for name in PARTS),
            tag("div", trend_card(client.trend, words), invoice_card(client.invoices, words), class_="pair"),
            _chart("tone", tone_chart(client.timeline, words), words),
            _chart("when", hours_table(sents, words), words, zone),
            assumed_section(clients, words, n_other_language=client.n_other_language),
            reading_section(words),
            id="content",
        ),
        words=words,
        kind="client",
    )


def _verdict(client: ClientRespect, sents: list[datetime], words: Words) -> Markup:
    verdict, overall = client.overall.verdict, client.overall
    band = BAND_OF_VERDICT[verdict]
    return tag(
        "section",
        tag(
            "div",
            tag("h1", show_name(client.client), id="client"),
            tag("p", _period(client, sents, words), class_="period"),
            tag("p", words.say("question"), class_="question"),
            tag("p", icon(band), words.say(verdict), class_="verdict"),
            tag("p", words.say(f"why.{verdict}"), class_="why"),
            tag("p", words.disclaimer(), class_="disclaimer"),
            class_="answer",
        ),
        tag(
            "div",
            tag("h2", words.say("overall_score")),
            tag(
                "p",
                tag("span", tag("b", words.score(overall.score)), " ", words.say("of_100"), class_="figure"),
                None if shown_band(overall) == NONE else chip(overall.band, words),
                class_="answer",
            ),
            score_bar(overall, words.say("overall"), words, key="overall"),
            tag("p", words.say("interval_90", interval=words.interval(overall.interval)), class_="small"),
            tag(
                "nav", tag("ul", *(_tile(client, name, words) for name in PARTS)), aria_label=words.say("three_answers")
            ),
            class_="score",
        ),
        class_=f"hero {band}",
        aria_labelledby="client",
    )


def _period(client: ClientRespect, sents: list[datetime], words: Words) -> Markup:
    n = words.count("messages", client.n_messages)
    if not sents:
        return text(n)
    key = "one_day" if sents[0].date() == sents[-1].date() else "period"
    return words.fill(key, n=n, first=show_day(sents[0], words), last=show_day(sents[-1], words))


def _tile(client: ClientRespect, name: str, words: Words) -> Markup:
    part = part_of(client, name)
    band = part.band if part else NONE
    score = words.score(part.score) if part else "–"
    return tag(
        "li",
        tag(
            "a",
            tag("span", words.say(name), class_="name"),
            tag("b", score, aria_hidden=None if part else "true"),
            chip(band, words),
            href=f"#{name}",
        ),
    )


def _chart(name: str, figure: Markup, words: Words, *more: str | None) -> Markup:
    about = tag("p", words.say(f"{name}_about"), class_="about")
    return tag(
        "section",
        tag("h2", words.say(name), id=name),
        about,
        figure,
        *more,
        class_="card chart",
        aria_labelledby=name,
    )
