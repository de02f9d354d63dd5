"""A batch of texts, read once for all feature blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonecheck.features.hashing import Words, to_words
from tonecheck.features.symbols import Symbols, to_symbols
from tonecheck.text.normalise import normalise_all

BLOCK_CHARACTERS = 1 << 16
"""Characters worked on at a time: the arrays of a block stay in the processor's cache."""

PIECE_CHARACTERS = 1 << 12
"""A longer text is read in pieces, so that memory is bounded and no sum overflows; n-grams across a cut are not
seen."""


class Block(NamedTuple):
    """Some texts, or pieces of texts, in a row: as symbols and as words."""

    first: int
    n_pieces: int
    symbols: Symbols
    words: Words


class Batch:
    """Texts on their way through the feature blocks; what several blocks need of them is worked out once.

    Parameters
    ----------
    texts : sequence of str, length n_texts
        As they are to be read: cleaned and normalised by the caller.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._made: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def firsts(self) -> NDArray[np.int64]:
        """For each text, and for the end, the index of its first piece: shape (n_texts + 1,)."""
        if max(map(len, self.texts), default=0) <= PIECE_CHARACTERS:
            return np.arange(len(self.texts) + 1)
        n_pieces = [max(-(-len(text) // PIECE_CHARACTERS), 1) for text in self.texts]
        return np.concatenate(([0], np.cumsum(n_pieces, dtype=np.int64)))

    @cached_property
    def pieces(self) -> Sequence[str]:
        """The texts, long ones cut: length ``firsts[-1]``."""
        if self.firsts[-1] == len(self.texts):
            return self.texts
        return [
            text[at : at + PIECE_CHARACTERS]
            for text in self.texts
            for at in range(0, max(len(text), 1), PIECE_CHARACTERS)
        ]

    def once(self, name: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """Return the array of this name, one row a text, made on first use and kept for the rows taken later."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def rows(self, index: NDArray[np.int64]) -> Batch:
        """Return the batch of some of the texts; what was made for all is not made again."""
        batch = Batch([self.texts[row] for row in index])
        batch._made = {name: array[index] for name, array in self._made.items()}
        return batch

    @cached_property
    def blocks(self) -> list[Block]:
        """The pieces of all texts as symbols and words, in blocks of about `BLOCK_CHARACTERS`."""
        return list(self._read_blocks())

    def _read_blocks(self) -> Iterator[Block]:
        pieces = self.pieces
        start = size = 0
        for index, length in enumerate(map(len, pieces)):
            if size and size + length > BLOCK_CHARACTERS:
                yield _read(start, pieces[start:index])
                start, size = index, 0
            size += length
        if pieces:
            yield _read(start, pieces[start:])


def to_batch(texts: Sequence[str]) -> Batch:
    """Return texts as the models read them: normalised. They are own words, where it is mails that are scored."""
    return Batch(normalise_all(texts))


def _read(first: int, pieces: Sequence[str]) -> Block:
    symbols = to_symbols(pieces)
    return Block(first, len(pieces), symbols, to_words(symbols))
