"""Whether a line is somebody's name: in a signature it is, the last word of an angry client is not."""

from __future__ import annotations

import re

LONGEST_NAME = 50
"""Characters of a line that can be a name."""

_PARTICLE = r"d[eu]|van|von|der|la|le|&|et|and"
_NAME = re.compile(
    rf"[-–—~/*]{{0,2}}\s?(?:[A-ZÀ-Ý][\w'’.-]*|{_PARTICLE})(?:\s(?:[A-ZÀ-Ý][\w'’.-]*|{_PARTICLE})){{0,4}}[.,*]?$"
)
_DASHED_NAME = re.compile(r"[-–—~+]{1,2}\s?[A-Za-zÀ-ÿ]{2,15}\.?$")
_LOWER_NAME = re.compile(r"[-–—~]?\s?[a-zà-ÿ]{1,12}[.,]?$")
_AROUND_WORD = "-–—~+/*.,'’ "

# Words that end an angry letter, capitalised or alone on a line.
_COMPLAINTS = """
    yes no ok okay oui non si never jamais please merci thanks thank stop now really seriously honestly enough
    urgent asap unbelievable ridiculous pathetic rubbish garbage amateur amateurs amateurish idiot idiots idiote
    stupid incompetent incompetents incompétent incompétents imbécile imbéciles imbecile moron morons clown clowns
    nul nulle nuls lamentable minable pitoyable honteux honte inadmissible inacceptable scandaleux ridicule dommage
    bravo great good nice perfect parfait super génial wow wtf lol mdr bof bref voilà voila enfin sérieusement
    franchement shame disgrace disgraceful joke nonsense bullshit crap shit merde fuck fuckers liar liars lier
    menteur menteurs voleur voleurs thief thieves fool fools loser losers hello hi bonjour salut dear cher chère
    today tomorrow monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi
    samedi dimanche aujourd'hui demain maintenant toujours not why what when where who how pourquoi quoi quand
    comment qui the this that it you your we i and but or so ce cette ça vous tu je nous on il elle et mais ou donc
    un une les des again encore nope yep nothing rien useless inutile lazy slow late trop assez done fini fin end
    next goodbye bye adieu logo site page regards cheers best
"""
_NO_NAMES = frozenset(_COMPLAINTS.split())
_NO_NAME_ENDING = re.compile(
    r"(?:able|ible|ing|ous|ful|less|tion|ness|ish|lly|tely|dly|iste|isme|ique|eux|euse|ment|té)$"
)
_NAMES_WITH_SUCH_ENDINGS = """
    clément clement sterling irving baptiste jean-baptiste dominique véronique frédérique angélique monique céleste
    sally kelly molly billy polly holly
"""
_NAMES = frozenset(_NAMES_WITH_SUCH_ENDINGS.split())


def is_name(bare: str) -> bool:
    """Say whether a line is one to five capitalised words, none of which is a word of complaint.

    Parameters
    ----------
    bare : str
        A line as `tonecheck.text.lines.bare_line` makes it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_name("Dana Hill"), is_name("Pathetic."), is_name("Waiting for news")
    (True, False, False)
    """
    if len(bare) > LONGEST_NAME or not _NAME.match(bare):
        return False
    words = (word.strip(_AROUND_WORD) for word in bare.split())
    return not any(_is_no_name(word) for word in words if word)


def is_signed_off(bare: str) -> bool:
    """Say whether a line is a first name behind a dash, as in "-Dana" or "+ dana".

    Parameters
    ----------
    bare : str
        A line as `tonecheck.text.lines.bare_line` makes it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_signed_off("-Dana"), is_signed_off("- no")
    (True, False)
    """
    return _DASHED_NAME.match(bare) is not None and not _is_no_name(bare.strip(_AROUND_WORD))


def is_lower_name(bare: str) -> bool:
    """Say whether a line is one short word in lower case that can be a first name.

    Parameters
    ----------
    bare : str
        A line as `tonecheck.text.lines.bare_line` makes it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_lower_name("dana"), is_lower_name("never"), is_lower_name("dana hill")
    (True, False, False)
    """
    return _LOWER_NAME.match(bare) is not None and not _is_no_name(bare.strip(_AROUND_WORD))


def _is_no_name(word: str) -> bool:
    lower = word.lower()
    if lower in _NAMES:
        return False
    return lower in _NO_NAMES or _NO_NAME_ENDING.search(lower) is not None
