"""Which format a file or a folder has, by its name and its content."""

from __future__ import annotations

import re
from pathlib import Path

from tonecheck.errors import InputError
from tonecheck.inbox.mail import has_eml, is_maildir
from tonecheck.inbox.mbox import is_mbox
from tonecheck.inbox.slack import is_slack_channel
from tonecheck.inbox.slack_files import is_slack_folder, is_slack_zip
from tonecheck.inbox.sources import ByteSource
from tonecheck.inbox.whatsapp import is_whatsapp
from tonecheck.inbox.whatsapp_zip import chat_entry
from tonecheck.inbox.zips import is_zip, names_in, open_zip

_ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".mbox": "mbox",
    ".eml": "eml",
}
_JSON_START = re.compile(rb'\s*(?:\{\s*"|\[\s*[\{"])')


def folder_format(folder: Path, wanted: str | None) -> str:
    """Return the format of a folder.

    Raises
    ------
    InputError
        If it holds no messages, or those of another format than the one that is wanted.
    """
    if is_maildir(folder):
        found = "maildir"
    elif is_slack_folder(folder):
        found = "slack"
    elif has_eml(folder):
        found = "eml"
    else:
        raise InputError(
            f"{folder.name}: a folder without 'cur' or 'new', without channels.json or users.json and without .eml "
            "files; expected a Maildir, a Slack export or .eml files"
        )
    if wanted not in (None, found):
        raise InputError(f"{folder.name}: format {wanted!r}, but the folder holds {found!r}")
    return found


def guessed_format(source: ByteSource, *, has_columns: bool = False) -> str:
    """Guess by the ending, then by the content; a .txt may be an mbox, for pipermail names its archives so.

    JSON of a Slack channel is told by its content, unless columns were named, as for a table.

    Raises
    ------
    InputError
        If it is a zip without messages.
    """
    ending = Path(source.name).suffix.lower()
    if ending == ".json" and not has_columns and is_slack_channel(source.head()):
        return "slack"
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    head = source.head()
    if is_zip(head):
        return _zip_format(source)
    if is_mbox(head):
        return "mbox"
    if is_whatsapp(head):
        return "whatsapp"
    if ending == ".txt" or not _JSON_START.match(head):
        return "text"
    return "slack" if not has_columns and is_slack_channel(head) else "jsonl"


def _zip_format(source: ByteSource) -> str:
    with source.opened() as stream:
        start = stream.tell() if stream.seekable() else 0
        with open_zip(stream, source.name) as archive:
            names = names_in(archive)
        stream.seek(start)  # a stream that somebody else has opened is the one that is read later
    if is_slack_zip(names):
        return "slack"
    if chat_entry(names):
        return "whatsapp"
    raise InputError(
        f"{source.name}: a zip with neither a Slack export (channels.json, users.json) nor one WhatsApp chat "
        "(_chat.txt); expected one of them, or unpack it"
    )
