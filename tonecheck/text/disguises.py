"""Disguised words spelt out: "i d i o t", "id10t", "f***"; "a11y", "v1.0" and Markdown stay as they are."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, product

from tonecheck.text.rude_words import rude_forms, rude_forms_by_length

LONGEST_WORD = 24
"""Characters; what is longer is no disguised word."""

_LEET = dict(zip("01345789@$!|€", ("o", "il", "e", "a", "s", "t", "b", "g", "a", "s", "i", "il", "e"), strict=True))
_MOST_READINGS = 16
_DIGITS = frozenset("0123456789")
_VOWELS = frozenset("aeiouy")


def _kind(character: str) -> str:
    if character.isalpha():
        return "a"
    if character.isdigit():
        return "0"
    return "+" if character in "@$*|" else "!" if character == "!" else " "


# Each character becomes one of a few kinds, so that a sign of disguise is found by looking for two or three of them.
_KINDS = "".join(_kind(chr(code)) for code in range(256)).encode("latin-1")

_SPACED = re.compile(
    r"(?<![^\W_])(?<![^\W_][.\-_@/])[^\W_](?P<gap>[ .\-_*/|+~]|[ ][.\-_*/|+~][ ]|[ ]{2,3})"
    r"[\w@$!](?:(?P=gap)[\w@$!]){0,46}(?P=gap)[\w@$](?![^\W_])(?![.@]\w)"
)
_LEET_WORD = re.compile(r"(?<![\w@$€.])(?=[^\W\d_]{0,24}[0-9@$!|€])[\w@$!|€]{3,24}(?![\w@$€])")
_MASKED = re.compile(
    r"(?<![\w*])[^\W\d_]{1,12}(?:\*{3,12}|\*{1,8}[^\W\d_*]{1,12}(?:\*{1,4}[^\W\d_*]{1,12}){0,2})(?![\w*])"
)
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|^www\.|^[\w.+-]{1,64}@[\w-]{1,63}\.|\.[a-z]{2,4}(?:/|$)", re.IGNORECASE)


_SIGNS = (
    "+",
    " a a ",
    " a   a ",
    "a0a",  # digits among letters: not "8am", "Q2" or "2nd", which every other mail has
    "a00a",
    "0aaa",
    "aaa0",
    "!a",
)


def may_hold_disguises(texts: Sequence[str]) -> set[int]:
    """Say which texts have a sign of a disguised word; a false alarm costs time, nothing else.

    Parameters
    ----------
    texts : sequence of str
        Any texts. They are searched all at once, which is several times as fast as one after the other.

    Returns
    -------
    set of int
        Their positions.

    Examples
    --------
    >>> may_hold_disguises(["The header is blue, 20 px.", "id10t"])
    {1}
    """
    joined = "\n".join(texts)
    shape = joined.encode("latin-1", "replace").translate(_KINDS).decode("latin-1")
    nexts = list(accumulate(len(text) + 1 for text in texts))
    found = set()
    for text, signs in ((shape, _SIGNS), (joined, "€")):
        for sign in signs:
            at = text.find(sign)
            while at >= 0:
                row = bisect_right(nexts, at)
                found.add(row)
                at = text.find(sign, nexts[row])
    return found


def _fold(word: str) -> str:
    """Return a word in lower case and without accents, letter for letter."""
    lower = word.lower() if len(word.lower()) == len(word) else word
    if lower.isascii():
        return lower
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in lower)


def _like(decoded: str, disguised: str) -> str:
    """Write a decoded word in the case of the disguised one, keeping the letters that it showed."""
    letters = [letter for letter in disguised if letter.isalpha()]
    is_upper = bool(letters) and all(letter.isupper() for letter in letters) and len(letters) > 1
    return "".join(
        shown if shown.isalpha() else letter.upper() if is_upper else letter
        for letter, shown in zip(decoded, disguised, strict=True)
    )


def _undo_leet(word: str) -> str | None:
    """Return the rude word that digits and signs spell, None if they spell none."""
    if not 3 <= len(word) <= LONGEST_WORD:
        return None
    if len(word) == 3 and not _DIGITS.isdisjoint(word):
        return None  # "A55" is a road
    readings = [_LEET.get(sign, sign) for sign in _fold(word)]
    n_readings = 1
    for reading in readings:
        n_readings *= len(reading)
    if n_readings > _MOST_READINGS:
        return None
    forms = rude_forms()
    for letters in product(*readings):
        candidate = "".join(letters)
        if candidate in forms:
            return candidate
    return None


def _find_leet(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _LEET_WORD.finditer(text):
        word = match[0].rstrip("!|")
        n_letters = sum(sign.isalpha() for sign in word)
        if n_letters == len(word) or n_letters < 2 - ("$$" in word or "@" in word):
            continue
        decoded = _undo_leet(word)
        if decoded:
            yield match.start(), match.start() + len(word), _like(decoded, word)


def _find_masked(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _MASKED.finditer(text):
        word = match[0]
        if len(word) > LONGEST_WORD or _closes_markdown(text, match.start(), word):
            continue
        decoded = _fit_mask(_fold(word))
        if decoded:
            yield match.start(), match.end(), _like(decoded, word)


def _closes_markdown(text: str, start: int, word: str) -> bool:
    """Say whether the stars at a word's end close a bold or slanted phrase that began before it."""
    stars = len(word) - len(word.rstrip("*"))
    return stars > 0 and "*" * stars in text[max(0, start - 200) : start].rpartition("\n")[2]


