"""Whether a client respects the reader's feedback: what became of questions, concerns and ideas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tonecheck.respect_score.concerns import Concern
from tonecheck.respect_score.mailbox import Letter
from tonecheck.respect_score.part_costs import Item
from tonecheck.respect_score.reasons import BRUSHED_OFF, IGNORED, MOCKED
from tonecheck.respect_score.reasons import CHANGED as CHANGED_REASON
from tonecheck.respect_score.replies import CHANGED
from tonecheck.respect_score.signs import Signs

COSTS = {"answered": 0.0, "declined": 0.0, BRUSHED_OFF: 1.0, MOCKED: 1.0, IGNORED: 0.7}
"""What each fate of a concern costs: one left unanswered may be an oversight.

On the training threads, with fates as the readers marked them, 0.6 and 0.7 for what was ignored give 92% of the bands
as they judged them, 0.4 and 1 give 91%; 0.8 and 0.9 give 94%, but with verdicts and with fates by models that had not
seen the client, what is gained is within chance.
"""

CHANGED_COST = 1.0
"""What a message costs that tells that the reader's work was changed without asking."""


def feedback_items(concerns: Iterable[Concern], letters: Sequence[Letter], signs: Signs) -> list[Item]:
    """Find what each concern of the reader's costs the feedback part, and each message that tells of changed work.

    Parameters
    ----------
    concerns : iterable of Concern
        The reader's, with what became of each with the client.
    letters : sequence of Letter
        The client's.
    signs : Signs
        Of the mailbox.

    Returns
    -------
    list of Item
        One a concern and one a message of changed work; none where there is neither.
    """
    items: dict[tuple[int, int], Item] = {}
    for concern in concerns:
        item = _item(concern)
        # One message that waves several concerns off does so once; what it answers are several answers.
        key = (item.letter.row, -1) if item.cost else (item.letter.row, concern.raised.row)
        if key not in items or item.cost > items[key].cost:
            items[key] = item
    changed = [letter for letter in letters if signs.shows(CHANGED, letter.row)]
    items |= {(letter.row, -1): Item(letter, CHANGED_COST, CHANGED_REASON) for letter in changed}
    return list(items.values())


def _item(concern: Concern) -> Item:
    """Point at the answer that shows the fate; where there is none, at what was ignored."""
    shown = concern.raised if concern.fate == IGNORED else concern.answer
    return Item(shown, COSTS[concern.fate], concern.fate)
