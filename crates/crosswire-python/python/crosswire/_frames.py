"""What Spark and Daft share: parts of a data frame in, parts out, by the functions of the wheel. It needs pyarrow."""

# pyarrow says of few of its functions what they give.
# pyright: basic, reportMissingImports=false

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow

from crosswire import _native
from crosswire._errors import Error

#: The fields of an article.
FIELDS = ("id", "url", "title", "outlet", "author", "published", "as_of", "text", "html")
#: Articles that are worked on at once: few enough to be held in memory, with what is found in them.
ROWS = 128

#: What is made of a story, behind its key.
LEDGER = pyarrow.schema(
    [
        ("ledger", pyarrow.string()),
        ("warnings", pyarrow.list_(pyarrow.struct([("reason", pyarrow.string()), ("skipped", pyarrow.bool_())]))),
    ]
)


def fields(columns: Iterable[str]) -> list[str]:
    """The columns that are fields of an article, in their order: an article's hash is that of its line."""
    there = list(columns)
    if "text" not in there and "html" not in there:
        hint = f"name one of its columns so: {', '.join(there)}"
        raise Error("the articles have no column text or html", hint=hint)
    return [name for name in there if name in FIELDS]


def key(columns: Iterable[str], by: str) -> str:
    """The column that tells the story of an article."""
    there = list(columns)
    if by not in there:
        raise Error(f"the articles have no column {by}", hint=f"name another with by=: {', '.join(there)}")
    return by


def empty(function: str) -> pyarrow.Table:
    """What a function gives of no articles: its columns and their types."""
    made = _native.documents([], threads=1) if function == "documents" else _of_lines(function)(b"", threads=1)
    return pyarrow.table(made)


def each_row(function: str, rows: pyarrow.Table) -> Iterator[pyarrow.Table]:
    """What a function gives of rows, a row for each, some rows at a time."""
    for start in range(0, rows.num_rows, ROWS):
        # The engine has a worker for each core.
        yield pyarrow.table(_of_lines(function)(_lines(rows.slice(start, ROWS)), threads=1))


def documents(path: str) -> pyarrow.Table:
    """The articles of a file or a folder."""
    return pyarrow.table(_native.documents([path], threads=1))


def similarities(a: pyarrow.Array, b: pyarrow.Array) -> pyarrow.Array:
    """The similarity of the sketches at the same places."""
    return pyarrow.array(_native.similarities(a.to_pylist(), b.to_pylist()), pyarrow.float64())


def ledger(rows: pyarrow.Table, *, texts: bool) -> tuple[str | None, list[dict[str, Any]]]:
    """The ledger of one story as JSON, and what was wrong with its articles. The order of the rows does not matter."""
    # Messages count lines, so these have an order of their own.
    lines = b"".join(sorted(_lines(rows).splitlines(keepends=True)))
    try:
        made, told = _native.brief(
            [],
            lines,
            outlet=None,
            published=None,
            decisions=None,
            frames=None,
            hide_private=False,
            threads=1,
        )
    except Error as error:
        return None, [{"reason": error.reason, "skipped": True}]
    warnings = [{"reason": f"{path}: {reason}", "skipped": skipped} for path, reason, skipped in told]
    return made.to_json(texts=texts), warnings


def _of_lines(function: str) -> Callable[..., _native.Table]:
    made: Callable[..., _native.Table] = getattr(_native, function)
    return made


def _lines(rows: pyarrow.Table) -> bytes:
    return _native.lines(rows.__arrow_c_stream__())
