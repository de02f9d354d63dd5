"""Mail: mbox, single .eml files and folders of them, Maildir."""

from __future__ import annotations

import email
import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message as Mail
from email.policy import compat32, default
from pathlib import Path

from tonecheck.errors import InputError
from tonecheck.inbox.automatic import AUTOMATIC, is_automatic
from tonecheck.inbox.decoding import whole_characters
from tonecheck.inbox.gmail import why_left_out
from tonecheck.inbox.mail_headers import message_id, people, replied_to, sent_at, thread_name
from tonecheck.inbox.mail_text import body_text
from tonecheck.inbox.mbox import split_mbox
from tonecheck.inbox.message_file import DRAFT, MAX_MESSAGE_BYTES, THROWN_AWAY, TOO_LARGE, Tally
from tonecheck.inbox.sources import open_path
from tonecheck.records import Message

PARSER_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What the standard library's mail parser is known to raise on real and on hostile mail.

AttributeError: an address such as ":;". RecursionError: brackets in brackets. ValueError and OverflowError: impossible
dates and broken encoded words. LookupError: unknown charsets, text that ends too early. AssertionError and TypeError:
parts without their headers.
"""

MAX_HEADER_BYTES = 20_000
"""Over this the older parser reads the headers: the newer one takes time that grows with the square of their length
(measured on an address of single letters: 0.03 s for 1,000 characters, 1.6 s for 20,000)."""

_BEFORE_HEADERS = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\n]*\n)?(?=[!-9;-~]+:)")
_END_OF_HEADERS = re.compile(rb"\n\r?\n")


def read_mbox(stream: io.BufferedReader, name: str, tally: Tally, *, skip_automatic: bool = False) -> Iterator[Message]:
    """Yield the mails of an mbox, holding one at a time."""
    reader = _MailReader(tally, skip_automatic)
    for number, raw in enumerate(split_mbox(stream), start=1):
        yield from reader.messages(raw, f"{name}, message {number}", f"{name}:{number}")


def read_eml(stream: io.BufferedReader, name: str, tally: Tally, *, skip_automatic: bool = False) -> Iterator[Message]:
    """Yield the one mail of an .eml file; nothing for an empty file."""
    raw = stream.read(MAX_MESSAGE_BYTES + 1)
    if raw:
        yield from _MailReader(tally, skip_automatic).messages(raw, name, f"{name}:1")


def read_mail_folder(folder: Path, tally: Tally, *, skip_automatic: bool = False) -> Iterator[Message]:
    """Yield the mails of a Maildir with its subfolders, or of all .eml files in a folder, by folder and file name.

    A Maildir marks drafts and mails thrown away in the file's name; they are skipped.
    """
    reader = _MailReader(tally, skip_automatic)
    paths = _maildir_files(folder) if is_maildir(folder) else _eml_files(folder)
    for number, path in enumerate(paths, start=1):
        where = str(path.relative_to(folder))
        marks = path.name.partition(":2,")[2] if path.suffix.lower() != ".eml" else ""
        if "D" in marks or "T" in marks:
            tally.skip(where, DRAFT if "D" in marks else THROWN_AWAY)
            continue
        try:
            with open_path(path) as stream:
                raw = stream.read(MAX_MESSAGE_BYTES + 1)
        except InputError:
            tally.skip(where, "cannot be opened")
            continue
        yield from reader.messages(raw, where, f"{path.name}:{number}")


def is_maildir(folder: Path) -> bool:
    """Tell whether a folder is laid out as a Maildir."""
    return (folder / "cur").is_dir() or (folder / "new").is_dir()


def has_eml(folder: Path) -> bool:
    """Tell whether a folder, or one in it, has an .eml file."""
    return next(_eml_files(folder), None) is not None


def _maildir_files(folder: Path) -> Iterator[Path]:
    subfolders = sorted(path for path in folder.iterdir() if path.name.startswith(".") and is_maildir(path))
    for mailbox in (folder, *subfolders):
        found = [path for part in ("cur", "new") for path in (mailbox / part).glob("*") if path.is_file()]
        yield from sorted(found, key=lambda path: path.name)


def _eml_files(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(place, file) for file in sorted(files) if file.lower().endswith(".eml"))


class _MailReader:
    """Turns mails into messages and remembers the ids that it gave out."""

    def __init__(self, tally: Tally, skip_automatic: bool) -> None:
        self._tally = tally
        self._skip_automatic = skip_automatic
        self._id_hashes: set[int] = set()  # 70 bytes a mail; the ids themselves would be 170

    def messages(self, raw: bytes | None, where: str, own_id: str) -> Iterator[Message]:
        """Yield the message of a mail, or count it as skipped."""
        if raw is None or len(raw) > MAX_MESSAGE_BYTES:
            self._tally.skip(where, TOO_LARGE)
            return
        start, end = header_span(raw)
        if start == end:
            self._tally.skip(where, "no headers, or cut off in them")
            return
        for policy in (default, compat32) if end - start <= MAX_HEADER_BYTES else (compat32,):
            try:
                mail: Mail = email.message_from_bytes(raw[start:], policy=policy)
                message = _to_message(mail, own_id)
                reason = why_left_out(mail)
                if reason is None and self._skip_automatic and is_automatic(mail, message.sender):
                    reason = AUTOMATIC
            except PARSER_FAULTS:
                continue
            if reason is not None:
                self._tally.skip(where, reason)
                return
            if message.sent is None:
                self._tally.note("date missing or unreadable, time of sending left open")
            yield self._with_unique_id(message, own_id)
            return
        self._tally.skip(where, "not readable as mail")

    def _with_unique_id(self, message: Message, own_id: str) -> Message:
        id_hash = hash(message.id)
        if id_hash in self._id_hashes:
            return replace(message, id=own_id)
        self._id_hashes.add(id_hash)
        return message


def header_span(raw: bytes) -> tuple[int, int]:
    """Return where the headers of a mail begin and end; two equal numbers where it has none or is cut off in them."""
    start = _BEFORE_HEADERS.match(raw)
    end = start and _END_OF_HEADERS.search(raw, start.end())
    return (start.end(), end.start()) if start and end else (0, 0)


def _to_message(mail: Mail, own_id: str) -> Message:
    return Message(
        id=whole_characters(message_id(mail)) or own_id,
        sent=sent_at(mail),
        sender=whole_characters(next(people(mail, "From", "Sender"), "")),
        text=whole_characters(body_text(mail)),
        to=tuple(whole_characters(person) for person in people(mail, "To", "Cc")),
        reply_to=replied_to(mail),
        thread=thread_name(mail),
    )
