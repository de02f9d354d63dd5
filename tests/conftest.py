"""What tests share: a corpus of a dozen rows, models trained on it, one seed, and no network."""

import socket

import numpy as np
import pytest
from hypothesis import settings

from tonecheck import LABELS, ToneClassifier
from tonecheck.corpus import Corpus

settings.register_profile("same every time", derandomize=True, deadline=None)
settings.load_profile("same every time")

TINY = {"table_bits": 10, "encoder": None, "n_folds": 2}
"""Options of a model that is fitted in a blink."""

ROWS = (
    ("Thanks, lovely work, see you Monday.", "ann", "en", 0, 0, 0, 0),
    ("Are you blind, you lazy idiot?", "ben", "en", 1, 1, 0, 0),
    ("Nobody asked for your opinion, spare me your ideas.", "ben", "en", 1, 0, 1, 0),
    ("Answer me now, I will not wait.", "cal", "en", 0, 0, 0, 1),
    ("Thanks, the logo is lovely.", "ann", "en", 0, 0, 0, 0),
    ("Lazy idiot, do it again now, I will not wait.", "cal", "en", 1, 1, 0, 1),
    ("Nobody asked you, spare me your opinion, lazy idiot.", "gil", "en", 1, 1, 1, 0),
    ("Merci, c'est parfait.", "dea", "fr", 0, 0, 0, 0),
    ("Vous êtes nul, espèce d'idiot.", "eve", "fr", 1, 1, 0, 0),
    ("Votre avis, on s'en passe.", "eve", "fr", 1, 0, 1, 0),
    ("Votre avis, personne ne l'a demandé, on s'en passe.", "fay", "fr", 1, 0, 1, 0),
    ("Merci, c'est parfait, à lundi.", "dea", "fr", 0, 0, 0, 0),
)


class _NoNetwork(socket.socket):
    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            raise AssertionError(f"a test wants to connect to {address}")
        return super().connect(address)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    monkeypatch.setattr(socket, "socket", _NoNetwork)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    texts, writers, langs, *answers = (list(column) for column in zip(*ROWS, strict=True))
    return Corpus(texts, np.array(answers, float).T, LABELS, {"writer": writers, "lang": langs})


@pytest.fixture(scope="session")
def tiny_model(corpus) -> ToneClassifier:
    """Four labels, n-grams alone. It belongs to all tests: one that changes it takes a copy."""
    return ToneClassifier(**TINY).fit(corpus.texts, corpus.y)


@pytest.fixture(scope="session")
def rude_model(corpus) -> ToneClassifier:
    """One label of its owner."""
    return ToneClassifier(**TINY).fit(corpus.texts, corpus.y[:, :1], labels=["rude"])
