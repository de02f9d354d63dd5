"""Code, logs and tables in a mail: pasted, not worded."""

from __future__ import annotations

import re
from collections.abc import Callable

from tonecheck.text.lines import Lines

MOST_PROSE_WORDS = 5
"""From so many plain lower-case words on, a line is a sentence with code in it and stays."""

_FENCE = re.compile(r"(```+|~~~+)")
_PROMPT = re.compile(
    r"""(?:
    ~?\$[ ](?:[a-z./~_][\w./~-]*)(?:\s|$)
    | [\w.-]{1,40}(?:@[\w.-]{1,60})?:[~/\w][^$\#\s]{0,60}(?:\s[\w.-]{1,30})?[$\#](?:\s|$)
    | \[[^\]]{3,80}\][$\#](?:\s|$)
    | >>>[ ]?\S | In[ ]\[\d+\]: | Out\[\d+\]:
    | @@[ ]-\d | diff[ ]--git[ ] | Index:[ ]\S+$
    | [A-Z]:\\[^>]{0,200}>
    | (?:[Rr]|mysql|sqlite|irb|ghci|gdb|postgres|psql|pdb|node)>(?:\s|$)
    )""",
    re.VERBOSE,
)
_CODE = re.compile(
    r"""(?:
    [\w.$@\[\]"',()]{1,60}\s?<<?-\s?\S
    | [\w.$\[\]"']{1,60}\s?(?:[+-]=|:=|==?)\s?(?:[\w.]{1,60}[(\[{]|["'\[{(]|-?\d[\d.]*;
        |True\b|False\b|None\b|null\b|new\s|function\b|lambda\b)
    | [\w.:$>-]{2,60}\((?!s\)|es\)).{0,300}\)(?:\[[^\]]{1,40}\])?\s?;?\s?(?:(?:\#|//).{0,200})?$
    | [^=(){}<>"'\]]{0,200}[=(){}<>"'\]].{0,300}[;{](?:\s{0,4}(?://|\#|/\*).{0,200})?$
    | \\\w{1,30}\{ | .{1,300}[ ]\\$
    | [}\])]{1,5}\s?[;,)]?(?:\s?else\s?\{)?$
    | from\s[\w.]+\simport\s | import\s[\w.]+(?:\sas\s\w+)?;?$
    | (?:def|class)\s\w+\s?[(:].{0,200}:$
    | (?:if|elif|while)\s.{1,100}(?:==|!=|<=|>=|<|>|\sin\s|\snot\s).{0,100}:$ | for\s\w+\sin\s\S+:$
    | (?:else|try|finally):$ | except\b.{0,100}:$
    | (?:if|for|while|switch|foreach|catch)\s?\(.{0,200}\)\s?\{?$
    | (?:async\s)?function\b.{0,100}\( | (?:var|let|const)\s\w+\s?=
    | (?:public|private|protected|static)\s\w+.{0,200}[;{]$
    | SELECT\s.{0,300}(?:\sFROM\s|,|\*) | FROM\s[\w."]+(?:\s\w+)?;?$ | WHERE\s.{0,200}[=<>]
    | INSERT\sINTO\s | UPDATE\s\w+\sSET\s | DELETE\sFROM\s | CREATE\sTABLE\s
    | (?:INNER\s|LEFT\s|OUTER\s)?JOIN\s\w+\sON\s
    | (?:ORDER|GROUP)\sBY\s
    | select\s.{0,100}\*.{0,50}\sfrom\s\w+
    | </?[a-zA-Z][\w-]*(?:\s[^<>]{0,300})?/?>.{0,400}>$ | </?[a-zA-Z][\w-]*(?:\s[^<>]{0,300})?/?>$
    | [.\#@]?[\w .,\#:>+~()-]{1,80}\s?\{(?:[^{}]{0,200}\})?$
    | [a-z-]{2,40}\s?:\s?[^;]{1,80};$
    | "[\w -]{1,60}"\s?:\s?\S
    | \#include\b | <\?php | \#!/ | @Override\b
    | (?:library|require|source)\([\w."'/]{1,100}\)
    )""",
    re.VERBOSE,
)
_CODE_TAIL = re.compile(r"""(?:(?:"[^"]{1,80}"\s*){2,20}$|#|//|/\*|\*/|\[\d+\]\s|\+\s|[{}\])]{1,3}[;,]?$)""")
_LOG = re.compile(
    r"""(?:
    \[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d
    | \[?\d{1,2}/(?:\d\d|[A-Z][a-z]{2})/\d{4}[: ]\d\d:\d\d:\d\d
    | \[?\d\d:\d\d:\d\d[\].,]
    | [A-Z][a-z]{2}\s{1,2}\d{1,2}\s\d\d:\d\d:\d\d\s
    | \d{1,3}(?:\.\d{1,3}){3}\s-\s
    | File\s".{1,300}",\sline\s\d+
    | at\s[\w.$<>\[\] ]{1,200}\(.{0,200}\)$ | at\s\S{1,200}:\d+:\d+$
    | \[?(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|CRITICAL|TRACE)\]?[: ]\s?\S
    | (?:PHP\s)?(?:Fatal|Parse)\serror:\s | PHP\s(?:Warning|Notice):
    | In[ ][\w.]{1,60}\(.{0,200}\)\s?:$ | \d+:\s.{0,200}\bfailed\b
    | \w+\.(?:c|h|f|cpp|cc|py|js|java|ts|php):\d+
    | make(?:\[\d+\])?:\s | (?:gcc|g\+\+|gfortran|clang)\s-
    | npm\s(?:ERR!|WARN) | ==\d{1,9}== | \S{0,100}/\S{1,100}:\s
    )""",
    re.VERBOSE,
)
_SURE_LOG = re.compile(
    r"""(?:
    Traceback\s\(most\srecent\scall\slast\)
    | (?:[\w.]{1,60}\.)?[A-Z]\w{2,40}(?:Error|Exception|Warning):\s\S
    | (?:Uncaught\s|Unhandled\s)[A-Z]\w+
    | Exception\sin\sthread\s | Caused\sby:\s[\w.]+
    | Error\sin\s.{1,200}[(\[:] | Erreur\sdans\s.{1,200}\(.{0,200}:
    | Warning\smessages?:$ | Message\sd'avis\s?:$ | \*\*\*\scaught\ssegfault
    )""",
    re.VERBOSE,
)
_PRINTED = re.compile(r"^\d+$|[/=_\"]|:\s")
_FLAG = re.compile(r"(?:^|\s)--?[a-zA-Z]\S*")
_PROSE_WORD = re.compile(r"(?:^|(?<=[\s(]))[a-zà-ÿ]{2,}(?=[\s,.?!)]|$)")
_CELL_GAP = re.compile(r"\t| {2,}")
_NUMBER = re.compile(r"[-+(]?[$€£]?\d[\d.,:/]*[%€$£)]?$")
_RULE = re.compile(r"[|+:=\- ]{5,}$")


