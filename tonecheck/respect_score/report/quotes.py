"""The words of a message that a reason rests on, with those marked that spoke most for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tonecheck.explanation import Explanation, ToneSpan
from tonecheck.records import Evidence
from tonecheck.respect_score import reasons
from tonecheck.respect_score.report.markup import Markup, join, tag, text
from tonecheck.respect_score.report.words import NO_BREAK
from tonecheck.text.reply import own_words

LABEL_OF_REASON = {
    reasons.CONTEMPT: "idiot_test",
    reasons.INSULTING: "insulting",
    reasons.DISMISSIVE: "dismissive",
    reasons.PRESSURING: "pressuring",
}
"""Reasons that a label speaks for, so that its explanation shows the words."""

LONGEST_QUOTE = 320
"""Characters: about four lines, room for the sentence that weighs most and for what stands around it."""

MARKED_FROM = 0.1
"""Contribution, in log odds, from which on a word can be marked; below, it hardly speaks."""

MARKED_SHARE = 0.5
"""Least share of the strongest word's contribution that a word needs to be marked: those that stand out."""

MOST_MARKED = 4
"""Most words that are marked in a quote; where all is marked, nothing is."""

_GAP = "[…]"
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quotes:
    """Makes quotes; each message is explained once.

    Attributes
    ----------
    texts : mapping of str to sequence of str
        Messages by id; more than one where they share it.
    explain : callable
        `tonecheck.explain` with the model that scored them.
    """

    texts: Mapping[str, Sequence[str]]
    explain: Callable[[str], Explanation]
    _explained: dict[str, Explanation] = field(default_factory=dict)

    def quote(self, evidence: Evidence) -> tuple[Markup, str]:
        """Return the quote of a piece of evidence, and the language it is in ('' where that is not known).

        Without the message, or without a label for its reason, it is the quote that the evidence has.
        """
        label = LABEL_OF_REASON.get(evidence.reason)
        whole = self._text_of(evidence)
        if label is not None and whole is not None:
            if whole not in self._explained:
                self._explained[whole] = self.explain(whole)
            why = self._explained[whole]
            if why.spans and label in why.decision:
                return _marked(why, label), why.tone.language if why.tone.language != "other" else ""
        return _plain(evidence.quote, whole), ""

    def _text_of(self, evidence: Evidence) -> str | None:
        for whole in self.texts.get(evidence.message_id, ()):
            if " ".join(own_words(whole).text.split()).startswith(evidence.quote):
                return whole
        return None


def _plain(quote: str, whole: str | None) -> Markup:
    is_cut = whole is not None and " ".join(own_words(whole).text.split()) != quote
    return join([quote, f"{NO_BREAK}…"]) if is_cut else text(quote)


def _marked(why: Explanation, label: str) -> Markup:
    values = [max(span.contribution[label], 0.0) for span in why.spans]
    shown = _window(why, label)
    strongest = sorted(values[shown.start : shown.stop], reverse=True)[:MOST_MARKED]
    marked = [value >= max(MARKED_FROM, MARKED_SHARE * strongest[0], strongest[-1]) for value in values]
    pieces: list[str] = [f"…{NO_BREAK}"] if shown.start > 0 else []
    row = shown.start
    while row < shown.stop:
        end = row + 1
        while end < shown.stop and marked[end] == marked[row]:
            end += 1
        run = "".join(_space(why, place) * (place > row) + _short(why.spans[place]) for place in range(row, end))
        pieces.append(_space(why, row) if row > shown.start else "")
        pieces += _mark(run) if marked[row] else [run]
        row = end
    return join([*pieces, f"{NO_BREAK}…"] if shown.stop < len(values) else pieces)


def _mark(run: str) -> list[str]:
    """Mark words without the signs around them."""
    found = _CORE.search(run)
    if found is None:
        return [tag("mark", run)]
    return [run[: found.start()], tag("mark", found[0]), run[found.end() :]]


def _short(span: ToneSpan) -> str:
    """Return a word, or the beginning of one that is no word but a page without blanks."""
    return span.text if len(span.text) <= LONGEST_QUOTE else f"{span.text[:LONGEST_QUOTE]}…"


def _space(why: Explanation, row: int) -> str:
    """Return what stands before a word: nothing, a blank, or a sign that something was set aside."""
    if row == 0:
        return ""
    between = why.text[why.spans[row - 1].end : why.spans[row].start]
    return "" if not between else " " if not between.strip() else f" {_GAP} "


def _window(why: Explanation, label: str) -> range:
    """Choose the words to show: the sentence that weighs most, and whole sentences around it while there is room."""
    found = [(_words_in(why.spans, sentence.start, sentence.end), sentence) for sentence in why.sentences]
    rows = [words for words, _ in found if words] or [range(len(why.spans))]
    weights = [sentence.contribution[label] for words, sentence in found if words] or [0.0]
    first = last = max(range(len(rows)), key=weights.__getitem__)
    if _length(why.spans, rows[first]) > LONGEST_QUOTE:
        return _cut(why.spans, rows[first], label)
    while True:
        before = range(rows[first - 1].start, rows[last].stop) if first else None
        after = range(rows[first].start, rows[last + 1].stop) if last + 1 < len(rows) else None
        if after is not None and _length(why.spans, after) <= LONGEST_QUOTE:
            last += 1
        elif before is not None and _length(why.spans, before) <= LONGEST_QUOTE:
            first -= 1
        else:
            return range(rows[first].start, rows[last].stop)


def _words_in(spans: Sequence[ToneSpan], start: int, end: int) -> range:
    rows = [row for row, span in enumerate(spans) if start <= span.start < end]
    return range(rows[0], rows[-1] + 1) if rows else range(0)


def _cut(spans: Sequence[ToneSpan], rows: range, label: str) -> range:
    """Cut a long sentence to what stands around its strongest word."""
    first = last = max(rows, key=lambda row: spans[row].contribution[label])
    while True:
        wider = range(max(first - 1, rows.start), min(last + 2, rows.stop))
        if wider == range(first, last + 1) or _length(spans, wider) > LONGEST_QUOTE:
            return range(first, last + 1)
        first, last = wider.start, wider.stop - 1


def _length(spans: Sequence[ToneSpan], rows: range) -> int:
    return sum(len(spans[row].text) + 1 for row in rows)
