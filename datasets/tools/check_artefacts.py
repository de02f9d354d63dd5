"""Look for what a model could learn from the labelled messages instead of tone; fail where a bound is passed.

    python datasets/tools/check_artefacts.py

Near-copies, within and across splits; sentences that recur; how well labels can be told from length, punctuation and
capitals alone, or from words of topic alone; and, to be read by a person, the words that separate each label best.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tonecheck.labels import LABELS

FOLDER = Path(__file__).parent.parent / "client_feedback"
SPLITS = ("train", "dev", "test")

MOST_ALIKE = 0.6
"""Largest share of five-word runs that two messages of different pairs may have in common."""

LEAST_SHARED = 3
"""Runs that two messages must share to be compared at all; the same short line can be written twice by chance."""

MOST_REPEATS = 3
"""How often a sentence of at least five words may occur, numbers and names apart."""

LARGEST_SURFACE_AUC = 0.62
LARGEST_TOPIC_AUC = 0.65
TOPIC_TRADES, TOPIC_SHARE = 3, 0.6
"""A word is one of topic where so many trades have at least this share of the messages that it occurs in."""

Message = dict[str, Any]


def read_messages() -> list[Message]:
    """Return all messages, each with its split."""
    found = []
    for split in SPLITS:
        lines = (FOLDER / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [{**json.loads(line), "split": split} for line in lines]
    return found


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def near_copies(messages: list[Message]) -> Iterator[str]:
    """Yield messages of different pairs that have most of their five-word runs in common."""
    runs = []
    places = defaultdict(list)
    for index, message in enumerate(messages):
        found = words(message["text"])
        mine = {tuple(found[at : at + 5]) for at in range(len(found) - 4)}
        runs.append(mine)
        for run in mine:
            places[run].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for where in places.values():
        for number, first in enumerate(where[:50]):
            shared.update((first, second) for second in where[number + 1 : 50])
    for (first, second), count in shared.items():
        if count < LEAST_SHARED or count / min(len(runs[first]), len(runs[second])) <= MOST_ALIKE:
            continue
        one, other = messages[first], messages[second]
        same_pair = "pair" in one and one["pair"] == other.get("pair")
        if not same_pair:
            yield f"{one['id']} ({one['split']}) and {other['id']} ({other['split']}): {one['text'][:60]!r}"


def repeated_sentences(messages: list[Message]) -> Iterator[str]:
    """Yield sentences that occur too often, with numbers and capitalised words masked."""
    counts: Counter[str] = Counter()
    for message in messages:
        sentences = set()
        for sentence in re.split(r"[.!?…\n]+", message["text"]):
            masked = re.sub(r"\d+", "0", re.sub(r"(?<=\S )[A-Z]\w+", "N", sentence.strip()))
            if len(masked.split()) >= 5:
                sentences.add(masked.lower())
        counts.update(sentences)
    yield from (f"{count} times: {sentence!r}" for sentence, count in counts.most_common() if count > MOST_REPEATS)


def surface(text: str) -> list[float]:
    """Return what can be seen of a text without reading it."""
    n_words = len(text.split())
    letters = [character for character in text if character.isalpha()]
    signs = [text.count(sign) for sign in "!?.,…:;-\n\"'()"]
    capitals = sum(map(str.isupper, letters)) / max(len(letters), 1)
    shouted = len(re.findall(r"\b[A-ZÀ-Ý]{3,}\b", text))
    return [n_words, np.log1p(n_words), len(text) / max(n_words, 1), capitals, shouted, *signs, *np.log1p(signs)]


def topic_words(messages: list[Message]) -> csr_matrix:
    """Return which words of topic each message has: words that a few trades have nearly to themselves."""
    counts = CountVectorizer(binary=True, min_df=4, token_pattern=r"(?u)\b[^\W\d_]{4,}\b")
    seen = counts.fit_transform(message["text"] for message in messages).tocsc()
    trades = np.unique([message["trade"] for message in messages], return_inverse=True)[1]
    of_topic = []
    for column in range(seen.shape[1]):
        by_trade = np.sort(np.bincount(trades[seen[:, column].indices]))
        if by_trade[-TOPIC_TRADES:].sum() >= TOPIC_SHARE * by_trade.sum():
            of_topic.append(column)
    return seen[:, of_topic].tocsr()


def held_out_auc(features: Any, y: np.ndarray, writers: list[str]) -> float:
    """Return how well a linear model tells a label of writers it has not seen."""
    model = make_pipeline(StandardScaler(with_mean=False), LogisticRegression(C=0.01, max_iter=2000))
    scores = cross_val_predict(model, features, y, groups=writers, cv=GroupKFold(5), method="decision_function")
    return float(roc_auc_score(y, scores))


def separating_words(messages: list[Message], label: str, most: int = 50) -> list[str]:
    """Return the words that alone separate a label best."""
    counts = CountVectorizer(binary=True, min_df=5, token_pattern=r"(?u)\b\w+\b")
    seen = counts.fit_transform(message["text"] for message in messages)
    strength = np.nan_to_num(chi2(seen, [message[label] for message in messages])[0])
    return [str(counts.get_feature_names_out()[index]) for index in np.argsort(-strength)[:most]]


def main() -> None:
    """Print what was found; exit with 1 where a bound is passed."""
    messages = read_messages()
    failures = [f"near copy: {found}" for found in near_copies(messages)]
    failures += [f"sentence {found}" for found in repeated_sentences(messages)]
    for language in ("en", "fr"):
        mine = [message for message in messages if message["lang"] == language]
        writers = [message["writer"] for message in mine]
        views = {
            "length, punctuation and capitals": (
                csr_matrix([surface(one["text"]) for one in mine]),
                LARGEST_SURFACE_AUC,
            ),
            "words of topic": (topic_words(mine), LARGEST_TOPIC_AUC),
        }
        for label in LABELS:
            y = np.array([message[label] for message in mine])
            for view, (features, bound) in views.items():
                value = held_out_auc(features, y, writers)
                print(f"{language} {label}: AUC {value:.3f} from {view} alone (at most {bound})")
                if value > bound:
                    failures.append(f"{language} {label}: {view} alone give AUC {value:.3f}; expected at most {bound}")
            print(f"{language} {label}: separated best by {' '.join(separating_words(mine, label))}")
    print("\n".join(failures) or "no bound is passed")
    raise SystemExit(1 if failures else 0)


if __name__ == "__main__":
    main()
