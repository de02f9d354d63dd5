"""What stands beside a score: trend, invoices, holidays, other languages, the course of time."""

import copy
import json
import pickle  # noqa: TID251 - results of ours must survive it
from datetime import date, datetime

import pytest

from tonecheck import respect
from tonecheck.errors import InputError
from tonecheck.records import InvoiceContext, Message
from tonecheck.respect_score.holidays import read_holidays
from tonecheck.respect_score.invoices import Invoice, invoice_context, read_invoices
from tonecheck.respect_score.people import read_people
from tonecheck.respect_score.trend import trend_of

DANA = "dana@shop.example"
PEOPLE = read_people("me@studio.example", {"dana@home.example": DANA}, ())


def paid(invoices, day):
    found = invoice_context(invoices, day)
    return found.n_invoices, found.n_late, found.n_unpaid, found.mean_days_late


def orders(months, day=date(2026, 6, 15)):
    """Return what is said of orders so many months before the day."""
    counted = [12 * day.year + day.month - 1 - month for month in months]
    issued = [date(month // 12, month % 12 + 1, 1) for month in counted]
    found = invoice_context([Invoice(first, None, first) for first in issued], day)
    return found.n_order_months, found.n_months, found.is_steady, found.first_order


def test_a_client_who_gets_worse_or_better_against_their_own_normal_is_said():
    days = [*range(0, 40, 4), *range(90, 100)]
    assert trend_of([0.0] * 10 + [1.0] * 10, days, None).direction == "worse"
    assert trend_of([1.0] * 10 + [0.0] * 10, days, None).direction == "better"
    assert trend_of([1.0] * 20, days, None).direction == "steady"
    assert trend_of([0.0] * 9 + [1.0] + [0.0] * 9 + [1.0], days, None).direction == "steady"


@pytest.mark.parametrize("days", [[None] * 20, [*range(20)], [*range(17), 100, 101, 102]])
def test_there_is_no_trend_without_enough_of_late_and_before(days):
    assert trend_of([1.0] * 20, days, None) is None


def test_a_trend_counts_back_from_the_day_asked_for():
    days = [*range(10), *range(100, 110)]
    assert trend_of([0.0] * 20, days, 400) is None


def test_invoices_are_read_by_client_with_aliases():
    rows = [
        {"client": "Dana <DANA@home.example>", "due": "2026-03-01", "paid": "2026-03-11", "issued": "2026-02-01"},
        {"client": DANA, "due": date(2026, 4, 1), "paid": None},
    ]
    assert read_invoices(rows, PEOPLE) == {
        DANA: [Invoice(date(2026, 3, 1), date(2026, 3, 11), date(2026, 2, 1)), Invoice(date(2026, 4, 1), None)]
    }


def test_an_invoice_paid_on_its_day_is_not_late_and_one_not_yet_due_is_not_unpaid():
    invoices = [Invoice(date(2026, 3, 1), date(2026, 3, 1)), Invoice(date(2026, 6, 1), None)]
    assert paid(invoices, date(2026, 5, 1)) == (2, 0, 0, 0.0)
    assert invoice_context([], date(2026, 5, 1)) is None


def test_an_invoice_paid_after_the_day_asked_for_is_unpaid_on_it():
    invoices = [Invoice(date(2026, 3, 1), date(2026, 6, 1))]
    assert paid(invoices, date(2026, 3, 10)) == (1, 0, 1, 9.0)
    assert paid(invoices, None) == (1, 1, 0, 92.0)


def test_orders_are_steady_in_half_of_the_months_of_half_a_year_or_more():
    assert orders([0, 2, 5]) == (3, 6, True, date(2026, 1, 1))
    assert orders([0, 5]) == (2, 6, False, date(2026, 1, 1))
    assert orders([0, 1, 2, 3, 4]) == (5, 5, False, date(2026, 2, 1))


def test_of_orders_a_year_back_counts_and_the_first_is_said_however_old():
    assert orders([0, 1, 2, 3, 4, 11, 30]) == (6, 12, True, date(2023, 12, 1))
    assert orders([0, 1, 2, 3, 4, 12, 30]) == (5, 12, False, date(2023, 12, 1))


def test_several_orders_of_one_month_are_one_month_of_orders():
    days = [date(2026, 1, 3), date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)]
    found = invoice_context([Invoice(day, None, day) for day in days], date(2026, 6, 30))
    assert (found.n_order_months, found.n_months, found.is_steady) == (2, 6, False)


def test_an_order_counts_on_the_day_of_its_invoice_else_when_it_was_due_and_not_before():
    issued, due = Invoice(date(2026, 9, 1), None, date(2026, 6, 1)), Invoice(date(2026, 9, 1), None)
    both = [invoice_context([invoice], date(2026, 6, 1)) for invoice in (issued, due)]
    assert [(found.n_order_months, found.n_months, found.first_order) for found in both] == [
        (1, 1, date(2026, 6, 1)),
        (0, 0, None),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x", "invoice 0: 'str'; expected client and due, and issued and paid if known"),
        ({"client": DANA}, "invoice 0: ['client']; expected client and due, and issued and paid if known"),
        ({"client": 1, "due": "2026-01-01"}, "invoice 0: client is 1; expected an address or a name"),
        ({"client": DANA, "due": None}, "invoice 0: due is None; expected a date"),
        ({"client": DANA, "due": "soon"}, "invoice 0: due is 'soon'; expected a date such as '2026-03-31'"),
    ],
)
def test_a_wrong_invoice_is_refused(row, words):
    with pytest.raises(InputError) as caught:
        read_invoices([row], PEOPLE)
    assert str(caught.value) == words


