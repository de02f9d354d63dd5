"""List the golden cases that the default model fails: ``python tests/golden/list_failures.py``.

It prints their ids and rewrites ``known_failures.json``: a reason that is there stays, a case that passes leaves.
"""

import json
from pathlib import Path
from typing import Any

from tonecheck import LABELS, score

FOLDER = Path(__file__).parents[2] / "datasets" / "golden"
CASES = FOLDER / "cases.jsonl"
KNOWN_FAILURES = FOLDER / "known_failures.json"
NEW_REASON = "not learned yet"


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def read_known_failures() -> dict[str, str]:
    return json.loads(KNOWN_FAILURES.read_text(encoding="utf-8"))


def wrong_labels(case: dict[str, Any]) -> dict[str, float]:
    """The labels on which the default model disagrees with the case, each with its probability."""
    probability = score(case["text"]).probability
    return {label: probability[label] for label in LABELS if (probability[label] > 0.5) != bool(case[label])}


def main() -> None:
    known = read_known_failures() if KNOWN_FAILURES.exists() else {}
    failing = [case["id"] for case in read_cases() if wrong_labels(case)]
    reasons = {case_id: known.get(case_id, NEW_REASON) for case_id in failing}
    text = json.dumps(reasons, ensure_ascii=False, indent=2) + "\n"
    KNOWN_FAILURES.write_text(text, encoding="utf-8", newline="\n")
    for case_id in failing:
        print(case_id)


if __name__ == "__main__":
    main()
