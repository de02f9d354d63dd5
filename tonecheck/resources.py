"""Where the shipped models are, and the digests they must have.

Nothing else knows whether it runs from a checkout or from an installed package.
"""

from __future__ import annotations

from pathlib import Path

DEFAULT_MODEL = "tone-enfr-1"
"""Name of the model that is used when none is named."""

SHIPPED = {
    "encoder-use-m3-enfr-1": "b917d27bda9645f7b72f82a700eb040bf07dfb48ab6d31723caa4bb6da87b941",
    "language-enfr-1": "2ca2bd5310748a8d1f1879c0903aaa50bfc9e532453346470676b03ce5ef334c",
    "tone-enfr-1-fast": "f64b59efc38b04cf758c80c3b7249503239caf01263189c6fd556614d421b088",
    "tone-enfr-1": "167f60f1f3a8c228d270ef348041c38e1d81def7e64d8d0d9f297f23e7da12f0",
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
