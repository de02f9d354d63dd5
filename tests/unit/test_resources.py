import hashlib

import pytest

from tonecheck import resources
from tonecheck.resources import DEFAULT_MODEL, SHIPPED, shipped_folder, shipped_models


@pytest.mark.parametrize("name", SHIPPED)
def test_the_manifest_of_each_shipped_folder_has_its_digest(name):
    assert hashlib.sha256((shipped_folder(name) / "manifest.json").read_bytes()).hexdigest() == SHIPPED[name]


def test_the_shipped_models_are_those_that_score():
    assert shipped_models() == ["tone-enfr-1", "tone-enfr-1-fast"]
    assert DEFAULT_MODEL in shipped_models()


def test_an_installed_package_reads_its_own_folder_and_a_checkout_that_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "tonecheck")
    assert shipped_folder("m") == tmp_path / "models" / "m"
    (tmp_path / "tonecheck" / "_data" / "models" / "m").mkdir(parents=True)
    assert shipped_folder("m") == tmp_path / "tonecheck" / "_data" / "models" / "m"
