"""Read, check and write labelled messages."""

from tonecheck.corpus.arrays import to_corpus
from tonecheck.corpus.formats import FORMATS
from tonecheck.corpus.labelled import Corpus
from tonecheck.corpus.reader import is_labelled, read_corpus
from tonecheck.corpus.report import FileReading, Reading
from tonecheck.corpus.writer import WRITTEN_FORMATS, write_corpus

__all__ = [
    "FORMATS",
    "WRITTEN_FORMATS",
    "Corpus",
    "FileReading",
    "Reading",
    "is_labelled",
    "read_corpus",
    "to_corpus",
    "write_corpus",
]
