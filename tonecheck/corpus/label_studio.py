"""Exports of Label Studio: tasks with annotations (JSON), and one row an annotation (JSON_MIN and CSV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tonecheck.corpus.answers import is_blank, to_names
from tonecheck.corpus.asked import Asked, fold
from tonecheck.corpus.base import NO_ANNOTATION, LabelledRow, Row, Sheet, names_of, refuse, text_key
from tonecheck.corpus.plain import LISTS, label_columns, share_columns, stated_shares
from tonecheck.errors import CorpusError

CANCELLED = "only cancelled annotations"
"""Why a task is skipped whose annotators all passed it over."""

_BOOKKEEPING = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "was_cancelled", "agreement")
"""What the program adds to each row of JSON_MIN and CSV."""

_USUAL = (*LISTS, "choice", "choices", "sentiment")
"""What its templates call a group of choices."""


def is_tasks(sheet: Sheet) -> bool:
    """Return whether rows are tasks with annotations ('completions' in old releases)."""
    keys = set(sheet.keys)
    return "data" in keys and bool(keys & {"annotations", "completions"})


def is_flat(sheet: Sheet) -> bool:
    """Return whether rows are annotations, as in JSON_MIN and CSV."""
    return {"annotation_id", "lead_time"} <= set(sheet.keys)


def read_tasks(sheet: Sheet, asked: Asked) -> Iterator[LabelledRow]:
    """Yield each task with the choices of its annotations; cancelled ones do not count.

    Raises
    ------
    CorpusError
        If a part of a task is not what Label Studio has there.
    """
    for where, task in sheet.rows:
        data = task.get("data")
        if not isinstance(data, dict):
            refuse(where, "data", data, "an object with the text")
        given = task.get("annotations", task.get("completions")) or []
        if not isinstance(given, list) or not all(isinstance(annotation, dict) for annotation in given):
            refuse(where, "annotations", given, "a list of objects")
        counted = [annotation for annotation in given if not annotation.get("was_cancelled")]
        text = text_key(data, asked, where)
        shares = share_columns(list(data), asked)
        columns = {key: value for key, value in data.items() if key != text and key not in shares}
        if "id" in task:
            columns.setdefault("id", task["id"])
        answers = tuple(_choices(where, annotation.get("result")) for annotation in counted)
        stated = stated_shares(data, shares, where)
        yield LabelledRow(where, data[text], answers, columns, stated, CANCELLED if given else NO_ANNOTATION)


def _choices(where: str, result: Any) -> dict[str, list[str]]:
    """Return the choices of one annotation by the name of their group; other kinds of results are passed over."""
    if not isinstance(result or [], list):
        refuse(where, "result", result, "a list")
    found: dict[str, list[str]] = {}
    for part in result or []:
        if not isinstance(part, dict):
            refuse(where, "a result", part, "an object")
        if part.get("type") != "choices":
            continue
        value = part.get("value")
        choices = value.get("choices") if isinstance(value, dict) else None
        if not isinstance(choices, list):
            refuse(where, "value", value, 'choices such as {"choices": ["insulting"]}')
        found.setdefault(str(part.get("from_name")), []).extend(map(str, choices))
    return found


def read_flat(sheet: Sheet, asked: Asked) -> Iterator[LabelledRow]:
    """Yield each task, whose annotations stand in several rows with the same id.

    Raises
    ------
    CorpusError
        If it cannot be told which column holds the choices.
    """
    questions = _questions(sheet, asked)
    for rows in _by_task(sheet.rows):
        where, row = rows[0]
        text = text_key(row, asked, where)
        made = [one for one in rows if not is_blank(one[1].get("annotation_id"))]
        counted = [one for one in made if fold(str(one[1].get("was_cancelled"))) != "true"]
        answers = tuple(_answer(one, questions, sheet.is_table) for one in counted)
        columns = {key: value for key, value in row.items() if key not in (text, *questions, *_BOOKKEEPING)}
        yield LabelledRow(where, row[text], answers, columns, lacking=CANCELLED if made else NO_ANNOTATION)


def _by_task(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """Return the rows of each task; one without an id stands alone."""
    tasks: dict[Any, list[Row]] = {}
    for where, row in rows:
        task = row.get("id")
        tasks.setdefault(where if is_blank(task) else ("id", str(task)), []).append((where, row))
    return tasks.values()


def _answer(one: Row, questions: Iterable[str], is_table: bool) -> dict[str, Any]:
    where, row = one
    found = {question: to_names(row.get(question), where, question, is_cell=is_table) for question in questions}
    return {question: names for question, names in found.items() if names is not None}


def _questions(sheet: Sheet, asked: Asked) -> list[str]:
    """Return the columns that hold choices: the file does not say which they are."""
    keys = [key for key in sheet.keys if key not in (*_BOOKKEEPING, "id") and fold(key) != fold(asked.text_column)]
    labels = label_columns(keys, asked, sheet)
    found = [key for key in keys if key in labels or _holds_choices(sheet, key, asked)]
    if found or not sheet.rows:
        return found
    usual = [key for key in keys if fold(key) in _USUAL]
    if usual or len(keys) == 1:
        return usual or keys
    where, row = sheet.rows[0]
    raise CorpusError(f"{where}: which column holds the choices? found {names_of(row)}; name the labels with labels=")


def _holds_choices(sheet: Sheet, key: str, asked: Asked) -> bool:
    """Return whether a column has Label Studio's lists of choices, or only labels that we know."""
    values = [row.get(key) for _, row in sheet.rows if not is_blank(row.get(key))]
    texts = [value for value in values if isinstance(value, str)]
    if any("choices" in value for value in values if isinstance(value, dict)):
        return True
    if any(text.startswith('{"choices"') for text in texts):
        return True
    return bool(texts) and len(texts) == len(values) and all(map(asked.label_of, texts))