def _fit_mask(masked: str) -> str | None:
    """Return the commonest rude word that shows the same letters; a star is one letter."""
    known = [(place, letter) for place, letter in enumerate(masked) if letter != "*"]
    for form in rude_forms_by_length().get(len(masked), ()):
        if all(form[place] == letter for place, letter in known):
            return form
    return None


def _find_spaced(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SPACED.finditer(text):
        gap = len(match["gap"])
        letters = match[0][:: gap + 1]
        if len(letters) < 4 or len(letters) > 2 * LONGEST_WORD:
            continue
        decoded = _read_spaced(letters, match["gap"])
        if decoded:
            yield match.start(), match.end(), decoded


def _read_spaced(letters: str, gap: str) -> str | None:
    """Return the word that single letters spell; None for lists, initials and numbers."""
    folded = _fold(letters)
    plain = folded if folded.isalpha() else _undo_leet(letters)
    if plain is None:
        return None
    forms = rude_forms()
    if plain in forms:
        return _like(plain, letters)
    if not letters.isalpha() or (letters.isupper() and gap == "."):
        return None
    is_list = all(later >= earlier for earlier, later in pairwise(folded))
    if is_list or len(set(folded)) < 3 or _VOWELS.isdisjoint(folded):
        return None
    return _with_rude_word_apart(letters, folded)


def _with_rude_word_apart(letters: str, folded: str) -> str:
    """Put spaces around the rude word among the letters of several words."""
    forms = rude_forms()
    for length in range(min(len(folded) - 1, 12), 3, -1):
        for start in range(len(folded) - length + 1):
            if folded[start : start + length] in forms:
                end = start + length
                return f"{letters[:start]} {letters[start:end]} {letters[end:]}".strip()
    return letters


def undo_disguises(text: str) -> list[tuple[int, int, str]]:
    """Find the disguised words of a text.

    Parameters
    ----------
    text : str
        A text in NFC, with plain letters.

    Returns
    -------
    list of (int, int, str)
        Start and end of each, end exclusive, in order and apart from each other, and what it says.

    Examples
    --------
    >>> undo_disguises("What an id10t, an i d i o t, a f***ing joke; b2b, v1.0, *important*.")
    [(8, 13, 'idiot'), (18, 27, 'idiot'), (31, 38, 'fucking')]
    """
    found = sorted([*_find_spaced(text), *_find_leet(text), *(_find_masked(text) if "*" in text else ())])
    if not found:
        return []
    addresses = _address_spans(text)
    result: list[tuple[int, int, str]] = []
    place = 0
    for start, end, word in found:
        while place < len(addresses) and addresses[place][1] <= start:
            place += 1
        is_address = place < len(addresses) and addresses[place][0] < end
        if not is_address and (not result or start >= result[-1][1]):
            result.append((start, end, word))
    return result


def _address_spans(text: str) -> list[tuple[int, int]]:
    if "." not in text and "/" not in text:
        return []
    chunks = (chunk for chunk in _CHUNK.finditer(text) if len(chunk[0]) > 4)
    return [chunk.span() for chunk in chunks if _ADDRESS.search(chunk[0].rstrip(".,;:!?)>\"'"))]
