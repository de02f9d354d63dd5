"""An explanation for a terminal and for a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tonecheck.explanation.record import Explanation, ToneSentence, ToneSpan

SHOWN_WORDS = 6
"""Words that a terminal shows: those that contribute most, either way."""

FULL_COLOUR = 1.5
"""Contribution, in log odds, from which on a word has its full colour: odds times 4.5."""

_AGAINST, _FOR = "37, 99, 195", "205, 50, 40"


def as_text(why: Explanation, label: str) -> str:
    """Return lines for a terminal: figures, the reason, each sentence with its score, and the weightiest words."""
    figures = "  ".join(f"{name} {value:.2f}" for name, value in why.tone.probability.items())
    carried = ", ".join(name for name in why.tone.probability if name in why.tone.labels)
    lines = [f"{figures}  [{carried or '-'}]"]
    if why.reason:
        lines.append(why.reason)
    if why.sentences:
        lines += ["", f"{label}: alone  adds"]
    for sentence in why.sentences:
        shown = printable(sentence.text)
        lines.append(
            f"{'':{len(label)}}  {sentence.probability[label]:5.2f}  {sentence.contribution[label]:+.1f}  {shown}"
        )
    words = sorted(why.spans, key=lambda span: -abs(span.contribution[label]))[:SHOWN_WORDS]
    if words:
        told = ", ".join(f"{printable(span.text)} {span.contribution[label]:+.2f}" for span in words)
        lines += ["", f"words: {told}"]
    return "\n".join(lines)


def printable(text: str) -> str:
    """Return a text on one line, without what could steer a terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(text.split()))


def as_html(why: Explanation, label: str) -> str:
    """Return a piece of HTML: what was set aside pale, words coloured by what they add, sentences marked."""
    figures = " · ".join(
        f"<b>{escape(name)} {value:.2f}</b>" if name in why.tone.labels else f"{escape(name)} {value:.2f}"
        for name, value in why.tone.probability.items()
    )
    reason = f"<p>{escape(why.reason)}</p>" if why.reason else ""
    return (
        f'<div class="tonecheck-explanation" lang="{_html_language(why.tone.language)}">'
        f"<p>{figures}</p>{reason}"
        f'<p style="white-space: pre-wrap">{highlighted(why, label)}</p></div>'
    )


def highlighted(why: Explanation, label: str) -> str:
    """Return the text as HTML with a mark round each word that contributes; all text escaped.

    A mark's colour is red where the word speaks for the label and blue where against it; so that colour is not all
    there is, the figure is its title.
    """
    pieces = []
    done = 0
    ends = {sentence.end: sentence for sentence in why.sentences}
    for span in why.spans:
        pieces += [escape(why.text[done : span.start]), _mark(span, label)]
        if span.end in ends:
            pieces.append(_sentence_score(ends[span.end], label))
        done = span.end
    pieces.append(escape(why.text[done:]))
    return "".join(pieces)


def _mark(span: ToneSpan, label: str) -> str:
    value = span.contribution[label]
    strength = min(abs(value) / FULL_COLOUR, 1)
    if strength < 0.1:
        return escape(span.text)
    colour = _FOR if value > 0 else _AGAINST
    style = f"background: rgba({colour}, {0.45 * strength:.2f})"
    return f'<span style="{style}" title="{value:+.2f}">{escape(span.text)}</span>'


def _sentence_score(sentence: ToneSentence, label: str) -> str:
    return f"<sub> {sentence.probability[label]:.2f}</sub>"


def _html_language(language: str) -> str:
    return language if language in ("en", "fr") else "und"
