"""Where the shipped models are, and the digests they must have.

Nothing else knows whether it runs from a checkout or from an installed package.
"""

from __future__ import annotations

from pathlib import Path

DEFAULT_MODEL = "tone-enfr-1"
"""Name of the model that is used when none is named."""

SHIPPED = {
    "encoder-use-m3-enfr-1": "885f83282a2ceb65bd26d078be7c97ccc90c70a173a5f2b263a92bbe93385662",
    "language-enfr-1": "5d5bbe56afaa3bba92097aa4cfe0298390a3b5a0afd0246be8a2f480434e9647",
    "tone-enfr-1-fast": "53dc13a45dface709ac75abee9e6cc143912fb07faa5eaace0d1adf9f04b8bcb",
    "tone-enfr-1": "43e0c06b89fba68d1b3c118eea73edba42132baf45d5279c38333453b33a0a75",
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
