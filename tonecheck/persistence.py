"""Write a model folder; read one and run nothing in it.

A folder holds plain data: ``manifest.json``, which says what the other files are and what digests they have, and
``weights.npz``, arrays
of numbers; beside them ``README.md`` and ``evaluation.json``, which scoring does not read. A folder is read with
suspicion, in this order:

1. the manifest, whose own digest is compared for a shipped name;
2. its schema number, its kind and its list of files, which must be the expected ones;
3. the bytes of each file, whose digests are compared;
4. only then are arrays decoded, never unpickled, and their types, shapes and values checked.

A digest beside a file shows that the folder is whole, not who made it: of any folder but a shipped one, the caller
vouches.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import InputError, ModelFormatError, ModelIntegrityError, ModelNotFoundError, shorten
from tonecheck.resources import SHIPPED, shipped_folder, shipped_models

SCHEMA = 1
"""Number of the format that this release writes. It rises when a folder written before could no longer be read the
same way."""

MANIFEST = "manifest.json"
WEIGHTS = "weights.npz"
LARGEST_MANIFEST = 1 << 20
"""Bytes. A manifest holds names and a few numbers; what is larger is none."""

FILES = {
    "tone-model": (WEIGHTS,),
    "language-identifier": (WEIGHTS,),
    "sentence-encoder": ("table.npy", "tokenizer.model", WEIGHTS),
}
"""The files of a folder beside its manifest, by kind."""

_DTYPES = ("int8", "uint8", "int16", "int32", "int64", "float16", "float32", "float64")


_UNREADABLE = (ValueError, EOFError, MemoryError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What reading a member of an archive raises that is damaged, encrypted or packed in an unknown way, or whose header
states a size that no memory holds."""


def find_folder(source: str | os.PathLike[str]) -> tuple[Path, str | None]:
    """Return the folder of a shipped name or of a path, and the manifest digest it must have (None for a path).

    Raises
    ------
    InputError
        If `source` is neither.
    ModelNotFoundError
        If no shipped model has this name and no folder is there.
    """
    if not isinstance(source, str | os.PathLike):
        raise InputError(f"model is {type(source).__name__}; expected a model, the name of one, or a model folder")
    if isinstance(source, str) and source in SHIPPED:
        return shipped_folder(source), SHIPPED[source]
    folder = Path(source)
    if folder.is_dir():
        return folder, None
    known = ", ".join(shipped_models())
    raise ModelNotFoundError(f"no model named {shorten(str(source), 200)} and no such folder; known models: {known}")


def find_shipped(name: str) -> tuple[Path, str]:
    """Return the folder of a shipped name, never of a path, and the manifest digest it must have.

    It is for names that come out of a manifest: such a folder cannot send its reader elsewhere.
    """
    if name not in SHIPPED:
        raise ModelNotFoundError(f"nothing shipped is named {shorten(name)}; known names: {', '.join(sorted(SHIPPED))}")
    return shipped_folder(name), SHIPPED[name]


class Contents(NamedTuple):
    """What a folder holds, checked: the manifest, the arrays of its ``weights.npz``, the bytes of its other files."""

    manifest: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    files: dict[str, bytes]


def read_folder(folder: Path, kind: str, expected_digest: str | None = None) -> Contents:
    """Read a folder of plain data, trusting nothing before its digest is checked.

    Parameters
    ----------
    folder : Path
        The folder.
    kind : str
        What the manifest must say that it is, such as 'tone-model'.
    expected_digest : str or None
        SHA-256 of the manifest, in hexadecimal; None where the caller vouches for the folder.

    Returns
    -------
    Contents
        What `write_folder` was given; arrays are finite and of the types and shapes that the manifest lists.

    Raises
    ------
    ModelNotFoundError
        If there is no manifest.
    ModelFormatError
        If the folder is not of this format, of another kind, or written by a newer release.
    ModelIntegrityError
        If a file is missing, larger than stated, or not the one that was written.
    """
    manifest = read_manifest(folder, kind, expected_digest)
    files = {name: _read_stated(folder / name, stated) for name, stated in manifest["files"].items()}
    arrays = _decode(folder / WEIGHTS, files.pop(WEIGHTS), manifest["files"][WEIGHTS]["arrays"])
    return Contents(manifest, arrays, files)


