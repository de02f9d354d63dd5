"""Where the shipped models are, and the digests they must have.

Nothing else knows whether it runs from a checkout or from an installed package.
"""

from __future__ import annotations

from pathlib import Path

DEFAULT_MODEL = "tone-enfr-1"
"""Name of the model that is used when none is named."""

SHIPPED = {
    "encoder-use-m3-enfr-1": "b917d27bda9645f7b72f82a700eb040bf07dfb48ab6d31723caa4bb6da87b941",
    "language-enfr-1": "a2345c6087ddcc485a879d3c93b96860c911bd5e327bf14e153ce5b1ecae90fa",
    "tone-enfr-1-fast": "6381539795097d741b158284397dacc02a2e325462c22976acd84cc58148fd11",
    "tone-enfr-1": "aed224a50c9b61c71d1959fd47a8ce1d7fc821e9d59a18d571b16193f9863626",
}
"""SHA-256 of the manifest of each shipped folder. A manifest holds the digests of the other files."""

_PACKAGE = Path(__file__).parent


def shipped_models() -> list[str]:
    """Return the names of the shipped models, sorted."""
    return sorted(name for name in SHIPPED if name.startswith("tone-"))


def shipped_folder(name: str) -> Path:
    """Return the folder of a shipped name: in the installed package, or in a checkout."""
    installed = _PACKAGE / "_data" / "models" / name
    return installed if installed.is_dir() else _PACKAGE.parent / "models" / name
