"""Unicode seen through: one form for what looks the same, and disguised words spelt out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tonecheck.text.disguises import may_hold_disguises, undo_disguises

MOST_MARKS = 2
"""Combining marks that a letter may carry; Vietnamese needs two, more are noise drawn over the text."""

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_TO_PLAIN = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, "‘’‚‛ʼ′＇"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″＂"), '"'),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{code: chr(code - 0x24B6 + ord("A")) for code in range(0x24B6, 0x24D0)},
    **{code: chr(code - 0x24D0 + ord("a")) for code in range(0x24D0, 0x24EA)},
    **{first + step: chr(ord("A") + step) for first in (0x1F130, 0x1F150, 0x1F170) for step in range(26)},
    **dict(zip(map(ord, "ℂℊℋℌℍℎℐℑℒℓℕℙℚℛℜℝℤℨℬℭℯℰℱℳℴ"), "CgHHHhIILlNPQRRRZZBCeEFMo", strict=True)),
    0x2126: "Ω",
    0x212A: "K",
}
# Letters of other scripts that are drawn like Latin ones. The Greek mu is missing: "μm" is a unit.
_LOOK_ALIKES = dict(
    zip(
        "аеорсухіјѕԁһԛԝкмтАВЕКМНОРСТХУІЈЅԛԜοανρικτυχεΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳɑɡ",
        "aeopcyxijsdhqwkmtABEKMHOPCTXYIJSqWoavpiktuxeABEZHIKMNOPTYXcjag",
        strict=True,
    )
)

_MIXED_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def _characters(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(code) for start, end in ranges for code in range(start, end))


_ALWAYS_UNSEEN = _characters((0x202A, 0x202F), (0x2061, 0x2070), (0xFFF9, 0xFFFC)).union(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060\u3164\ufeff\uffa0"
)
# These join or vary the sign before them in emoji and in scripts from Hebrew on; after a Latin letter they hide it.
_UNSEEN_AFTER_LATIN = _characters(
    (0x200C, 0x200E), (0xFE00, 0xFE10), (0xE0000, 0xE0080), (0xE0100, 0xE01F0), (0x180B, 0x180E)
)
_FIRST_JOINING_SCRIPT = "\u0590"
_KEYCAP = "\u20e3"

_NOISE_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20e2\u20e4-\u20ff\ufe20-\ufe2f]"
)
_OVERLAYS = frozenset("\u0334\u0335\u0336\u0337\u0338\u0489\u20d2\u20d3\u20d8\u20d9\u20da\u20e5\u20e6\u20ea\u20eb")
# Marks of class 0 that yet compose with what stands before them: Hangul letters and Indic vowel signs.
_JOINS_BEFORE = re.compile(
    "[\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1161-\u1175"
    "\u11a8-\u11c2\u1b35"
    "\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930]"
)

# What needs no work: ASCII, Latin letters with accents as one sign, and common punctuation ...
_ORDINARY = "\x00-\x7f\u00a1-\u00ac\u00ae-\u024f\u2013\u2014\u2020-\u2022\u2026\u2039\u203a\u20ac\u2122"
_ODD = re.compile(f"[^{_ORDINARY}]")
# ... and arrows, symbols and emoji, with what joins and varies them; looked at only where there is something odd.
_EMOJI = "\u2190-\u2328\u232b-\u249b\u24ea-\u2ad0\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
_ODD_BUT_EMOJI = re.compile(
    f"[^{_ORDINARY}{_EMOJI}\u200d\ufe0f]|(?<![{_FIRST_JOINING_SCRIPT}-\U0010ffff])[\u200d\ufe0f]"
)
_COMMON = (("\u2019", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'))


def normalise(text: str) -> str:
    r"""Write a text so that what looks the same is the same, and spell disguised words out.

    Parameters
    ----------
    text : str
        A message's own words.

    Returns
    -------
    str
        In NFC, with plain spaces, straight quotes and Latin letters where others only look so; without signs that
        nobody sees and without marks drawn over letters; "id10t" and "f***" as the words they stand for. Normalising
        it again changes nothing.

    Examples
    --------
    >>> normalise("What an i\u200bd10t… f*ck the ＬＯＧＯ")
    'What an idiot… fuck the LOGO'
    >>> normalise("a11y, b2b, v1.0, *important*, p@ssw0rd")
    'a11y, b2b, v1.0, *important*, p@ssw0rd'
    """
    return normalise_all([text])[0]


def normalise_all(texts: Sequence[str]) -> list[str]:
    """Return each text as `normalise` writes it; most need nothing, and are told from the rest all at once."""
    suspects = may_hold_disguises(texts)
    return [
        text if text.isascii() and row not in suspects else _normalise(text, row in suspects)
        for row, text in enumerate(texts)
    ]


def _normalise(text: str, is_suspect: bool) -> str:
    if not text.isascii() and _ODD.search(text):
        for common, plain in _COMMON:
            text = text.replace(common, plain)
        if _ODD_BUT_EMOJI.search(text):
            return normalise_aligned(text)[0]
    return normalise_aligned(text)[0] if is_suspect and undo_disguises(text) else text


def normalise_aligned(text: str) -> tuple[str, list[int]]:
    r"""Normalise a text and keep track of where each character came from.

    Parameters
    ----------
    text : str
        A message's own words.

    Returns
    -------
    normal : str
        The same as `normalise` returns.
    offsets : list of int, length of `normal`
        For each of its characters the offset in `text` of what it was made from. Range: 0 to the length of `text`;
        never falling.

    Examples
    --------
    >>> normalise_aligned("e\u0301t\u00ade")
    ('éte', [0, 2, 4])
    """
    offsets = list(range(len(text)))
    while True:
        before = text
        if not text.isascii():
            text, offsets = _see_through(text, offsets)
        if may_hold_disguises([text]):
            text, offsets = _spell_out(text, offsets)
        if text == before:
            return text, offsets


def _see_through(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    text = "".join(map(_plain, text))
    text, offsets = _without_unseen(text, offsets)
    text, offsets = _composed(text, offsets)
    return _MIXED_WORD.sub(lambda word: _latin(word[0]), text), offsets


def _plain(sign: str) -> str:
    """Return the plain form of one character; always one character."""
    if "\U0001d400" <= sign <= "\U0001d7ff":
        return unicodedata.normalize("NFKC", sign)
    return _TO_PLAIN.get(ord(sign), sign)


def _without_unseen(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    kept: list[int] = []
    before = ""
    for index, sign in enumerate(text):
        if sign in _ALWAYS_UNSEEN:
            continue
        if sign in _UNSEEN_AFTER_LATIN and before < _FIRST_JOINING_SCRIPT and text[index + 1 : index + 2] != _KEYCAP:
            continue
        kept.append(index)
        before = sign
    return "".join([text[index] for index in kept]), [offsets[index] for index in kept]


def _composed(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Compose letters and their marks, and take away the marks that are noise."""
    pieces: list[str] = []
    kept: list[int] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _continues_letter(text[index]):
            continue
        piece = text[start:index]
        if len(piece) > 1 or not piece.isascii():
            piece = _without_noise(piece)
        pieces.append(piece)
        kept += [offsets[start]] * len(piece)
        start = index
    return "".join(pieces), kept


