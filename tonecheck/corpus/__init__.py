"""Read and check labelled messages."""

from tonecheck.corpus.labelled import Corpus, read_corpus, to_corpus

__all__ = ["Corpus", "read_corpus", "to_corpus"]
