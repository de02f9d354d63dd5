"""Why a message is scored as it is: what its sentences and words contribute, and a reason in words."""

from tonecheck.explanation.attribution import explain_text
from tonecheck.explanation.record import Explanation, ToneSentence, ToneSpan

__all__ = ["Explanation", "ToneSentence", "ToneSpan", "explain_text"]
