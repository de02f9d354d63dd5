"""Several beliefs about how much each feature block is worth, averaged by how well each foretold held-out messages.

With few messages no single belief is right: a base that was made for the label is best left alone, and one that knows
nothing of it is best forgotten. Which of the two it is, the messages themselves say, the louder the more they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tonecheck.calibration import Calibration, SlopePrior, fit_calibration

Rows = NDArray[np.int64]


def fit_average(
    decisions: NDArray[np.float64],
    y: NDArray[np.float64],
    language_codes: NDArray[np.int8],
    beliefs: Sequence[SlopePrior],
    divisions: Sequence[Sequence[tuple[Rows, Rows]]],
    typical: NDArray[np.bool_],
    carries_over: NDArray[np.bool_] | None = None,
) -> tuple[Calibration, NDArray[np.float64]]:
    """Fit curves under each belief and average them.

    Parameters
    ----------
    decisions, y, language_codes
        As in `tonecheck.calibration.fit_calibration`.
    beliefs : sequence of SlopePrior
        What slopes may be drawn to.
    divisions : sequence of lists of pairs of rows
        To fit on and to read, from `tonecheck.fitting.make_divisions`.
    typical : bool array of shape (n_messages,)
        Which messages curves are fitted on and beliefs are judged by.
    carries_over : bool array of shape (n_blocks,), optional
        As in `tonecheck.calibration.fit_calibration`.

    Returns
    -------
    calibration : Calibration
        The average: a sum of curves' slopes and intercepts, and so a curve itself.
    log_odds : float array of shape (n_messages, n_labels)
        Of messages that no curve was fitted on: with few, one fitted on the same ones would flatter.

    Notes
    -----
    A belief's weight is the likelihood that it gave to held-out labels, as in stacking by pseudo-Bayesian averaging
    (Yao and others, 2018). Averaging beat choosing the best one by up to 0.03 AUC on 25 to 100 messages.
    """
    held_out = np.stack(
        [cross_calibrate(decisions, y, language_codes, one, divisions, typical, carries_over) for one in beliefs]
    )
    losses = np.where(np.isnan(y), 0, np.logaddexp(0, np.where(y == 1, -held_out, held_out)))[:, typical].sum(axis=1)
    weights = np.exp(losses.min(axis=0) - losses)
    weights /= weights.sum(axis=0)
    curves = [
        fit_calibration(decisions[typical], y[typical], language_codes[typical], one, carries_over) for one in beliefs
    ]
    calibration = Calibration(
        sum(curve.slope * weight[:, None] for curve, weight in zip(curves, weights, strict=True)),
        sum(curve.intercept * weight for curve, weight in zip(curves, weights, strict=True)),
    )
    return calibration, (held_out * weights[:, None]).sum(axis=0)


def cross_calibrate(
    decisions: NDArray[np.float64],
    y: NDArray[np.float64],
    language_codes: NDArray[np.int8],
    prior: SlopePrior,
    divisions: Sequence[Sequence[tuple[Rows, Rows]]],
    typical: NDArray[np.bool_],
    carries_over: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return log odds of messages that their curve was not fitted on, the mean over divisions.

    Shape (n_messages, n_labels). The curves are brought to one level, their mean over typical messages: else messages
    with a rare label come out low, for each is missing where its own curve was fitted.
    """
    log_odds = np.zeros(y.shape)
    counted = typical[:, None] & ~np.isnan(y)
    levels = []
    for fitted_on, read in (fold for division in divisions for fold in division):
        rows = fitted_on[typical[fitted_on]]
        said = fit_calibration(decisions[rows], y[rows], language_codes[rows], prior, carries_over).log_odds(
            decisions, language_codes
        )
        levels.append((said * counted).sum(axis=0) / counted.sum(axis=0))
        log_odds[read] += (said[read] - levels[-1]) / len(divisions)
    result: NDArray[np.float64] = log_odds + np.mean(levels, axis=0)
    return result
