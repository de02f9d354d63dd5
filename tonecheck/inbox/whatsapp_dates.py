"""Whether the dates of a chat have the day or the month first, which one date alone often does not tell."""

from __future__ import annotations

from tonecheck.inbox.whatsapp_head import Head, Order

UNDECIDED = "no date tells whether day or month comes first; read day first"
"""Note on a chat in which 3/4 may as well be 4/3, all over."""


class DateEvidence:
    """What the dates of a file say about their order.

    Examples
    --------
    >>> from tonecheck.inbox.whatsapp_head import read_head
    >>> evidence = DateEvidence()
    >>> evidence.add(read_head("3/13/26, 9:05 PM - Dana: Hello"))
    >>> evidence.order()
    ('month first', 'dates read month first, for some have a day over 12')
    """

    def __init__(self) -> None:
        self._is_certain = False
        self._is_year_first = False
        self._over_12 = [0, 0]
        self._steps_back = [0, 0]
        self._last = [(0, 0, 0), (0, 0, 0)]

    def add(self, head: Head) -> None:
        """Take the date of one message in; messages stand in the order of time."""
        a, b, year = head.date
        self._is_year_first |= head.style.is_year_first
        # Nobody who writes the month first parts the numbers by dots, and French does not write it first.
        self._is_certain |= head.style.sign == "." or head.is_french
        self._over_12[0] += b <= 12 < a
        self._over_12[1] += a <= 12 < b
        for index, date in enumerate(((year, b, a), (year, a, b))):
            self._steps_back[index] += date < self._last[index]
            self._last[index] = date

    def order(self) -> tuple[Order, str | None]:
        """Return the order, and what is to be said about it; day first where nothing decides."""
        if self._is_year_first:
            return "year first", None
        if self._is_certain:
            return "day first", None
        if self._over_12[0] != self._over_12[1]:
            order: Order = "day first" if self._over_12[0] > self._over_12[1] else "month first"
            return order, f"dates read {order}, for some have a day over 12"
        if self._steps_back[0] != self._steps_back[1]:
            order = "day first" if self._steps_back[0] < self._steps_back[1] else "month first"
            return order, f"dates read {order}, for only so the messages stand in the order of time"
        return "day first", UNDECIDED
