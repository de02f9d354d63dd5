from datetime import UTC, datetime, timedelta, timezone

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import parse_sent

PARIS_WINTER = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T09:30:00+01:00", datetime(2026, 3, 2, 9, 30, tzinfo=PARIS_WINTER)),
        ("2026-03-02T09:30:00Z", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        (" 2026-03-02 09:30 ", datetime(2026, 3, 2, 9, 30)),
        ("2026-03-02T09:30:00.125", datetime(2026, 3, 2, 9, 30, 0, 125_000)),
        ("20260302T09", datetime(2026, 3, 2, 9)),
    ],
)
def test_iso_times_are_read_and_stay_naive_without_an_offset(text, expected):
    sent = parse_sent(text)
    assert (sent, sent.tzinfo is None) == (expected, expected.tzinfo is None)


@pytest.mark.parametrize(
    "text", ["02/03/2026 09:30", "Mon, 2 Mar 2026 09:30:00 +0100", "2026-13-02T09:30", "", "1772443800"]
)
def test_other_forms_are_refused_with_the_form_expected(text):
    with pytest.raises(InputError) as caught:
        parse_sent(text)
    assert str(caught.value) == (
        f"sent: {text!r}; expected date and time in ISO 8601, such as '2026-03-02T09:30:00+01:00'"
    )


@pytest.mark.parametrize("text", ["2026-03-02", "20260302", "2026-W10-1"])
def test_a_date_alone_is_refused_for_it_would_read_as_midnight(text):
    with pytest.raises(InputError, match="expected date and time"):
        parse_sent(text)
