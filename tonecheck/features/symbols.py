"""Texts as one array of folded symbols: what n-grams are made of.

Every character becomes one small number: capitals and accents are folded away ("Déçu" and "decu" read alike), every
digit is a 0, other scripts and emoji are spread over the upper half. White space is one blank, and a sign typed over
and over counts three times. A whole batch is one flat array, so that numpy does the work and not a loop over messages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLANK = 32
LONGEST_RUN = 3
"""The same sign more often than this in a row is one typed over and over: "!!!!!!" reads like "!!!"."""

SPACE, WORD, SIGN = 0, 1, 2
"""Classes of symbols: what separates, what words are made of, and the rest."""

_ALIKE = {"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "œ": "o", "æ": "a", "ß": "s"}


class Symbols(NamedTuple):
    """A batch of texts as symbols.

    Attributes
    ----------
    codes : uint8 array of shape (n_symbols,)
        The symbols of all texts, with one blank before, between and after them.
    edges : int array of shape (n_texts + 1,)
        Positions of these blanks: text i lies from blank i to blank i + 1. An empty text has one blank for both.
    """

    codes: NDArray[np.uint8]
    edges: NDArray[np.int64]


@cache
def fold(character: str) -> int:
    """Return the symbol of one character. Range: 32 to 255; 128 and up is what has no basic Latin letter in it."""
    if character.isspace() or character == "\0":
        return BLANK
    if character.isdigit():
        return ord("0")
    base = unicodedata.normalize("NFKD", _ALIKE.get(character, character))[0].lower()[0]
    code = ord(base)
    return code if BLANK < code < 127 else 128 + code % 127


@cache
def _latin_table() -> bytes:
    return bytes(fold(chr(code)) for code in range(256))


@cache
def _class_table() -> bytes:
    return bytes(
        SPACE if code == BLANK or chr(code) in "'-" else WORD if code >= 128 or chr(code).isalnum() else SIGN
        for code in range(256)
    )


def to_symbols(texts: Sequence[str]) -> Symbols:
    """Fold a batch of texts into symbols.

    Parameters
    ----------
    texts : sequence of str, length n_texts
        At least one.

    Returns
    -------
    Symbols
        The folded batch.

    Examples
    --------
    >>> symbols = to_symbols(["Déçu  (3 fois)!!!!!", "", "ok"])
    >>> bytes(symbols.codes), symbols.edges.tolist()
    (b' decu (0 fois)!!! ok ', [0, 17, 17, 20])
    """
    joined = f" {' '.join(texts)} "
    codes = _fold_all(joined)
    edges = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=edges[1:])
    dropped = repeated(codes)
    if len(dropped):
        kept = np.ones(len(codes), np.bool_)
        kept[dropped] = False
        codes = codes[kept]
        edges -= np.searchsorted(dropped, edges, "right")
    return Symbols(codes, edges)


def trace_symbols(text: str) -> tuple[Symbols, NDArray[np.int64]]:
    """Fold one text into symbols and tell where each came from.

    Returns
    -------
    symbols : Symbols
        As `to_symbols` gives them.
    origins : int array of shape (n_symbols,)
        Offsets of their characters; the blank before the text has -1, the one after it the length of the text.

    Examples
    --------
    >>> symbols, origins = trace_symbols("ok!!!!!  go")
    >>> bytes(symbols.codes), origins.tolist()
    (b' ok!!! go ', [-1, 0, 1, 2, 3, 4, 7, 9, 10, 11])
    """
    dropped = repeated(_fold_all(f" {text} "))
    return to_symbols([text]), np.delete(np.arange(len(text) + 2), dropped) - 1


def _fold_all(joined: str) -> NDArray[np.uint8]:
    if joined.isascii():
        return np.frombuffer(joined.encode("ascii").translate(_latin_table()), np.uint8)
    codes = np.frombuffer(joined.encode("latin-1", "replace").translate(_latin_table()), np.uint8)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    beyond = np.flatnonzero(points > 255)
    if len(beyond):
        codes = codes.copy()
        codes[beyond] = [fold(chr(point)) for point in points[beyond].tolist()]
    return codes


def repeated(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the positions of blanks after a blank and of signs after `LONGEST_RUN` of their kind, in rising order."""
    same = codes[1:] == codes[:-1]
    runs = same[LONGEST_RUN - 1 :].copy()
    for back in range(1, LONGEST_RUN):
        runs &= same[LONGEST_RUN - 1 - back : len(same) - back]
    if b"  " not in codes.tobytes() and not runs.any():
        return np.zeros(0, np.int64)
    dropped = same & (codes[1:] == BLANK)
    dropped[LONGEST_RUN - 1 :] |= runs
    found: NDArray[np.int64] = np.flatnonzero(dropped) + 1
    return found


def classes(symbols: Symbols) -> NDArray[np.uint8]:
    """Return the class of each symbol: `SPACE` (apostrophe and hyphen included), `WORD` or `SIGN`."""
    return np.frombuffer(symbols.codes.tobytes().translate(_class_table()), np.uint8)
