"""One client's messages put together into the respect score of their parts and of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tonecheck.labels import LANGUAGES
from tonecheck.records import ClientRespect, FrozenDict, OverallScore, PartScore, TimelinePoint, ToneScores, Trend
from tonecheck.respect_score.concerns import Concern
from tonecheck.respect_score.estimate import IN_A_ROW, age_weights, estimate
from tonecheck.respect_score.evidence import Finding, make_evidence
from tonecheck.respect_score.feedback_part import feedback_items
from tonecheck.respect_score.hours import WorkingHours
from tonecheck.respect_score.invoices import Invoice, invoice_context
from tonecheck.respect_score.mailbox import Letter, order_of
from tonecheck.respect_score.part_costs import Item, WordCosts
from tonecheck.respect_score.reasons import IGNORED, SLIGHT_REASONS
from tonecheck.respect_score.signs import Signs
from tonecheck.respect_score.time_part import time_items
from tonecheck.respect_score.trend import trend_of
from tonecheck.respect_score.verdict import band_of, is_repeated, overall_of, verdict_of
from tonecheck.respect_score.work_part import work_items

NO_WORK = "The model has none of the labels that tell whether work is respected: insulting, dismissive, idiot_test."
NO_ZONE = "No time zone was named (timezone), and none of the reader's own messages shows one."
NO_TIMES = "None of this client's messages says when it was sent."
NO_MESSAGES_OF_MINE = "None of the reader's own messages to this client is there, so no concern is known."
NO_CONCERNS = "None of the reader's messages to this client raises a concern that was, or could have been, answered."

_OTHER = LANGUAGES.index("other")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is the same for all clients of a mailbox.

    Attributes
    ----------
    own_texts : sequence of str, length n_messages
        Own words of the messages, by row.
    tones : ToneScores, length n_messages
        Their tones, by row.
    work, pressing : WordCosts or None
        What the words of each message cost, by row; None where the model has no label for it.
    signs : Signs
        What messages show beside their tone.
    hours : WorkingHours or None
        When the reader works; None where their time zone is unknown.
    newest_day : int or None
        Day from which age counts back; None: each client's newest message.
    half_life_days : float
        Range: above 0.
    """

    own_texts: Sequence[str]
    tones: ToneScores
    work: WordCosts | None
    pressing: WordCosts | None
    signs: Signs
    hours: WorkingHours | None
    newest_day: int | None
    half_life_days: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A part's score, its items, and for each of them what the score would be without it."""

    score: PartScore
    items: Sequence[Item]
    without: NDArray[np.float64]

    def findings(self) -> list[Finding]:
        return [
            Finding(item.letter, item.reason, self.score.score - without)
            for item, without in zip(self.items, self.without.tolist(), strict=True)
            if item.cost > 0
        ]

    def speaks_repeatedly(self) -> bool:
        return is_repeated(
            [item.letter.day for item in self.items if item.cost > 0 and item.reason not in SLIGHT_REASONS]
        )


def score_client(
    client: str,
    letters: Sequence[Letter],
    mine: Sequence[Letter],
    answers: Sequence[float] | NDArray[np.float64] | None,
    concerns: Sequence[Concern],
    invoices: Sequence[Invoice],
    circumstances: Circumstances,
) -> ClientRespect | None:
    """Score one client.

    Parameters
    ----------
    client : str
        Key of the client.
    letters : sequence of Letter
        What the client wrote to the reader, in the order of time; one at least.
    mine : sequence of Letter
        What the reader wrote to the client.
    answers : sequence of float or None
        When the reader wrote to the client, in seconds since 1970, rising; None where that is unknown.
    concerns : sequence of Concern
        The reader's, with what became of each with this client.
    invoices : sequence of Invoice
        Of the client.
    circumstances : Circumstances
        What is the same for all clients.

    Returns
    -------
    ClientRespect or None
        None where no part has data.
    """
    found, missing = _find_items(letters, mine, answers, concerns, circumstances)
    newest = _newest_day([*letters, *mine], circumstances.newest_day)
    parts = {name: _score_part(items, IN_A_ROW[name], newest, circumstances) for name, items in found.items()}
    if not parts:
        return None
    weights = age_weights(_days(letters), newest, circumstances.half_life_days)
    codes = circumstances.tones.language_codes[[letter.row for letter in letters]]
    return ClientRespect(
        client,
        _score_whole(list(parts.values()), len(letters), float(weights.sum()), circumstances.own_texts),
        _score_of(parts.get("time")),
        _score_of(parts.get("work")),
        _score_of(parts.get("feedback")),
        FrozenDict(missing),
        len(letters),
        int((codes == _OTHER).sum()),
        _trend(letters, found, circumstances.newest_day),
        invoice_context(invoices, None if newest is None else date.fromordinal(newest)),
        _timeline(letters, found, circumstances.tones),
    )


def _score_of(part: _Part | None) -> PartScore | None:
    return None if part is None else part.score


