"""Whether a client respects the reader's work: the tone of their messages."""

from __future__ import annotations

import numpy as np

from tonecheck.records import ToneScores
from tonecheck.respect_score.estimate import cost_of
from tonecheck.respect_score.part_costs import PartCosts
from tonecheck.respect_score.reasons import CONTEMPT, DISMISSIVE, INSULTING, UNSURE

_REASON_OF_LABEL = {"insulting": INSULTING, "dismissive": DISMISSIVE, "idiot_test": CONTEMPT}
"""Labels of disrespect for the work; the first that is predicted names the reason, so contempt stands alone."""


def work_costs(tones: ToneScores) -> PartCosts | None:
    """Find what each message costs the work part.

    A message is as disrespectful as its likeliest label of contempt, insult or brush-off. Probabilities decide the
    cost; the thresholds decide only whether the evidence is named for a label or called unsure.

    Parameters
    ----------
    tones : ToneScores
        Of any messages.

    Returns
    -------
    PartCosts or None
        In the same order. None where the model has none of the labels.
    """
    names = [name for name in _REASON_OF_LABEL if name in tones.label_names]
    if not names:
        return None
    columns = [tones.label_names.index(name) for name in names]
    codes = np.array([_REASON_OF_LABEL[name] for name in names] + [UNSURE])
    predicted = tones.predictions[:, columns]
    first = np.where(predicted.any(axis=1), predicted.argmax(axis=1), len(names))
    costs = cost_of(tones.probabilities[:, columns].max(axis=1))
    return PartCosts(np.ones(len(tones), dtype=bool), costs, codes[first].tolist())