def _continues_letter(sign: str) -> bool:
    if sign < "\u0300":
        return False
    return (
        unicodedata.combining(sign) > 0 or _NOISE_MARK.match(sign) is not None or _JOINS_BEFORE.match(sign) is not None
    )


def _without_noise(piece: str) -> str:
    """Compose one letter with its marks; English and French need no mark that does not compose."""
    if len(_NOISE_MARK.findall(piece)) > MOST_MARKS:
        return unicodedata.normalize("NFC", _NOISE_MARK.sub("", piece))
    piece = unicodedata.normalize("NFC", "".join(sign for sign in piece if sign not in _OVERLAYS))
    return _NOISE_MARK.sub("", piece) if _LATIN.match(piece) else piece


def _latin(word: str) -> str:
    """Return a word in Latin letters if it has one and all others are drawn like one."""
    if word.isascii() or not _LATIN.search(word):
        return word
    letters = [_LOOK_ALIKES.get(letter, letter) for letter in word]
    return "".join(letters) if all(map(_LATIN.match, letters)) else word


def _spell_out(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    pieces: list[str] = []
    kept: list[int] = []
    done = 0
    for start, end, word in undo_disguises(text):
        pieces += text[done:start], word
        kept += offsets[done:start]
        last, steps = end - start - 1, max(1, len(word) - 1)
        kept += [offsets[start + place * last // steps] for place in range(len(word))]
        done = end
    pieces.append(text[done:])
    kept += offsets[done:]
    return "".join(pieces), kept
