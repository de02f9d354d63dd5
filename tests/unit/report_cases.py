"""Scores made by hand for the tests of reports, and a reader of pages."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

from tonecheck.records import (
    ClientRespect,
    Evidence,
    InvoiceContext,
    OverallScore,
    PartScore,
    Respect,
    TimelinePoint,
    Trend,
)

NOW = datetime(2026, 3, 6, 21, 5, tzinfo=UTC)
VOID = {"meta", "link", "br", "wbr", "hr", "img", "input"}
DANA = "dana@shop.example"


def evidence(reason, number=1, quote="Did you even open the file?", points=-4.25, sent=NOW):
    return Evidence(reason, f"m{number}", quote, sent, points)


def point(number, reasons=(), tone=0.1, sent=NOW):
    moment = sent and sent + timedelta(days=number)
    return TimelinePoint(f"m{number}", moment, {"idiot_test": tone, "insulting": tone / 2}, reasons)


def passed_over(number, sent=NOW):
    """Return a concern of the reader's that was ignored."""
    return TimelinePoint(f"mine{number}", sent and sent + timedelta(days=number), {}, ("ignored",), is_readers=True)


def part(score=60.0, band="mixed", entries=(), n_messages=10):
    return PartScore(score, (score - 20, min(score + 20, 100)), band, n_messages, tuple(entries))


def overall(score=40.0, band="bad", verdict="break_up", n_messages=10):
    return OverallScore(score, (20.0, 60.0), band, n_messages, (), verdict)


def full_client(key=DANA):
    """A client of whom everything is known, with every reason."""
    reasons = ("out_of_hours", "pressuring", "chasing", "contempt", "insulting", "dismissive", "unsure")
    return ClientRespect(
        key,
        overall(),
        part(entries=[evidence("chasing", 1), evidence("out_of_hours", 2), evidence("pressuring", 3)]),
        part(30.0, "bad", [evidence("contempt", 4), evidence("dismissive", 5), evidence("unsure", 6)]),
        part(90.0, "good", [evidence("ignored", 7), evidence("mocked", 8), evidence("brushed_off", 9)]),
        {},
        10,
        2,
        Trend("worse", 0.5, 0.05),
        InvoiceContext(4, 1, 2, 12.4, date(2025, 3, 1), 12, 9, True),
        (
            passed_over(0),
            *(point(number, (reason,), 0.1 * number) for number, reason in enumerate(reasons, 1)),
        ),
    )


def client(**changes):
    return replace(full_client(), **changes)


def respect_of(*clients, assumptions=(), left_out=None):
    return Respect({client.client: client for client in clients}, tuple(assumptions), left_out or {})


class Page(HTMLParser):
    """What a page holds, for assertions; raises where tags are not balanced."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.html = html
        self.open, self.tags, self.texts = [], [], []
        self.feed(html)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        assert len(attributes) == len(attrs), (tag, attrs)
        self.tags.append((tag, attributes, [name for name, _ in self.open]))
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open[-1][0] == tag, (tag, self.open[-3:], self.getpos())
        self.open.pop()

    def handle_data(self, data):
        if data.strip():
            self.texts.append((data, [*self.open]))

    def all(self, name, /, **wanted):
        return [
            attributes
            for tag, attributes, _ in self.tags
            if tag == name and all(attributes.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]

    def text(self, *without):
        """Return all that is read, but for style and for these elements."""
        shut = {"style", "title", "desc", *without}
        return " ".join(" ".join(data for data, path in self.texts if not shut & {name for name, _ in path}).split())

    def text_of(self, name):
        """Return what stands in each element of this name."""
        return [data for data, path in self.texts if name in {tag for tag, _ in path}]

    def own_words(self):
        """Return what the report itself says: no quotes, names or ids, nothing marked as another language."""
        lang = self.all("html")[0]["lang"]
        return [
            data
            for data, path in self.texts
            if not {"style", "blockquote", "bdi"} & {name for name, _ in path}
            and all(attributes.get("lang", lang) == lang for _, attributes in path)
        ]


def plain(text):
    """Return a text with every kind of blank and hyphen as the keyboard has it."""
    return re.sub(r"\s+", " ", text).replace("‑", "-")
