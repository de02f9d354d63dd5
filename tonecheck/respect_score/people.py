"""Who is who in a mailbox: the reader, clients under one name, senders to ignore."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tonecheck.errors import InputError, shorten

_ADDRESS_IN_BRACKETS = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*\Z")


@dataclass(frozen=True, slots=True)
class People:
    """Who writes to whom.

    Attributes
    ----------
    aliases : mapping of str to str
        Key of a person to the key of the client that it stands for.
    me : frozenset of str
        Keys of the reader; empty where no reader was named.
    ignored : frozenset of str
        Keys of senders to leave out.
    """

    aliases: Mapping[str, str]
    me: frozenset[str]
    ignored: frozenset[str]

    def key(self, person: str) -> str:
        """Return the key of whoever has this address or name."""
        plain = plain_key(person)
        return self.aliases.get(plain, plain)


def plain_key(person: str) -> str:
    """Return an address or a name as it is compared: in lower case; of a name with an address, the address.

    Examples
    --------
    >>> plain_key("Dana Marsh <Dana@Shop.example>"), plain_key(" Dana Marsh ")
    ('dana@shop.example', 'dana marsh')
    """
    address = _ADDRESS_IN_BRACKETS.search(person)
    return (address[1] if address else person).strip().lower()


def read_people(
    me: str | Iterable[str] | None, aliases: Mapping[str, str] | None, ignore: str | Iterable[str]
) -> People:
    """Read the options that say who is who.

    Parameters
    ----------
    me : str, iterable of str or None
        The reader's addresses or names.
    aliases : mapping of str to str or None
        Addresses or names that stand for another one, which is not looked up again.
    ignore : str or iterable of str
        Senders to leave out.

    Returns
    -------
    People
        With all keys in lower case.

    Raises
    ------
    InputError
        If a name is no text, or `me` names nobody.

    Examples
    --------
    >>> read_people("Me@Studio.example", {"dana@home.example": "dana@shop.example"}, ()).key("DANA@home.example")
    'dana@shop.example'
    """
    mapped = {
        _text("aliases", alias): _text("aliases", person)
        for alias, person in (aliases.items() if aliases is not None else ())
    }
    people = People(mapped, frozenset(), frozenset())
    mine = frozenset() if me is None else _keys("me", me, people)
    if me is not None and not mine:
        raise InputError(f"me: {shorten(me)}; expected an address or a name, or several")
    return People(mapped, mine, _keys("ignore", ignore, people))


def _keys(option: str, names: str | Iterable[str], people: People) -> frozenset[str]:
    if not isinstance(names, Iterable):
        raise InputError(f"{option}: {shorten(names)}; expected an address or a name, or several")
    keys = (people.key(_text(option, name)) for name in ((names,) if isinstance(names, str) else names))
    return frozenset(key for key in keys if key)


def _text(option: str, name: object) -> str:
    if not isinstance(name, str):
        raise InputError(f"{option}: {shorten(name)}; expected an address or a name, or several")
    return plain_key(name)
