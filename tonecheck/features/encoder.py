"""The sentence-vector block: texts that mean the same lie close together, in either language.

The encoder is Google's Universal Sentence Encoder, multilingual, version 3 (Apache-2.0): embeddings of pieces of words
and of their neighbourhoods of 2, 3 and 5 pieces, summed over the text and put through a small network, which gives 512
numbers. Its weights are data in a folder of their own, cut down to the pieces that English and French text is made of
and tuned on the tone of client messages when the folder was built; this file is what computes with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import ModelFormatError
from tonecheck.features.base import Attribution
from tonecheck.features.batch import Batch
from tonecheck.features.blas import at_most_one_thread_a_core
from tonecheck.persistence import find_shipped, map_array, read_folder

KIND = "sentence-encoder"
DEFAULT_ENCODER = "encoder-use-m3-enfr-1"
TABLE = "table.npy"
TOKENIZER = "tokenizer.model"

DIMENSIONS = 512
ORDERS = ((2, 0), (3, 1), (5, 2))
"""For each neighbourhood: how many pieces, and how many of them stand before the one in question."""

WIDTH = 256
"""Numbers that describe a neighbourhood."""

LEFT, RIGHT = 2, 2
"""Pieces to each side in the widest neighbourhood."""

SMALLEST_VARIANCE = 1e-12
"""Added to a variance that is divided by."""

SCALING = ("chunk", "scale", "low")
"""Names of the arrays by which the table is scaled; the others are the layers of the network."""

_END = 2  # the piece that marks the end of a text; stands in for a cut that has no piece

GROUP_PIECES = 8192
"""Pieces worked on together. What depends on a piece alone is worked out once for each different one: in a group of
this size, some 1,500. Memory for these grows with it (20 MB), speed hardly."""

BLOCK_PIECES = 512
"""Pieces whose neighbourhoods are worked out together; the arrays of a block stay in the processor's cache."""

Floats = NDArray[np.float32]


class _Group(NamedTuple):
    """Runs of pieces in a row: which piece stands where, and where the runs begin."""

    pieces: NDArray[np.int64]
    lengths: NDArray[np.int64]


class _Known(NamedTuple):
    """What depends on a piece alone, one row for each different piece of a group and a last row of zeros."""

    embedding: Floats
    projected: Floats
    shares: list[list[Floats]]


