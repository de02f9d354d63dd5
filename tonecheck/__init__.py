"""tonecheck hears contempt in what clients write, in English and French, on your own machine."""

from tonecheck.api import load_model, respect, score, score_batch, score_stream
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
from tonecheck.training import TrainingResult, train

__all__ = [
    "LABELS",
    "ClientRespect",
    "CorpusError",
    "EnvironmentMismatchWarning",
    "Evidence",
    "InputError",
    "Message",
    "ModelError",
    "ModelFormatError",
    "ModelIntegrityError",
    "ModelNotFoundError",
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
    "TrainingResult",
    "load_model",
    "own_words",
    "respect",
    "score",
    "score_batch",
    "score_stream",
    "train",
]
