"""Pages as browsers and screen readers take them: structure, order, words, nothing fetched."""

import re
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import pytest

from tests.unit.report_cases import (
    DANA,
    NOW,
    Page,
    client,
    evidence,
    full_client,
    overall,
    part,
    passed_over,
    plain,
    point,
    respect_of,
)
from tonecheck.records import InvoiceContext
from tonecheck.respect_score import client_score
from tonecheck.respect_score.report.client_page import client_page
from tonecheck.respect_score.report.index_page import index_page
from tonecheck.respect_score.report.names import file_names
from tonecheck.respect_score.report.quotes import Quotes
from tonecheck.respect_score.report.words import Words

QUOTES = Quotes({}, lambda text: None)
NO_PARTS = {
    "time": client_score.NO_ZONE,
    "work": client_score.NO_WORK,
    "feedback": client_score.NO_MESSAGES_OF_MINE,
}
CASES = {
    "full": full_client(),
    "no part but one": client(time=None, feedback=None, missing=NO_PARTS, trend=None, invoices=None),
    "nothing found": client(time=part(100.0, "good"), timeline=(point(1),), n_messages=1, n_other_language=0),
    "no times": client(timeline=(point(1, sent=None), point(2, sent=None))),
    "no messages known": client(timeline=()),
    "five hundred": client(timeline=tuple(point(number, ("unsure",)) for number in range(500)), n_messages=500),
    "long name": client(client="a-very.long_name" * 20 + "@shop.example"),
    "another script": client(client="مريم الحسن"),
}


def page_of(found, language="en", **respect):
    return Page(client_page(found, respect_of(found, **respect), QUOTES, Words(language)))


def index_of(*found, language="en", **respect):
    clients = respect_of(*found, **respect)
    return Page(index_page(clients, file_names(clients), Words(language)))


def all_pages():
    for language in ("en", "fr"):
        for name, found in CASES.items():
            yield f"{name}, {language}", lambda found=found, language=language: page_of(found, language)
        yield f"index, {language}", lambda language=language: index_of(*CASES.values(), language=language)
        yield f"index of nobody, {language}", lambda language=language: index_of(language=language)


PAGES = dict(all_pages())


@pytest.fixture(params=PAGES)
def page(request):
    return PAGES[request.param]()


def test_every_id_is_there_once_and_every_reference_leads_to_one(page):
    ids = [attributes["id"] for _, attributes, _ in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    labels = [attributes["aria-labelledby"] for _, attributes, _ in page.tags if "aria-labelledby" in attributes]
    links = [link["href"][1:] for link in page.all("a") if link["href"].startswith("#")]
    assert {name for label in labels for name in label.split()} | set(links) <= set(ids)


def test_headings_are_in_order(page):
    levels = [int(tag[1]) for tag, _, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_words_or_is_hidden_from_those_who_cannot_see_it(page):
    for tag, attributes, path in page.tags:
        assert tag != "img"
        if tag == "svg" and "svg" not in path and attributes.get("aria-hidden") != "true":
            assert attributes["role"] == "img"
            assert len(attributes["aria-labelledby"].split()) == 2


def test_nothing_is_fetched_and_nothing_runs(page):
    assert not {"script", "link", "iframe", "object", "embed", "form", "base", "img", "use"} & {
        tag for tag, *_ in page.tags
    }
    for _, attributes, _ in page.tags:
        assert not any(name.startswith("on") or name in ("src", "style", "srcset", "xlink:href") for name in attributes)
        assert re.fullmatch(r"#[\w-]+|[\w.-]+\.html", attributes.get("href", "#a"))
    assert "http:" not in page.html
    assert "https:" not in page.html
    [style] = page.text_of("style")
    assert "url(" not in style
    assert "@import" not in style


def test_the_head_says_what_browsers_need(page):
    assert page.html.startswith("<!DOCTYPE html>")
    assert page.all("html")[0]["lang"] in ("en", "fr")
    assert page.all("meta", charset="utf-8")
    assert page.all("meta", name="viewport")
    [policy] = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy["content"]


def test_the_disclaimer_and_how_to_read_a_score_are_on_every_page(page):
    words = Words(page.all("html")[0]["lang"])
    assert page.text().count(plain(words.disclaimer())) == 2
    assert plain(words.say("how.not")) in plain(page.text())


def test_no_place_in_a_sentence_is_left_unfilled(page):
    assert not re.search(r"[{}]", " ".join(page.own_words()))


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith("fr")])
def test_a_french_page_has_no_english_left(name):
    english = re.compile(
        r"\b(the|of|and|is|are|your|you|they|this|that|from|with|was|have|to|by|for|nothing|no)\b", re.I
    )
    found = [said for said in PAGES[name]().own_words() if english.search(said)]
    assert found == []


