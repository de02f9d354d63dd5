"""How a client pays: context that is shown beside the score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from tonecheck.errors import InputError, shorten
from tonecheck.records import InvoiceContext
from tonecheck.respect_score.people import People

FIELDS = ("client", "issued", "due", "paid")


class Invoice(NamedTuple):
    """One invoice: when it was due, and when it was paid, if it was."""

    due: date
    paid: date | None


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
        _day(invoice.get("issued"), index, "issued")
        found[people.key(invoice["client"])].append(Invoice(due, _day(invoice.get("paid"), index, "paid")))
    return found


def invoice_context(invoices: Sequence[Invoice], today: date | None) -> InvoiceContext | None:
    """Put one client's invoices together, as of a day (without one, of the last they tell); None without invoices.

    Examples
    --------
    >>> paid_late, open_still = Invoice(date(2026, 3, 1), date(2026, 3, 11)), Invoice(date(2026, 5, 1), None)
    >>> invoice_context([paid_late, open_still], date(2026, 5, 21))
    InvoiceContext(n_invoices=2, n_late=1, n_unpaid=1, mean_days_late=15.0)
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
    return InvoiceContext(len(invoices), len(late), len(unpaid), sum(overdue) / len(overdue) if overdue else 0.0)


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
