"""Put a table into its marked section of ``benchmarks/README.md``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

README = Path(__file__).parent / "README.md"


def to_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, n_words: int = 1) -> str:
    """Return a Markdown table: the first `n_words` columns hold words, the others figures."""
    lines = [head, ["---"] * n_words + ["---:"] * (len(head) - n_words), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write_section(name: str, content: str) -> None:
    """Replace what stands between ``<!-- name -->`` and ``<!-- /name -->``."""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, _, rest = README.read_text(encoding="utf-8").partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{README}: no section {start.strip()} … {end.strip()}")
    README.write_text(f"{before}{start}{content}{end}{after}", encoding="utf-8")
