import json

import numpy as np
import pytest

from tonecheck.errors import InputError, ModelFormatError, ModelNotFoundError
from tonecheck.persistence import find_folder, find_shipped, read_folder, write_folder
from tonecheck.resources import SHIPPED, shipped_folder

ARRAYS = {"numbers": np.arange(6, dtype=np.int16).reshape(2, 3), "scales": np.array([0.5, 2.0])}


def write(folder, arrays=ARRAYS, **options):
    write_folder(folder, {"kind": "tone-model", "name": "mine"}, arrays, {"README.md": "# Mine\n"}, **options)


def test_what_was_written_is_read(tmp_path):
    write(tmp_path / "mine")
    manifest, arrays, files = read_folder(tmp_path / "mine", "tone-model")
    assert manifest["name"] == "mine"
    assert files == {}
    assert {name: (array.dtype, array.tolist()) for name, array in arrays.items()} == {
        name: (array.dtype, array.tolist()) for name, array in ARRAYS.items()
    }


def test_the_folder_holds_what_it_says_and_no_more(tmp_path):
    write(tmp_path / "deep" / "mine")
    assert sorted(path.name for path in (tmp_path / "deep" / "mine").iterdir()) == [
        "README.md",
        "manifest.json",
        "weights.npz",
    ]
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["mine"]
    manifest = json.loads((tmp_path / "deep" / "mine" / "manifest.json").read_text())
    assert manifest["schema"] == 1
    assert manifest["files"]["weights.npz"]["arrays"]["numbers"] == {"dtype": "int16", "shape": [2, 3]}


def test_the_same_arrays_give_the_same_bytes(tmp_path):
    write(tmp_path / "one")
    write(tmp_path / "other")
    for name in ("manifest.json", "weights.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_a_folder_that_is_there_is_replaced_only_when_asked(tmp_path):
    write(tmp_path / "mine")
    with pytest.raises(ModelFormatError, match="is there already; expected nothing there, or overwrite=True"):
        write(tmp_path / "mine")
    write(tmp_path / "mine", {"numbers": np.zeros(1)}, overwrite=True)
    assert list(read_folder(tmp_path / "mine", "tone-model").arrays) == ["numbers"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_folder_that_is_no_model_is_never_replaced(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("dear")
    with pytest.raises(ModelFormatError, match="letters: is there already; expected a model folder, or nothing"):
        write(tmp_path / "letters", overwrite=True)
    assert (tmp_path / "letters" / "a.txt").read_text() == "dear"


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "mine").mkdir()
    write(tmp_path / "mine")
    assert read_folder(tmp_path / "mine", "tone-model").manifest["name"] == "mine"


def test_writing_that_is_broken_off_leaves_the_old_folder_whole_and_nothing_else(tmp_path, monkeypatch):
    write(tmp_path / "mine")
    before = (tmp_path / "mine" / "manifest.json").read_bytes()

    def interrupt(descriptor):
        raise KeyboardInterrupt

    monkeypatch.setattr("tonecheck.persistence.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "mine", {"numbers": np.zeros(1)}, overwrite=True)
    assert (tmp_path / "mine" / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert sorted(read_folder(tmp_path / "mine", "tone-model").arrays) == ["numbers", "scales"]


def test_a_move_that_fails_puts_the_old_folder_back(tmp_path, monkeypatch):
    write(tmp_path / "mine")
    rename = type(tmp_path).rename

    def refuse_new(path, target):
        if path.name == "new":
            raise OSError("disk")
        return rename(path, target)

    monkeypatch.setattr(type(tmp_path), "rename", refuse_new)
    with pytest.raises(OSError, match="disk"):
        write(tmp_path / "mine", {"numbers": np.zeros(1)}, overwrite=True)
    assert sorted(read_folder(tmp_path / "mine", "tone-model").arrays) == ["numbers", "scales"]


def test_a_name_is_found_among_the_shipped_and_a_path_where_it_is(tmp_path):
    assert find_folder("tone-enfr-1") == (shipped_folder("tone-enfr-1"), SHIPPED["tone-enfr-1"])
    assert find_folder(tmp_path) == (tmp_path, None)
    assert find_folder(str(tmp_path)) == (tmp_path, None)


def test_what_is_no_model_is_named():
    with pytest.raises(
        ModelNotFoundError,
        match="no model named 'tone-fr' and no such folder; known models: tone-enfr-1, tone-enfr-1-fast",
    ):
        find_folder("tone-fr")
    with pytest.raises(InputError, match="model is int; expected a model, the name of one, or a model folder"):
        find_folder(5)


def test_a_name_in_a_manifest_is_never_a_path(tmp_path):
    with pytest.raises(ModelNotFoundError, match=r"nothing shipped is named .*; known names: concern-enfr-1"):
        find_shipped(str(tmp_path))
