"""Write a model folder; read one and run nothing in it.

A folder holds plain data: ``manifest.json``, which says what the other files are and what digests they have, and
``weights.npz``, arrays of numbers; beside them ``README.md`` and ``evaluation.json``, which scoring does not read. A
folder is read with suspicion, in this order:

1. the manifest, whose own digest is compared for a shipped name;
2. its schema number, its kind and its list of files, which must be the expected ones;
3. the bytes of each file, whose digests are compared;
4. only then are arrays decoded, never unpickled, and their types, shapes and values checked.

A digest beside a file shows that the folder is whole, not who made it: of any folder but a shipped one, the caller
vouches.

No system exchanges two folders in one step everywhere, so a folder is replaced by two renames: the old one is set aside
in a workplace beside it, the new one takes its place. Whoever saves holds a lock meanwhile. A process that is killed
between the two leaves nothing in the place; whoever next reads or saves there finds, under the same lock, what was set
aside and puts it back. So a folder is always a whole one, the old or the new.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import InputError, ModelFormatError, ModelIntegrityError, ModelNotFoundError, shorten
from tonecheck.locks import held
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

_ASIDE = "old"
"""In the workplace of a folder: what stood in its place before. It bears this name only while it is whole."""

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
    folder = _standing(Path(source))
    if folder is not None:
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


_LIFTS: dict[int, Callable[[Contents], Contents]] = {}
"""From the number of an older format to what lifts a folder's contents to the next one. There is none yet.

Where a manifest is read alone, there are no arrays and no files to lift with it.
"""


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
    while True:
        place = _standing(folder)
        before = _identity(place or folder)
        try:
            return _read_once(place or folder, kind, expected_digest)
        except (ModelNotFoundError, ModelIntegrityError):
            if place is None or _identity(place) == before is not None:
                raise
            # Another folder took its place between two files: that one is read, from the beginning.


def _read_once(folder: Path, kind: str, expected_digest: str | None) -> Contents:
    manifest = _read_manifest(folder, kind, expected_digest)
    files = {name: _read_stated(folder / name, stated) for name, stated in manifest["files"].items()}
    arrays = _decode(folder / WEIGHTS, files.pop(WEIGHTS), manifest["files"][WEIGHTS]["arrays"])
    return _lift(Contents(manifest, arrays, files))


def _identity(folder: Path) -> tuple[int, int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns  # the number of a folder that is gone is given again


def _lift(contents: Contents) -> Contents:
    for schema in range(contents.manifest["schema"], SCHEMA):
        contents = _LIFTS[schema](contents)
        contents.manifest["schema"] = schema + 1
    return contents


def map_array(path: Path, stated: Mapping[str, Any]) -> NDArray[Any]:
    """Map an array file whose digest `read_folder` has checked, so that processes share its memory."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as error:
        raise ModelFormatError(f"{path}: no plain array ({error})") from error
    return _check_array(path, path.name, stated["array"], array)


def read_manifest(folder: Path, kind: str, expected_digest: str | None) -> dict[str, Any]:
    """Return the manifest alone, checked as far as can be without the other files: see `read_folder`."""
    return _lift(Contents(_read_manifest(folder, kind, expected_digest), {}, {})).manifest


def _read_manifest(folder: Path, kind: str, expected_digest: str | None) -> dict[str, Any]:
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
    if not isinstance(manifest, dict) or type(manifest.get("schema")) is not int:  # True would be one, too
        raise ModelFormatError(f"{path}: no whole number 'schema'; expected a manifest")
    _check_schema(path, manifest)
    if manifest.get("kind") != kind:
        raise ModelFormatError(f"{path}: kind is {shorten(manifest.get('kind'))}; expected {kind!r}")
    files = manifest.get("files")
    if not isinstance(files, dict) or sorted(files) != sorted(FILES[kind]):
        came = sorted(files) if isinstance(files, dict) else files
        raise ModelFormatError(f"{path}: lists the files {shorten(came, 80)}; expected {sorted(FILES[kind])}")
    for name, stated in files.items():
        _check_stated(path, name, stated)
    return manifest