def _find_items(
    letters: Sequence[Letter],
    mine: Sequence[Letter],
    answers: Sequence[float] | NDArray[np.float64] | None,
    concerns: Sequence[Concern],
    circumstances: Circumstances,
) -> tuple[dict[str, list[Item]], dict[str, str]]:
    """Return what each part counts, and why each of the others counts nothing."""
    own_texts, signs = circumstances.own_texts, circumstances.signs
    found: dict[str, list[Item]] = {}
    missing = {"time": NO_ZONE, "work": NO_WORK, "feedback": NO_CONCERNS if mine else NO_MESSAGES_OF_MINE}
    if circumstances.hours is not None:
        found["time"] = time_items(letters, own_texts, circumstances.pressing, signs, circumstances.hours, answers)
        missing["time"] = NO_TIMES
    if circumstances.work is not None:
        found["work"] = work_items(letters, circumstances.work, signs)
    found["feedback"] = feedback_items(concerns, letters, signs)
    counted = {name: items for name, items in found.items() if items}
    return counted, {name: why for name, why in missing.items() if name not in counted}


def _score_part(items: Sequence[Item], in_a_row: float, newest: int | None, circumstances: Circumstances) -> _Part:
    costs = np.array([item.cost for item in items])
    weights = age_weights(_days([item.letter for item in items]), newest, circumstances.half_life_days)
    found = estimate(costs, weights, in_a_row)
    score = PartScore(found.score, found.interval, band_of(found.score), len(items))
    part = _Part(score, items, found.without)
    return replace(part, score=replace(score, evidence=make_evidence(part.findings(), circumstances.own_texts)))


def _score_whole(parts: Sequence[_Part], n_messages: int, weight: float, own_texts: Sequence[str]) -> OverallScore:
    score = overall_of([part.score.score for part in parts])
    # All parts are seldom at their lower ends together, nor at their upper ones: rather too wide than too narrow.
    low, high = (overall_of([part.score.interval[end] for part in parts]) for end in (0, 1))
    verdict = verdict_of(((part.score, part.speaks_repeatedly()) for part in parts), n_messages, weight)
    evidence = make_evidence(_findings_of_whole(parts, score), own_texts)
    return OverallScore(score, (low, high), band_of(score), n_messages, evidence, verdict)


def _findings_of_whole(parts: Sequence[_Part], score: float) -> list[Finding]:
    """Return what the whole would gain without each message, with the reason that weighs most in its parts."""
    scores = [part.score.score for part in parts]
    without: dict[int, list[float]] = defaultdict(scores.copy)
    heaviest: dict[int, Finding] = {}
    for place, part in enumerate(parts):
        for finding, left in zip(part.findings(), _costly(part), strict=True):
            row = finding.letter.row
            without[row][place] = left
            if row not in heaviest or finding.points < heaviest[row].points:
                heaviest[row] = finding
    return [
        Finding(finding.letter, finding.reason, score - overall_of(without[row])) for row, finding in heaviest.items()
    ]


def _costly(part: _Part) -> Iterable[float]:
    return (left for item, left in zip(part.items, part.without.tolist(), strict=True) if item.cost > 0)


def _trend(letters: Sequence[Letter], found: Mapping[str, Sequence[Item]], newest: int | None) -> Trend | None:
    costs = dict.fromkeys((letter.row for letter in letters), 0.0)
    for name in ("time", "work"):
        for item in found.get(name, ()):
            costs[item.letter.row] = max(costs[item.letter.row], item.cost)
    return trend_of([costs[letter.row] for letter in letters], [letter.day for letter in letters], newest)


def _timeline(
    letters: Sequence[Letter], found: Mapping[str, Sequence[Item]], tones: ToneScores
) -> tuple[TimelinePoint, ...]:
    reasons: dict[int, list[str]] = defaultdict(list)
    passed_over: dict[int, Letter] = {}
    for item in (item for items in found.values() for item in items if item.cost > 0):
        reasons[item.letter.row].append(item.reason)
        if item.reason == IGNORED:
            passed_over[item.letter.row] = item.letter
    return tuple(
        TimelinePoint(
            letter.message.id,
            letter.sent,
            FrozenDict(_tone(tones, letter.row) if letter.row not in passed_over else {}),
            tuple(dict.fromkeys(reasons[letter.row])),
            letter.row in passed_over,
        )
        for letter in sorted([*letters, *passed_over.values()], key=order_of)
    )


def _tone(tones: ToneScores, row: int) -> dict[str, float]:
    return dict(zip(tones.label_names, tones.probabilities[row].tolist(), strict=True))


def _days(letters: Sequence[Letter]) -> NDArray[np.float64]:
    return np.array([np.nan if letter.day is None else letter.day for letter in letters], dtype=np.float64)


def _newest_day(letters: Iterable[Letter], counted_from: int | None) -> int | None:
    if counted_from is not None:
        return counted_from
    return max((letter.day for letter in letters if letter.day is not None), default=None)
