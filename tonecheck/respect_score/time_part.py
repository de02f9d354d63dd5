"""Whether a client respects the reader's time: claims to it in words, in hours, and by chasing.

Answers given on the phone are not known to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tonecheck.records import ToneScores
from tonecheck.respect_score.estimate import cost_of
from tonecheck.respect_score.hours import WorkingHours
from tonecheck.respect_score.mailbox import Letter
from tonecheck.respect_score.part_costs import Item, WordCosts
from tonecheck.respect_score.reasons import CHASING, OUT_OF_HOURS, PRESSURING, UNSURE
from tonecheck.respect_score.replies import EMERGENCY
from tonecheck.respect_score.signs import Signs

OUT_OF_HOURS_COST = 0.1
"""What a message out of hours costs by itself: a tenth of a pressing one, for the hour alone asks for nothing.

On the training threads, with tones as the readers marked them, 0.1 gives 93% of the bands of time as they judged them,
0 gives 90%, 0.2 gives 89%, 0.3 gives 81%.
"""

STARTED_SECONDS = 3_600
"""For so long after a message of the reader's, hours do not count: the reader began.

Chosen by judgement: half an hour to six hours agree alike with the readers on the training threads.
"""

CHASING_SECONDS = 24 * 3_600
"""Time in which unanswered attempts add up to chasing. Chosen by judgement."""

CHASING_ATTEMPTS = 3
"""The attempt from which on each is chasing: the second is a reminder.

Chosen by judgement.
"""

SAME_ATTEMPT_SECONDS = 600
"""A message so soon after the last one goes on with it, as in a chat: a line at a time is no chasing.

Chosen by judgement.
"""


def pressing_costs(tones: ToneScores) -> WordCosts | None:
    """Find what the words of each message cost the time part.

    Parameters
    ----------
    tones : ToneScores
        Of any messages.

    Returns
    -------
    WordCosts or None
        In the same order. None where the model has no label 'pressuring'.
    """
    if "pressuring" not in tones.label_names:
        return None
    column = tones.label_names.index("pressuring")
    reasons = [PRESSURING if predicted else UNSURE for predicted in tones.predictions[:, column].tolist()]
    return WordCosts(cost_of(tones.probabilities[:, column]), reasons)


def time_items(
    letters: Sequence[Letter],
    own_texts: Sequence[str],
    pressing: WordCosts | None,
    signs: Signs,
    hours: WorkingHours,
    answers: Sequence[float] | NDArray[np.float64] | None,
) -> list[Item]:
    """Find what each message of one client costs the time part.

    A message costs the most that one of these gives: its words, 1 where it chases (it asks something, or presses), and
    `OUT_OF_HOURS_COST` outside working hours. The last two are waived where it says that there is no hurry, or explains
    an emergency; the last also where the reader wrote just before.

    Parameters
    ----------
    letters : sequence of Letter
        One client's, in the order of time.
    own_texts : sequence of str, length n_messages
        Own words of all messages of the mailbox, by row.
    pressing : WordCosts or None
        What their words cost, by row. None leaves hours and chasing.
    signs : Signs
        Of the mailbox.
    hours : WorkingHours
        When the reader works.
    answers : sequence of float or None
        When the reader wrote to this client, in seconds since 1970, rising. None: unknown, so that nothing is chasing.

    Returns
    -------
    list of Item
        One for each letter that has a time.
    """
    timed = [letter for letter in letters if letter.seconds is not None]
    if not timed:
        return []
    seconds = np.array([letter.seconds for letter in timed], dtype=np.float64)
    out_of_hours = _is_out_of_hours(timed, seconds, hours, () if answers is None else answers)
    chasing = np.zeros(len(timed), dtype=bool) if answers is None else _is_chasing(seconds, answers)
    chasing &= [_asks(own_texts[letter.row], letter.row, pressing) for letter in timed]
    return [
        _item(letter, own_texts[letter.row], pressing, signs, is_chasing=is_chasing, is_out=is_out)
        for letter, is_chasing, is_out in zip(timed, chasing.tolist(), out_of_hours.tolist(), strict=True)
    ]


def _asks(own_text: str, row: int, pressing: WordCosts | None) -> bool:
    """Return whether a message wants an answer: news, thanks and files one after the other chase nobody."""
    return "?" in own_text or (pressing is not None and bool(pressing.costs[row] > 0))


def _item(
    letter: Letter, own_text: str, pressing: WordCosts | None, signs: Signs, *, is_chasing: bool, is_out: bool
) -> Item:
    row = letter.row
    cost, reason = (0.0, UNSURE) if pressing is None else (float(pressing.costs[row]), pressing.reasons[row])
    claim = 1.0 if is_chasing else OUT_OF_HOURS_COST if is_out else 0.0
    if claim > cost and not (signs.can_wait(own_text, row) or signs.shows(EMERGENCY, row)):
        reason = PRESSURING if cost and reason == PRESSURING else CHASING if is_chasing else OUT_OF_HOURS
        cost = claim
    return Item(letter, cost, reason)


def _is_out_of_hours(
    letters: Sequence[Letter],
    seconds: NDArray[np.float64],
    hours: WorkingHours,
    answers: Sequence[float] | NDArray[np.float64],
) -> NDArray[np.bool_]:
    before = np.concatenate([[-np.inf], answers])
    last_of_mine = before[np.searchsorted(before, seconds, side="right") - 1]
    closed = np.array([letter.sent is not None and letter.sent not in hours for letter in letters], dtype=bool)
    is_out: NDArray[np.bool_] = closed & (seconds - last_of_mine > STARTED_SECONDS)
    return is_out


def _is_chasing(seconds: NDArray[np.float64], answers: Sequence[float] | NDArray[np.float64]) -> NDArray[np.bool_]:
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
