"""Run every check: ``python -m tests``. Checks report and never repair; the first that fails ends the run with its
exit code."""

import subprocess
import sys

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
    ("codespell",),
    ("pytest",),
)


def main() -> None:
    """Run the checks in turn."""
    for check in CHECKS:
        print("$", *check, flush=True)
        code = subprocess.run(check, check=False).returncode
        if code:
            sys.exit(code)


if __name__ == "__main__":
    main()