def test_all_that_the_library_says_has_its_french():
    reasons = ("duplicate", "mine", "ignored", "before since", "not to me", "no own words", "nothing to measure")
    offset = "No time zone was named (timezone), so the commonest offset of the reader's own messages is taken, "
    page = index_of(
        full_client(),
        language="fr",
        left_out=dict.fromkeys(reasons, 2),
        assumptions=["No reader was named (me), so every sender is taken for a client.", f"{offset}all year: -03:30."],
    )
    assert "-03:30" in page.text()
    assert not page.all("span", lang="en")


def test_a_sentence_of_another_source_stays_and_is_marked_as_english():
    page = index_of(full_client(), language="fr", assumptions=["Something else was assumed."], left_out={"other": 3})
    assert len(page.all("span", lang="en")) == 2
    assert "Something else was assumed." in page.text()


def test_a_client_page_shows_what_weighs_most_first():
    said = page_of(full_client()).text()
    order = [
        "dana@ shop. example",
        "Should you break up with this client?",
        "Yes, there is reason to.",
        "no judgement of a person",
        "Overall score 40 out of 100",
        "90% interval: 20 to 60",
        "Do they respect your time?",
        "Do they respect your work?",
        "Do they respect your feedback?",
        "Worse of late",
        "4 invoices",
        "Tone over time",
        "When they write",
        "What was assumed",
        "How to read a score",
    ]
    places = [said.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_evidence_has_its_reason_once_points_date_and_the_message_it_points_to():
    entries = [evidence("contempt", 1, points=-4.25), evidence("contempt", 2, points=-1.0), evidence("unsure", 3)]
    page = page_of(client(work=part(entries=entries)))
    said = page.text()
    assert said.count("Writes with contempt “") == 0  # the marks of quotes come from the style sheet
    assert page.text_of("h3").count("Writes with contempt") == 1
    assert "−4.2 points" in said
    assert "−1.0 point " in said
    assert "Message m2" in said
    assert {"datetime": "2026-03-06T21:05+00:00"} in page.all("time")
    assert page.text_of("blockquote").count("Did you even open the file?") >= 3


def test_five_messages_are_shown_for_a_part_and_the_others_are_counted():
    entries = [evidence("chasing", number) for number in range(7)]
    found = client(time=part(entries=entries), work=part(entries=entries * 3), feedback=part())
    assert len(page_of(found).all("blockquote")) == 10
    said = page_of(found).text()
    assert "and 2 more messages" in said
    assert "and at least 16 more messages" in said


def test_a_message_that_raised_the_score_is_no_evidence_against_the_client():
    found = client(time=part(entries=[evidence("out_of_hours", points=1.25)]), work=part(), feedback=part())
    assert not page_of(found).all("blockquote")


def test_an_ignored_concern_is_said_to_be_the_readers_own_words():
    ignored, mocked = (client(feedback=part(entries=[evidence(code)]), timeline=()) for code in ("ignored", "mocked"))
    assert "you wrote" in page_of(ignored).text()
    assert "you wrote" not in page_of(mocked).text()


def test_a_part_without_data_says_so_and_why():
    said = page_of(CASES["no part but one"]).text()
    assert said.count("no data") == 4
    assert "No time zone was named (timezone), and none of your own messages shows one." in said
    assert "It counts as neither good nor bad." in said
    assert "these are the hours that the messages themselves state" in said


def test_too_few_messages_give_no_coloured_verdict():
    page = page_of(client(overall=overall(verdict="not_enough_messages", n_messages=1)))
    assert "Too few messages to say." in page.text()
    [bar] = [svg for svg in page.all("svg") if svg.get("aria-labelledby") == "overall-title overall-desc"]
    assert bar["class"] == "bar none"


@pytest.mark.parametrize(
    ("verdict", "english", "french"),
    [
        ("keep", "No. One to keep.", "Non. Un client à garder."),
        ("a_bit_difficult", "No, but a bit difficult.", "Non, mais un peu difficile."),
        ("break_up", "Yes, there is reason to.", "Oui, il y a de quoi."),
        ("not_enough_messages", "Too few messages to say.", "Trop peu de messages pour le dire."),
    ],
)
def test_every_verdict_is_said_in_words(verdict, english, french):
    found = client(overall=overall(verdict=verdict))
    assert english in page_of(found).text()
    assert french in page_of(found, "fr").text()


def test_a_french_page_reads_as_french_is_set():
    said = page_of(full_client(), "fr").text()
    assert "Respecte‑t‑il votre temps\N{NO-BREAK SPACE}?" in page_of(full_client(), "fr").html
    assert "Devez-vous rompre avec ce client ?" in plain(said)
    assert "Intervalle à 90 % : 20 à 60" in plain(said)
    assert "6 mars 2026 à 21 h 05" in plain(said)
    assert "−4,2 points" in said
    assert not any(re.search(" [:;?!»%]|« ", said) for said in page_of(full_client(), "fr").own_words())


def test_the_trend_and_invoices_are_said():
    said = page_of(full_client()).text("svg")
    assert "Worse of late" in said
    assert "1 paid late" in said
    assert "2 unpaid after the due date" in said
    assert "12 days late on average" in said
    without = page_of(client(trend=None, invoices=None)).text()
    assert "it takes 4 within the last 30 days, and 4 before" in without
    assert "No invoices were given." in without


def test_orders_are_said_and_whether_they_are_steady():
    said = plain(page_of(full_client()).text())
    assert "Steady orders: in 9 of the last 12 months. The first is of 1 March 2025 ." in said
    few = InvoiceContext(2, 0, 0, 0.0, date(2026, 2, 1), 3, 1)
    assert "2 invoices Orders in 1 of the last 3 months. The first is of 1 February 2026 ." in plain(
        page_of(client(invoices=few)).text()
    )
    assert (
        "Commandes régulières : 9 mois avec commande sur les 12 derniers mois. La première date du 1er mars"
        in plain(page_of(full_client(), "fr").text())
    )
    assert "1 mois avec commande sur les 3 derniers mois. La première date du" in plain(
        page_of(client(invoices=few), "fr").text()
    )
    unknown = page_of(client(invoices=InvoiceContext(1, 0, 0, 0.0))).text()
    assert ("1 invoice" in unknown, "rders in" in unknown) == (True, False)


def test_an_ignored_concern_is_in_the_course_of_time_as_the_readers_own():
    points = (point(1), passed_over(2), point(3, ("mocked",), 0.9), passed_over(4, sent=None))
    page = page_of(client(timeline=points))
    said = page.text()
    assert "At the foot of the picture: 1 message of yours whose concern was left unanswered." in said
    assert "1 message without a date is left out of the picture." in said
    told = [title for title in page.text_of("title") if "you wrote" in title]
    assert told == [
        "8\xa0March 2026, 21:05: you wrote – Goes on to other things and leaves this concern of yours unanswered"
    ]
    assert "you wrote" in page.text_of("td")
    [described] = [said for said in page.text_of("desc") if "contempt or insult" in said]
    assert described.startswith("2 messages, of which 1 more likely than not")
    assert "cost feedback points" in said
    assert "Au pied du graphique : 1 de vos messages" in plain(page_of(client(timeline=points), "fr").text())
    assert "foot of the picture" not in page_of(client(timeline=points[::2])).text()


def test_what_i_wrote_myself_is_not_counted_among_what_the_client_wrote():
    points = (passed_over(0), point(1), passed_over(9))
    found = client(timeline=points, n_messages=1)
    assert "1 message, 7 March 2026" in plain(page_of(found).text())
    assert "Most on Saturday. 100% of all at the weekend" in page_of(found).text()
    assert "Last message 7 March 2026" in plain(index_of(found).text())


def test_the_list_begins_with_the_lowest_score_and_links_every_client():
    clients = [
        client(client="ann@a.example", overall=overall(90.0, "good", "keep")),
        client(client="bo@b.example", overall=overall(20.0)),
        client(client="cy@c.example", overall=overall(20.0), work=None),
    ]
    page = index_of(*clients)
    links = [link["href"] for link in page.all("a") if link["href"].endswith(".html")]
    assert links == ["client-bo-b-example.html", "client-cy-c-example.html", "client-ann-a-example.html"]
    said = page.text()
    assert said.count("10 messages · Last message") == 3
    assert "2 Break up" in said
    assert "1 Keep" in said
    assert said.count("no data") == 1


def test_a_list_of_nobody_says_so():
    assert "No client's message was found in this mailbox." in index_of().text()


def test_every_message_is_in_the_table_for_those_who_do_not_see_the_chart():
    page = page_of(full_client())
    rows = [path for tag, _, path in page.tags if tag == "td" and "details" in path]
    assert len(rows) == 4 * len(full_client().timeline)
    assert page_of(CASES["no times"]).text().count("no date") >= 2


def test_messages_are_counted_by_weekday_and_hour():
    sents = [datetime(2026, 3, 6, 21, 5), datetime(2026, 3, 6, 21, 50), datetime(2026, 3, 8, 9)]
    points = tuple(replace(point(number), sent=sent) for number, sent in enumerate(sents))
    page = page_of(client(timeline=points))
    assert "Most on Friday. 33% of all at the weekend, 67% between 20:00 and 7:00." in page.text()
    assert len(page.all("td", class_="l4")) == 1
    assert len(page.all("td", class_="l2")) == 1


def test_dates_at_the_ends_of_the_calendar_are_drawn():
    points = (replace(point(0), sent=datetime(1, 1, 1)), replace(point(1), sent=datetime(9999, 12, 31, 23, 59)))
    assert "9999" in page_of(client(timeline=points)).text()


def test_the_names_of_the_page_are_the_clients():
    assert page_of(full_client()).text_of("title")[0] == f"{DANA} – respect report"
    assert NOW.year == 2026