def looks_like_code(bare: str) -> bool:
    """Say whether a line is code from end to end.

    Parameters
    ----------
    bare : str
        A line as `bare_line` makes it.

    Returns
    -------
    bool
        False for a sentence with a bit of code in it.

    Examples
    --------
    >>> looks_like_code("x <- mean(y)"), looks_like_code("Please use mean(y) here.")
    (True, False)
    """
    if _PROMPT.match(bare):
        return True
    if _is_prose(bare):
        return False
    return _CODE.match(bare) is not None or ("-" in bare and len(_FLAG.findall(bare)) > 2)


def _is_prose(bare: str) -> bool:
    return len(_PROSE_WORD.findall(bare)) >= MOST_PROSE_WORDS


def is_prompt(bare: str) -> bool:
    """Say whether a line begins with the prompt of a shell or an interpreter.

    Parameters
    ----------
    bare : str
        A line as `bare_line` makes it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_prompt("$ ls -l"), is_prompt("$ 500 is too much")
    (True, False)
    """
    return _PROMPT.match(bare) is not None


def set_fenced_code_aside(lines: Lines) -> None:
    """Set aside what stands between code fences; a fence that is never closed counts for nothing."""
    start, fence = None, ""
    for index, bare in enumerate(lines.bare):
        mark = _FENCE.match(bare)
        if not mark:
            continue
        if start is None:
            start, fence = index, mark[1]
        elif bare.startswith(fence):
            lines.set_aside(start, index + 1, "code")
            start = None


