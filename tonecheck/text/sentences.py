"""Sentences, as spaCy's rule-based splitter finds them in each paragraph or item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST_PIECE = 50_000
"""spaCy is given no more characters than this at a time, so that memory stays bounded."""

WRAPPED_FROM = 55
"""A line break after a line this long, before a small letter, is one that a mail program made, not the writer."""

_LINE = re.compile(r"[^\n\r]*[\n\r]*")


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    r"""Find the sentences of a text.

    A line break ends a sentence, too: mails are full of lists, and of lines without a full stop.

    Parameters
    ----------
    text : str
        A message's own words.
    language : str
        'fr' for French abbreviations; any other for English ones.

    Returns
    -------
    list of tuple of int
        Start and end of each sentence, end exclusive, without the white space round it; in rising order. Every
        character that is not white space is in one of them.

    Examples
    --------
    >>> text = "Hi M. Roux,\nthe logo is off. Again?!\n- fix it"
    >>> [text[start:end] for start, end in split_sentences(text, "fr")]
    ['Hi M. Roux,', 'the logo is off.', 'Again?!', '- fix it']
    """
    pipeline = _pipeline("fr" if language == "fr" else "en")
    encodable = text.encode("utf-8", "replace").decode()  # spaCy refuses half a surrogate pair
    found = []
    for at, paragraph in _paragraphs(encodable):
        for sentence in pipeline(paragraph).sents:
            words = sentence.text.strip()
            if words:
                start = at + sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
                found.append((start, start + len(words)))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces between line breaks that the writer made, with where they begin."""
    start = end = 0
    for line in _LINE.finditer(text):
        end = line.end()
        goes_on = (
            end < len(text)
            and len(line[0]) > WRAPPED_FROM
            and len(line[0]) - len(line[0].rstrip("\n\r")) <= 2
            and "\n\n" not in line[0]
            and text[end].islower()
        )
        if not goes_on:
            yield from _bounded(start, text[start:end])
            start = end


def _bounded(at: int, paragraph: str) -> Iterator[tuple[int, str]]:
    """Cut a very long paragraph, after white space where there is any."""
    while len(paragraph) > LONGEST_PIECE:
        blank = paragraph.rfind(" ", 0, LONGEST_PIECE)
        cut = blank + 1 if blank > 0 else LONGEST_PIECE
        yield at, paragraph[:cut]
        at, paragraph = at + cut, paragraph[cut:]
    if paragraph:
        yield at, paragraph


@cache
def _pipeline(language: str) -> Language:
    import spacy

    pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")
    return pipeline
