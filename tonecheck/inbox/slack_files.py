"""The files of a Slack export, in a folder or in a zip."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tonecheck.errors import InputError
from tonecheck.inbox.message_file import TOO_LARGE
from tonecheck.inbox.sources import open_path
from tonecheck.inbox.zips import check_unpacked_size, names_in, opened_entry

CHANNEL_LISTS = ("channels.json", "groups.json", "dms.json", "mpims.json")
"""Lists of public channels, private channels, direct messages, and direct messages among several."""

USER_LIST = "users.json"
"""List of the people and bots of a workspace."""

MAX_FILE_BYTES = 50_000_000
"""The largest file of an export that is read; a busy channel's day has a few hundred thousand bytes."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json")


@dataclass(frozen=True, slots=True)
class SlackFiles:
    """What a Slack export holds.

    Attributes
    ----------
    lists : tuple of str
        Names of those of `USER_LIST` and `CHANNEL_LISTS` that are there.
    days : tuple of tuple of str
        Folder and file name of each channel's day, in order.
    read : callable
        Takes a list's name or "folder/file" and returns its bytes; raises InputError with the reason alone.
    """

    lists: tuple[str, ...]
    days: tuple[tuple[str, str], ...]
    read: Callable[[str], bytes]


def is_slack_folder(folder: Path) -> bool:
    """Tell whether a folder is an unpacked Slack export."""
    return any((folder / name).is_file() for name in (USER_LIST, *CHANNEL_LISTS))


def is_slack_zip(names: Iterable[str]) -> bool:
    """Tell whether a zip with these files is a Slack export."""
    return _top(names) is not None


def folder_files(folder: Path) -> SlackFiles:
    """Return the files of an unpacked export."""

    def read(name: str) -> bytes:
        with open_path(folder / name) as stream:
            return _within_limit(stream.read(MAX_FILE_BYTES + 1))

    found = (f"{path.parent.name}/{path.name}" for path in folder.glob("*/*.json"))
    lists = [name for name in (USER_LIST, *CHANNEL_LISTS) if (folder / name).is_file()]
    return SlackFiles(tuple(lists), _days(found), read)


def zip_files(archive: zipfile.ZipFile, name: str) -> SlackFiles:
    """Return the files of a zipped export, which may lie in a folder of the zip.

    Raises
    ------
    InputError
        If it is no Slack export, or unpacks to too much.
    """
    names = names_in(archive)
    top = _top(names)
    if top is None:
        expected = ", ".join((USER_LIST, *CHANNEL_LISTS))
        raise InputError(f"{name}: a zip without any of {expected}; expected a Slack export")
    inside = [entry.removeprefix(top) for entry in names if entry.startswith(top)]
    lists = tuple(entry for entry in inside if entry in (USER_LIST, *CHANNEL_LISTS))
    days = _days(inside)
    check_unpacked_size(archive, (top + entry for entry in (*lists, *map("/".join, days))), name)

    def read(entry: str) -> bytes:
        with opened_entry(archive, top + entry, name) as stream:
            return _within_limit(stream.read(MAX_FILE_BYTES + 1))

    return SlackFiles(lists, days, read)


def _within_limit(content: bytes) -> bytes:
    if len(content) > MAX_FILE_BYTES:
        raise InputError(TOO_LARGE)
    return content


def _top(names: Iterable[str]) -> str | None:
    """Return the folder of a zip in which the lists lie, '' or one that ends in a slash."""
    lists = [path for path in map(PurePosixPath, names) if path.name in (USER_LIST, *CHANNEL_LISTS)]
    if not lists:
        return None
    path = min(lists, key=lambda path: (len(path.parts), path))
    return str(path)[: -len(path.name)]


def _days(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    parts = (tuple(name.split("/")) for name in names)
    return tuple(sorted((part[0], part[1]) for part in parts if len(part) == 2 and _DAY.fullmatch(part[1])))
