"""The n-gram block: a text as hashed n-grams of its characters and words, weighed and summed in one pass.

There is no vocabulary to store or look up: anything typed has a place, and a message costs microseconds. Most of them
go into fetching weights from all over the table, so one word of 64 bits holds those of four outputs and the rarity.
They are whole numbers, so that a sum is exact: the same for a message alone and in any batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import InputError, ModelFormatError, shorten
from tonecheck.features.base import Attribution
from tonecheck.features.batch import PIECE_CHARACTERS, Batch, Block
from tonecheck.features.hashing import NO_NGRAM, Slots, character_slots, to_words, word_bounds, word_slots
from tonecheck.features.symbols import BLANK, Symbols, trace_symbols

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST_KINDS = 15
"""Kinds of character n-grams, and of word n-grams, that may be counted."""

LONGEST = 32
"""Most characters, or words, that an n-gram may reach over. Each costs time, whether or not it is counted."""

# A word of 64 bits: four weights of 12 bits, and above them the rarity. Weights of 12 bits say what those of 16 did: on
# 1,567 messages a decision moved by 0.003 at most, where they spread by 1.2, and no AUC by more than 0.00001.
_WEIGHT_BITS = 12
_WEIGHTS = 4
_LARGEST_WEIGHT = 2 ** (_WEIGHT_BITS - 1) - 1
_LARGEST_RARITY = 2 ** (64 - _WEIGHTS * _WEIGHT_BITS - 1) - 1
_OFFSET = 2 ** (_WEIGHT_BITS - 1)  # added to each weight in a word, so that none is negative
# Two fields that lie 36 bits apart are summed as one: over a piece, the lower takes 24 bits at most, the upper 27.
_APART = np.uint64(3 * _WEIGHT_BITS)
_WEIGHT = np.uint64(2**_WEIGHT_BITS - 1)
_RARITY = np.uint64(2 ** (64 - _WEIGHTS * _WEIGHT_BITS) - 1)
_FIELDS = (_WEIGHT | _WEIGHT << _APART, _WEIGHT | _RARITY << _APART, _WEIGHT)
_LOWER_SUM = (np.uint64(1) << _APART) - np.uint64(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NgramOptions:
    """Which n-grams are counted, and how.

    Parameters
    ----------
    character_orders : tuple of int
        Lengths of character n-grams. Range: 2 to 32, rising.
    word_orders : tuple of int
        Lengths of word n-grams. Range: 1 to 32, rising.
    skips : tuple of int
        Pairs of words with this many words between them. Range: 1 to 30, rising.
    table_bits : int
        The table has ``2 ** table_bits`` slots. Range: 8 to 24.
    rarity_power : float
        How much more a rare n-gram weighs: its inverse document frequency to this power. Range: 0 and up.

    Notes
    -----
    The defaults are chosen by the mean AUC over labels and languages in five folds of 8,339 messages, writers and the
    sittings in which they were written kept apart (differences under 0.001 are noise):

    - characters of 5: 0.9390; of 6: 0.9397; of 4 and 6: 0.9385; of 3 and 5: 0.937; none, only words: 0.9343;
    - words of 1 and 2 with one skipped: 0.9390; up to 3 with one and two skipped: 0.9393;
    - tables of 2 ** 18, 19, 20 slots: 0.9361, 0.9381, 0.9390; a larger one leaves the processor's cache;
    - rarity to the power of 2, 2.5, 3: 0.9390, 0.9404, 0.9401; on 4,492 messages, 1.5 lost 0.0033 against 2.
    """

    character_orders: tuple[int, ...] = (5,)
    word_orders: tuple[int, ...] = (1, 2)
    skips: tuple[int, ...] = (1,)
    table_bits: int = 19
    rarity_power: float = 2.5

    def __post_init__(self) -> None:
        _check_lengths("character_orders", self.character_orders, 2, LONGEST)
        _check_lengths("word_orders", self.word_orders, 1, LONGEST)
        _check_lengths("skips", self.skips, 1, LONGEST - 2)
        n_kinds = len(self.character_orders), len(self.word_orders) + len(self.skips)
        if max(n_kinds) > MOST_KINDS or not any(n_kinds):
            raise InputError(
                f"character_orders has {n_kinds[0]} entries, word_orders and skips {n_kinds[1]}; "
                f"expected at least one in all and at most {MOST_KINDS} of characters, and of words"
            )
        if not isinstance(self.table_bits, Integral) or not 8 <= self.table_bits <= 24:
            raise InputError(f"table_bits must be an int in the range [8, 24]. Got {shorten(self.table_bits)} instead.")
        if not isinstance(self.rarity_power, Real) or not 0 <= self.rarity_power < np.inf:
            raise InputError(
                f"rarity_power must be a float in the range [0.0, inf). Got {shorten(self.rarity_power)} instead."
            )

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> NgramOptions:
        """Make options of the plain data of a manifest, which has lists for tuples."""
        return cls(
            character_orders=tuple(plain["character_orders"]),
            word_orders=tuple(plain["word_orders"]),
            skips=tuple(plain["skips"]),
            table_bits=plain["table_bits"],
            rarity_power=plain["rarity_power"],
        )


def _check_lengths(name: str, lengths: tuple[int, ...], least: int, most: int) -> None:
    if not all(isinstance(length, Integral) and least <= length <= most for length in lengths) or any(
        second <= first for first, second in pairwise(lengths)
    ):
        raise InputError(f"{name} must be rising ints in the range [{least}, {most}]. Got {shorten(lengths)} instead.")


def _slots(block: Block, options: NgramOptions) -> Iterator[Slots]:
    if options.character_orders:
        yield character_slots(block.symbols, options.character_orders, options.table_bits)
    if options.word_orders or options.skips:
        yield word_slots(block.words, options.word_orders, options.skips, options.table_bits)


class NgramFeatures:
    """Texts as rows of weighted n-gram counts, for fitting.

    A count is multiplied with its n-gram's rarity, ``(1 + log((1 + n) / (1 + df))) ** rarity_power`` where df of n
    texts have it, and a row is divided by the square root of the sum of squared rarities of all its n-grams.
    """

    name = "ngrams"

    def __init__(self, options: NgramOptions) -> None:
        self.options = options

    def fit(self, batch: Batch) -> NgramFeatures:
        """Learn how rare each n-gram is."""
        counts = self._counts(batch)
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = (1 + np.log((1 + len(batch)) / (1 + frequency))) ** self.options.rarity_power
        rarity[NO_NGRAM] = 0
        self.rarity_ = rarity
        return self

    def transform(self, batch: Batch) -> csr_matrix:
        """Return one row a text, of shape (n_texts, 2 ** table_bits)."""
        counts = self._counts(batch)
        norms = np.sqrt(counts @ self.rarity_**2)
        counts.data *= self.rarity_[counts.indices]
        counts.data /= np.repeat(np.maximum(norms, 1e-9), np.diff(counts.indptr))
        return counts

    def weigh(self, coef: NDArray[np.float64]) -> NgramScorer:
        """Return the scorer for a linear model's weights.

        `coef` has shape (2 ** table_bits, n_outputs).
        """
        columns = np.column_stack([coef * self.rarity_[:, None], self.rarity_**2])
        columns[NO_NGRAM] = 0
        scales = np.maximum(np.abs(columns).max(axis=0), 1e-12) / _largest(columns.shape[1] - 1)
        return NgramScorer(self.options, np.rint(columns / scales).astype(np.int16), scales)

    def _counts(self, batch: Batch) -> csr_matrix:
        from scipy.sparse import csr_matrix

        owners = np.repeat(np.arange(len(batch)), np.diff(batch.firsts))
        rows, columns = [], []
        for block in batch.blocks:
            for slots, edges in _slots(block, self.options):
                places = np.repeat(owners[block.first : block.first + block.n_pieces], np.diff(edges))
                for kind in slots[:, : edges[-1]]:
                    real = kind != NO_NGRAM
                    rows.append(places[real])
                    columns.append(kind[real])
        row, column = np.concatenate(rows), np.concatenate(columns)
        counts = csr_matrix((np.ones(len(row)), (row, column)), shape=(len(batch), 1 << self.options.table_bits))
        counts.sum_duplicates()
        return counts


class NgramScorer:
    """Sums of n-gram weights of texts: the fast half of a model.

    Parameters
    ----------
    options : NgramOptions
        What was counted when the weights were learned.
    weights : int16 array of shape (2 ** table_bits, n_outputs + 1)
        A column for each output, within -2047 and 2047, then the squared rarity.
    scales : float array of shape (n_outputs + 1,)
        What 1 in a column of `weights` is worth.
    """

    def __init__(self, options: NgramOptions, weights: NDArray[np.int16], scales: NDArray[np.float64]) -> None:
        self.options = options
        self.weights = weights
        self.scales = scales
        self._words = _pack(weights)

    def decision(self, batch: Batch) -> NDArray[np.float64]:
        """Return the sum for each text and output, of shape (n_texts, n_outputs); 0 for a text without n-grams."""
        sums = self._sums(batch)
        if len(sums) > len(batch):
            sums = np.add.reduceat(sums, batch.firsts[:-1], axis=0)
        weighted = sums * self.scales
        norms = np.sqrt(weighted[:, -1:])
        return weighted[:, :-1] / np.maximum(norms, 1e-9)

    def _sums(self, batch: Batch) -> NDArray[np.int64]:
        """Return the sum of each column of the weights over the n-grams of each piece: shape (n_pieces, n_columns)."""
        totals = np.zeros((batch.firsts[-1], len(self.scales)), np.int64)
        for block in batch.blocks:
            part = totals[block.first : block.first + block.n_pieces]
            for slots, edges in _slots(block, self.options):
                if block.n_pieces == 1:  # for so few n-grams, taking words apart would cost more than fetching columns
                    part += self.weights.take(slots, axis=0).sum(axis=(0, 1), dtype=np.int64)
                    continue
                for word, table in enumerate(self._words):
                    first = word * _WEIGHTS
                    outputs = part[:, first : min(first + _WEIGHTS, part.shape[1] - 1)]
                    sums = _sum_fields(table.take(slots), edges)
                    outputs += sums[:, : outputs.shape[1]]
                    part[:, -1] += sums[:, -1]
        return totals

    def attribute(self, text: str, sentences: Sequence[str]) -> Attribution:
        """Share the decision of one text out over its characters.

        An n-gram's weight goes in equal parts to the signs, or words, that it is made of; a word's part in equal parts
        to its signs. The base is what n-grams of nothing but blanks say.
        """
        characters = np.zeros((len(text), len(self.scales)))
        base = np.zeros(len(self.scales))
        for at in range(0, len(text), PIECE_CHARACTERS):
            piece = text[at : at + PIECE_CHARACTERS]
            symbols, origins = trace_symbols(piece)
            values, rest = self._spread(symbols)
            base += rest
            shown = (origins >= 0) & (origins < len(piece))
            np.add.at(characters, origins[shown] + at, values[shown])
        norm = max(float(np.sqrt(characters[:, -1].sum() + base[-1])), 1e-9)
        return Attribution(
            base[:-1] / norm, characters[:, :-1] / norm, np.zeros((len(sentences), len(self.scales) - 1))
        )

    def _spread(self, symbols: Symbols) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the weights of n-grams by symbol, and those of n-grams of blanks: not yet divided by the norm."""
        options = self.options
        starts, ends = word_bounds(symbols)
        is_sign = symbols.codes != BLANK
        is_word = is_sign[starts]
        signs = np.zeros((len(is_sign), len(self.scales)))
        words = np.zeros((len(starts), len(self.scales)))
        rest = np.zeros(len(self.scales))
        block = Block(0, 1, symbols, to_words(symbols))
        kinds = [kind for slots in _slots(block, options) for kind in slots.slots]
        reaches = [(signs, is_sign, range(order)) for order in options.character_orders]
        reaches += [(words, is_word, range(order)) for order in options.word_orders]
        reaches += [(words, is_word, range(0, skip + 2, skip + 1)) for skip in options.skips]
        for kind, (target, counted, steps) in zip(kinds, reaches, strict=True):
            rest += _share_out(self.weights[kind] * self.scales, kind != NO_NGRAM, target, counted, steps)
        lengths = np.where(is_word, ends - starts, 1)
        signs[starts.repeat(lengths) + _counting(lengths)] += (words / lengths[:, None]).repeat(lengths, axis=0)
        return signs, rest

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that a folder keeps, by name."""
        return {"ngram_weights": self.weights, "ngram_scales": self.scales}

    @classmethod
    def from_arrays(cls, options: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], n_outputs: int) -> NgramScorer:
        """Make a scorer from the options and arrays of a folder.

        Raises
        ------
        ModelFormatError
            If the shapes do not fit the options and outputs, or a scale or rarity is out of its range.
        """
        read = NgramOptions.from_plain(options)
        weights, scales = arrays["ngram_weights"], arrays["ngram_scales"]
        expected = (1 << read.table_bits, n_outputs + 1)
        if weights.dtype != np.int16 or weights.shape != expected:
            raise ModelFormatError(f"ngram_weights is {weights.dtype} {weights.shape}; expected int16 {expected}")
        if scales.shape != expected[1:] or not (scales > 0).all():
            raise ModelFormatError(
                f"ngram_scales is {scales.dtype} {scales.shape}; expected {expected[1:]}, all above 0"
            )
        if (weights < [-_LARGEST_WEIGHT] * n_outputs + [0]).any() or (weights > _largest(n_outputs)).any():
            raise ModelFormatError(
                f"ngram_weights reaches from {weights.min(axis=0).tolist()} to {weights.max(axis=0).tolist()}; "
                f"expected at most {_LARGEST_WEIGHT} each way, and no rarity below 0"
            )
        return cls(read, weights, scales)


def _share_out(
    values: NDArray[np.float64],
    present: NDArray[np.bool_],
    target: NDArray[np.float64],
    counted: NDArray[np.bool_],
    steps: range,
) -> NDArray[np.float64]:
    """Add each n-gram's values in equal parts to those of its places that count; return what has no such place."""
    begins = np.flatnonzero(present)
    places = begins[:, None] + np.array(steps)
    shares = counted[places].astype(np.float64)
    n_places = shares.sum(axis=1)
    shares /= np.maximum(n_places, 1)[:, None]
    for column in range(len(steps)):
        np.add.at(target, places[:, column], values[begins] * shares[:, column, None])
    rest: NDArray[np.float64] = values[begins[n_places == 0]].sum(axis=0)
    return rest