def _check_schema(path: Path, manifest: Mapping[str, Any]) -> None:
    schema = manifest["schema"]
    if schema > SCHEMA:
        raise ModelFormatError(
            f"{path}: schema {shorten(schema)}; this release reads up to {SCHEMA}; "
            f"written by tonecheck {shorten(manifest.get('tonecheck'))}, which or a later one reads it"
        )
    known = {SCHEMA, *_LIFTS}
    if schema not in known:
        raise ModelFormatError(
            f"{path}: schema {shorten(schema)}; this release reads {', '.join(map(str, sorted(known)))}; fit the model "
            "again"
        )


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

    It is written beside its place, read once as whoever loads it will, and moved to its place at the end, so that
    whatever happens, what was there before or what is new is there, never half of it.

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
        If `folder` is there and is no model folder, or is one and `overwrite` is False; if something cannot be read
        again, such as an array that holds NaN.
    """
    target = Path(folder)
    with written_beside(target) as new:  # from here on nobody else writes there: what is found stays so
        _check_place(target, overwrite=overwrite)
        _fill(new, manifest, arrays, texts, files or {})
        _read_once(new, manifest["kind"], None)


def _check_place(target: Path, *, overwrite: bool) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (overwrite and (target / MANIFEST).is_file()):
        expected = "a model folder, or nothing" if overwrite else "nothing there, or overwrite=True"
        raise ModelFormatError(f"{target}: is there already; expected {expected}")


@contextmanager
def written_beside(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of `target` at the end; after an error nothing has changed.

    The parents of `target` are made. A link stays one: the folder that it leads to is replaced. Whoever else writes to
    `target` waits.
    """
    target = Path(os.path.realpath(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(target) as workplace:
        new = Path(tempfile.mkdtemp(dir=workplace)) / "new"
        new.mkdir()
        yield new
        _swap(new, target, workplace / _ASIDE)


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """Have the folder in which what takes the place of `target` is made ready; before and after, put it right."""
    workplace = _workplace_of(target)
    with held(workplace.with_name(f"{workplace.name}-lock")):
        workplace.mkdir(exist_ok=True)
        try:
            _clear(workplace, target)
            yield workplace
        finally:
            if _is_gone(target, workplace / _ASIDE):
                (workplace / _ASIDE).rename(target)
            _clear(workplace, target)
            with suppress(OSError):  # not empty, for something in it could not be removed: the next save tries again
                workplace.rmdir()


def _workplace_of(target: Path) -> Path:
    return target.parent / f".{target.name}.tonecheck"


def _is_gone(target: Path, aside: Path) -> bool:
    """Return whether nothing stands in the place, and what stood there is aside."""
    return os.path.lexists(aside) and not os.path.lexists(target)


def _clear(workplace: Path, target: Path) -> None:
    """Remove what saves that were broken off left, but what was set aside only where another stands in its place."""
    aside = workplace / _ASIDE
    if os.path.lexists(aside) and os.path.lexists(target):
        aside.rename(Path(tempfile.mkdtemp(dir=workplace)) / "gone")
    for left in workplace.iterdir():
        if left != aside:
            shutil.rmtree(left, ignore_errors=True)


def _standing(folder: Path) -> Path | None:
    """Return where a folder stands, or None if there is none.

    What was set aside by a save that was killed is put back; who may not write there reads it where it is.
    """
    if os.path.isdir(folder):
        return folder
    try:
        target = Path(os.path.realpath(folder))
    except ValueError:  # a name that no file can have
        return None
    aside = _workplace_of(target) / _ASIDE
    if os.path.isdir(aside.parent):  # somebody is just saving, and we wait, or was killed while saving
        try:
            with _workplace(target):
                is_there = os.path.isdir(target) or os.path.isdir(aside)
            return folder if is_there else None
        except OSError:
            if _is_gone(target, aside):
                return aside
    return folder if os.path.isdir(folder) else None


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
    full = {"schema": SCHEMA, **manifest} | {"schema": SCHEMA, "files": stated}
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
    _sync(new)
    if os.path.lexists(target):
        target.rename(aside)
    new.rename(target)
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """See the names in a folder on the disk, so that a power cut undoes no rename after what it replaced is gone."""
    if sys.platform == "win32":
        return  # a folder cannot be opened there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
