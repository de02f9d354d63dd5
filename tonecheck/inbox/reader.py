"""Choose the format of a message file and read it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Literal

from tonecheck.corpus.decoding import check_encoding
from tonecheck.errors import InputError, shorten
from tonecheck.inbox.automatic import AUTOMATIC, is_no_reply
from tonecheck.inbox.columns import column_names
from tonecheck.inbox.decoding import HEAD_BYTES
from tonecheck.inbox.guess import folder_format, guessed_format
from tonecheck.inbox.jsonl import read_jsonl
from tonecheck.inbox.lines import read_lines
from tonecheck.inbox.mail import read_eml, read_mail_folder, read_mbox
from tonecheck.inbox.message_file import MessageFile, Tally
from tonecheck.inbox.slack import read_slack_channel, read_slack_export
from tonecheck.inbox.slack_files import folder_files, zip_files
from tonecheck.inbox.sources import path_source, stream_source
from tonecheck.inbox.table import read_table
from tonecheck.inbox.whatsapp import read_whatsapp
from tonecheck.inbox.whatsapp_zip import read_whatsapp_zip
from tonecheck.inbox.zips import is_zip, open_zip
from tonecheck.records import Message

FORMATS = ("text", "csv", "tsv", "jsonl", "mbox", "eml", "maildir", "slack", "whatsapp")
"""Names of the formats; 'eml' is also a folder of .eml files, 'slack' the folder or zip of an export or one channel's
.json, 'whatsapp' a chat's .txt or the zip that has it."""

_COLUMN_FORMATS = ("csv", "tsv", "jsonl")
_MAIL_FORMATS = ("mbox", "eml", "maildir")


def read_messages(
    source: str | os.PathLike[str] | IO[bytes] | IO[str],
    *,
    format: str | None = None,  # noqa: A002 - the word of the command line and of the whole interface
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    automatic: Literal["keep", "skip"] = "keep",
) -> MessageFile:
    r"""Read the messages of a file, a folder or an open stream, one at a time.

    Memory does not grow with a file, but for 70 bytes a mail, by which ids that come twice are found. Of a Slack export
    one day of a channel is held; a WhatsApp chat is read twice. A zip is not unpacked to disk. A message that cannot be
    read is skipped and counted with its reason.

    Parameters
    ----------
    source : path or file object
        A file, a Maildir, a folder of .eml files, the folder of a Slack export, or an open text or binary stream.
    format : str, optional
        One of `FORMATS`. Without it the ending of the name decides, else the beginning of the content, else it is
        'text'.
    columns : mapping of str to str, optional
        The file's own names for the columns 'text', 'id', 'sent', 'sender', 'to', 'reply_to' and 'thread'; for 'csv',
        'tsv' and 'jsonl'.
    encoding : str, optional
        Encoding of the text; not for mail, which says its own, nor for Slack, which writes UTF-8. Without it: UTF-8,
        UTF-16 with a byte order mark, and cp1252 for lines that are not UTF-8.
    automatic : {'keep', 'skip'}
        What becomes of newsletters, automatic replies, invitations, no-reply senders and Slack's bots. 'skip' counts
        them under 'automatic'.

    Returns
    -------
    MessageFile
        Iterate over it for the messages; afterwards it says what was read, skipped and assumed.

    Raises
    ------
    InputError
        If there is no such file, an option is wrong, or (while iterating) the file as a whole cannot be read: it looks
        binary, or a column is missing.

    Examples
    --------
    >>> import io
    >>> table = io.StringIO("message;from\nLogo bigger, please.;Dana@Shop.example\n")
    >>> [message] = read_messages(table, format="csv", columns={"text": "message", "sender": "from"})
    >>> message.id, message.sender, message.text
    ('1', 'dana@shop.example', 'Logo bigger, please.')
    """
    _check_options(format, encoding, automatic)
    skips = automatic == "skip"
    if isinstance(source, str | os.PathLike):
        path = _existing(source)
        if path.is_dir():
            chosen = folder_format(path, format)
            _check_table_options(chosen, columns, encoding)
            return MessageFile(
                path.name, chosen, lambda tally: _read_folder(path, tally, chosen, skips), is_repeatable=True
            )
        bytes_of = path_source(path)
    elif hasattr(source, "readline"):
        bytes_of = stream_source(source)
    else:
        raise InputError(f"source: {shorten(source)}; expected a path or an open file")
    chosen = format or guessed_format(bytes_of, has_columns=bool(columns))
    _check_table_options(chosen, columns, encoding)
    names = column_names(columns)

    def read(tally: Tally) -> Iterator[Message]:
        with bytes_of.opened() as stream:
            yield from _read_stream(stream, bytes_of.name, tally, chosen, names, encoding, skips)

    return MessageFile(bytes_of.name, chosen, read, is_repeatable=bytes_of.is_repeatable)


