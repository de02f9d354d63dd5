"""What a score had to assume, in words, so that its reader can name it better."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone

from tonecheck.respect_score.zone import show_offset

NO_READER = "No reader was named (me), so every sender is taken for a client."
NO_ANSWERS = "None of the reader's own messages has a time, so nothing counts as chasing, nor as begun by the reader."
NO_PRESSURING = "The model has no label 'pressuring', so time rests on hours and chasing alone."
UTC_TAKEN = (
    "No time zone was named (timezone) nor found, so times without an offset are taken as UTC to tell their age."
)


def assumptions(
    *,
    is_reader_named: bool,
    is_zone_named: bool,
    own_offset: timezone | None,
    has_answers: bool,
    hears_pressure: bool,
    sents: Iterable[datetime | None],
) -> tuple[str, ...]:
    """Say what was assumed for want of an option, of messages or of a label.

    Parameters
    ----------
    is_reader_named, is_zone_named : bool
        Whether `me` and `timezone` were given.
    own_offset : timezone or None
        The commonest UTC offset of the reader's own messages.
    has_answers : bool
        Whether any of the reader's own messages has a time.
    hears_pressure : bool
        Whether the model has the label 'pressuring'.
    sents : iterable of datetime or None
        When the messages were sent, as they came.

    Returns
    -------
    tuple of str
        A sentence each, in English.
    """
    found = []
    if not is_reader_named:
        found.append(NO_READER)
    knows_zone = is_zone_named or own_offset is not None
    if own_offset is not None and not is_zone_named:
        found.append(
            "No time zone was named (timezone), so the commonest offset of the reader's own messages is taken, "
            f"all year: {show_offset(own_offset)}."
        )
    if not knows_zone and any(sent is not None and sent.utcoffset() is None for sent in sents):
        found.append(UTC_TAKEN)
    if knows_zone and not has_answers:
        found.append(NO_ANSWERS)
    if knows_zone and not hears_pressure:
        found.append(NO_PRESSURING)
    return tuple(found)
