"""Whether a message says by itself that it can wait."""

from __future__ import annotations

import re
import unicodedata

_STOPS = ".,;:!?()…"
_SPACES = '"«»*_-'

_ENGLISH_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow)(?: morning| afternoon)?|next week"
_ENGLISH = (
    r"no (?:rush|hurry|urgency|pressure)",
    r"(?:not|isn't|nothing) (?:at all |really |that |very |super )?urgent",
    r"take your time",
    r"can (?:easily |certainly )?wait",
    r"whenever (?:you (?:can|like|have|get|want|are)|you're|you've|it suits|suits|works|is (?:fine|good)|\.)",
    r"when you (?:get|have) (?:a|the) (?:chance|moment|minute|time)",
    rf"(?:{_ENGLISH_DAY}) (?:is|would be|will be) (?:just |perfectly )?(?:fine|ok|okay|good|soon enough|early enough)",
    rf"(?:{_ENGLISH_DAY}) (?:will|would) do",
)

_FRENCH_DAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)(?: matin| après midi)?|la semaine prochaine"
)
_FRENCH = (
    r"(?:pas|rien) (?:du tout |vraiment |très |super )?(?:d'urgent|urgent|urgente)",
    r"(?:pas d'urgence|sans urgence|aucune urgence)",
    r"(?:pas pressé|pas pressée|pas pressant|rien ne presse|presse pas)",
    r"(?:prends ton|prenez votre) temps",
    r"(?:quand|lorsque) (?:tu|vous) (?:peux|pouvez|pourras|pourrez|veux|voulez|voudras|voudrez)",
    r"(?:quand|lorsque) (?:tu|vous) (?:as|avez|auras|aurez) (?:le temps|un moment|une minute|cinq minutes|5 minutes)",
    r"(?:ça|cela|ca|qui) (?:peut|pourra) (?:bien |très bien |tout à fait )?attendre",
    r"peut (?:bien |très bien |tout à fait )?attendre (?:lundi|demain)",
    r"à l'occasion",
    rf"(?:{_FRENCH_DAY}) (?:suffira|suffit|ira|conviendra)",
    rf"(?:{_FRENCH_DAY}) (?:c'est|ce sera|sera|est) (?:très )?(?:bien|parfait|bon|ok)",
)

# Words are put between single spaces first: a pattern that starts with one is tried at words only, and so is faster.
# Every stop becomes a word of its own, so that a lone "whenever!" is told from "whenever I call".
_NO_HURRY = re.compile(f" (?:{'|'.join(_ENGLISH + _FRENCH)}) ")


def says_no_hurry(text: str) -> bool:
    """Find out whether a message says, in English or French, that it can wait.

    Parameters
    ----------
    text : str
        The sender's own words.

    Returns
    -------
    bool
        True for "no rush", "Monday is fine", "quand tu peux" and their like.

    Examples
    --------
    >>> says_no_hurry("A typo on page 2. Monday is fine!"), says_no_hurry("I can't wait, call me.")
    (True, False)
    """
    return _NO_HURRY.search(_spaced(text)) is not None


def _spaced(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    for stop in _STOPS:
        plain = plain.replace(stop, " . ")
    for mark in _SPACES:
        plain = plain.replace(mark, " ")
    return f" {' '.join(plain.split())} . "
