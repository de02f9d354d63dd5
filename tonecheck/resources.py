"""Where the shipped models are, and the digests they must have.

Nothing else knows whether it runs from a checkout or from an installed package.
"""

from __future__ import annotations

from pathlib import Path

DEFAULT_MODEL = "tone-enfr-1"
"""Name of the model that is used when none is named."""

SHIPPED = {
    "concern-enfr-1": "0f3156b4d2bbd79120e069b1755d1df23bdb3274e53146763fa1ed1e66e71f3d",
    "encoder-use-m3-enfr-1": "b82ad4c8753fb0a16ee2b16ee7f6473e95a174f75ab12f7cafe2f3664d7c8b7c",
    "kind-enfr-1": "f52f18a79ac88c5adcf41abbf1ce7131452a26cb4ef85d4658430e710e4a3d08",
    "language-enfr-1": "eeb909cc0dafd09c85d9e375179f5d129594273cca1fac3632d3f50a84623187",
    "reply-enfr-1": "38c4904686ff594ff771b411f8b37cf1309cb2646ad5bea45c55cd33f3050a31",
    "tone-enfr-1-fast": "f364ecaaaa1667fd3705b30f4300d2d743d1aa4e5e2fe1dd297df96c05b909c9",
    "tone-enfr-1": "31ced20a62780ff0d3a9714e7ebed78e1fda5eb09dfcb116c8bb32f12bc80b13",
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
