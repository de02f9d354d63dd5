"""Slack: the export of a workspace, or one JSON file of a channel."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tonecheck.errors import InputError
from tonecheck.inbox.automatic import AUTOMATIC
from tonecheck.inbox.decoding import whole_characters
from tonecheck.inbox.message_file import DELETED, EDITED, NO_TEXT, NOTICE, TOO_LARGE, Tally
from tonecheck.inbox.slack_files import CHANNEL_LISTS, MAX_FILE_BYTES, USER_LIST, SlackFiles
from tonecheck.inbox.slack_markup import plain_text
from tonecheck.inbox.slack_names import SlackChannel, SlackNames, profile_name, read_channels, read_users
from tonecheck.records import Message

_WRITTEN = ("bot_message", "file_comment", "file_share", "me_message", "reply_broadcast", "thread_broadcast")
"""Subtypes of what somebody wrote; the others tell of joins, topics, pins and the like."""

_TIMESTAMP = re.compile(r"(\d{1,11})(?:\.(\d{1,6}))?")
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_TYPE = re.compile(rb'"type"\s*:\s*"message"')
_TS = re.compile(rb'"ts"\s*:\s*"\d{9,11}\.\d{6}"')
_UNKNOWN = "sender not in users.json, shown by the Slack id"


def is_slack_channel(head: bytes) -> bool:
    """Tell whether a JSON file that begins like this holds messages of a Slack channel."""
    return bool(_START.match(head) and _TYPE.search(head) and _TS.search(head))


def read_slack_export(files: SlackFiles, name: str, tally: Tally, *, skip_automatic: bool = False) -> Iterator[Message]:
    """Yield the messages of an export, channel by channel and day by day, holding one day at a time."""
    names = _read_names(files, name, tally)
    for folder, day in files.days:
        where = f"{name}, {folder}/{day}"
        try:
            entries = _json_array(files.read(f"{folder}/{day}"))
        except InputError as error:
            tally.skip(where, _reason(error))
            continue
        channel = names.channels.get(folder, SlackChannel(folder))
        yield from _ChannelReader(channel, names, tally, skip_automatic).messages(entries, where)


def read_slack_channel(
    stream: io.BufferedReader, name: str, tally: Tally, *, skip_automatic: bool = False
) -> Iterator[Message]:
    """Yield the messages of one JSON file; who wrote them is known by id, or by the profile in the message.

    Raises
    ------
    InputError
        If the file is too large, or no JSON array.
    """
    content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise InputError(f"{name}: over {MAX_FILE_BYTES:,} bytes; expected the file of one day of a Slack channel")
    if not content.strip():
        return
    try:
        entries = _json_array(content)
    except InputError as error:
        raise InputError(f"{name}: {error}; expected the JSON array of a Slack channel") from error
    yield from _ChannelReader(SlackChannel(""), SlackNames(), tally, skip_automatic).messages(entries, name)


class _ChannelReader:
    """Turns the entries of a channel into messages."""

    def __init__(self, channel: SlackChannel, names: SlackNames, tally: Tally, skip_automatic: bool) -> None:
        self._channel = channel
        self._names = names
        self._tally = tally
        self._skip_automatic = skip_automatic
        self._to: dict[str, tuple[str, ...]] = {}

    def messages(self, entries: list[Any], where: str) -> Iterator[Message]:
        edits = _edits(entries)
        for number, entry in enumerate(entries, start=1):
            try:
                message = self._to_message(entry, edits)
            except InputError as error:
                self._tally.skip(f"{where}, item {number}", str(error))
                continue
            yield message

    def _to_message(self, entry: object, edits: Mapping[str, dict[str, Any]]) -> Message:
        """Return the message of an entry; raise InputError with the reason why it has none."""
        if not isinstance(entry, dict):
            raise InputError("not an object")
        _check_kind(entry)
        written = entry | edits.get(_stamp(entry, "ts"), {})
        stamp, text = _stamp(written, "ts"), written.get("text")
        if not stamp:
            raise InputError("no 'ts'")
        if not isinstance(text, str | None):
            raise InputError("'text' is not a text")
        if self._skip_automatic and self._is_automatic(written):
            raise InputError(AUTOMATIC)
        if not text or not text.strip():
            raise InputError(NO_TEXT)
        if "edited" in written:
            self._tally.note(EDITED)
        thread = _stamp(written, "thread_ts")
        user_id = _user_id(written)
        return Message(
            id=self._in_channel(stamp),
            sent=self._sent(stamp),
            sender=self._sender(written, user_id),
            text=whole_characters(plain_text(text, self._names)),
            to=self._others(user_id),
            reply_to=self._in_channel(thread) if thread and thread != stamp else None,
            thread=self._in_channel(thread) if thread else self._channel.name or None,
        )

    def _in_channel(self, stamp: str) -> str:
        """Return a time stamp, which is unique in its channel only, with the channel's name."""
        return f"{self._channel.name}:{stamp}" if self._channel.name else stamp

    def _sent(self, stamp: str) -> datetime | None:
        found = _TIMESTAMP.fullmatch(stamp)
        if found:
            seconds, micros = int(found[1]), int((found[2] or "").ljust(6, "0"))
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, microseconds=micros)
        self._tally.note("'ts' is no time, time of sending left open")
        return None

    def _sender(self, entry: Mapping[str, Any], user_id: str) -> str:
        if user_id in self._names.users:
            return self._names.users[user_id].key
        profile = entry.get("user_profile") or entry.get("bot_profile")
        name = profile_name(profile) if isinstance(profile, dict) else ""
        name = name or _stamp(entry, "username")
        if not name and user_id:
            self._tally.note(_UNKNOWN)
        return whole_characters(name or user_id or _stamp(entry, "bot_id"))

    def _is_automatic(self, entry: Mapping[str, Any]) -> bool:
        user = self._names.users.get(_user_id(entry))
        return bool(entry.get("subtype") == "bot_message" or entry.get("bot_id") or (user and user.is_bot))

    def _others(self, user_id: str) -> tuple[str, ...]:
        if user_id not in self._to:
            others = (member for member in self._channel.members if member != user_id)
            self._to[user_id] = tuple(map(self._names.key, others))
        return self._to[user_id]


