"""From tones and times to a respect score for each client: a file each for time, work and the whole."""

from tonecheck.respect_score.reasons import describe, disclaimer
from tonecheck.respect_score.whole import score_clients

__all__ = ["describe", "disclaimer", "score_clients"]
