"""Whether a client respects the reader's work: the tone of their messages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tonecheck.records import ToneScores
from tonecheck.respect_score.estimate import cost_of
from tonecheck.respect_score.mailbox import Letter
from tonecheck.respect_score.part_costs import Item, WordCosts
from tonecheck.respect_score.reasons import CONTEMPT, DISMISSIVE, INSULTING, UNSURE
from tonecheck.respect_score.replies import APOLOGY
from tonecheck.respect_score.signs import Signs

_REASON_OF_LABEL = {"insulting": INSULTING, "dismissive": DISMISSIVE, "idiot_test": CONTEMPT}
"""Labels of disrespect for the work; the first that is predicted names the reason, so contempt stands alone."""

DISMISSIVE_COST = 0.2
"""What a brush-off without contempt costs, of what contempt costs: it is feedback, rather than work, that is not
respected. On the training threads, with tones as the readers marked them, 0.2 and less give 93% of the bands of work as
they judged them, 0.3 gives 91%, 0.5 gives 88%."""

APOLOGY_LEAVES = 0.7
"""What is left of the cost of a message for whose tone the client has apologised.

On the training threads, with tones as the readers marked them, 0.7 and 0.8 give 93% of the bands of work, 0.4 and 0.9
give 91%, and 1, for an apology that counts for nothing, 90%.
"""

APOLOGY_DAYS = 14
"""An apology speaks of messages up to this many days before it."""


def work_costs(tones: ToneScores) -> WordCosts | None:
    """Find what the words of each message cost the work part.

    A message is as disrespectful as its likeliest label of contempt or insult; a brush-off alone counts
    `DISMISSIVE_COST`. Probabilities decide the cost; the thresholds decide only whether the evidence is named for a
    label or called unsure.

    Parameters
    ----------
    tones : ToneScores
        Of any messages.

    Returns
    -------
    WordCosts or None
        In the same order. None where the model has none of the labels.
    """
    names = [name for name in _REASON_OF_LABEL if name in tones.label_names]
    if not names:
        return None
    columns = [tones.label_names.index(name) for name in names]
    codes = np.array([_REASON_OF_LABEL[name] for name in names] + [UNSURE])
    predicted = tones.predictions[:, columns]
    first = np.where(predicted.any(axis=1), predicted.argmax(axis=1), len(names))
    weights = np.array([DISMISSIVE_COST if name == "dismissive" else 1.0 for name in names])
    costs = (cost_of(tones.probabilities[:, columns]) * weights).max(axis=1)
    return WordCosts(costs, codes[first].tolist())


def work_items(letters: Sequence[Letter], words: WordCosts, signs: Signs) -> list[Item]:
    """Find what each message of one client costs the work part.

    An apology, in a message that is not itself disrespectful, leaves `APOLOGY_LEAVES` of what the messages of the
    `APOLOGY_DAYS` days before it cost.

    Parameters
    ----------
    letters : sequence of Letter
        One client's, in the order of time.
    words : WordCosts
        What their words cost, by row.
    signs : Signs
        Of the mailbox.
    """
    costs = [float(words.costs[letter.row]) for letter in letters]
    sorry = [
        letter for letter, cost in zip(letters, costs, strict=True) if not cost and signs.shows(APOLOGY, letter.row)
    ]
    return [
        Item(letter, cost * (APOLOGY_LEAVES if _is_made_good(letter, sorry) else 1.0), words.reasons[letter.row])
        for letter, cost in zip(letters, costs, strict=True)
    ]


def _is_made_good(letter: Letter, apologies: Sequence[Letter]) -> bool:
    return any(
        letter.seconds is not None
        and apology.seconds is not None
        and 0 < apology.seconds - letter.seconds <= APOLOGY_DAYS * 24 * 3_600
        for apology in apologies
    )
