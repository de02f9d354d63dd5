"""Who and what the ids of a Slack export stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tonecheck.inbox.decoding import whole_characters

_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class SlackUser:
    """One person or bot of a workspace.

    Attributes
    ----------
    key : str
        E-mail address in lower case, or name where the export has no address.
    shown : str
        Name, as it stands in a message that mentions them.
    is_bot : bool
        Whether it is a program.
    """

    key: str
    shown: str
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class SlackChannel:
    """A channel, or a direct message; `members` are ids, none where the export does not say."""

    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlackNames:
    """Users by id, channels by the folder they lie in, names of channels by id."""

    users: Mapping[str, SlackUser] = field(default_factory=dict)
    channels: Mapping[str, SlackChannel] = field(default_factory=dict)
    channel_names: Mapping[str, str] = field(default_factory=dict)

    def key(self, user_id: str) -> str:
        """Return the address or name of a user, the id where they are unknown."""
        return self.users[user_id].key if user_id in self.users else user_id


def read_users(listed: object) -> dict[str, SlackUser]:
    """Read the content of users.json. Two people without an address who have one name are told apart by their ids.

    Examples
    --------
    >>> read_users([{"id": "U1", "profile": {"real_name": "Dana Marsh", "email": "Dana@shop.example"}}])["U1"].key
    'dana@shop.example'
    """
    users = {
        user_id: SlackUser(
            _email(user), profile_name(user) or user_id, user_id == _SLACKBOT or bool(user.get("is_bot"))
        )
        for user_id, user in _with_ids(listed)
    }
    named = Counter(user.shown for user in users.values() if not user.key)
    return {
        user_id: SlackUser(
            user.key or (user.shown if named[user.shown] == 1 else f"{user.shown} ({user_id})"), user.shown, user.is_bot
        )
        for user_id, user in users.items()
    }


def read_channels(listed: Iterable[object]) -> tuple[dict[str, SlackChannel], dict[str, str]]:
    """Read the contents of the lists of channels; return the channels by folder, and their names by id.

    A channel's folder has its name, a direct message's its id.
    """
    channels, names = {}, {}
    for channel_id, channel in (pair for one in listed for pair in _with_ids(one)):
        name = _text(channel, "name") or channel_id
        members = channel.get("members")
        ids = [member for member in members if isinstance(member, str)] if isinstance(members, list) else []
        channels[name] = SlackChannel(name, tuple(dict.fromkeys(ids)))
        names[channel_id] = name
    return channels, names


def profile_name(user: Mapping[str, Any]) -> str:
    """Return the name that a user, or the profile in a message, has; '' where there is none."""
    profile = user.get("profile")
    for place in (profile if isinstance(profile, dict) else {}, user):
        for name in ("real_name", "display_name", "name"):
            if found := _text(place, name):
                return found
    return ""


def _is_bot(user_id: str, user: Mapping[str, Any]) -> bool:
    return user_id == _SLACKBOT or bool(user.get("is_bot"))


def _email(user: Mapping[str, Any]) -> str:
    profile = user.get("profile")
    address = _text(profile, "email").lower() if isinstance(profile, dict) else ""
    return address if "@" in address else ""


def _with_ids(listed: object) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            yield item["id"], item


def _text(place: Mapping[str, Any], name: str) -> str:
    value = place.get(name)
    return whole_characters(value).strip() if isinstance(value, str) else ""
