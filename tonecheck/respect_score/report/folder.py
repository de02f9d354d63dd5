"""A report on disk: the pages of clients and their list, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tonecheck.errors import InputError, shorten
from tonecheck.explanation import Explanation
from tonecheck.persistence import written_beside
from tonecheck.records import Respect
from tonecheck.respect_score.report.client_page import client_page
from tonecheck.respect_score.report.document import GENERATOR
from tonecheck.respect_score.report.index_page import index_page
from tonecheck.respect_score.report.names import INDEX, PAGE_NAME, file_names
from tonecheck.respect_score.report.quotes import Quotes
from tonecheck.respect_score.report.words import Words

_HEAD_BYTES = 2_000
"""Within so many bytes a page names its maker."""

_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in a folder that was looked at; it does not count."""


def write_pages(
    clients: Respect,
    folder: str | os.PathLike[str],
    *,
    texts: Mapping[str, Sequence[str]],
    explain: Callable[[str], Explanation],
    language: str,
    overwrite: bool,
) -> Path:
    """Write a page for each client and their list.

    The folder is written beside its place and moved there at the end, so that whatever happens, what was there before
    or what is new is there, never half of it.

    Parameters
    ----------
    clients : Respect
        What `tonecheck.respect` returned.
    folder : path
        Where to. Its parents are made.
    texts : mapping of str to sequence of str
        Messages by id, for longer quotes; an id that is missing has the short quote of the evidence.
    explain : callable
        Explains a message: see `tonecheck.explain`.
    language : str
        'en' or 'fr'.
    overwrite : bool
        Whether a report that is there may be replaced.

    Returns
    -------
    Path
        The list of clients, to be opened in a browser.

    Raises
    ------
    InputError
        If `folder` is there and is no report, or is one and `overwrite` is False; if the language is another.
    """
    words = Words(language)
    target = Path(folder).resolve()
    check_place(target, overwrite=overwrite)
    pages = _pages(clients, Quotes(texts, explain), words)
    with written_beside(target) as new:
        for name, page in pages.items():
            (new / name).write_text(page, encoding="utf-8", newline="\n")
    return target / INDEX


def check_place(folder: Path, *, overwrite: bool) -> None:
    """Refuse to write over what is there and is no report, or is one that shall stay.

    Raises
    ------
    InputError
        If so.
    """
    if not os.path.lexists(folder) or _is_empty(folder):
        return
    shown = shorten(str(folder), 200)
    if not _is_report(folder):
        raise InputError(f"{shown}: is there already and is no report of tonecheck's; expected a report, or nothing")
    if not overwrite:
        raise InputError(f"{shown}: is there already; expected nothing there, or overwrite=True")


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _is_report(folder: Path) -> bool:
    """Return whether a folder holds a report and nothing else, so that nobody's notes go with it."""
    if not (folder / INDEX).is_file():
        return False
    if not all(path.is_file() and _is_ours(path.name) for path in folder.iterdir()):
        return False
    with (folder / INDEX).open("rb") as file:
        return f'<meta name="generator" content="{GENERATOR}">'.encode() in file.read(_HEAD_BYTES)


def _is_ours(name: str) -> bool:
    return name == INDEX or name in _LITTER or PAGE_NAME.fullmatch(name) is not None


def _pages(clients: Respect, quotes: Quotes, words: Words) -> dict[str, str]:
    names = file_names(clients)
    pages = {names[key]: client_page(client, clients, quotes, words) for key, client in clients.items()}
    return {INDEX: index_page(clients, names, words), **pages}
