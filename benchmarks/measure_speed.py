"""Measure one contender in this process and print what was found as JSON: ``python measure_speed.py NAME``.

A process of its own, so that memory is its own and nothing is warm that should not be. `run_speed.py` calls this.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from contenders import CONTENDERS, Scorer, read_rows

LENGTHS = (110, 190)
N_SINGLE = 60


def messages_of_length(n_messages: int, length: int) -> list[str]:
    """Return test messages cut or repeated to a length in characters, no two alike, so that no cache helps."""
    texts = [row["text"].split() for row in read_rows("test.jsonl")]
    made = []
    for number in range(n_messages):
        words = texts[number % len(texts)]
        turn = number // len(texts) % len(words)
        text = " ".join(words[turn:] + words[:turn])
        made.append((f"{text} " * (length // (len(text) + 1) + 1))[:length])
    return made


def seconds(score: Scorer, texts: list[str]) -> float:
    """Return how long it takes to score texts."""
    start = time.perf_counter()
    score(texts)
    return time.perf_counter() - start


def peak_megabytes() -> float:
    """Return the most memory that this process has held.

    Of this process alone: the figure of `getrusage` is inherited from the one that started it.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def main() -> None:
    """Measure and print."""
    contender = next(contender for contender in CONTENDERS if contender.name == sys.argv[1])
    score = contender.load()
    score(messages_of_length(20, 110))
    figures = {}
    for length in LENGTHS:
        texts = messages_of_length(contender.n_messages * LENGTHS[0] // length, length)
        figures[f"throughput_{length}"] = len(texts) / seconds(score, texts)
    singles = messages_of_length(N_SINGLE, 110)
    figures["one_message_ms"] = 1000 * statistics.median(seconds(score, [text]) for text in singles)
    figures["peak_mb"] = peak_megabytes()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
