"""What stands beside the score: the trend against the client's own normal, invoices and orders."""

from __future__ import annotations

from tonecheck.records import InvoiceContext, Trend
from tonecheck.respect_score.report.dates import show_day
from tonecheck.respect_score.report.markup import Markup, join, tag
from tonecheck.respect_score.report.words import Words
from tonecheck.respect_score.trend import ENOUGH, RECENT_DAYS


def trend_card(trend: Trend | None, words: Words) -> Markup:
    """Show how the client has written of late against how they wrote before."""
    heading = tag("h2", words.say("trend"))
    if trend is None:
        return tag(
            "section", heading, tag("p", words.say("no_trend", n=ENOUGH, days=RECENT_DAYS)), class_="card context"
        )
    note = words.say("trend_about") + (f" {words.say('trend_chance')}" if trend.direction == "steady" else "")
    return tag(
        "section",
        heading,
        tag("p", words.say(f"trend.{trend.direction}"), class_="lead"),
        _bars(trend, words),
        tag("p", note, class_="small"),
        class_="card context",
    )


def _bars(trend: Trend, words: Words) -> Markup:
    rows = ((words.say("before"), trend.before, "past"), (words.say("recent", n=RECENT_DAYS), trend.recent, "late"))
    drawn = []
    for place, (label, share, kind) in enumerate(rows):
        top = place * 46
        drawn += [
            tag("text", label, x=0, y=top + 14),
            tag("text", words.percent(share), x="100%", y=top + 14, text_anchor="end", class_="value"),
            tag("rect", x=0, y=top + 22, width="100%", height=10, rx=5, class_="track"),
            tag("rect", x=0, y=top + 22, width=f"{max(100 * share, 0.8):.2f}%", height=10, rx=5, class_=kind),
        ]
    told = words.say(
        "trend_title", n=RECENT_DAYS, before=words.percent(trend.before), recent=words.percent(trend.recent)
    )
    return tag(
        "svg",
        tag("title", words.say("trend"), id="trend-title"),
        tag("desc", told, id="trend-desc"),
        *drawn,
        class_="trend",
        width="100%",
        height=80,
        role="img",
        aria_labelledby="trend-title trend-desc",
    )


def invoice_card(invoices: InvoiceContext | None, words: Words) -> Markup:
    """Show how the client pays, and how steadily they order."""
    heading = tag("h2", words.say("invoices"))
    if invoices is None:
        return tag("section", heading, tag("p", words.say("no_invoices")), class_="card context")
    return tag(
        "section",
        heading,
        tag("p", words.count("n_invoices", invoices.n_invoices), class_="lead"),
        tag("p", _orders(invoices, words)) if invoices.first_order else None,
        join(_invoice_facts(invoices, words)),
        tag("p", words.say("invoices_about"), class_="small"),
        class_="card context",
    )


def _orders(invoices: InvoiceContext, words: Words) -> Markup:
    assert invoices.first_order is not None  # noqa: S101 - asked before
    return words.fill(
        "steady_orders" if invoices.is_steady else "orders",
        n=words.number(invoices.n_order_months),
        months=words.count("months_back", invoices.n_months),
        first=show_day(invoices.first_order, words),
    )


def _invoice_facts(invoices: InvoiceContext, words: Words) -> list[Markup]:
    if not invoices.n_late and not invoices.n_unpaid:
        return [tag("p", words.say("all_on_time"))]
    facts = [
        words.count("paid_late", invoices.n_late),
        words.count("unpaid", invoices.n_unpaid),
        words.count("days_late", round(invoices.mean_days_late)),
    ]
    return [tag("ul", *(tag("li", fact) for fact in facts), class_="facts")]
