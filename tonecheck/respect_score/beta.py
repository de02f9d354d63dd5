"""Quantiles of the beta distribution, in plain Python: scoring must not load scipy for two numbers a client."""

from __future__ import annotations

from math import exp, lgamma, log, log1p, sqrt

HALVINGS = 26
"""Steps of the bisection. They leave an error of 2**-27, far below what a score from 0 to 100 shows."""


def beta_quantile(share: float, a: float, b: float) -> float:
    """Find the value that a beta-distributed share stays below with a given probability.

    Parameters
    ----------
    share : float
        The probability. Range: 0 to 1, both exclusive.
    a, b : float
        Parameters of the distribution; its mean is a / (a + b). Range: above 0, up to about 1e6.

    Returns
    -------
    float
        Range: 0 to 1.

    Examples
    --------
    >>> round(beta_quantile(0.05, 3, 2), 4)
    0.2486
    """
    log_scale = lgamma(a + b) - lgamma(a) - lgamma(b)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _distribution(middle, a, b, log_scale) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _distribution(x: float, a: float, b: float, log_scale: float) -> float:
    # The fraction converges fast on the left of the mean only (DLMF 8.17.22); the right side is its mirror image.
    if x > (a + 1) / (a + b + 2):
        return 1 - _left_side(1 - x, b, a, log_scale)
    return _left_side(x, a, b, log_scale)


def _left_side(x: float, a: float, b: float, log_scale: float) -> float:
    density = exp(log_scale + a * log(x) + b * log1p(-x))
    fraction = 1.0
    for m in range(_n_terms(a, b), 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m - 1) * (a + b + m - 1) * x / ((a + 2 * m - 2) * (a + 2 * m - 1))
        fraction = 1 + odd / (1 + even / fraction)
    return density / (a * fraction)


def _n_terms(a: float, b: float) -> int:
    """Return how many pairs of terms to take: enough for an error below 1e-8 for parameters from 1e-6 to 1e4."""
    return 12 + int(sqrt(max(a, b)))
