"""Time tonecheck beside what a user would pick instead, in one run, and print a table.

    python benchmarks/run_speed.py [--rounds N] [--only NAME] [--write]

One thread each. The contenders take turns, round by round, so that a busy minute of the machine hits all of them;
the figures are medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

from contenders import CONTENDERS, Contender
from sections import to_table, write_section

HERE = Path(__file__).parent
THREAD_LIMITS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "RAYON_NUM_THREADS",
)
ONE_THREAD = dict.fromkeys(THREAD_LIMITS, "1") | {"TOKENIZERS_PARALLELISM": "false"}
HEAD = (
    "",
    "messages of 110 characters a second",
    "of 190",
    "one message, warm, ms",
    "first message in a new process, s",
    "most memory, MB",
)


def measure(contender: Contender) -> dict[str, float]:
    """Measure a contender once, each figure in a fresh process."""
    environment = os.environ | ONE_THREAD
    command = [sys.executable, str(HERE / "measure_speed.py"), contender.name]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{contender.name}: {done.stderr.strip().splitlines()[-1]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    if contender.cold_start:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", contender.cold_start], env=environment, capture_output=True, check=True)
        figures["cold_start_s"] = time.perf_counter() - start
    return figures


def to_row(name: str, rounds: list[dict[str, float]]) -> list[str]:
    """Return the medians of a contender as a row of the table."""

    def median(figure: str, form: str) -> str:
        values = [found[figure] for found in rounds if figure in found]
        return format(statistics.median(values), form) if values else "–"

    return [
        name,
        median("throughput_110", ",.0f"),
        median("throughput_190", ",.0f"),
        median("one_message_ms", ".3f"),
        median("cold_start_s", ".2f"),
        median("peak_mb", ".0f"),
    ]


def main() -> None:
    """Measure and print, and write into the README if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (default 5)")
    parser.add_argument("--only", help="contenders whose name holds this")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    options = parser.parse_args()
    chosen = [contender for contender in CONTENDERS if (options.only or "") in contender.name]
    present = [contender for contender in chosen if contender.is_installed]
    found: dict[str, list[dict[str, float]]] = {contender.name: [] for contender in present}
    for number in range(options.rounds):
        for contender in present:
            print(f"round {number + 1} of {options.rounds}: {contender.name}", file=sys.stderr)
            found[contender.name].append(measure(contender))
    table = to_table(HEAD, [to_row(name, rounds) for name, rounds in found.items()])
    absent = [contender.name for contender in chosen if not contender.is_installed]
    where = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, one thread each"
    said = f"\n{where}; medians of {options.rounds} rounds." + (
        f" Not installed: {', '.join(absent)}." if absent else ""
    )
    print(table + said)
    if options.write:
        write_section("speed", f"{table}{said}\n")


if __name__ == "__main__":
    main()