def test_holidays_are_those_of_a_country_a_region_or_the_days_given():
    assert date(2026, 7, 14) in read_holidays("fr")
    assert date(2026, 6, 24) in read_holidays("CA-QC")
    assert date(2026, 6, 24) not in read_holidays("CA-ON")
    assert date(2026, 5, 4) in read_holidays([datetime(2026, 5, 4)])
    assert read_holidays([date(2026, 5, 4), "2026-05-05"]) == {date(2026, 5, 4), date(2026, 5, 5)}
    assert not read_holidays(None)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            "XX",
            "holidays: 'XX'; expected a country by its two letters, such as 'FR', or with its region, such as 'CA-QC'",
        ),
        ("FR-99", "holidays: 'FR-99'; expected a country by its two letters"),
        (["soon"], "holidays: ['soon']; expected a country such as 'FR', or dates"),
        (7, "holidays: 7; expected a country such as 'FR', or dates"),
    ],
)
def test_wrong_holidays_are_refused(value, words):
    with pytest.raises(InputError) as caught:
        read_holidays(value)
    assert str(caught.value).startswith(words)


def test_a_message_on_a_holiday_is_out_of_hours():
    message = Message("1", "2026-07-14T10:00:00", DANA, "Could you send the second draft?")
    free, worked = (
        respect([message], timezone="Europe/Paris", holidays=holidays)[DANA].time for holidays in ("FR", None)
    )
    assert ([evidence.reason for evidence in free.evidence], worked.evidence) == (["out_of_hours"], ())


def test_results_are_frozen_and_can_be_copied_and_pickled():
    messages = [Message("1", "2026-07-13T10:00:00", DANA, "You fool, redo it.")]
    clients = respect(messages, timezone="Europe/Paris")
    assert pickle.loads(pickle.dumps(clients)) == copy.deepcopy(clients) == clients
    for mapping in (clients.clients, clients.left_out, clients[DANA].missing, clients[DANA].timeline[0].probability):
        with pytest.raises(TypeError, match="a result cannot be changed"):
            mapping["x"] = 1
        with pytest.raises(TypeError, match="a result cannot be changed"):
            mapping.clear()


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        (None, "messages is one NoneType; expected an iterable of Message or dict"),
        (Message("1", None, DANA, "Hi"), "messages is one Message; expected an iterable of Message or dict"),
        ([Message("1", None, DANA, None)], "message 0: text is NoneType (None); expected str"),
        ([Message("1", None, DANA, b"Hi")], "message 0: text is bytes (b'Hi'); expected str"),
    ],
)
def test_what_is_no_message_is_refused(messages, words):
    with pytest.raises(InputError) as caught:
        respect(messages)
    assert str(caught.value) == words


def test_what_is_missing_in_a_table_is_no_thread():
    rows = [{"id": "1", "sent": None, "sender": DANA, "text": "Hi", "thread": float("nan"), "to": float("nan")}]
    assert list(respect(rows, timezone="Europe/Paris")) == [DANA]


def test_the_course_of_time_and_other_languages_are_shown():
    messages = [
        Message("2", "2026-07-15T10:00:00", DANA, "Did nobody teach you to read, you fool?"),
        Message("1", "2026-07-13T10:00:00", DANA, "Danke schön, das sieht wirklich gut aus, bis nächste Woche."),
    ]
    dana = respect(messages, timezone="Europe/Paris", invoices=[{"client": DANA, "due": "2026-07-01"}])[DANA]
    assert [point.message_id for point in dana.timeline] == ["1", "2"]
    assert dana.timeline[0].reasons == ()
    assert "insulting" in dana.timeline[1].reasons
    assert dana.timeline[1].sent == datetime.fromisoformat("2026-07-15T10:00:00+02:00")
    assert (dana.n_other_language, dana.trend) == (1, None)
    assert dana.invoices == InvoiceContext(1, 0, 1, 14.0, date(2026, 7, 1), 1, 1, False)
    plain = json.loads(json.dumps(dana.to_dict()))
    assert (plain["invoices"]["first_order"], plain["invoices"]["is_steady"]) == ("2026-07-01", False)