class Encoder:
    """Turns texts into sentence vectors.

    Parameters
    ----------
    name : str
        Name of the folder that it is kept in.
    tokenizer : bytes
        A sentencepiece model: the tokenizer's own file.
    table : uint8 array of shape (n_pieces, 512)
        Embeddings of pieces, to be scaled.
    layers : mapping of str to array
        The weights of the network, and 'chunk', 'scale' and 'low', by which the table is scaled.
    """

    def __init__(
        self, name: str, tokenizer: bytes, table: NDArray[np.uint8], layers: Mapping[str, NDArray[Any]]
    ) -> None:
        from sentencepiece import SentencePieceProcessor

        self.name = name
        self._tokenizer = SentencePieceProcessor(model_proto=tokenizer)
        if self._tokenizer.get_piece_size() != len(table):
            n_pieces = self._tokenizer.get_piece_size()
            raise ModelFormatError(
                f"{name}: the tokenizer has {n_pieces} pieces; expected {len(table)}, one a row of the table"
            )
        self._table = table
        self._chunk = layers["chunk"]
        wide = {key: np.ascontiguousarray(value, np.float32) for key, value in layers.items() if key != "chunk"}
        self._layers = wide
        self._projection = np.concatenate([wide[f"proj{n}"] for n, _ in ORDERS], axis=1)
        self._projection_bias = np.concatenate([wide[f"proj_b{n}"] for n, _ in ORDERS])
        self._projection_gain = np.concatenate([wide[f"ln_g{n}"] for n, _ in ORDERS])
        self._projection_shift = np.concatenate([wide[f"ln_b{n}"] for n, _ in ORDERS])

    def encode(
        self,
        texts: Sequence[str],
        firsts: NDArray[np.int64] | None = None,
        advance: Callable[[int], Any] = lambda n_texts: None,
    ) -> Floats:
        """Return the vectors of texts: shape (n_texts, 512), each of length 1.

        Parameters
        ----------
        texts : sequence of str
            Texts, or the parts of cut texts in a row.
        firsts : int array of shape (n_texts + 1,), optional
            For each text, and for the end, the index of its first part. Default: each is a text of its own.
        advance : callable
            Told how many texts, or parts, were read, each time that it goes on.
        """
        edges = np.arange(len(texts) + 1) if firsts is None else firsts
        if not len(texts):
            return np.zeros((0, DIMENSIONS), np.float32)
        sums, counts = self.sum_pieces(texts, edges, advance)
        if firsts is not None:
            sums = np.add.reduceat(sums, edges[:-1], axis=0)
            counts = np.add.reduceat(counts, edges[:-1])
        return self.finish(sums, counts)

    def sum_pieces(
        self,
        parts: Sequence[str],
        edges: NDArray[np.int64],
        advance: Callable[[int], Any] = lambda n_parts: None,
    ) -> tuple[Floats, Floats]:
        """Return what a vector is made of, for each part of a text; of several parts it is made of their sum.

        Parameters
        ----------
        parts : sequence of str
            The parts of texts in a row.
        edges : int array of shape (n_texts + 1,)
            For each text, and for the end, the index of its first part.
        advance : callable
            Told how many parts were read, each time that it goes on.

        Returns
        -------
        sums : float array of shape (n_parts, 1280)
            Sums over pieces.
        counts : float array of shape (n_parts,)
            How many pieces.
        """
        sums = np.empty((len(parts), DIMENSIONS + len(ORDERS) * WIDTH), np.float32)
        counts = np.empty(len(parts), np.float32)
        at = 0
        with at_most_one_thread_a_core():
            for group in self._groups(parts, edges):
                end = at + len(group.lengths)
                self._sum_group(group, sums[at:end])
                counts[at:end] = group.lengths
                at = end
                advance(len(group.lengths))
        return sums, counts

    def _groups(self, texts: Sequence[str], edges: NDArray[np.int64]) -> Iterator[_Group]:
        begins, ends = set(edges[:-1].tolist()), set((edges[1:] - 1).tolist())
        waiting: list[list[int]] = []
        n_waiting = 0
        for index, text in enumerate(texts):
            ids: list[int] = self._tokenizer.encode(
                text.encode("utf-8", "replace").decode(), add_bos=index in begins, add_eos=index in ends
            )
            if waiting and n_waiting + len(ids) > GROUP_PIECES:
                yield _group(waiting, n_waiting)
                waiting, n_waiting = [], 0
            waiting.append(ids or [_END])
            n_waiting += len(waiting[-1])
        yield _group(waiting, n_waiting)

    def _sum_group(self, group: _Group, sums: Floats) -> None:
        different, pieces = np.unique(group.pieces, return_inverse=True)
        known = self._know(different)
        starts = np.concatenate(([0], group.lengths.cumsum()))
        first = 0
        while first < len(group.lengths):
            last = max(int(np.searchsorted(starts, starts[first] + BLOCK_PIECES, "right")) - 1, first + 1)
            block = pieces[starts[first] : starts[last]]
            rows = self._describe(block, group.lengths[first:last], known)
            np.add.reduceat(rows, starts[first:last] - starts[first], axis=0, out=sums[first:last])
            first = last

    def _know(self, different: NDArray[np.int64]) -> _Known:
        embedding = self.embed(different)
        projected = embedding @ self._projection
        projected += self._projection_bias
        _normalise_rows(projected, self._projection_gain, self._projection_shift)
        shares = []
        for branch, (order, _) in enumerate(ORDERS):
            mine = projected[:, branch * WIDTH : (branch + 1) * WIDTH]
            taps = np.split(self._layers[f"w1_{order}"], order)
            shares.append([_with_zeros(mine @ tap) for tap in taps])
        return _Known(embedding, projected, shares)

    def embed(self, pieces: NDArray[np.int64]) -> Floats:
        """Return the embeddings of pieces: shape (n_pieces, 512)."""
        chunk = self._chunk[pieces]
        embedding = self._table[pieces].astype(np.float32)
        embedding *= self._layers["scale"][chunk, None]
        embedding += self._layers["low"][chunk, None]
        return embedding

    def _describe(self, pieces: NDArray[np.int64], lengths: NDArray[np.int64], known: _Known) -> Floats:
        """Return embedding and neighbourhoods of each piece, normalised: shape (n_pieces, 1280)."""
        n_pieces = len(pieces)
        places = _neighbours(lengths)
        neighbours = np.append(pieces, len(known.embedding))[places]
        rows = np.empty((n_pieces, DIMENSIONS + len(ORDERS) * WIDTH), np.float32)
        known.embedding.take(pieces, axis=0, out=rows[:, :DIMENSIONS])
        layer = np.zeros((n_pieces + 1, WIDTH), np.float32)
        for branch, (order, left) in enumerate(ORDERS):
            columns = slice(LEFT - left, LEFT - left + order)
            here = layer[:n_pieces]
            here[:] = self._layers[f"b1_{order}"]
            for share, piece in zip(known.shares[branch], neighbours[:, columns].T, strict=True):
                here += share.take(piece, axis=0)
            np.maximum(here, 0, out=here)
            here += known.projected[:, branch * WIDTH : (branch + 1) * WIDTH].take(pieces, axis=0)
            second = layer[places[:, columns]].reshape(n_pieces, -1) @ self._layers[f"w2_{order}"]
            second += self._layers[f"b2_{order}"]
            np.maximum(second, 0, out=second)
            second += here
            at = DIMENSIONS + branch * WIDTH
            rows[:, at : at + WIDTH] = second
        _normalise_rows(rows, self._layers["ln_g"], self._layers["ln_b"])
        return rows

    def finish(self, sums: Floats, counts: Floats) -> Floats:
        """Return the vectors of texts for what `sum_pieces` gives, summed by text: shape (n_texts, 512)."""
        layers = self._layers
        with at_most_one_thread_a_core():
            mean = sums @ layers["cnn_W"]
            mean += counts[:, None] * layers["cnn_b"]
            mean /= np.sqrt(counts)[:, None]
            first = np.maximum(mean @ layers["d0"], 0)
            second = np.maximum(mean @ layers["p1"] + first @ layers["d1"], 0)
            third = np.maximum(second @ layers["d2"], 0)
            vectors: Floats = np.tanh(second @ layers["p3"] + third @ layers["d3"])
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        return vectors


