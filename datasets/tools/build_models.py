"""Build the shipped models from ``datasets/``: the same data, options and library versions give the same digests.

    python datasets/tools/build_models.py

It writes the folders under ``models/`` and their digests into ``tonecheck/resources.py``. ``--check`` builds into a
temporary folder and compares instead.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from feedback import FEEDBACK, HELD_BACK, PHRASEBOOK, are_whole, groups_of, read_all
from kind_model import build_kind_model
from numpy.typing import NDArray
from reply_models import build_concern_model, build_reply_model

from tonecheck import resources
from tonecheck.calibration import choose_thresholds
from tonecheck.classifier import ToneClassifier
from tonecheck.corpus import Corpus, read_corpus
from tonecheck.errors import EnvironmentMismatchWarning
from tonecheck.explanation.reasons import KIND_MODEL
from tonecheck.features.encoder import DEFAULT_ENCODER
from tonecheck.language import LanguageIdentifier, fit_identifier
from tonecheck.literal_insult import LABEL, compare_with_label
from tonecheck.persistence import MANIFEST
from tonecheck.respect_score.replies import CONCERN_MODEL, REPLY_MODEL
from tonecheck.text.reply import own_words
from tonecheck.training import evaluate_model

ROOT = Path(__file__).parent.parent.parent
OTHER_LANGUAGES = ROOT / "datasets" / "other_languages.jsonl"

SUMMARIES = {
    "tone-enfr-1": """\
Hears contempt in what clients write to the people who work for them, in English and French. It weighs n-grams and a
sentence vector: take it wherever a few hundred messages a second are enough. For millions of messages, or the smallest
footprint, take `tone-enfr-1-fast`.""",
    "tone-enfr-1-fast": """\
Hears contempt in what clients write to the people who work for them, in English and French. It weighs n-grams alone and
reads tens of thousands of messages a second: take it for millions of messages, or the smallest footprint. It hears
words, and misses more of what is said in other words than it has seen; for everything else, take `tone-enfr-1`.""",
}
ENCODERS: dict[str, str | None] = {"tone-enfr-1": DEFAULT_ENCODER, "tone-enfr-1-fast": None}
DATA = """\
The messages in `datasets/client_feedback/train.jsonl` and `dev.jsonl`, those of clients in
`datasets/threads/train.jsonl`, and `datasets/phrasebook/`, {n_messages} by {n_writers} writers. **They are synthetic**:
each was written for this project, in the voice of an invented client; no client ever sent them, and "writers" are
voices, not people. Those who read them a second time are readers of the same kind as those who wrote them, so that
agreement, and the figures below, flatter: the test messages were made as the training messages were. Expect less on
real mail. `datasets/README.md` says how they were made and checked."""

CARD_OF_IDENTIFIER = """\
# {name}

