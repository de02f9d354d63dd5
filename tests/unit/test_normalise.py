import time
import unicodedata

import pytest

from tonecheck.text.disguises import may_hold_disguises
from tonecheck.text.normalise import normalise, normalise_aligned
from tonecheck.text.rude_words import ENGLISH, FRENCH, rude_forms


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("e\u0301te\u0301", "été"),
        ("ＬＯＧＯ！", "LOGO!"),
        ("un\u00a0logo\u202f!", "un logo !"),
        ("“l’idée”", '"l\'idée"'),
        ("id\u200bi\u00ado\u2060t\u202e", "idiot"),
        ("i\ufe0fd\u200di\u200co\ufe0ft", "idiot"),
        ("іdіоt", "idiot"),  # Cyrillic i and o
        ("ιdiοt", "idiot"),  # Greek iota and omicron
        ("𝐢𝐝𝐢𝐨𝐭 𝓲𝓭𝓲𝓸𝓽 𝟙", "idiot idiot 1"),
        ("ⓘⓓⓘⓞⓣ", "idiot"),
        ("i̸d̸i̸o̸t̸", "idiot"),
        ("i\u0300\u0301\u0302d\u0310\u0311\u0312iot", "idiot"),
    ],
)
def test_what_looks_the_same_becomes_the_same(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "Où est l'été, Noël ?",
        "Привет, идиот",
        "Καλημέρα",
        "5 μm",
        "한국어",
        "tiếng Việt",
        "👩‍💻 👍🏽 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "« oui » – non…",
    ],
)
def test_honest_writing_stays_as_it_is(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("you i d i o t", "you idiot"),
        ("i.d.i.o.t.", "idiot."),
        ("c-o-n-n-a-r-d", "connard"),
        ("i - d - i - o - t !", "idiot !"),
        ("y o u i d i o t", "you idiot"),
        ("I D I O T", "IDIOT"),
        ("id10t 1d1ot ID10T", "idiot idiot IDIOT"),
        ("@sshole cr@p conn@rd m3rde $tupid", "asshole crap connard merde stupid"),
        ("sh!t! f@ck pu7ain", "shit! f@ck putain"),
        ("f*** f*ck f**king c*n m****", "fuck fuck fucking con merde"),
        ("F*CK", "FUCK"),
        ("enc*lé", "enculé"),
        ("an i d i 0 t", "an idiot"),
    ],
)
def test_disguised_rude_words_are_spelt_out(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "a11y, i18n, b2b, v1.0, 3d, 10am, mp3, A55, p@ssw0rd, h264",
        "*important* **very** ***so*** **bold m** note* 5*3*2",
        "***what a f***",
        "a b c d",
        "U.S.A. and U.S.S.R.",
        "1 2 3 4",
        "cr@p.example ann@crap.example https://shop.example/f*ck/id10t www.id10t.example",
        "hotel **** for $500, 50% off!",
        "soooo niiiice",
        "A | B | C | D",
    ],
)
def test_ordinary_text_is_not_spoilt(text: str) -> None:
    assert normalise(text) == text


def test_offsets_point_to_where_each_character_came_from() -> None:
    text = "o\u0301 “i d i o t” f***\u200b!"
    plain, offsets = normalise_aligned(text)
    assert plain == 'ó "idiot" fuck!'
    assert len(offsets) == len(plain)
    assert [text[offsets[plain.index(sign)]] for sign in '"df!'] == ["“", "d", "f", "!"]


def test_nothing_is_still_nothing() -> None:
    assert normalise("") == ""
    assert normalise_aligned("") == ("", [])


def test_a_lone_surrogate_stays() -> None:
    assert normalise("a\ud800b") == "a\ud800b"


def test_a_plain_message_is_not_searched() -> None:
    assert not may_hold_disguises(["The header is still blue (20 px), and I am a bit tired of it."])
    assert not may_hold_disguises(["L'en-tête est toujours bleu, à 10 h comme à 20 h !"])


def test_the_rude_words_are_plain_letters_and_each_stands_once() -> None:
    for stems in (ENGLISH, FRENCH):
        assert len(set(stems)) == len(stems)
        assert all(stem.isascii() and stem.isalpha() and stem.islower() for stem in stems)
    assert rude_forms()["fuck"] == 0


@pytest.mark.parametrize("piece", ["i d ", "1a", "f**", "a@a.", "e\u0301", "а", "\u0301", "$", "*a", "a@a.aa f*ck "])
def test_hostile_text_takes_time_that_grows_with_its_length(piece: str) -> None:
    started = time.process_time()
    normalise(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 5  # a quadratic search needs minutes
