import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import automatic, message_file
from tonecheck.respect_score import assumptions, client_score, reasons
from tonecheck.respect_score.report import words as module
from tonecheck.respect_score.report.bands import BAND_OF_VERDICT
from tonecheck.respect_score.report.english import ENGLISH
from tonecheck.respect_score.report.french import FRENCH
from tonecheck.respect_score.report.marks import mark_of
from tonecheck.respect_score.report.remarks import left_out_reason, remark
from tonecheck.respect_score.report.words import Words

PLACES = re.compile(r"{(\w+)}")
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in Path(module.__file__).parent.glob("*.py")
    if path.stem not in ("english", "french")
)
LISTED = ("missing.", "assumed.", "left_out.", "why.", "short.", "ask.", "about.", "trend.", "mark.", "column.", "how.")


def test_both_languages_say_the_same_things_in_the_same_order():
    assert list(ENGLISH) == list(FRENCH)


@pytest.mark.parametrize("key", ENGLISH)
def test_both_languages_have_the_same_places_and_plurals(key):
    assert set(PLACES.findall(ENGLISH[key])) == set(PLACES.findall(FRENCH[key]))
    assert ENGLISH[key].count("|") == FRENCH[key].count("|")
    if key.endswith(("months", "weekdays")):
        assert len(ENGLISH[key].split()) == len(FRENCH[key].split())


def test_no_sentence_is_there_that_no_page_says():
    unused = [key for key in ENGLISH if not key.startswith(LISTED) and not re.search(f"""["']{key}["']""", SOURCE)]
    assert set(unused) <= {"tone_about", *BAND_OF_VERDICT}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reason_has_a_sentence_and_a_mark(language):
    codes = [value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)]
    assert "contempt" in codes
    assert all(Words(language).reason(code)[0].isupper() for code in codes)
    assert {mark_of([code]) for code in codes} == {"unsure", "time", "feedback", "work"}
    assert mark_of(["a reason to come"]) == "unsure"


def test_every_sentence_of_the_library_has_its_french():
    missing = [value for name, value in vars(client_score).items() if name.startswith("NO_")]
    assumed = [
        sentence
        for named in (True, False)
        for offset in (None, datetime(2026, 1, 1, tzinfo=UTC).tzinfo)
        for rest in (True, False)
        for sentence in assumptions.assumptions(
            is_reader_named=named,
            is_zone_named=named,
            own_offset=offset,
            has_answers=rest,
            hears_pressure=rest,
            sents=[datetime(2026, 1, 1)],
        )
    ]
    assert len(missing) >= 5
    assert len(set(assumed)) >= 5
    for sentence in {*missing, *assumed}:
        assert "lang=" not in remark(sentence, Words("fr")), sentence
        assert remark(sentence, Words("fr")) != remark(sentence, Words("en"))


def test_every_reason_for_leaving_out_has_its_french():
    skipped = [automatic.AUTOMATIC, message_file.DRAFT, message_file.THROWN_AWAY, message_file.NO_TEXT]
    for reason in [*skipped, message_file.DELETED, message_file.TOO_LARGE]:
        assert "lang=" not in left_out_reason(reason, Words("fr")), reason


def test_a_missing_reason_is_said_to_be_missing():
    assert remark(None, Words("en")) == "No reason was given."


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [("en", 0, "0 messages"), ("en", 1, "1 message"), ("fr", 0, "0 message"), ("fr", 2, "2 messages")],
)
def test_numbers_of_things_agree(language, n, said):
    assert Words(language).count("messages", n) == said


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (-12.5, "−12.5 points", "−12,5 points"),
        (-1.0, "−1.0 point", "−1,0 point"),
        (-0.04, "under 0.1 points", "moins de 0,1 point"),
        (0.3, "+0.3 points", "+0,3 point"),
    ],
)
def test_points_have_their_sign_and_number(value, english, french):
    assert (Words("en").points(value), Words("fr").points(value)) == (english, french)


@pytest.mark.parametrize(("value", "shown"), [(74.96, "74"), (75.0, "75"), (44.7, "44"), (0.2, "0"), (99.6, "100")])
def test_rounding_puts_no_score_in_a_better_band(value, shown):
    assert Words("en").score(value) == shown


def test_dates_and_hours_are_written_as_each_language_writes_them():
    moment = datetime(2026, 8, 1, 9, 5)
    assert Words("en").moment(moment) == "1\N{NO-BREAK SPACE}August 2026, 9:05"
    assert Words("fr").moment(moment).replace("\N{NO-BREAK SPACE}", "_") == "1er_août 2026 à 9_h_05"
    assert Words("fr").month(date(2026, 2, 1)).replace("\N{NO-BREAK SPACE}", "_") == "févr._2026"
    assert Words("fr").percent(0.125).replace("\N{NO-BREAK SPACE}", "_") == "12_%"


def test_another_language_is_refused():
    with pytest.raises(InputError, match="language: 'de'; expected 'en' or 'fr'"):
        Words("de")
