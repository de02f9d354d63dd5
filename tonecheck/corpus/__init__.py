"""Read, check and write labelled messages."""

from typing import TYPE_CHECKING

from tonecheck.late import read_late

if TYPE_CHECKING:
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

# The classifier needs the checks beside this file and nothing else, so the readers are read on first use.
_READ_LATE = {
    "Corpus": "tonecheck.corpus.labelled",
    "FORMATS": "tonecheck.corpus.formats",
    "FileReading": "tonecheck.corpus.report",
    "Reading": "tonecheck.corpus.report",
    "WRITTEN_FORMATS": "tonecheck.corpus.writer",
    "is_labelled": "tonecheck.corpus.reader",
    "read_corpus": "tonecheck.corpus.reader",
    "to_corpus": "tonecheck.corpus.arrays",
    "write_corpus": "tonecheck.corpus.writer",
}

__getattr__ = read_late(__name__, _READ_LATE)