def _group(waiting: list[list[int]], n_waiting: int) -> _Group:
    pieces = np.fromiter(chain.from_iterable(waiting), np.int64, n_waiting)
    return _Group(pieces, np.fromiter(map(len, waiting), np.int64, len(waiting)))


def _with_zeros(rows: Floats) -> Floats:
    padded = np.zeros((len(rows) + 1, rows.shape[1]), np.float32)
    padded[:-1] = rows
    return padded


def _neighbours(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places round each place, two to each side; the number of places where that would leave the run."""
    ends = np.repeat(lengths.cumsum(), lengths)[:, None]
    places = np.arange(len(ends))[:, None] + np.arange(-LEFT, RIGHT + 1)
    inside = (places < ends) & (places >= ends - np.repeat(lengths, lengths)[:, None])
    return np.where(inside, places, len(ends))


def _normalise_rows(rows: Floats, gain: Floats, shift: Floats) -> None:
    rows -= rows.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows /= np.sqrt(variance + np.float32(SMALLEST_VARIANCE))[:, None]
    rows *= gain
    rows += shift


def load_encoder(name: str = DEFAULT_ENCODER) -> Encoder:
    """Read a shipped encoder, once; its table is mapped, so that processes share it."""
    return _loaded(name)


@cache
def _loaded(name: str) -> Encoder:
    folder, digest = find_shipped(name)
    return read_encoder(folder, digest)


def read_encoder(folder: Path, digest: str | None = None) -> Encoder:
    """Read an encoder from its folder, as `tonecheck.persistence.read_folder` does."""
    contents = read_folder(folder, KIND, digest)
    table = map_array(folder / TABLE, contents.manifest["files"][TABLE])
    return Encoder(contents.manifest["name"], contents.files[TOKENIZER], table, contents.arrays)


class EncoderFeatures:
    """Sentence vectors as rows, for fitting."""

    name = "encoder"

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def fit(self, batch: Batch) -> EncoderFeatures:
        """Learn nothing: the encoder is taken as it is."""
        return self

    def transform(self, batch: Batch) -> NDArray[np.float64]:
        """Return one vector a text: shape (n_texts, 512), of length 1."""
        return vectors_of(batch, self.encoder).astype(np.float64)

    def weigh(self, coef: NDArray[np.float64]) -> EncoderScorer:
        """Return the scorer for weights of shape (512, n_outputs)."""
        return EncoderScorer(self.encoder, coef.astype(np.float32))


class EncoderScorer:
    """The share of the sentence vector in decision values.

    Parameters
    ----------
    encoder : Encoder
        Makes the vectors.
    coef : float array of shape (512, n_outputs)
        Weights.
    """

    def __init__(self, encoder: Encoder, coef: Floats) -> None:
        self.encoder = encoder
        self.coef = coef

    def decision(self, batch: Batch) -> NDArray[np.float64]:
        """Return the share of each text and output: shape (n_texts, n_outputs)."""
        return (vectors_of(batch, self.encoder) @ self.coef).astype(np.float64)

    def attribute(self, text: str, sentences: Sequence[str]) -> Attribution:
        """Share the decision of one text out over its sentences.

        Notes
        -----
        A sentence's share is the mean of what it says alone and of what the text loses without it: Shapley's value
        (1953) for two sentences, and its two outermost terms for more. What is then left of the decision, for sentences
        meet at their edges, is shared out evenly. The base is what the encoder says of an empty text.
        """
        outcome, base = self.decision(Batch([text, ""]))
        n_sentences = len(sentences)
        shares = np.repeat((outcome - base)[None], n_sentences, axis=0)
        if n_sentences > 1:
            sums, counts = self.encoder.sum_pieces(sentences, np.array([0, n_sentences]))
            alone = self._decide(sums, counts) - base
            lost = outcome - self._decide(sums.sum(axis=0) - sums, counts.sum() - counts)
            shares = (alone + lost) / 2
            shares += (outcome - base - shares.sum(axis=0)) / n_sentences
        elif not n_sentences:
            base = outcome
        return Attribution(base, np.zeros((len(text), len(base))), shares)

    def _decide(self, sums: Floats, counts: Floats) -> NDArray[np.float64]:
        return (self.encoder.finish(sums, counts) @ self.coef).astype(np.float64)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that a folder keeps, by name."""
        return {"encoder_coef": self.coef}

    @classmethod
    def from_arrays(cls, encoder: Encoder, arrays: Mapping[str, NDArray[Any]], n_outputs: int) -> EncoderScorer:
        """Make a scorer from the arrays of a folder."""
        coef = arrays["encoder_coef"]
        expected = (DIMENSIONS, n_outputs)
        if coef.dtype != np.float32 or coef.shape != expected:
            raise ModelFormatError(f"encoder_coef is {coef.dtype} {coef.shape}; expected float32 {expected}")
        return cls(encoder, coef)


def vectors_of(batch: Batch, encoder: Encoder, advance: Callable[[int], Any] = lambda n_texts: None) -> Floats:
    """Return the vectors of a batch, worked out once for a batch and the parts taken of it.

    `advance` is told how many texts were read, each time that it goes on.
    """
    return batch.once(encoder.name, lambda: encoder.encode(batch.pieces, batch.firsts, advance))
