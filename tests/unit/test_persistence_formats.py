"""Folders of another format than this release writes, which are made up: there has been one format so far."""

import json

import numpy as np
import pytest

from tonecheck import persistence
from tonecheck.errors import ModelFormatError, ModelIntegrityError
from tonecheck.persistence import Contents, read_folder, read_manifest, write_folder

KIND = "tone-model"


@pytest.fixture
def folder(tmp_path):
    """A folder that this release wrote."""
    folder = tmp_path / "mine"
    write_folder(folder, {"kind": KIND, "scale": 2}, {"numbers": np.array([1.5, 2.5])}, {})
    return folder


@pytest.fixture
def two_formats_later(monkeypatch):
    """The next format calls the numbers figures, and the one after it has them multiplied."""

    def rename(contents):
        arrays = {"figures" if name == "numbers" else name: array for name, array in contents.arrays.items()}
        return Contents(contents.manifest | {"was": contents.manifest["schema"]}, arrays, contents.files)

    def multiply(contents):
        manifest = {name: value for name, value in contents.manifest.items() if name != "scale"}
        arrays = {name: array * contents.manifest["scale"] for name, array in contents.arrays.items()}
        return Contents(manifest, arrays, contents.files)

    monkeypatch.setattr(persistence, "SCHEMA", 3)
    monkeypatch.setattr(persistence, "_LIFTS", {1: rename, 2: multiply})


def restate(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_folder_of_an_older_format_is_lifted_step_by_step(folder, two_formats_later):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest, arrays, _ = read_folder(folder, KIND)
    assert (manifest["schema"], manifest["was"], "scale" in manifest) == (3, 1, False)
    assert {name: array.tolist() for name, array in arrays.items()} == {"figures": [3.0, 5.0]}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_manifest_that_is_read_alone_is_lifted_too(folder, two_formats_later):
    manifest = read_manifest(folder, KIND, None)
    assert (manifest["schema"], manifest["was"], "scale" in manifest) == (3, 1, False)


def test_a_folder_of_the_format_of_this_release_is_left_as_it_is(folder, two_formats_later):
    write_folder(folder, {"kind": KIND, "scale": 2}, {"numbers": np.array([1.5])}, {}, overwrite=True)
    manifest, arrays, _ = read_folder(folder, KIND)
    assert (manifest["schema"], manifest["scale"], list(arrays)) == (3, 2, ["numbers"])


def test_nothing_is_lifted_whose_digests_are_wrong(folder, two_formats_later, monkeypatch):
    monkeypatch.setattr(persistence, "_LIFTS", dict.fromkeys((1, 2), lambda _: pytest.fail("it was lifted")))
    (folder / "weights.npz").write_bytes(b"x")
    with pytest.raises(ModelIntegrityError, match=r"weights\.npz: 1 bytes; the manifest lists"):
        read_folder(folder, KIND)


def test_a_newer_format_says_which_release_reads_it(folder, two_formats_later):
    restate(folder, schema=4, tonecheck="9.1.0")
    words = r"schema 4; this release reads up to 3; written by tonecheck '9\.1\.0', which or a later one reads it"
    with pytest.raises(ModelFormatError, match=words):
        read_folder(folder, KIND)


@pytest.mark.parametrize("schema", [0, -1])
def test_a_format_that_never_was_is_refused(folder, schema):
    restate(folder, schema=schema)
    with pytest.raises(ModelFormatError, match=rf"schema {schema}; this release reads 1; fit the model again"):
        read_folder(folder, KIND)


def test_a_format_that_is_too_old_is_refused(folder, two_formats_later, monkeypatch):
    monkeypatch.delitem(persistence._LIFTS, 1)
    with pytest.raises(
        ModelFormatError, match=r"manifest\.json: schema 1; this release reads 2, 3; fit the model again"
    ):
        read_folder(folder, KIND)


@pytest.mark.parametrize("schema", [True, 1.0, "1", None])
def test_what_is_no_whole_number_is_no_format(folder, schema):
    restate(folder, schema=schema)
    with pytest.raises(ModelFormatError, match="no whole number 'schema'"):
        read_folder(folder, KIND)