def _counting(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0, 1, 2, … up to each length in turn."""
    return np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def _largest(n_outputs: int) -> NDArray[np.int64]:
    """Return the largest number that each column of the weights may hold."""
    return np.array([_LARGEST_WEIGHT] * n_outputs + [_LARGEST_RARITY])


def _pack(weights: NDArray[np.int16]) -> NDArray[np.uint64]:
    """Put the columns of the weights into words of 64 bits: shape (n_words, n_slots)."""
    n_slots, n_outputs = len(weights), weights.shape[1] - 1
    words = np.zeros((max(-(-n_outputs // _WEIGHTS), 1), n_slots), np.uint64)
    for output in range(n_outputs):
        word, place = divmod(output, _WEIGHTS)
        words[word] |= (weights[:, output] + _OFFSET).astype(np.uint64) << np.uint64(place * _WEIGHT_BITS)
    words[0] |= weights[:, -1].astype(np.uint64) << np.uint64(_WEIGHTS * _WEIGHT_BITS)
    return words


def _sum_fields(words: NDArray[np.uint64], edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum the fields of words over each piece: shape (n_pieces, n_fields); 0 for an empty piece.

    `words` has shape (n_kinds, n_places), `edges` is that of the slots they were fetched for.
    """
    sums = np.empty((len(edges) - 1, _WEIGHTS + 1), np.int64)
    for place, fields in enumerate(_FIELDS):
        pairs = np.add.reduceat((words >> np.uint64(place * _WEIGHT_BITS)) & fields, edges[:-1], axis=1)
        sums[:, place] = (pairs & _LOWER_SUM).sum(axis=0)
        if place + 3 < sums.shape[1]:
            sums[:, place + 3] = (pairs >> _APART).sum(axis=0)
    n_places = edges[1:] - edges[:-1]
    n_places[-1] += 1  # the blank at the very end
    sums[:, :_WEIGHTS] -= len(words) * _OFFSET * n_places[:, None]
    sums[edges[1:] == edges[:-1]] = 0  # reduceat gives an empty run its first place
    return sums
