"""Models so small that they are saved in a blink; each part of one bears its name, so that a mixture is seen."""

from pathlib import Path

import numpy as np

from tonecheck.errors import ModelNotFoundError
from tonecheck.persistence import find_folder, read_folder, write_folder

KIND = "tone-model"


def save(folder: Path, name: str, *, overwrite: bool = True) -> None:
    letters = np.frombuffer(name.encode(), np.uint8)
    write_folder(folder, {"kind": KIND, "name": name}, {"name": letters}, {"README.md": name}, overwrite=overwrite)


def load(folder: Path) -> str:
    """Return the name of the model that is there, as whoever scores would read it."""
    manifest, arrays, _ = read_folder(find_folder(folder)[0], KIND)
    assert arrays["name"].tobytes().decode() == manifest["name"]
    return manifest["name"]


def find(folder: Path) -> str | None:
    """Return the name of the whole model that is there, its card included, or None if there is none."""
    try:
        name = load(folder)
    except ModelNotFoundError:
        return None
    assert (find_folder(folder)[0] / "README.md").read_text() == name
    return name


def beside(folder: Path) -> list[str]:
    """Return what else there is in the place of a folder."""
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)
