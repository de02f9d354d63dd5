"""Whether a client respects the reader's time: claims to it in words, in hours, and by chasing.

This first form does not hear an explained emergency: written out of hours, it costs the little that any such message
does. Nor does it know answers given on the phone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tonecheck.records import ToneScores
from tonecheck.respect_score.estimate import cost_of
from tonecheck.respect_score.hours import WorkingHours
from tonecheck.respect_score.mailbox import Letter
from tonecheck.respect_score.no_hurry import says_no_hurry
from tonecheck.respect_score.part_costs import PartCosts
from tonecheck.respect_score.reasons import CHASING, OUT_OF_HOURS, PRESSURING, UNSURE

OUT_OF_HOURS_COST = 0.2
"""What a message out of hours costs by itself: a fifth of a pressing one, for the hour alone asks for nothing.

Chosen by judgement, to be fitted on the threads.
"""

STARTED_SECONDS = 3_600
"""For so long after a message of the reader's, hours do not count: the reader began.

Chosen by judgement, to be fitted on the threads.
"""

CHASING_SECONDS = 24 * 3_600
"""Time in which unanswered attempts add up to chasing. Chosen by judgement, to be fitted on the threads."""

CHASING_ATTEMPTS = 3
"""The attempt from which on each is chasing: the second is a reminder.

Chosen by judgement, to be fitted on the threads.
"""

SAME_ATTEMPT_SECONDS = 600
"""A message so soon after the last one goes on with it, as in a chat: a line at a time is no chasing.

Chosen by judgement, to be fitted on the threads.
"""


def pressing_costs(tones: ToneScores) -> PartCosts | None:
    """Find what the words of each message cost the time part.

    Parameters
    ----------
    tones : ToneScores
        Of any messages.

    Returns
    -------
    PartCosts or None
        In the same order. None where the model has no label 'pressuring'.
    """
    if "pressuring" not in tones.label_names:
        return None
    column = tones.label_names.index("pressuring")
    reasons = [PRESSURING if predicted else UNSURE for predicted in tones.predictions[:, column].tolist()]
    return PartCosts(np.ones(len(tones), dtype=bool), cost_of(tones.probabilities[:, column]), reasons)


def time_costs(
    letters: Sequence[Letter],
    own_texts: Sequence[str],
    pressing: PartCosts | None,
    hours: WorkingHours,
    answers: Sequence[float] | None,
) -> PartCosts | None:
    """Find what each message of one client costs the time part.

    A message costs the most that one of these gives: its words, 1 where it chases, and `OUT_OF_HOURS_COST` outside
    working hours. The last two are waived where it says that there is no hurry; the last also where the reader wrote
    just before.

    Parameters
    ----------
    letters : sequence of Letter
        One client's, in the order of time.
    own_texts : sequence of str, length n_letters
        Their own words.
    pressing : PartCosts or None
        What their words cost. None leaves hours and chasing.
    hours : WorkingHours
        When the reader works.
    answers : sequence of float or None
        When the reader wrote to this client, in seconds since 1970, rising. None: unknown, so that nothing is chasing.

    Returns
    -------
    PartCosts or None
        For each letter; those without a time are not counted. None where none has a time.
    """
    counted = np.array([letter.seconds is not None for letter in letters], dtype=bool)
    if not counted.any():
        return None
    costs = np.zeros(len(letters)) if pressing is None else np.where(counted, pressing.costs, 0.0)
    reasons = [UNSURE] * len(letters) if pressing is None else list(pressing.reasons)
    rows = np.flatnonzero(counted)
    seconds = np.array([letter.seconds for letter in letters if letter.seconds is not None])
    out_of_hours = _is_out_of_hours([letters[row] for row in rows.tolist()], seconds, hours, answers or ())
    chasing = np.zeros(len(rows), dtype=bool) if answers is None else _is_chasing(seconds, answers)
    claims = np.where(chasing, 1.0, np.where(out_of_hours, OUT_OF_HOURS_COST, 0.0))
    for row, claim, is_chasing in zip(rows.tolist(), claims.tolist(), chasing.tolist(), strict=True):
        if claim > costs[row] and not says_no_hurry(own_texts[row]):
            costs[row] = claim
            if reasons[row] == UNSURE:
                reasons[row] = CHASING if is_chasing else OUT_OF_HOURS
    return PartCosts(counted, costs, reasons)


def _is_out_of_hours(
    letters: Sequence[Letter], seconds: NDArray[np.float64], hours: WorkingHours, answers: Sequence[float]
) -> NDArray[np.bool_]:
    before = np.concatenate([[-np.inf], answers])
    last_of_mine = before[np.searchsorted(before, seconds, side="right") - 1]
    closed = np.array([letter.sent is not None and letter.sent not in hours for letter in letters], dtype=bool)
    is_out: NDArray[np.bool_] = closed & (seconds - last_of_mine > STARTED_SECONDS)
    return is_out


def _is_chasing(seconds: NDArray[np.float64], answers: Sequence[float]) -> NDArray[np.bool_]:
    n_answers = np.searchsorted(np.asarray(answers), seconds, side="right")
    begins = np.ones(len(seconds), dtype=bool)
    begins[1:] = (np.diff(seconds) >= SAME_ATTEMPT_SECONDS) | (np.diff(n_answers) > 0)
    attempts = np.flatnonzero(begins)
    earlier, later = attempts[: 1 - CHASING_ATTEMPTS], attempts[CHASING_ATTEMPTS - 1 :]
    unanswered = n_answers[later] == n_answers[earlier]
    within = seconds[later] - seconds[earlier] <= CHASING_SECONDS
    is_chasing = np.zeros(len(seconds), dtype=bool)
    is_chasing[later[unanswered & within]] = True
    return is_chasing
