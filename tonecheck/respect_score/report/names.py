"""Names of people as a page shows them, and as files can be named for them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from tonecheck.respect_score.report.markup import Markup, join, tag

INDEX = "index.html"
PAGE_NAME = re.compile(r"client-[a-z0-9-]+\.html")
"""What the pages of clients are called, and nothing else is."""

_LONGEST = 60
_DIGEST = 8


def file_names(clients: Iterable[str]) -> dict[str, str]:
    """Name a page for each client.

    A name holds only small letters, digits and '-', and begins with 'client-', so that no file system takes it amiss or
    for something of its own; where two clients would have the same, or one none at all, a digest of the key follows.

    Parameters
    ----------
    clients : iterable of str
        Keys of clients, each once.

    Returns
    -------
    dict of str to str
        Name of a file by key.

    Examples
    --------
    >>> file_names(["dana@shop.example", "../../etc"])
    {'dana@shop.example': 'client-dana-shop-example.html', '../../etc': 'client-etc.html'}
    """
    keys = list(clients)
    slugs = {key: _slug(key) for key in keys}
    common = list(slugs.values())
    return {key: f"client-{_unique(key, slugs[key], common)}.html" for key in keys}


def _unique(key: str, slug: str, common: list[str]) -> str:
    # Every one of those that share a name gets a digest, so that none depends on which came first.
    if slug and common.count(slug) == 1:
        return slug
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return "-".join(filter(None, (slug, digest[:_DIGEST])))


def _slug(key: str) -> str:
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")


def show_name(client: str) -> Markup:
    """Show a key so that a long address breaks at its signs, and right-to-left names disturb nothing around them."""
    pieces = re.split(r"(?<=[@._-])(?=\w)", client)
    return tag("bdi", join(pieces, Markup("<wbr>")))
