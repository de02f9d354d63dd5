"""What a hostile model folder can do. Each attack is first shown to work where nothing guards against it."""

import hashlib
import io
import json
import os
import pickle  # noqa: TID251 - the attack
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tonecheck import load_model, persistence
from tonecheck.errors import ModelFormatError, ModelIntegrityError, ModelNotFoundError
from tonecheck.features import encoder
from tonecheck.features.encoder import DEFAULT_ENCODER, KIND, read_encoder
from tonecheck.language import load_identifier
from tonecheck.persistence import read_folder
from tonecheck.resources import SHIPPED, shipped_folder


class Payload:
    """Makes a folder when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


@pytest.fixture
def mark(tmp_path) -> Path:
    """What is there once a payload was run."""
    return tmp_path / "a payload was run"


@pytest.fixture
def folder(tiny_model, tmp_path) -> Path:
    tiny_model.save(tmp_path / "mine")
    return tmp_path / "mine"


def restate(folder: Path, change=None, name: str = "weights.npz") -> None:
    """Make the manifest list what is there now, as one who made the folder could, and change something else in it."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    content = (folder / name).read_bytes()
    manifest["files"][name] |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if change:
        change(manifest)
    path.write_text(json.dumps(manifest))


def arrays_of(folder: Path) -> dict[str, np.ndarray]:
    with np.load(folder / "weights.npz") as archive:
        return dict(archive)


def put(folder: Path, **changes) -> None:
    np.savez(folder / "weights.npz", **arrays_of(folder) | changes)


def members(folder: Path, change) -> None:
    """Write the members of the archive again, their bytes changed by a function of name and bytes."""
    path = folder / "weights.npz"
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, change(name, content))


def test_without_the_guard_a_pickle_in_an_archive_is_run(folder, mark):
    put(folder, ngram_scales=np.array([Payload(mark)], dtype=object))
    with np.load(folder / "weights.npz", allow_pickle=True) as archive:
        _ = archive["ngram_scales"]
    assert mark.exists()


def test_a_pickle_in_the_archive_is_refused_and_not_run(folder, mark):
    put(folder, ngram_scales=np.array([Payload(mark)] * 5, dtype=object))
    restate(folder)
    with pytest.raises(ModelFormatError, match="ngram_scales"):
        load_model(folder)
    assert not mark.exists()


def test_a_pickle_in_the_place_of_the_archive_is_refused_and_not_run(folder, mark):
    (folder / "weights.npz").write_bytes(pickle.dumps(Payload(mark)))
    restate(folder)
    with pytest.raises(ModelFormatError, match="not an npz archive"):
        load_model(folder)
    assert not mark.exists()


def test_a_pickle_that_says_it_is_an_object_array_is_refused_whatever_the_manifest_lists(folder, mark):
    put(folder, ngram_scales=np.array([Payload(mark)], dtype=object))
    entries = {"dtype": "object", "shape": [1]}
    restate(folder, lambda manifest: manifest["files"]["weights.npz"]["arrays"].update(ngram_scales=entries))
    with pytest.raises(ModelFormatError, match=r"weights\.npz has no readable list of arrays"):
        load_model(folder)
    assert not mark.exists()


def test_a_pickle_as_a_table_that_is_mapped_is_not_run(tmp_path, mark):
    np.save(tmp_path / "table.npy", np.array([Payload(mark)], dtype=object))
    np.load(tmp_path / "table.npy", allow_pickle=True)
    assert mark.exists()
    mark.rmdir()
    with pytest.raises(ModelFormatError, match=r"table\.npy: no plain array"):
        persistence.map_array(tmp_path / "table.npy", {"array": {"dtype": "uint8", "shape": [1]}})
    assert not mark.exists()


def refuse_to_decode(monkeypatch) -> None:
    def fail(*_, **__):
        raise AssertionError("something was decoded before its digest was checked")

    monkeypatch.setattr(persistence.zipfile, "ZipFile", fail)
    monkeypatch.setattr(persistence.np, "load", fail)
    monkeypatch.setattr(persistence.np.lib.format, "read_array", fail)
    monkeypatch.setattr(persistence.json, "loads", fail)


