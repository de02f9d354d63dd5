from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tonecheck.errors import InputError
from tonecheck.respect_score.zone import commonest_offset, in_zone, read_moment, read_sent, read_zone

PARIS = ZoneInfo("Europe/Paris")


def plus(hours):
    return timezone(timedelta(hours=hours))


@pytest.mark.parametrize("name", ["Europe/Atlantis", "Europe", "", "../etc/passwd", 7])
def test_an_unknown_zone_is_refused_by_name(name):
    with pytest.raises(InputError) as caught:
        read_zone(name)
    assert str(caught.value) == f"timezone: {name!r}; expected the name of a zone, such as 'Europe/Paris'"


def test_the_commonest_offset_wins_over_the_newest():
    sents = [datetime(2026, 1, day, tzinfo=plus(1)) for day in (1, 2)] + [datetime(2026, 7, 1, tzinfo=plus(2))]
    assert commonest_offset([*sents, None, datetime(2026, 1, 3)]) == plus(1)


def test_times_without_an_offset_have_none_in_common():
    assert commonest_offset([datetime(2026, 1, 3), None]) is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-29T00:59:00Z", "2026-03-29T01:59:00+01:00"),
        ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T00:30:00Z", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00"),
        ("2026-03-29T09:00:00", "2026-03-29T09:00:00+02:00"),
        ("2026-03-28T09:00:00", "2026-03-28T09:00:00+01:00"),
    ],
)
def test_the_readers_clock_changes_with_summer_time(moment, expected):
    assert in_zone(datetime.fromisoformat(moment), PARIS).isoformat() == expected


def test_a_time_at_the_edge_of_the_calendar_is_refused():
    with pytest.raises(InputError, match=r"time: 0001-01-01T00:00:00\+00:00; expected one between"):
        in_zone(datetime.min.replace(tzinfo=UTC), timezone(timedelta(hours=-5)))


@pytest.mark.parametrize("sent", [None, float("nan")])
def test_no_time_is_none(sent):
    assert read_sent(sent, 0) is None


def test_the_missing_time_of_a_table_is_none():
    pd = pytest.importorskip("pandas")
    assert read_sent(pd.NaT, 0) is None


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("yesterday", "message 3: sent: 'yesterday'; expected date and time in ISO 8601"),
        (1772443800, "message 3: sent is int (1772443800); expected datetime or str"),
    ],
)
def test_a_time_that_cannot_be_read_is_refused_with_its_message(sent, words):
    with pytest.raises(InputError) as caught:
        read_sent(sent, 3)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    "value", ["2026-03-29", date(2026, 3, 29), datetime(2026, 3, 29), "2026-03-28T23:00:00Z", "2026-03-29 00:00"]
)
def test_a_day_is_its_first_moment_by_the_readers_clock(value):
    assert read_moment("since", value, PARIS).isoformat() == "2026-03-29T00:00:00+01:00"


@pytest.mark.parametrize("value", ["last week", "29/03/2026", 2026])
def test_an_option_that_is_no_day_is_refused_by_name(value):
    with pytest.raises(InputError) as caught:
        read_moment("since", value, PARIS)
    assert str(caught.value) == f"since: {value!r}; expected a date or a time in ISO 8601, such as '2026-03-02'"
