"""tonecheck hears contempt in what clients write, in English and French, on your own machine."""

from tonecheck.api import explain, insult_shift, load_model, respect, score, score_batch, score_stream, write_report
from tonecheck.classifier import ToneClassifier
from tonecheck.corrections import Correction, correct
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
from tonecheck.explanation import Explanation, ToneSentence, ToneSpan
from tonecheck.label_errors import LabelCheck, suggest_checks
from tonecheck.labelling import write_suggestions
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
from tonecheck.suggestion import NextMessage, suggest_next
from tonecheck.text.reply import own_words
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
