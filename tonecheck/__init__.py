"""tonecheck hears contempt in what clients write, in English and French, on your own machine."""

from typing import TYPE_CHECKING

from tonecheck.api import explain, insult_shift, load_model, respect, score, score_batch, score_stream, write_report
from tonecheck.classifier import ToneClassifier
from tonecheck.errors import (
    CorpusError,
    EnvironmentMismatchWarning,
    InputError,
    ModelError,
    ModelFormatError,
    ModelIntegrityError,
    ModelNotFoundError,
    QualityGateError,
    ToneCheckError,
    ToneCheckWarning,
)
from tonecheck.labels import LABELS
from tonecheck.late import read_late
from tonecheck.records import (
    ClientRespect,
    Evidence,
    Message,
    OverallScore,
    OwnWords,
    PartScore,
    Respect,
    SetAside,
    ToneScore,
    ToneScores,
)
from tonecheck.text.reply import own_words

if TYPE_CHECKING:
    from tonecheck.corrections import Correction, correct
    from tonecheck.explanation import Explanation, ToneSentence, ToneSpan
    from tonecheck.label_errors import LabelCheck, suggest_checks
    from tonecheck.labelling import write_suggestions
    from tonecheck.suggestion import NextMessage, suggest_next
    from tonecheck.training import TrainingResult, train

__all__ = [
    "LABELS",
    "ClientRespect",
    "CorpusError",
    "Correction",
    "EnvironmentMismatchWarning",
    "Evidence",
    "Explanation",
    "InputError",
    "LabelCheck",
    "Message",
    "ModelError",
    "ModelFormatError",
    "ModelIntegrityError",
    "ModelNotFoundError",
    "NextMessage",
    "OverallScore",
    "OwnWords",
    "PartScore",
    "QualityGateError",
    "Respect",
    "SetAside",
    "ToneCheckError",
    "ToneCheckWarning",
    "ToneClassifier",
    "ToneScore",
    "ToneScores",
    "ToneSentence",
    "ToneSpan",
    "TrainingResult",
    "correct",
    "explain",
    "insult_shift",
    "load_model",
    "own_words",
    "respect",
    "score",
    "score_batch",
    "score_stream",
    "suggest_checks",
    "suggest_next",
    "train",
    "write_report",
    "write_suggestions",
]

# What scoring does not need is read on first use: it would make up a third of the time of an import.
_READ_LATE = {
    "Correction": "tonecheck.corrections",
    "Explanation": "tonecheck.explanation",
    "LabelCheck": "tonecheck.label_errors",
    "NextMessage": "tonecheck.suggestion",
    "ToneSentence": "tonecheck.explanation",
    "ToneSpan": "tonecheck.explanation",
    "TrainingResult": "tonecheck.training",
    "correct": "tonecheck.corrections",
    "suggest_checks": "tonecheck.label_errors",
    "suggest_next": "tonecheck.suggestion",
    "train": "tonecheck.training",
    "write_suggestions": "tonecheck.labelling",
}

__getattr__ = read_late(__name__, _READ_LATE)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