Tells English, French and other languages apart, for the models of tonecheck. Learned from {n_feedback} messages of
`datasets/client_feedback/` and `datasets/phrasebook/` and {n_others} of `datasets/other_languages.jsonl`, all written
for this project.
"""


def build_identifier(folder: Path, corpus: Corpus) -> LanguageIdentifier:
    """Fit and write the language identifier."""
    others = read_corpus_of_others()
    texts = [*corpus.texts, *(row["text"] for row in others)]
    languages = [*corpus.columns["lang"], *("other" for _ in others)]
    identifier = fit_identifier(texts, languages)
    card = CARD_OF_IDENTIFIER.format(name=identifier.name, n_feedback=len(corpus), n_others=len(others))
    digests = {**corpus.sources, OTHER_LANGUAGES.name: hashlib.sha256(OTHER_LANGUAGES.read_bytes()).hexdigest()}
    identifier.save(folder, card=card, corpus=digests, overwrite=True)
    return identifier


def read_corpus_of_others() -> list[dict[str, Any]]:
    """Return the messages in other languages."""
    return [json.loads(line) for line in OTHER_LANGUAGES.read_text(encoding="utf-8").splitlines()]


def build_tone_model(folder: Path, corpus: Corpus, identifier: LanguageIdentifier) -> None:
    """Fit, measure on the frozen test writers, and write a tone model."""
    texts = [own_words(text).text for text in corpus.texts]
    writers = corpus.columns["writer"]
    encoder = ENCODERS[folder.name]
    model = ToneClassifier(encoder=encoder)
    groups = writers if encoder is None else groups_of(writers)
    typical = are_whole(writers) if encoder is None else [group == HELD_BACK for group in groups]
    model.fit(
        texts,
        corpus.y,
        labels=corpus.labels,
        groups=groups,
        calibrate_on=typical,
        identifier=identifier,
    )
    if groups is not writers:  # the margin for other writers is theirs, who were one group for the folds
        model.thresholds_ = thresholds_for_strangers(model, corpus, np.array(typical))
    test = read_corpus(FEEDBACK / "test.jsonl")
    model.evaluation_ = {
        "measured_on": "the frozen test messages",
        **evaluate_model(model, test),
        "insult_shift": insult_shift_figures(model, test),
    }
    notes = {
        "summary": SUMMARIES[folder.name],
        "license": "mit",
        "data": DATA.format(n_messages=len(corpus), n_writers=len(set(corpus.columns["writer"]))),
        "rebuild": "`python datasets/tools/build_models.py` makes it again from `datasets/`, with the same digests.",
        "corpus": corpus.sources,
    }
    model.save(folder, overwrite=True, notes=notes)


def thresholds_for_strangers(
    model: ToneClassifier, corpus: Corpus, typical: NDArray[np.bool_]
) -> dict[str, NDArray[np.float64]]:
    """Return thresholds with the margin for other writers than those of typical messages."""
    writers = np.array(corpus.columns["writer"])[typical].tolist()
    chosen = choose_thresholds(model.out_of_fold_[typical], corpus.y[typical], model.language_codes_[typical], writers)
    return dict(chosen)


def insult_shift_figures(model: ToneClassifier, test: Corpus) -> dict[str, dict[str, float]]:
    """Return what the test taken literally is worth beside the trained label, by language."""
    found = {}
    for language in ("en", "fr"):
        mine = test.rows(np.array([lang == language for lang in test.columns["lang"]]))
        texts = [own_words(text).text for text in mine.texts]
        y = mine.y[:, mine.labels.index(LABEL)]
        found[language] = compare_with_label(model, texts, y, mine.columns["writer"])
    return found


def digest(folder: Path) -> str:
    """Return the SHA-256 of a folder's manifest."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def build(models: Path) -> dict[str, str]:
    """Build all models under a folder and return the digests of their manifests by name."""
    corpus = read_corpus(FEEDBACK / "train.jsonl", FEEDBACK / "dev.jsonl", PHRASEBOOK)
    identifier = build_identifier(models / "language-enfr-1", corpus)
    build_concern_model(models / CONCERN_MODEL, identifier)
    build_reply_model(models / REPLY_MODEL, identifier)
    build_kind_model(models / KIND_MODEL, identifier)
    built = ["language-enfr-1", CONCERN_MODEL, REPLY_MODEL, KIND_MODEL]
    messages = read_all()
    for name in ENCODERS:
        build_tone_model(models / name, messages, identifier)
        built.append(name)
    return {name: digest(models / name) for name in built}


def write_digests(digests: dict[str, str]) -> None:
    """Put the digests into ``tonecheck/resources.py``."""
    path = ROOT / "tonecheck" / "resources.py"
    source = path.read_text(encoding="utf-8")
    for name, value in digests.items():
        source = re.sub(rf'"{name}": "[0-9a-f]*"', f'"{name}": "{value}"', source)
    path.write_text(source, encoding="utf-8")


def check_environment() -> None:
    """Warn where library versions differ from those that the shipped manifest records."""
    path = ROOT / "models" / resources.DEFAULT_MODEL / MANIFEST
    recorded = json.loads(path.read_text(encoding="utf-8"))["versions"]
    current = {"numpy": np.__version__, "scikit-learn": sklearn.__version__}
    if recorded != current:
        warnings.warn(
            f"built with {recorded}, rebuilt with {current}: digests may differ",
            EnvironmentMismatchWarning,
            stacklevel=2,
        )


def main() -> None:
    """Build, or check that a build gives what is shipped."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the shipped digests; exit with 1 if they differ"
    )
    if parser.parse_args().check:
        check_environment()
        with tempfile.TemporaryDirectory() as folder:
            built = build(Path(folder))
        different = [name for name in built if built[name] != resources.SHIPPED[name]]
        print("\n".join(f"{name}: {'DIFFERENT' if name in different else 'same digest'}" for name in built))
        raise SystemExit(1 if different else 0)
    digests = build(ROOT / "models")
    write_digests(digests)
    print("\n".join(f"{name} {value}" for name, value in digests.items()))


if __name__ == "__main__":
    main()
