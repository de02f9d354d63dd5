import json
import shutil

import numpy as np
import pytest

from tonecheck import persistence
from tonecheck.errors import InputError, ModelFormatError, ModelNotFoundError
from tonecheck.persistence import find_folder, find_shipped, read_folder, write_folder, written_beside
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


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("array", [np.array([0.5, np.nan]), np.array([True]), np.array([0.5j])])
def test_what_could_not_be_read_again_never_takes_the_place_of_what_is_there(tmp_path, array):
    write(tmp_path / "mine")
    with pytest.raises(ModelFormatError, match=r"holds NaN or infinity|no readable list of arrays"):
        write(tmp_path / "mine", {"numbers": array}, overwrite=True)
    assert sorted(read_folder(tmp_path / "mine", "tone-model").arrays) == ["numbers", "scales"]
    assert names_in(tmp_path) == ["mine"]


def test_a_manifest_cannot_say_that_it_is_of_another_format(tmp_path):
    write_folder(tmp_path / "mine", {"kind": "tone-model", "schema": 99, "files": {}}, ARRAYS, {})
    manifest = read_folder(tmp_path / "mine", "tone-model").manifest
    assert (next(iter(manifest)), manifest["schema"], list(manifest["files"])) == ("schema", 1, ["weights.npz"])


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(tmp_path):
    write(tmp_path / "there" / "real")
    (tmp_path / "mine").symlink_to(tmp_path / "there" / "real", target_is_directory=True)
    write(tmp_path / "mine", {"numbers": np.zeros(1)}, overwrite=True)
    assert (tmp_path / "mine").is_symlink()
    assert list(read_folder(tmp_path / "there" / "real", "tone-model").arrays) == ["numbers"]
    assert (names_in(tmp_path), names_in(tmp_path / "there")) == (["mine", "there"], ["real"])


@pytest.fixture
def set_aside(tmp_path):
    """A model that a save had set aside when it was killed, before the new one took its place."""
    write(tmp_path / "mine")
    (tmp_path / ".mine.tonecheck" / "abc" / "new").mkdir(parents=True)
    (tmp_path / ".mine.tonecheck-lock").touch()
    (tmp_path / "mine").rename(tmp_path / ".mine.tonecheck" / "old")
    return tmp_path / "mine"


def test_whoever_reads_next_puts_back_what_was_set_aside(set_aside):
    assert find_folder(set_aside) == (set_aside, None)
    assert names_in(set_aside.parent) == ["mine"]
    assert read_folder(set_aside, "tone-model").manifest["name"] == "mine"


def test_what_was_set_aside_is_found_through_a_link(set_aside, tmp_path):
    (tmp_path / "link").symlink_to("mine", target_is_directory=True)
    assert find_folder(tmp_path / "link") == (tmp_path / "link", None)
    assert read_folder(tmp_path / "link", "tone-model").manifest["name"] == "mine"


def test_who_may_not_write_there_reads_what_was_set_aside_where_it_is(set_aside, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(persistence, "held", refuse)
    folder, _ = find_folder(set_aside)
    assert folder == set_aside.parent / ".mine.tonecheck" / "old"
    assert read_folder(folder, "tone-model").manifest["name"] == "mine"
    assert read_folder(set_aside, "tone-model").manifest["name"] == "mine"
    assert not set_aside.exists()


def test_what_a_first_save_left_when_it_was_killed_is_no_model_and_is_cleared_away(set_aside):
    shutil.rmtree(set_aside.parent / ".mine.tonecheck" / "old")
    with pytest.raises(ModelNotFoundError, match="no such folder"):
        find_folder(set_aside)
    assert names_in(set_aside.parent) == []


def test_whoever_saves_next_needs_no_leave_to_replace_what_was_set_aside(set_aside):
    write(set_aside, {"numbers": np.zeros(1)})
    assert list(read_folder(set_aside, "tone-model").arrays) == ["numbers"]
    assert names_in(set_aside.parent) == ["mine"]


def test_what_was_set_aside_is_put_back_when_the_next_save_fails(set_aside):
    with pytest.raises(ModelFormatError, match="NaN"):
        write(set_aside, {"numbers": np.array([np.nan])})
    assert names_in(set_aside.parent) == ["mine"]
    assert sorted(read_folder(set_aside, "tone-model").arrays) == ["numbers", "scales"]


def test_half_of_what_was_replaced_is_never_put_back(tmp_path, monkeypatch):
    write(tmp_path / "mine")
    remove = shutil.rmtree

    def stop_half_way(folder, **_):
        for path in folder.rglob("weights.npz"):
            path.unlink()
            raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", stop_half_way)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "mine", {"numbers": np.zeros(1)}, overwrite=True)
    monkeypatch.undo()
    assert list(read_folder(tmp_path / "mine", "tone-model").arrays) == ["numbers"]
    remove(tmp_path / "mine")
    with pytest.raises(ModelNotFoundError, match="no such folder"):
        find_folder(tmp_path / "mine")
    write(tmp_path / "mine")
    assert names_in(tmp_path) == ["mine"]


def test_a_folder_that_is_replaced_between_two_files_is_read_from_the_beginning(tmp_path, monkeypatch):
    write(tmp_path / "mine")
    read = persistence._read_stated

    def replace_first(path, stated):
        monkeypatch.undo()
        write(tmp_path / "mine", {"figures": np.zeros(1)}, overwrite=True)
        return read(path, stated)

    monkeypatch.setattr(persistence, "_read_stated", replace_first)
    contents = read_folder(tmp_path / "mine", "tone-model")
    assert (list(contents.arrays), list(contents.manifest["files"]["weights.npz"]["arrays"])) == (["figures"],) * 2


def test_saves_to_folders_whose_names_begin_alike_are_no_concern_of_one_another(tmp_path):
    with written_beside(tmp_path / "mine") as one, written_beside(tmp_path / "mine-2") as other:
        (one / "a").touch()
        (other / "b").touch()
    assert (names_in(tmp_path / "mine"), names_in(tmp_path / "mine-2")) == (["a"], ["b"])


def test_what_cannot_be_removed_is_no_hindrance_and_the_next_save_removes_it(tmp_path, monkeypatch):
    write(tmp_path / "mine")
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    write(tmp_path / "mine", {"numbers": np.zeros(1)}, overwrite=True)
    assert names_in(tmp_path) == [".mine.tonecheck", "mine"]
    monkeypatch.undo()
    write(tmp_path / "mine", overwrite=True)
    assert names_in(tmp_path) == ["mine"]


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


@pytest.mark.parametrize("name", ["", "a\0b", "/", "..", "x" * 5000])
def test_a_text_that_cannot_be_a_path_is_no_model_either(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelNotFoundError, match=r"no model named|no manifest\.json") as told:
        read_folder(find_folder(name)[0], "tone-model")
    assert len(str(told.value)) < 400


def test_a_name_in_a_manifest_is_never_a_path(tmp_path):
    with pytest.raises(ModelNotFoundError, match=r"nothing shipped is named .*; known names: concern-enfr-1"):
        find_shipped(str(tmp_path))
