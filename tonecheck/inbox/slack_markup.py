"""Slack's markup to plain text."""

from __future__ import annotations

import re

from tonecheck.inbox.slack_names import SlackNames

_TAG = re.compile(r"<([^<>\n]+)>")


def plain_text(text: str, names: SlackNames) -> str:
    """Turn mentions into names, links into what they show, and the three escaped signs back.

    Stars, underscores and backticks stay, for their writer typed them.

    Examples
    --------
    >>> plain_text("<https://x.example|The draft> is 3 &lt; 4, <!here>", SlackNames())
    'The draft is 3 < 4, @here'
    """
    plain = _TAG.sub(lambda tag: _shown(tag[1], names), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(tag: str, names: SlackNames) -> str:
    target, has_label, label = tag.partition("|")
    kind, rest = target[0], target[1:]
    if kind == "@":
        known = names.users.get(rest)
        return "@" + (known.shown if known else label or rest)
    if kind == "#":
        return "#" + (label or names.channel_names.get(rest, rest))
    if kind == "!":
        # <!here>, <!subteam^S1|@team>, <!date^0^{date}|2 March>
        return label if has_label else "@" + rest.partition("^")[0]
    return label or target.removeprefix("mailto:")