def map_array(path: Path, stated: Mapping[str, Any]) -> NDArray[Any]:
    """Map an array file whose digest `read_folder` has checked, so that processes share its memory."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as error:
        raise ModelFormatError(f"{path}: no plain array ({error})") from error
    return _check_array(path, path.name, stated["array"], array)


def read_manifest(folder: Path, kind: str, expected_digest: str | None) -> dict[str, Any]:
    """Return the manifest alone, checked as far as can be without the other files: see `read_folder`."""
    path = folder / MANIFEST
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_MANIFEST + 1)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ModelNotFoundError(f"{folder}: no {MANIFEST} in this folder; expected a model folder") from error
    if len(content) > LARGEST_MANIFEST:
        raise ModelFormatError(f"{path}: over {LARGEST_MANIFEST} bytes; expected a small manifest")
    digest = hashlib.sha256(content).hexdigest()
    if expected_digest is not None and digest != expected_digest:
        raise ModelIntegrityError(f"{path}: SHA-256 is {digest[:12]}…; expected {expected_digest[:12]}… for this name")
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ModelFormatError(f"{path}: not JSON ({error}); expected a manifest") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("schema"), int):
        raise ModelFormatError(f"{path}: no whole number 'schema'; expected a manifest")
    if manifest["schema"] > SCHEMA:
        raise ModelFormatError(
            f"{path}: schema {manifest['schema']}; this release reads up to {SCHEMA}; "
            f"written by tonecheck {shorten(manifest.get('tonecheck'))}, which or a later one reads it"
        )
    if manifest.get("kind") != kind:
        raise ModelFormatError(f"{path}: kind is {shorten(manifest.get('kind'))}; expected {kind!r}")
    files = manifest.get("files")
    if not isinstance(files, dict) or sorted(files) != sorted(FILES[kind]):
        came = sorted(files) if isinstance(files, dict) else files
        raise ModelFormatError(f"{path}: lists the files {shorten(came, 80)}; expected {sorted(FILES[kind])}")
    for name, stated in files.items():
        _check_stated(path, name, stated)
    return manifest


def _check_stated(path: Path, name: str, stated: Any) -> None:
    if (
        not isinstance(stated, dict)
        or not isinstance(stated.get("sha256"), str)
        or not isinstance(stated.get("bytes"), int)
    ):
        raise ModelFormatError(f"{path}: {name} has no sha256 or bytes; expected both")
    arrays = stated.get("arrays") if name == WEIGHTS else {"": stated.get("array")} if name.endswith(".npy") else {}
    if not isinstance(arrays, dict) or not all(_is_array_entry(entry) for entry in arrays.values()):
        raise ModelFormatError(f"{path}: {name} has no readable list of arrays; expected dtype and shape of each")


def _is_array_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.get("dtype") in _DTYPES
        and isinstance(entry.get("shape"), list)
        and all(isinstance(size, int) and 0 <= size < 1 << 31 for size in entry["shape"])
    )


def _read_stated(path: Path, stated: Mapping[str, Any]) -> bytes:
    try:
        with path.open("rb") as file:
            n_bytes = os.fstat(file.fileno()).st_size
            if n_bytes != stated["bytes"]:  # before reading, which would reserve as much as is stated
                raise ModelIntegrityError(f"{path}: {n_bytes} bytes; the manifest lists {stated['bytes']}")
            content = file.read(n_bytes)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ModelIntegrityError(f"{path}: no such file; the manifest lists it") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != stated["sha256"]:
        raise ModelIntegrityError(f"{path}: SHA-256 is {digest[:12]}…; the manifest lists {stated['sha256'][:12]}…")
    return content


def _decode(path: Path, content: bytes, entries: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise ModelFormatError(f"{path}: not an npz archive ({error})") from error
    with archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        if set(sizes) != {f"{name}.npy" for name in entries}:
            raise ModelFormatError(
                f"{path}: holds {shorten(sorted(sizes), 80)}; the manifest lists {shorten(sorted(entries), 80)}"
            )
        arrays = {}
        for name, entry in entries.items():
            expected = math.prod(entry["shape"]) * np.dtype(entry["dtype"]).itemsize
            if not 0 <= sizes[f"{name}.npy"] - expected <= 1024:  # what is over is the header
                raise ModelFormatError(f"{path}: {name} unpacks to {sizes[f'{name}.npy']} bytes; expected {expected}")
            arrays[name] = _decode_array(path, name, entry, archive)
    return arrays


def _decode_array(path: Path, name: str, entry: Mapping[str, Any], archive: zipfile.ZipFile) -> NDArray[Any]:
    try:
        with archive.open(f"{name}.npy") as file:
            array: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
    except _UNREADABLE as error:
        raise ModelFormatError(f"{path}: {name} is no plain array ({error})") from error
    return _check_array(path, name, entry, array)


def _check_array(path: Path, name: str, entry: Mapping[str, Any], array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.name != entry["dtype"] or list(array.shape) != entry["shape"]:
        raise ModelFormatError(
            f"{path}: {name} is {array.dtype.name} {list(array.shape)}; "
            f"the manifest lists {entry['dtype']} {entry['shape']}"
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ModelFormatError(f"{path}: {name} holds NaN or infinity; expected finite numbers")
    return array


def write_folder(
    folder: str | os.PathLike[str],
    manifest: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    texts: Mapping[str, str],
    *,
    files: Mapping[str, NDArray[Any] | bytes] | None = None,
    overwrite: bool = False,
) -> None:
    """Write a folder of plain data, whole or not at all.

    It is written beside its place and moved there at the end, so that whatever happens, what was there before or what
    is new is there, never half of it.

    Parameters
    ----------
    folder : path
        Where to. Its parents are made.
    manifest : mapping
        Plain data for JSON, with 'kind'; 'schema' and 'files' are added.
    arrays : mapping of str to array
        What goes into ``weights.npz``.
    texts : mapping of str to str
        Other files by name, which reading does not look at, such as the card.
    files : mapping of str to array or bytes, optional
        What else the kind has: see `FILES`. An array is written so that it can be mapped.
    overwrite : bool
        Whether a model folder that is there may be replaced.

    Raises
    ------
    ModelFormatError
        If `folder` is there and is no model folder, or is one and `overwrite` is False.
    """
    target = Path(folder)
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    if target.exists() and not (overwrite and (target / MANIFEST).is_file()):
        expected = "a model folder, or nothing" if overwrite else "nothing there, or overwrite=True"
        raise ModelFormatError(f"{target}: is there already; expected {expected}")
    with written_beside(target) as new:
        _fill(new, manifest, arrays, texts, files or {})


@contextmanager
def written_beside(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of `target` at the end; after an error nothing has changed.

    The parents of `target` are made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        new = workplace / "new"
        new.mkdir()
        yield new
        _swap(new, target, workplace / "old")
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _fill(
    folder: Path,
    manifest: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    texts: Mapping[str, str],
    files: Mapping[str, NDArray[Any] | bytes],
) -> None:
    contents = {name: value if isinstance(value, bytes) else _array_bytes(value) for name, value in files.items()}
    contents[WEIGHTS] = _encode(arrays)
    stated: dict[str, dict[str, Any]] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in contents.items()
    }
    stated[WEIGHTS]["arrays"] = {name: _entry(array) for name, array in arrays.items()}
    for name, value in files.items():
        if not isinstance(value, bytes):
            stated[name]["array"] = _entry(value)
    full = {"schema": SCHEMA, **manifest, "files": stated}
    contents |= {name: text.encode() for name, text in texts.items()}
    contents[MANIFEST] = (json.dumps(full, indent=1, ensure_ascii=False) + "\n").encode()
    for name, content in contents.items():
        with (folder / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _entry(array: NDArray[Any]) -> dict[str, Any]:
    return {"dtype": array.dtype.name, "shape": list(array.shape)}


def _array_bytes(array: NDArray[Any]) -> bytes:
    member = io.BytesIO()
    np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
    return member.getvalue()


def _encode(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return an npz archive whose bytes depend on the arrays alone, not on the time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _array_bytes(array))
    return buffer.getvalue()


def _swap(new: Path, target: Path, aside: Path) -> None:
    if target.exists():
        target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
