"""WhatsApp: the zip that a phone makes of a chat and its pictures."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tonecheck.errors import InputError
from tonecheck.inbox.message_file import Tally
from tonecheck.inbox.whatsapp import chat_name, read_whatsapp
from tonecheck.inbox.zips import check_unpacked_size, names_in, opened_entry
from tonecheck.records import Message


def chat_entry(names: Iterable[str]) -> str | None:
    """Return which of the files of a zip is the chat: "_chat.txt", or one whose name says WhatsApp; None if unclear.

    Examples
    --------
    >>> chat_entry(["IMG-1.jpg", "WhatsApp Chat with Dana.txt"])
    'WhatsApp Chat with Dana.txt'
    """
    texts = [name for name in names if name.lower().endswith(".txt")]
    chats = [name for name in texts if PurePosixPath(name).name == "_chat.txt" or "whatsapp" in name.lower()]
    return chats[0] if len(chats) == 1 else None


def read_whatsapp_zip(archive: zipfile.ZipFile, name: str, tally: Tally, encoding: str | None) -> Iterator[Message]:
    """Yield the messages of the chat in a zip, as `read_whatsapp` does; the pictures in it are not looked at.

    Raises
    ------
    InputError
        If no chat, or more than one, is in it, or it cannot be unpacked.
    """
    names = names_in(archive)
    entry = chat_entry(names)
    if entry is None:
        raise InputError(f"{name}: a zip without a '_chat.txt' or a 'WhatsApp Chat with ….txt'; expected one such file")
    check_unpacked_size(archive, [entry], name)
    file_name = PurePosixPath(entry).name
    chat = chat_name(name if file_name == "_chat.txt" else file_name)
    with opened_entry(archive, entry, name) as stream:
        yield from read_whatsapp(stream, name, tally, encoding, chat=chat)