def shipped_copy(name: str, tmp_path: Path, monkeypatch) -> Path:
    copy = tmp_path / name
    shutil.copytree(shipped_folder(name), copy)
    others = {other: shipped_folder(other) for other in SHIPPED}
    monkeypatch.setattr(persistence, "shipped_folder", (others | {name: copy}).__getitem__)
    return copy


MANIFESTS = {name: json.loads((shipped_folder(name) / "manifest.json").read_text()) for name in SHIPPED}
FILES = [(name, file) for name, manifest in MANIFESTS.items() for file in manifest["files"]]


def change_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_the_decoder_that_fails_would_be_called_for_a_whole_folder(monkeypatch, folder):
    refuse_to_decode(monkeypatch)
    with pytest.raises(AssertionError, match="decoded before"):
        load_model(folder)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_changed_byte_in_a_shipped_manifest_is_seen_before_anything_is_decoded(name, tmp_path, monkeypatch):
    copy = shipped_copy(name, tmp_path, monkeypatch)
    change_a_byte(copy / "manifest.json")
    refuse_to_decode(monkeypatch)
    with pytest.raises(ModelIntegrityError, match=r"manifest\.json: SHA-256 is .*; expected .* for this name"):
        read_folder(copy, MANIFESTS[name]["kind"], SHIPPED[name])


@pytest.mark.parametrize(("name", "file"), FILES)
def test_a_changed_byte_in_any_file_is_seen_before_anything_is_decoded(name, file, tmp_path, monkeypatch):
    copy = shipped_copy(name, tmp_path, monkeypatch)
    change_a_byte(copy / file)
    loads = persistence.json.loads
    refuse_to_decode(monkeypatch)
    monkeypatch.setattr(persistence.json, "loads", loads)
    with pytest.raises(ModelIntegrityError, match=rf"{file}: SHA-256 is .*; the manifest lists"):
        read_folder(copy, MANIFESTS[name]["kind"], SHIPPED[name])


@pytest.mark.parametrize(("name", "file"), FILES)
@pytest.mark.parametrize("change", ["missing", "longer", "shorter", "a folder"])
def test_a_file_that_is_missing_or_of_another_length_is_refused(name, file, change, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in shipped_folder(name).iterdir():
        (copy / path.name).symlink_to(path)
    content = (copy / file).read_bytes()
    (copy / file).unlink()
    if change == "a folder":
        (copy / file).mkdir()
    elif change != "missing":
        (copy / file).write_bytes(content + b"x" if change == "longer" else content[:-1])
    with pytest.raises(ModelIntegrityError, match=f"{file}: .*the manifest lists"):
        read_folder(copy, MANIFESTS[name]["kind"], SHIPPED[name])


def test_a_shipped_encoder_with_other_vectors_is_refused_though_its_folder_is_whole(tmp_path, monkeypatch):
    copy = shipped_copy(DEFAULT_ENCODER, tmp_path, monkeypatch)
    table = np.load(copy / "table.npy")
    np.save(copy / "table.npy", table[::-1])
    restate(copy, name="table.npy")
    assert read_encoder(copy).encode(["You idiot."]).shape == (1, 512)  # without the digest in the source it is taken
    with pytest.raises(ModelIntegrityError, match="for this name"):
        encoder._loaded.__wrapped__(DEFAULT_ENCODER)
    with pytest.raises(ModelIntegrityError, match="for this name"):
        read_folder(copy, KIND, SHIPPED[DEFAULT_ENCODER])


def test_a_shipped_identifier_that_was_fitted_anew_is_refused(tmp_path, monkeypatch):
    copy = shipped_copy("language-enfr-1", tmp_path, monkeypatch)
    put(copy, ngram_weights=arrays_of(copy)["ngram_weights"][::-1])
    restate(copy)
    with pytest.raises(ModelIntegrityError, match="for this name"):
        load_identifier.__wrapped__("language-enfr-1")


@pytest.mark.parametrize("option", ["encoder", "identifier"])
@pytest.mark.parametrize("where", ["../other", "/etc", "{folder}"])
def test_a_manifest_never_sends_its_reader_to_another_folder(folder, option, where):
    path = where.format(folder=shipped_folder(DEFAULT_ENCODER))

    def send(manifest):
        (manifest if option == "identifier" else manifest["options"])[option] = path

    restate(folder, send)
    with pytest.raises(ModelNotFoundError, match="nothing shipped is named"):
        load_model(folder)


@pytest.mark.parametrize("outside", ["../secret.npz", "/etc/passwd", "sub/weights.npz", "extra.bin"])
def test_a_list_of_files_with_any_other_name_is_refused(folder, outside):
    (folder.parent / "secret.npz").write_bytes((folder / "weights.npz").read_bytes())
    (folder / "extra.bin").write_bytes(b"x")

    def swap(manifest):
        manifest["files"] = {outside: manifest["files"]["weights.npz"]}

    def add(manifest):
        manifest["files"][outside] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}

    before = (folder / "manifest.json").read_text()
    for change in (swap, add):
        (folder / "manifest.json").write_text(before)
        restate(folder, change)
        with pytest.raises(ModelFormatError, match=r"lists the files .*; expected \['weights\.npz'\]"):
            load_model(folder)


