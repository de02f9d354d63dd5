"""Where the shipped models are, and the digests they must have.

Nothing else knows whether it runs from a checkout or from an installed package.
"""

from __future__ import annotations

from pathlib import Path

DEFAULT_MODEL = "tone-enfr-1"
"""Name of the model that is used when none is named."""

SHIPPED = {
    "concern-enfr-1": "6864616d9be801b4d4702d20a66d6a640187d1611e2396d9b855d0a29a6cb4fb",
    "encoder-use-m3-enfr-1": "41ea20efefcc1378af1b387bb8efb6637c80e43041a8c33b4fbab59bb63ae92d",
    "kind-enfr-1": "b191a3e8433d213ec20d10e7a58f0da9034604b3e342ce1d1c2cdeedc402b177",
    "language-enfr-1": "5a4a73c5131ec03723b3318db66f8e2dfd624dbc1431801db2c269eb636783e3",
    "reply-enfr-1": "1ce1096b5b086df1bfe478c052bf66b22113c2f3485a2ac9451490a5feda2c6e",
    "tone-enfr-1-fast": "f1f18594b05bdcf0897b89e705771fe48913d9038d1670dc3f442dc2d9e481c1",
    "tone-enfr-1": "769bd3aa0e1468f56386a5cddd5a8decb28647b428478b5f246085cfa8b66e7f",
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
