"""Where the shipped models are, and the digests they must have.

Nothing else knows whether it runs from a checkout or from an installed package.
"""

from __future__ import annotations

from pathlib import Path

DEFAULT_MODEL = "tone-enfr-1"
"""Name of the model that is used when none is named."""

SHIPPED = {
    "concern-enfr-1": "f22010e3b65a600bbbeee8538735eeb48efdf8b5515c73a83b412bd208a35de0",
    "encoder-use-m3-enfr-1": "b917d27bda9645f7b72f82a700eb040bf07dfb48ab6d31723caa4bb6da87b941",
    "kind-enfr-1": "7de37963e294d6d2e2be365491b352170576720286f1a87335e2038cbc14704b",
    "language-enfr-1": "00763be8a8adc16a452514293ac35bea2246e2f9ead1add37f89a221836d0a31",
    "reply-enfr-1": "2c57895b0baeac749272b4701c105b06ebbc0a0c6276a5b4f2194054fd993722",
    "tone-enfr-1-fast": "864f8d98150c6df5e3b87e3f1a54c444be0414d9329b7f544ead5b6a9143304e",
    "tone-enfr-1": "feb125972c597e460480169b3454c9ee0a782d6c22a24707d975e0e536cc9df2",
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