def test_without_the_guard_a_bomb_unpacks_to_a_thousand_times_its_size(folder):
    put(folder)
    members(folder, lambda name, content: content + bytes(50_000_000))
    path = folder / "weights.npz"
    with zipfile.ZipFile(path) as archive:
        assert sum(info.file_size for info in archive.infolist()) > 500 * path.stat().st_size


def test_a_bomb_is_refused_by_its_stated_size_before_it_is_unpacked(folder, monkeypatch):
    members(folder, lambda name, content: content + bytes(50_000_000))
    restate(folder)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was unpacked"))
    with pytest.raises(ModelFormatError, match=r"ngram_weights unpacks to 5\d+ bytes; expected 10240"):
        load_model(folder)


def test_a_bomb_that_hides_its_size_is_cut_off(folder):
    members(folder, lambda name, content: content + bytes(50_000_000))
    path = folder / "weights.npz"
    with zipfile.ZipFile(path) as archive:
        sizes = {info.file_size: info.file_size - 50_000_000 for info in archive.infolist()}
    content = path.read_bytes()
    for stated, pretended in sizes.items():
        content = content.replace(stated.to_bytes(4, "little"), pretended.to_bytes(4, "little"))
    path.write_bytes(content)
    restate(folder)
    with pytest.raises(ModelFormatError, match="ngram_weights is no plain array"):
        load_model(folder)


@pytest.mark.parametrize("rows", [2**31, 2**42, 2**62])
def test_a_header_that_lies_about_the_size_reserves_nothing_for_long(folder, rows):
    weights = arrays_of(folder)["ngram_weights"]

    def lie(name, content):
        if name != "ngram_weights.npy":
            return content
        header = io.BytesIO()
        shape = {"descr": weights.dtype.str, "fortran_order": False, "shape": (rows, weights.shape[1])}
        np.lib.format.write_array_header_1_0(header, shape)
        return header.getvalue() + weights.tobytes()

    members(folder, lie)
    restate(folder)
    with pytest.raises(ModelFormatError, match="ngram_weights is no plain array"):
        load_model(folder)


@pytest.mark.parametrize("n_bytes", [10**12, 10**30, -1, 0])
def test_a_length_that_is_a_lie_reserves_no_memory(folder, n_bytes):
    restate(folder, lambda manifest: manifest["files"]["weights.npz"].update(bytes=n_bytes))
    with pytest.raises(ModelIntegrityError, match=rf"bytes; the manifest lists {n_bytes}$"):
        load_model(folder)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_none_is_refused(folder, value):
    scales = arrays_of(folder)["ngram_scales"].copy()
    scales[0] = value
    put(folder, ngram_scales=scales)
    restate(folder)
    with pytest.raises(ModelFormatError, match="ngram_scales holds NaN or infinity; expected finite numbers"):
        load_model(folder)


@pytest.mark.parametrize("name", ["thresholds", "calibration", "positive_share"])
def test_a_manifest_with_nan_is_refused(folder, name):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())

    def spoil(value):
        if isinstance(value, dict):
            return {key: spoil(part) for key, part in value.items()}
        return (np.array(value) * np.nan).tolist()

    path.write_text(json.dumps(manifest | {name: spoil(manifest[name])}))
    with pytest.raises(ModelFormatError, match="expected finite ones"):
        load_model(folder)