def set_code_aside(lines: Lines) -> None:
    """Set aside the blocks of code, logs and tables among the lines that are kept so far."""
    for start, end in list(lines.paragraphs()):
        _set_tables_aside(lines, start, end)
    _set_blocks_aside(lines, "log", lambda bare: bool(_SURE_LOG.match(bare)), lambda bare: bool(_LOG.match(bare)))
    _set_blocks_aside(lines, "code", is_prompt, looks_like_code)


def _set_blocks_aside(
    lines: Lines, reason: str, is_sure: Callable[[str], bool], is_likely: Callable[[str], bool]
) -> None:
    """Set aside runs of lines with one sure sign or two likely ones, and what hangs on to them.

    A single likely line counts where it is a paragraph by itself.
    """
    index = 0
    while index < len(lines):
        if not lines.is_open(index) or not (is_sure(lines.bare[index]) or is_likely(lines.bare[index])):
            index += 1
            continue
        end, is_block = _block_end(lines, index, is_sure, is_likely)
        if is_block or _is_alone(lines, index, end):
            lines.set_aside(_with_comments_above(lines, index), end, reason)
        index = end


def _block_end(
    lines: Lines, start: int, is_sure: Callable[[str], bool], is_likely: Callable[[str], bool]
) -> tuple[int, bool]:
    """Return the line after a run of pasted lines, and whether its signs suffice."""
    n_sure, n_likely, end, index = 0, 0, start, start
    while index < len(lines) and lines.reasons[index] is None:
        bare = lines.bare[index]
        if not bare:
            following = lines.next_words(index)
            if following - index > 2 or following >= len(lines) or not lines.is_open(following):
                break
            bare, index = lines.bare[following], following
            if not (is_sure(bare) or is_likely(bare)):
                break
        if is_sure(bare):
            n_sure += 1
        elif is_likely(bare):
            n_likely += 1
        elif not _hangs_on(lines, index, start) and not (n_sure and _is_printed(bare)):
            break
        index += 1
        end = index
    return end, n_sure > 0 or n_likely > 1


def _with_comments_above(lines: Lines, start: int) -> int:
    while start and lines.is_open(start - 1) and lines.bare[start - 1].startswith(("#", "//", "/*")):
        start -= 1
    return start


def _is_printed(bare: str) -> bool:
    """Say whether a line below a prompt is what the command printed."""
    return bare[-1] not in ".?!" and _PRINTED.search(bare) is not None


def _hangs_on(lines: Lines, index: int, start: int) -> bool:
    """Say whether a line continues the block above it: a comment, printed output, or deeper in."""
    bare = lines.bare[index]
    if _CODE_TAIL.match(bare):
        return True
    return lines.indent(index) > max(1, lines.indent(start)) and not _is_prose(bare)


def _is_alone(lines: Lines, start: int, end: int) -> bool:
    before = start == 0 or not lines.bare[start - 1]
    after = end == len(lines) or not lines.bare[end]
    return before and after and " " not in lines.bare[start].replace(", ", ",")


def _set_tables_aside(lines: Lines, start: int, end: int) -> None:
    """Set aside runs of three or more rows; at least every second one has a number, or all are framed."""
    index = start
    while index < end:
        row_end, n_numbers, n_framed = index, 0, 0
        while row_end < end:
            bare = lines.bare[row_end]
            cells = _cells(bare)
            if len(cells) < 2 and not _RULE.match(bare):
                break
            n_numbers += any(_NUMBER.match(cell) for cell in cells)
            n_framed += bool(_RULE.match(bare)) or (bare[0] == "|" and bare.count("|") > 2)
            row_end += 1
        n_rows = row_end - index
        if n_rows >= 3 and (2 * n_numbers >= n_rows or n_framed == n_rows):
            lines.set_aside(index, row_end, "table")
        index = max(row_end, index + 1)


def _cells(bare: str) -> list[str]:
    """Return a row's cells; none where a cell is a sentence, for then it is worded."""
    if bare.count("|") > 1:
        return [cell.strip() for cell in bare.strip("|").split("|")]
    cells = _CELL_GAP.split(bare)
    if len(cells) < 2:
        words = bare.split()
        n_numbers = sum(bool(_NUMBER.match(word)) for word in words)
        return words if len(words) > 2 and 2 * n_numbers >= len(words) else []
    if any(_is_prose(cell) for cell in cells):
        return []
    if len(cells) == 2 and "\t" not in bare and not _NUMBER.match(cells[1].strip()):
        return []
    return [cell.strip() for cell in cells]
