"""Parquet and Excel files, by pandas, which is loaded for them only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from tonecheck.corpus.answers import is_blank
from tonecheck.corpus.base import Row
from tonecheck.errors import CorpusError, shorten

# What openpyxl and pyarrow raise of a file that is broken: their own errors are kinds of these.
_BROKEN = (ValueError, KeyError, IndexError, OSError, NotImplementedError, zipfile.BadZipFile)


def read_parquet(path: Path, content: bytes) -> list[Row]:
    """Return the rows of a Parquet file.

    Raises
    ------
    CorpusError
        If it cannot be read, or pandas or pyarrow is not installed.
    """
    pandas = _pandas(path, "Parquet", "parquet")
    try:
        frame = pandas.read_parquet(io.BytesIO(content), engine="pyarrow")
    except ImportError as error:
        raise _missing(path, "Parquet", "parquet") from error
    except _BROKEN as error:
        raise CorpusError(f"{path}: no Parquet file ({_first_line(error)}); expected one") from error
    return _frame_rows(path, frame)


def read_excel(path: Path, content: bytes) -> tuple[list[Row], tuple[str, ...]]:
    """Return the rows of the first sheet of an Excel workbook (.xlsx), and a note where it has several.

    Raises
    ------
    CorpusError
        If it cannot be read, or pandas or openpyxl is not installed.
    """
    pandas = _pandas(path, "Excel", "excel")
    try:
        with pandas.ExcelFile(io.BytesIO(content), engine="openpyxl") as book:
            sheets = list(book.sheet_names)
            # keep_default_na: a message may be "None" or "N/A".
            frame = pandas.read_excel(book, sheet_name=0, dtype=object, keep_default_na=False)
    except ImportError as error:
        raise _missing(path, "Excel", "excel") from error
    except _BROKEN as error:
        raise CorpusError(f"{path}: no Excel workbook ({_first_line(error)}); expected .xlsx") from error
    others = f"read sheet {shorten(sheets[0])}, the first of {len(sheets)}"
    return _frame_rows(path, frame), (others,) if len(sheets) > 1 else ()


def _pandas(path: Path, what: str, extra: str) -> Any:
    try:
        import pandas
    except ImportError as error:
        raise _missing(path, what, extra) from error
    return pandas


def _missing(path: Path, what: str, extra: str) -> CorpusError:
    return CorpusError(f"{path}: {what} files need a library that is not installed; pip install 'tonecheck[{extra}]'")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:80]


def _frame_rows(path: Path, frame: Any) -> list[Row]:
    columns = {str(name).strip(): _plain_values(frame[name]) for name in frame.columns}
    rows = ({name: values[number] for name, values in columns.items()} for number in range(len(frame)))
    # Rows without any value are what spreadsheets leave at their end.
    return [
        (f"{path}, row {number}", row) for number, row in enumerate(rows, 1) if not all(map(is_blank, row.values()))
    ]


def _plain_values(column: Any) -> list[Any]:
    """Return the values as Python has them, None where there is none, lists for arrays."""
    values = zip(column.tolist(), column.isna().tolist(), strict=True)
    return [None if missing else _plain(value) for value, missing in values]


def _plain(value: Any) -> Any:
    return _plain(value.tolist()) if hasattr(value, "tolist") else value