def _read_folder(path: Path, tally: Tally, format_name: str, skip_automatic: bool) -> Iterator[Message]:
    if format_name == "slack":
        return read_slack_export(folder_files(path), path.name, tally, skip_automatic=skip_automatic)
    return read_mail_folder(path, tally, skip_automatic=skip_automatic)


def _read_stream(
    stream: io.BufferedReader,
    name: str,
    tally: Tally,
    format_name: str,
    names: Mapping[str, str],
    encoding: str | None,
    skip_automatic: bool,
) -> Iterator[Message]:
    if format_name == "mbox":
        return read_mbox(stream, name, tally, skip_automatic=skip_automatic)
    if format_name == "eml":
        return read_eml(stream, name, tally, skip_automatic=skip_automatic)
    if format_name == "slack":
        return _read_slack(stream, name, tally, skip_automatic)
    if format_name == "whatsapp":
        return _read_whatsapp(stream, name, tally, encoding)
    if format_name == "jsonl":
        messages = read_jsonl(stream, name, tally, names, encoding)
    elif format_name == "text":
        messages = read_lines(stream, name, tally, encoding)
    else:
        delimiter = "\t" if format_name == "tsv" else None
        messages = read_table(stream, name, tally, names, encoding=encoding, delimiter=delimiter)
    return _from_people(messages, name, tally) if skip_automatic else messages


def _read_slack(stream: io.BufferedReader, name: str, tally: Tally, skip_automatic: bool) -> Iterator[Message]:
    if not is_zip(stream.peek(HEAD_BYTES)):
        yield from read_slack_channel(stream, name, tally, skip_automatic=skip_automatic)
        return
    with open_zip(stream, name) as archive:
        yield from read_slack_export(zip_files(archive, name), name, tally, skip_automatic=skip_automatic)


def _read_whatsapp(stream: io.BufferedReader, name: str, tally: Tally, encoding: str | None) -> Iterator[Message]:
    if not is_zip(stream.peek(HEAD_BYTES)):
        yield from read_whatsapp(stream, name, tally, encoding)
        return
    with open_zip(stream, name) as archive:
        yield from read_whatsapp_zip(archive, name, tally, encoding)


def _from_people(messages: Iterator[Message], name: str, tally: Tally) -> Iterator[Message]:
    for message in messages:
        if is_no_reply(message.sender):
            tally.skip(f"{name}, message {shorten(message.id)}", AUTOMATIC)
        else:
            yield message


def _check_options(format_name: str | None, encoding: str | None, automatic: str) -> None:
    if format_name is not None and format_name not in FORMATS:
        raise InputError(f"format: {shorten(format_name)}; expected one of {', '.join(map(repr, FORMATS))}")
    if automatic not in ("keep", "skip"):
        raise InputError(f"automatic: {shorten(automatic)}; expected 'keep' or 'skip'")
    check_encoding(encoding, InputError)


def _check_table_options(format_name: str, columns: Mapping[str, str] | None, encoding: str | None) -> None:
    if columns and format_name not in _COLUMN_FORMATS:
        raise InputError(f"columns: the format is {format_name!r}, which has none; expected 'csv', 'tsv' or 'jsonl'")
    if encoding and format_name in _MAIL_FORMATS:
        raise InputError(
            f"encoding: {shorten(encoding)} for the format {format_name!r}; mail says its own, leave it out"
        )
    if encoding and format_name == "slack":
        raise InputError(f"encoding: {shorten(encoding)} for the format 'slack'; Slack writes UTF-8, leave it out")


def _existing(source: str | os.PathLike[str]) -> Path:
    path = Path(source)
    if not os.path.exists(path):  # not path.exists(), which raises for a name that is too long
        shown = shorten(str(path), width=100)
        raise InputError(f"no file or folder {shown}; expected a message file or a folder of messages")
    return path
