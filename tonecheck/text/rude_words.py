"""The rude words that people disguise: only for undoing a disguise, never for scoring.

"id10t" or "f***" is spelt out only if what comes out is one of these, so that "a11y", "b2b" and "p@ssw0rd" stay as they
are. Whether a message is contemptuous is not decided here: the words alone do not say so.
"""

from __future__ import annotations

from functools import cache

_ENGLISH_STEMS = """
    fuck shit bitch ass dick cunt damn crap bastard asshole bullshit idiot stupid moron dumb retard whore piss slut
    pussy cock prick wank twat douche scum loser liar dumbass jackass dipshit shithead dickhead fuckwit motherfuck
    fucktard arse arsehole bollocks bugger bloody tosser wanker git knob bellend numpty muppet pillock plonker clown
    fool cretin imbecile dimwit halfwit nitwit dolt dunce jerk creep pig trash garbage rubbish pathetic useless
    worthless incompetent lazy ignorant brainless clueless lunatic psycho scumbag dirtbag sleazebag douchebag faggot
    nigger tard lame suck screw hell goddamn horseshit batshit shitty crappy bitchy shitshow clusterfuck fraud crook
    thief scam
"""
_FRENCH_STEMS = """
    merde con putain pute connard connasse salaud salope encule bordel chier cul couille conne connerie emmerde
    enfoire batard idiot idiote debile abruti abrutie cretin cretine imbecile stupide nul nulle minable naze bouffon
    bouffonne guignol clown charlot branleur branleuse branler glandeur tocard ringard salopard ordure pourriture
    raclure enflure crevure fumier vermine dechet merdeux merdique merdier chiant chiante chieur chieuse foutre
    foutu foutoir foutaise niquer nique ntm fdp tdc pd gouine tapette pouffiasse petasse grognasse garce morue
    trainee bite teube burne debilos attarde mongol gogol tare taree demeure andouille cornichon cloche cruche
    incapable incompetent incompetente escroc voleur menteur arnaqueur escroquerie arnaque blaireau bouseux plouc
    boulet cassos parasite
"""
ENGLISH = tuple(_ENGLISH_STEMS.split())
"""English stems, the commonest first: of several that fit a mask, the first is taken."""

FRENCH = tuple(_FRENCH_STEMS.split())
"""French stems without accents, the commonest first."""

_COMMON_ENDINGS = "s ing ed er ers es e y in face head hole holes ity ly ic ish ment rie ries r x z"
_ENDINGS = ("", *_COMMON_ENDINGS.split())


@cache
def rude_forms() -> dict[str, int]:
    """Return every form of the rude words, in lower case and without accents, and its rank.

    Returns
    -------
    dict of str to int
        Rank: 0 is the commonest; the plain words come before the inflected ones. Not to be changed.

    Examples
    --------
    >>> rude_forms()["fuck"], "connards" in rude_forms(), "password" in rude_forms()
    (0, True, False)
    """
    stems = [word for pair in zip(ENGLISH, FRENCH, strict=False) for word in pair]
    stems += [*ENGLISH[len(FRENCH) :], *FRENCH[len(ENGLISH) :]]
    forms: dict[str, int] = {}
    for ending in _ENDINGS:
        for stem in stems:
            forms.setdefault(stem + ending, len(forms))
    return forms


@cache
def rude_forms_by_length() -> dict[int, tuple[str, ...]]:
    """Return the same forms by their length in letters, the commonest first.

    Returns
    -------
    dict of int to tuple of str
        Not to be changed.

    Examples
    --------
    >>> rude_forms_by_length()[4][:2]
    ('fuck', 'shit')
    """
    by_length: dict[int, list[str]] = {}
    for form in sorted(rude_forms(), key=rude_forms().__getitem__):
        by_length.setdefault(len(form), []).append(form)
    return {length: tuple(forms) for length, forms in by_length.items()}