def _read_names(files: SlackFiles, name: str, tally: Tally) -> SlackNames:
    lists = {}
    for listed in files.lists:
        try:
            lists[listed] = _json_array(files.read(listed))
        except InputError as error:
            tally.note(f"{listed} of {name} cannot be used: {_reason(error)}")
    channels, channel_names = read_channels(lists.get(listed) for listed in CHANNEL_LISTS)
    return SlackNames(read_users(lists.get(USER_LIST)), channels, channel_names)


def _json_array(content: bytes) -> list[Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:  # RecursionError: brackets nested a thousand deep
        raise InputError("not JSON") from error
    if not isinstance(found, list):
        raise InputError("not an array")
    return found


def _reason(error: InputError) -> str:
    """Return a reason without a name in it, so that reasons can be counted."""
    return str(error) if str(error) in ("not JSON", "not an array", TOO_LARGE) else "cannot be opened"


def _edits(entries: list[Any]) -> dict[str, dict[str, Any]]:
    """Return by time stamp what messages became, where an export keeps the edits as entries of their own."""
    objects = (entry for entry in entries if isinstance(entry, dict))
    changed = (entry.get("message") for entry in objects if entry.get("subtype") == "message_changed")
    return {_stamp(message, "ts"): message for message in changed if isinstance(message, dict)}


def _check_kind(entry: Mapping[str, Any]) -> None:
    subtype = entry.get("subtype") or ""
    if subtype == "message_changed":
        raise InputError("edit of a message")
    if subtype in ("tombstone", "message_deleted"):
        raise InputError(DELETED)
    if entry.get("type", "message") != "message" or (subtype and subtype not in _WRITTEN):
        raise InputError(NOTICE)


def _user_id(entry: Mapping[str, Any]) -> str:
    comment = entry.get("comment")
    return _stamp(entry, "user") or (_stamp(comment, "user") if isinstance(comment, dict) else "")


def _stamp(entry: Mapping[str, Any], name: str) -> str:
    """Return a short text of an entry, '' where there is none."""
    value = entry.get(name)
    return whole_characters(value).strip() if isinstance(value, str) else ""