def test_a_newer_format_says_which_release_reads_it(folder):
    restate(folder, lambda manifest: manifest.update(schema=2, tonecheck="9.1.0"))
    words = r"schema 2; this release reads up to 1; written by tonecheck '9\.1\.0', which or a later one reads it"
    with pytest.raises(ModelFormatError, match=words):
        load_model(folder)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "no whole number 'schema'"),
        (b'{"schema": "1"}', "no whole number 'schema'"),
        (b'{"schema": 1, "kind": "other"}', "kind is 'other'; expected 'tone-model'"),
        (b'{"schema": 1, "kind": "tone-model", "files": 5}', "lists the files 5"),
        (b'{"schema": 1, "kind": "tone-model", "files": {"weights.npz": 5}}', "weights.npz has no sha256 or bytes"),
        (
            b'{"schema": 1, "kind": "tone-model", "files": {"weights.npz": {"sha256": "", "bytes": 1}}}',
            "no readable list",
        ),
        (b" " * (1 << 20) + b" ", "over 1048576 bytes; expected a small manifest"),
    ],
)
def test_what_is_no_manifest_is_refused(folder, content, words):
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(ModelFormatError, match=words):
        load_model(folder)


def test_a_folder_without_a_manifest_is_no_model(tmp_path):
    with pytest.raises(ModelNotFoundError, match=r"no manifest\.json in this folder; expected a model folder"):
        load_model(tmp_path)
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(ModelNotFoundError, match=r"no manifest\.json in this folder"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "object", "shape": [1]},
        {"dtype": "int16"},
        {"dtype": "int16", "shape": [-1]},
        {"dtype": "int16", "shape": [2**31]},
        {"dtype": "int16", "shape": "1"},
        5,
    ],
)
def test_an_array_that_is_not_described_is_refused(folder, entry):
    restate(folder, lambda manifest: manifest["files"]["weights.npz"]["arrays"].update(ngram_weights=entry))
    with pytest.raises(ModelFormatError, match="no readable list of arrays; expected dtype and shape of each"):
        load_model(folder)


def test_arrays_that_are_not_listed_or_missing_are_refused(folder):
    put(folder, extra=np.zeros(3))
    restate(folder)
    with pytest.raises(ModelFormatError, match=r"holds .*; the manifest lists"):
        load_model(folder)
    np.savez(folder / "weights.npz", ngram_scales=np.zeros(5))
    restate(folder)
    with pytest.raises(ModelFormatError, match=r"holds .*; the manifest lists"):
        load_model(folder)


def test_an_array_of_another_type_of_the_same_size_is_refused(folder):
    put(folder, ngram_weights=arrays_of(folder)["ngram_weights"].view(np.float16))
    restate(folder)
    words = r"ngram_weights is float16 \[1024, 5\]; the manifest lists int16 \[1024, 5\]"
    with pytest.raises(ModelFormatError, match=words):
        load_model(folder)


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def flag(content: bytes, field: int, value: int) -> bytes:
    """Set a field of each entry of the archive's list, and of each member's head where the field is the flags."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x01\x02", field), (b"PK\x03\x04", field - 2)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] = value
            at = changed.find(mark, at + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: flip(content, 80),
        lambda content: flag(content, 8, 1),  # encrypted
        lambda content: flag(content, 10, 99),  # packed in a way that nobody knows
        lambda content: content[: len(content) // 2],
        lambda content: b"",
    ],
)
def test_a_damaged_archive_that_its_maker_vouches_for_is_refused_in_our_words(folder, damage):
    (folder / "weights.npz").write_bytes(damage((folder / "weights.npz").read_bytes()))
    restate(folder)
    with pytest.raises(ModelFormatError, match=r"weights\.npz: (ngram_\w+ is no plain array|not an npz archive)"):
        load_model(folder)


def test_each_byte_of_a_folder_matters(folder):
    """Whatever byte of the weights changes: the digest sees it."""
    content = (folder / "weights.npz").read_bytes()
    for at in range(0, len(content), 97):
        (folder / "weights.npz").write_bytes(flip(content, at))
        with pytest.raises(ModelIntegrityError):
            load_model(folder)


def test_what_reading_does_not_look_at_does_not_matter(folder, tiny_model, mark):
    (folder / "README.md").write_text("changed")
    (folder / "extra.pkl").write_bytes(pickle.dumps(Payload(mark)))
    again = load_model(folder)
    assert (again.predict_proba(["a"]) == tiny_model.predict_proba(["a"])).all()
    assert not mark.exists()
