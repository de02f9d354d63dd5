"""Exports of Argilla: records with fields and responses, and the flat form. A suggestion is not an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonecheck.corpus.answers import is_blank
from tonecheck.corpus.asked import Asked
from tonecheck.corpus.base import NO_ANNOTATION, LabelledRow, Sheet, names_of, refuse, text_key
from tonecheck.errors import CorpusError

UNSUBMITTED = "no submitted response"
"""Why a record is skipped that has drafts or discarded responses only."""

_RESPONSES, _SUGGESTION = ".responses", ".suggestion"
_SUBMITTED = ("submitted", None)
"""Some exports leave the status out."""


def is_records(sheet: Sheet) -> bool:
    """Return whether rows are records with fields."""
    return any(isinstance(row.get("fields"), dict) for _, row in sheet.rows)


def is_flat(sheet: Sheet) -> bool:
    """Return whether rows have the columns of the flat form."""
    return bool(_flat_questions(sheet))


def read_records(sheet: Sheet, asked: Asked) -> Iterator[LabelledRow]:
    """Yield each record with one answer for each annotator who submitted one.

    Raises
    ------
    CorpusError
        If fields or responses are not what Argilla has there.
    """
    for where, record in sheet.rows:
        fields = record.get("fields")
        if not isinstance(fields, dict):
            refuse(where, "fields", fields, "an object with the text")
        text = text_key(fields, asked, where)
        given = list(_responses(where, record.get("responses") or {}))
        columns = {key: value for key, value in fields.items() if key != text}
        columns |= record.get("metadata") or {}
        if not is_blank(record.get("id")):
            columns.setdefault("id", record["id"])
        yield _labelled(where, fields[text], given, columns)


Response = tuple[str, Any, Any, Any]
"""Question, annotator, status, value."""


def _responses(where: str, responses: Any) -> Iterator[Response]:
    if isinstance(responses, list):  # Argilla 1: one entry for each annotator, with all answers
        for one in responses:
            if not isinstance(one, dict):
                refuse(where, "a response", one, "an object with status and values")
            for question, value in (one.get("values") or {}).items():
                yield question, one.get("user_id"), one.get("status"), _value(value)
        return
    if not isinstance(responses, dict):
        refuse(where, "responses", responses, "an object with a list for each question")
    for question, given in responses.items():
        for number, one in enumerate(given if isinstance(given, list) else [given]):
            user = one.get("user_id") if isinstance(one, dict) else None
            status = one.get("status") if isinstance(one, dict) else None
            yield question, number if user is None else user, status, _value(one)


def _value(answer: Any) -> Any:
    return answer.get("value") if isinstance(answer, dict) else answer


def read_flat(sheet: Sheet, asked: Asked) -> Iterator[LabelledRow]:
    """Yield each row of the flat form, where 'label.responses' or else 'label' holds the answers to 'label'.

    Raises
    ------
    CorpusError
        If there is neither.
    """
    questions = _flat_questions(sheet)
    own = {question for question in questions if any(question in row for _, row in sheet.rows)}
    if not own and not any(key.endswith(_RESPONSES) for key in sheet.keys):
        where, row = sheet.rows[0]
        raise CorpusError(f"{where}: suggestions only; expected responses to them; found {names_of(row)}")
    endings = tuple(question + ending for question in questions for ending in (_RESPONSES, _SUGGESTION))
    for where, row in sheet.rows:
        text = text_key(row, asked, where)
        given = [response for question in questions for response in _flat_responses(where, row, question)]
        columns = {
            key: value
            for key, value in row.items()
            if key != text and key not in questions and not key.startswith(endings) and key != "_server_id"
        }
        yield _labelled(where, row[text], given, columns)


def _flat_questions(sheet: Sheet) -> list[str]:
    endings = [(key, ending) for key in sheet.keys for ending in (_RESPONSES, _SUGGESTION) if key.endswith(ending)]
    return list(dict.fromkeys(key.removesuffix(ending) for key, ending in endings))


def _flat_responses(where: str, row: Mapping[str, Any], question: str) -> Iterator[Response]:
    values = row.get(question + _RESPONSES)
    if values is None:
        values = [row[question]] if row.get(question) is not None else []
    if not isinstance(values, list):
        refuse(where, question + _RESPONSES, values, "a list")
    users, statuses = (row.get(f"{question}{_RESPONSES}.{part}") for part in ("users", "status"))
    users = range(len(values)) if users is None else users
    statuses = [None] * len(values) if statuses is None else statuses
    if not len(users) == len(statuses) == len(values):
        raise CorpusError(
            f"{where}: {question} has {len(values)} responses, {len(users)} users and {len(statuses)} statuses; "
            "expected as many of each"
        )
    for user, status, value in zip(users, statuses, values, strict=True):
        yield question, user, status, value


def _labelled(where: str, text: Any, given: list[Response], columns: Mapping[str, Any]) -> LabelledRow:
    by_user: dict[str, dict[str, Any]] = {}
    for question, user, status, value in given:
        if status in _SUBMITTED and not is_blank(value):
            by_user.setdefault(str(user), {})[question] = value
    lacking = UNSUBMITTED if given else NO_ANNOTATION
    return LabelledRow(where, text, tuple(by_user.values()), columns, lacking=lacking)
