"""Why a message is evidence: codes, and a sentence for each in English and French."""

from __future__ import annotations

from tonecheck.errors import InputError, shorten

INSULTING = "insulting"
CONTEMPT = "contempt"
DISMISSIVE = "dismissive"
UNSURE = "unsure"
PRESSURING = "pressuring"
CHASING = "chasing"
OUT_OF_HOURS = "out_of_hours"
BRUSHED_OFF = "brushed_off"
MOCKED = "mocked"
IGNORED = "ignored"
CHANGED = "changed"

SLIGHT_REASONS = frozenset({UNSURE, OUT_OF_HOURS})
"""Reasons that cost points but do not speak for a break-up: a doubt, and an hour that says nothing by itself."""

_SENTENCES = {
    "en": {
        INSULTING: "belittles you: your intelligence, competence, effort, honesty or character",
        CONTEMPT: "writes with contempt",
        DISMISSIVE: "refuses to take your work, idea, question or concern seriously",
        UNSURE: "may read as disrespectful; too close to call",
        PRESSURING: "lays claim to your time beyond a normal working agreement",
        CHASING: "writes again and again within a day, before you have answered",
        OUT_OF_HOURS: "writes outside your working hours, and does not say that it can wait",
        BRUSHED_OFF: "waves a concern of yours off without a reason",
        MOCKED: "ridicules a concern of yours",
        IGNORED: "goes on to other things and leaves this concern of yours unanswered",
        CHANGED: "tells that your work was changed without asking you",
    },
    "fr": {
        INSULTING: "vous rabaisse : intelligence, compétence, efforts, honnêteté ou caractère",
        CONTEMPT: "écrit avec mépris",
        DISMISSIVE: "refuse de prendre au sérieux votre travail, votre idée, votre question ou votre inquiétude",
        UNSURE: "peut se lire comme un manque de respect ; trop incertain pour trancher",
        PRESSURING: "dispose de votre temps au-delà d'un accord de travail normal",
        CHASING: "écrit encore et encore en une journée, avant que vous ayez répondu",
        OUT_OF_HOURS: "écrit en dehors de vos heures de travail, sans dire que cela peut attendre",
        BRUSHED_OFF: "écarte sans raison ce que vous avez soulevé",
        MOCKED: "tourne en ridicule ce que vous avez soulevé",
        IGNORED: "passe à autre chose et laisse ce que vous avez soulevé sans réponse",
        CHANGED: "dit que votre travail a été modifié sans vous consulter",
    },
}

_DISCLAIMERS = {
    "en": "This answers how this client's messages to you have read, of late; it is no judgement of a person.",
    "fr": "Ceci dit comment se lisent, ces derniers temps, les messages que ce client vous envoie ; "
    "ce n'est pas un jugement sur une personne.",
}


def describe(reason: str, language: str) -> str:
    """Say in words why a message is evidence.

    Parameters
    ----------
    reason : str
        Code of the reason, as in `tonecheck.records.Evidence`.
    language : str
        'en' or 'fr'.

    Returns
    -------
    str
        What the client does in the message, without a subject and a full stop.

    Raises
    ------
    InputError
        If there is no such reason or language.

    Examples
    --------
    >>> describe("contempt", "en")
    'writes with contempt'
    >>> describe("contempt", "fr")
    'écrit avec mépris'
    """
    _check_language(language)
    sentences = _SENTENCES[language]
    if reason not in sentences:
        raise InputError(f"reason: {shorten(reason)}; expected one of {', '.join(map(repr, sentences))}")
    return sentences[reason]


def disclaimer(language: str) -> str:
    """Say what a respect score is not; to be shown wherever one is.

    Parameters
    ----------
    language : str
        'en' or 'fr'.

    Returns
    -------
    str
        One sentence.

    Raises
    ------
    InputError
        If the language is another.

    Examples
    --------
    >>> disclaimer("en").endswith("it is no judgement of a person.")
    True
    """
    _check_language(language)
    return _DISCLAIMERS[language]


def _check_language(language: str) -> None:
    if language not in _SENTENCES:
        raise InputError(f"language: {shorten(language)}; expected 'en' or 'fr'")
