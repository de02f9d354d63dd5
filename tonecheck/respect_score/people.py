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
        Key of a person, or '@' and a domain, to the key of the client that it stands for.
    me : frozenset of str
        Keys of the reader; empty where no reader was named.
    ignored : frozenset of str
        Keys of senders to leave out.
    """

    aliases: Mapping[str, str]
    me: frozenset[str]
    ignored: frozenset[str]

    def key(self, person: str) -> str:
        """Return the key of whoever has this address or name; an address has precedence over its domain."""
        plain = plain_key(person)
        return self.aliases[plain] if plain in self.aliases else _by_domain(plain, self.aliases)


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
        Addresses or names that stand for another one, which is not looked up again. '@shop.example' stands for all
        addresses of that domain, but for those that are named here, in `me` or in `ignore`.
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
    >>> read_people(None, {"@shop.example": "shop.example"}, ()).key("bo@shop.example")
    'shop.example'
    """
    if aliases is not None and not isinstance(aliases, Mapping):
        raise InputError(f"aliases: {shorten(aliases)}; expected a mapping of address to address")
    mapped = {
        _text("aliases", alias): _text("aliases", person)
        for alias, person in (aliases.items() if aliases is not None else ())
    }
    mine = frozenset() if me is None else _keys("me", me, mapped)
    if me is not None and not mine:
        raise InputError(f"me: {shorten(me)}; expected an address or a name, or several")
    ignored = _keys("ignore", ignore, mapped)
    # Whoever is named is meant alone: a domain takes in neither the reader nor a sender to leave out.
    named = {person: person for person in mine | ignored}
    resolved = {alias: person if person in named else _by_domain(person, mapped) for alias, person in mapped.items()}
    return People(named | resolved, mine, ignored)


def _keys(option: str, names: str | Iterable[str], aliases: Mapping[str, str]) -> frozenset[str]:
    if not isinstance(names, Iterable):
        raise InputError(f"{option}: {shorten(names)}; expected an address or a name, or several")
    plain = (_text(option, name) for name in ((names,) if isinstance(names, str) else names))
    return frozenset(aliases.get(person, person) for person in plain if person)


def _by_domain(person: str, aliases: Mapping[str, str]) -> str:
    _, sign, domain = person.rpartition("@")
    return aliases.get(sign + domain, person) if sign else person


def _text(option: str, name: object) -> str:
    if not isinstance(name, str):
        raise InputError(f"{option}: {shorten(name)}; expected an address or a name, or several")
    return plain_key(name)
