"""Hashes of character and word n-grams, for a whole batch of texts at once.

Every n-gram gets a slot of a table of ``2 ** table_bits`` rows. All kinds of n-grams share one table. Slot 0 is kept
free: it stands for "no n-gram here", at the places where one would reach over the blank between two texts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonecheck.features.symbols import SPACE, Symbols, classes

NO_NGRAM = 0

# Odd multipliers that mix well. Changing one changes what every stored table means.
_CHARACTER_STEP = np.uint32(0x01000193)
_CHARACTER_MIX = np.uint32(0x9E3779B1)
_PAIR_STEP = np.uint64(0xFF51AFD7ED558CCD)
_FIRST_SIGN = np.uint64(0xC4CEB9FE1A85EC53)
_WORD_MIX = np.uint64(0x9E3779B97F4A7C15)
_NEXT_WORD = np.uint64(0xD6E8FEB86659FD93)
_SKIPPED = 0xA0761D6478BD642F
_ROUND_A_TEXT = 3  # a class of its own, beside those of `tonecheck.features.symbols`


class Slots(NamedTuple):
    """The slots of several kinds of n-grams that begin at the same places.

    Attributes
    ----------
    slots : int array of shape (n_kinds, n_places)
        A place is a symbol, or a word, of the batch; `NO_NGRAM` where no n-gram of that kind begins.
    edges : int array of shape (n_texts + 1,)
        The places of text i are ``slots[:, edges[i]:edges[i + 1]]``; the last place of all belongs to no text.
    """

    slots: NDArray[np.int64]
    edges: NDArray[np.int64]


class Words(NamedTuple):
    """The words of a batch: a hash for each, with one word for the blank before, between and after texts."""

    hashes: NDArray[np.uint64]
    edges: NDArray[np.int64]


def character_slots(symbols: Symbols, orders: tuple[int, ...], table_bits: int) -> Slots:
    """Return the slots of the character n-grams of each order (2 and up, rising).

    The blanks round a text belong to it.
    """
    codes, edges = symbols
    slots = np.zeros((len(orders), len(codes)), np.int64)
    hashes = codes.astype(np.uint32)
    hashes += np.uint32(1)
    steps = hashes.copy()
    shift = np.uint32(32 - table_bits)
    over = _reaching_over(edges, orders[-1])
    for order in range(2, orders[-1] + 1):
        hashes = hashes[:-1]
        hashes *= _CHARACTER_STEP
        hashes += steps[order - 1 :]
        if order in orders:
            mixed = hashes >> np.uint32(15)
            mixed ^= hashes
            mixed *= _CHARACTER_MIX
            mixed >>= shift
            row = slots[orders.index(order)]
            row[: len(mixed)] = mixed
            row[over[: order - 2]] = NO_NGRAM
    slots[:, edges[-1]] = NO_NGRAM
    return Slots(slots, edges)


def _reaching_over(edges: NDArray[np.int64], longest: int) -> NDArray[np.int64]:
    """Return the places from which n-grams reach over the blank after a text.

    Row k - 1 holds those k places before it.
    """
    ends = edges[edges > 0]  # before the blank of an empty text that comes first there is nothing
    places: NDArray[np.int64] = np.maximum(ends - np.arange(1, longest - 1)[:, None], 0)
    return places


def to_words(symbols: Symbols) -> Words:
    """Split a batch into words: runs of letters and digits, and runs of other signs; apostrophe and hyphen separate."""
    codes, edges = symbols
    starts, ends = word_bounds(symbols)
    wide = codes.astype(np.uint64)
    pairs = np.zeros(len(codes), np.uint64)  # sums of hashed pairs of neighbours, up to each place
    neighbours = (wide[:-1] << np.uint64(8)) + wide[1:] + np.uint64(1)
    neighbours *= _PAIR_STEP
    neighbours ^= neighbours >> np.uint64(29)
    np.cumsum(neighbours, out=pairs[1:])
    hashes = pairs[ends - 1] - pairs[starts] + (wide[starts] + np.uint64(1)) * _FIRST_SIGN
    hashes ^= hashes >> np.uint64(31)
    return Words(hashes, starts.searchsorted(edges))


def word_bounds(symbols: Symbols) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each word starts and where it ends, exclusive; the blanks round texts are words, too."""
    kinds = classes(symbols).copy()
    kinds[symbols.edges] = _ROUND_A_TEXT
    changes = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    starts = np.concatenate(([0], changes))
    ends = np.concatenate((changes, [len(kinds)]))
    are_words = kinds[starts] != SPACE
    return starts[are_words], ends[are_words]


def word_slots(words: Words, orders: tuple[int, ...], skips: tuple[int, ...], table_bits: int) -> Slots:
    """Return the slots of the word n-grams of each order (1 and up, rising).

    Those of pairs with `skips` words between them come last.
    """
    hashes, edges = words
    slots = np.zeros((len(orders) + len(skips), len(hashes)), np.int64)
    shift = np.uint64(64 - table_bits)
    longest = max(orders[-1:] + tuple(skip + 2 for skip in skips))
    over = _reaching_over(edges, longest)
    run = hashes
    for order in range(1, max(orders, default=0) + 1):
        if order > 1:
            run = run[:-1] * _NEXT_WORD + hashes[order - 1 :]
        if order in orders:
            row = slots[orders.index(order)]
            row[: len(run)] = (run * _WORD_MIX) >> shift
            row[over[: max(order - 2, 0)]] = NO_NGRAM
    for kind, skip in enumerate(skips, len(orders)):
        step = np.uint64(_SKIPPED * (2 * skip + 1) % 2**64)
        pairs = hashes[: -skip - 1] * step + hashes[skip + 1 :]
        slots[kind, : len(pairs)] = (pairs * _WORD_MIX) >> shift
        slots[kind, over[:skip]] = NO_NGRAM
    slots[:, edges[-1]] = NO_NGRAM
    return Slots(slots, edges)
