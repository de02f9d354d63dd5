"""What a part hands over to be estimated: the cost of each message, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PartCosts:
    """What each of a client's messages costs one part.

    Attributes
    ----------
    counted : bool array of shape (n_messages,)
        Whether the part can judge the message at all.
    costs : float array of shape (n_messages,)
        Range: 0 to 1. Direction: 1 is worse. 0 where the part does not count the message.
    reasons : sequence of str, length n_messages
        Code of what the message is evidence of; without meaning where it costs nothing.
    """

    counted: NDArray[np.bool_]
    costs: NDArray[np.float64]
    reasons: Sequence[str]

    def at(self, rows: Sequence[int]) -> PartCosts:
        """Return the same for some of the messages."""
        return PartCosts(self.counted[rows], self.costs[rows], [self.reasons[row] for row in rows])
