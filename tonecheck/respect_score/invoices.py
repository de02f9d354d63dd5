"""How a client pays, and how steadily they order: context that is shown beside the score.

Orders are read off invoices: each stands for one, on the day on which it was issued, or was due where that is not
known. They are steady where two things hold: the months looked at are `STEADY_MONTHS` at least, and in half of them or
more there is an invoice. Looked at are the `MONTHS` calendar months up to the day in question, its own among them; of a
client whose first invoice is younger, the months since that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from tonecheck.errors import InputError, shorten
from tonecheck.records import InvoiceContext
from tonecheck.respect_score.people import People

FIELDS = ("client", "issued", "due", "paid")

MONTHS = 12
"""Calendar months in which orders are looked for: a year, so that every season is in it."""

STEADY_MONTHS = 6
"""Fewest months that can show steady orders. Chosen by judgement."""

STEADY_SHARE = 0.5
"""Least share of the months that have an invoice, where orders are steady. Chosen by judgement."""


class Invoice(NamedTuple):
    """One invoice: when it was due, when it was paid, if it was, and when it was issued, if that is known."""

    due: date
    paid: date | None
    issued: date | None = None


def read_invoices(invoices: Iterable[Mapping[str, Any]], people: People) -> dict[str, list[Invoice]]:
    """Read invoices by client.

    Parameters
    ----------
    invoices : iterable of mapping
        Each with 'client' (an address or a name), 'due' and 'paid' (dates, or ISO 8601 text; 'paid' None or missing
        while it is not), and, if wanted, 'issued'.
    people : People
        Who is who.

    Returns
    -------
    dict of str to list of Invoice

    Raises
    ------
    InputError
        If an invoice lacks a field or has another, or a day is no date.
    """
    if not isinstance(invoices, Iterable):
        raise InputError(f"invoices: {shorten(invoices)}; expected an iterable of invoices")
    found: dict[str, list[Invoice]] = defaultdict(list)
    for index, invoice in enumerate(invoices):
        if not isinstance(invoice, Mapping) or not {"client", "due"} <= set(invoice) <= set(FIELDS):
            came = sorted(map(str, invoice)) if isinstance(invoice, Mapping) else type(invoice).__name__
            raise InputError(
                f"invoice {index}: {shorten(came, 80)}; expected client and due, and issued and paid if known"
            )
        if not isinstance(invoice["client"], str):
            raise InputError(f"invoice {index}: client is {shorten(invoice['client'])}; expected an address or a name")
        due = _day(invoice["due"], index, "due")
        if due is None:
            raise InputError(f"invoice {index}: due is {shorten(invoice['due'])}; expected a date")
        paid, issued = (_day(invoice.get(field), index, field) for field in ("paid", "issued"))
        found[people.key(invoice["client"])].append(Invoice(due, paid, issued))
    return found


def invoice_context(invoices: Sequence[Invoice], today: date | None) -> InvoiceContext | None:
    """Put one client's invoices together, as of a day (without one, of the last they tell); None without invoices.

    Examples
    --------
    >>> paid_late, open_still = Invoice(date(2026, 3, 1), date(2026, 3, 11)), Invoice(date(2026, 5, 1), None)
    >>> found = invoice_context([paid_late, open_still], date(2026, 5, 21))
    >>> found.n_late, found.n_unpaid, found.mean_days_late
    (1, 1, 15.0)
    >>> found.n_order_months, found.n_months, found.is_steady
    (2, 3, False)
    """
    if not invoices:
        return None
    day = today or max(max(invoice.due, invoice.paid or invoice.due) for invoice in invoices)
    paid = [invoice.paid for invoice in invoices]
    late = [
        (on - invoice.due).days for invoice, on in zip(invoices, paid, strict=True) if on and invoice.due < on <= day
    ]
    unpaid = [
        (day - invoice.due).days
        for invoice, on in zip(invoices, paid, strict=True)
        if invoice.due < day < (on or date.max)
    ]
    overdue = late + unpaid
    mean_days_late = sum(overdue) / len(overdue) if overdue else 0.0
    return InvoiceContext(len(invoices), len(late), len(unpaid), mean_days_late, *_orders(invoices, day))


def _orders(invoices: Sequence[Invoice], day: date) -> tuple[date | None, int, int, bool]:
    """Return the day of the first order, the months looked at, those with an order, and whether orders are steady."""
    days = [ordered for invoice in invoices if (ordered := invoice.issued or invoice.due) <= day]
    if not days:
        return None, 0, 0, False
    months = {_month(day) - _month(ordered) for ordered in days}
    n_months = min(max(months) + 1, MONTHS)
    n_order_months = sum(month < n_months for month in months)
    is_steady = n_months >= STEADY_MONTHS and n_order_months >= STEADY_SHARE * n_months
    return min(days), n_months, n_order_months, is_steady


def _month(day: date) -> int:
    return 12 * day.year + day.month


def _day(value: Any, index: int, field: str) -> date | None:
    if value is None or value != value or value == "":  # NaN and NaT are what is not equal to itself
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value).date()
    except (TypeError, ValueError) as error:
        raise InputError(
            f"invoice {index}: {field} is {shorten(value)}; expected a date such as '2026-03-31'"
        ) from error
