"""What a part hands over to be estimated: what it counts, what each costs, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tonecheck.respect_score.mailbox import Letter


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a part counts.

    Attributes
    ----------
    letter : Letter
        The message that shows it.
    cost : float
        Range: 0 to 1. Direction: 1 is worse.
    reason : str
        Code of what it is evidence of; without meaning where it costs nothing.
    """

    letter: Letter
    cost: float
    reason: str


@dataclass(frozen=True, slots=True)
class WordCosts:
    """What the words of each message of a mailbox cost one part.

    Attributes
    ----------
    costs : float array of shape (n_messages,)
        Range: 0 to 1. Direction: 1 is worse.
    reasons : sequence of str, length n_messages
        Code of what the message is evidence of; without meaning where it costs nothing.
    """

    costs: NDArray[np.float64]
    reasons: Sequence[str]
