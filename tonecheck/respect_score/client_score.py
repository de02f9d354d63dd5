"""One client's messages put together into the respect score of their parts and of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tonecheck.records import ClientRespect, OverallScore, PartScore
from tonecheck.respect_score.estimate import age_weights, estimate
from tonecheck.respect_score.evidence import make_evidence
from tonecheck.respect_score.hours import WorkingHours
from tonecheck.respect_score.mailbox import Letter
from tonecheck.respect_score.part_costs import PartCosts
from tonecheck.respect_score.reasons import SLIGHT_REASONS
from tonecheck.respect_score.time_part import time_costs
from tonecheck.respect_score.verdict import band_of, is_repeated, overall_of, verdict_of

NO_FEEDBACK = "This version does not measure yet what becomes of the reader's questions, concerns and ideas."
NO_WORK = "The model has none of the labels that tell whether work is respected: insulting, dismissive, idiot_test."
NO_ZONE = "No time zone was named (timezone), and none of the reader's own messages shows one."
NO_TIMES = "None of this client's messages says when it was sent."


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is the same for all clients of a mailbox.

    Attributes
    ----------
    own_texts : sequence of str, length n_messages
        Own words of the messages, by row.
    work, pressing : PartCosts or None
        What the words of each message cost, by row; None where the model has no label for it.
    hours : WorkingHours or None
        When the reader works; None where their time zone is unknown.
    newest_day : int or None
        Day from which age counts back; None: each client's newest message.
    half_life_days : float
        Range: above 0.
    """

    own_texts: Sequence[str]
    work: PartCosts | None
    pressing: PartCosts | None
    hours: WorkingHours | None
    newest_day: int | None
    half_life_days: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A part's score, and for each letter what the score would be without it and why it is evidence."""

    score: PartScore
    without: NDArray[np.float64]
    reasons: dict[int, str]

    def speaks_repeatedly(self, letters: Sequence[Letter]) -> bool:
        return is_repeated([letters[place].day for place, why in self.reasons.items() if why not in SLIGHT_REASONS])


def score_client(
    client: str, letters: Sequence[Letter], answers: Sequence[float] | None, circumstances: Circumstances
) -> ClientRespect | None:
    """Score one client.

    Parameters
    ----------
    client : str
        Key of the client.
    letters : sequence of Letter
        What the client wrote to the reader, in the order of time; one at least.
    answers : sequence of float or None
        When the reader wrote to the client, in seconds since 1970, rising; None where that is unknown.
    circumstances : Circumstances
        What is the same for all clients.

    Returns
    -------
    ClientRespect or None
        None where no part has data.
    """
    rows = [letter.row for letter in letters]
    own_texts = [circumstances.own_texts[row] for row in rows]
    days = np.array([np.nan if letter.day is None else letter.day for letter in letters], dtype=np.float64)
    weights = age_weights(days, circumstances.newest_day, circumstances.half_life_days)
    time, no_time = _time_costs(letters, rows, own_texts, answers, circumstances)
    work = None if circumstances.work is None else circumstances.work.at(rows)
    parts = {
        name: _score_part(costs, weights, letters, own_texts)
        for name, costs in (("time", time), ("work", work))
        if costs is not None
    }
    if not parts:
        return None
    missing = {"time": no_time, "work": NO_WORK, "feedback": NO_FEEDBACK}
    return ClientRespect(
        client,
        _score_whole(list(parts.values()), float(weights.sum()), letters, own_texts),
        parts["time"].score if "time" in parts else None,
        parts["work"].score if "work" in parts else None,
        None,
        {name: why for name, why in missing.items() if name not in parts},
        len(letters),
    )


def _time_costs(
    letters: Sequence[Letter],
    rows: Sequence[int],
    own_texts: Sequence[str],
    answers: Sequence[float] | None,
    circumstances: Circumstances,
) -> tuple[PartCosts | None, str]:
    if circumstances.hours is None:
        return None, NO_ZONE
    pressing = None if circumstances.pressing is None else circumstances.pressing.at(rows)
    return time_costs(letters, own_texts, pressing, circumstances.hours, answers), NO_TIMES


def _score_part(
    part: PartCosts, weights: NDArray[np.float64], letters: Sequence[Letter], own_texts: Sequence[str]
) -> _Part:
    found = estimate(part.costs[part.counted], weights[part.counted])
    without = np.full(len(letters), found.score)
    without[part.counted] = found.without
    reasons = {place: part.reasons[place] for place in np.flatnonzero(part.costs > 0).tolist()}
    evidence = make_evidence(letters, own_texts, found.score - without, reasons)
    n_messages = int(part.counted.sum())
    return _Part(PartScore(found.score, found.interval, band_of(found.score), n_messages, evidence), without, reasons)


def _score_whole(
    parts: Sequence[_Part], weight: float, letters: Sequence[Letter], own_texts: Sequence[str]
) -> OverallScore:
    score = overall_of([part.score.score for part in parts])
    # All parts are seldom at their lower ends together, nor at their upper ones: rather too wide than too narrow.
    interval = (
        overall_of([part.score.interval[0] for part in parts]),
        overall_of([part.score.interval[1] for part in parts]),
    )
    points = score - np.array([overall_of(scores) for scores in zip(*(part.without for part in parts), strict=True)])
    verdict = verdict_of(((part.score, part.speaks_repeatedly(letters)) for part in parts), len(letters), weight)
    evidence = make_evidence(letters, own_texts, points, _heaviest_reasons(parts))
    return OverallScore(score, interval, band_of(score), len(letters), evidence, verdict)


def _heaviest_reasons(parts: Sequence[_Part]) -> dict[int, str]:
    heaviest: dict[int, tuple[float, str]] = {}
    for part in parts:
        for place, reason in part.reasons.items():
            loss = float(part.without[place]) - part.score.score
            if place not in heaviest or loss > heaviest[place][0]:
                heaviest[place] = loss, reason
    return {place: reason for place, (_, reason) in heaviest.items()}
