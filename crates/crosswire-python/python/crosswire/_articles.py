"""What is given, as paths and as JSON Lines, which the readers of the command read."""

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast, runtime_checkable

from crosswire import _native

type_error = (
    "articles are paths, dicts with a text or html, or a table of pandas, polars or Arrow with such a column"
)

Path = str | os.PathLike[str]
#: The fields of an article: `text` or `html`, and perhaps `id`, `url`, `title`, `outlet`, `published`,
#: `as_of`, `author`.
Record = Mapping[str, Any]


@runtime_checkable
class ArrowStream(Protocol):
    """A table that can be handed over as Arrow: of polars, pyarrow, DuckDB and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None, /) -> object: ...


Articles = Path | Record | ArrowStream | Iterable[Path | Record]


def split(articles: Articles) -> tuple[list[Path], bytes]:
    """The paths among the articles, and a line for each record."""
    if isinstance(articles, (str, os.PathLike)):
        return [articles], b""
    if isinstance(articles, Mapping):
        return [], _line(cast(Record, articles))
    if hasattr(articles, "notna") and hasattr(articles, "to_dict"):
        # pandas has missing values of many kinds, and its Arrow needs another library.
        frame = cast(Any, articles)
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return [], b"".join(map(_line, rows))
    if isinstance(articles, ArrowStream):
        return [], _native.lines(articles.__arrow_c_stream__())
    if isinstance(articles, bytes) or not isinstance(articles, Iterable):
        raise TypeError(f"{type(articles).__name__} given: {type_error}")
    paths: list[Path] = []
    lines: list[bytes] = []
    for n, one in enumerate(articles):
        if isinstance(one, (str, os.PathLike)):
            paths.append(one)
        elif isinstance(one, Mapping):
            lines.append(_line(one))
        else:
            raise TypeError(f"article {n} is of type {type(one).__name__}: {type_error}")
    return paths, b"".join(lines)


def _line(record: Record) -> bytes:
    """A record as a line. What it leaves open is left out, so that a table and a dict give the same bytes."""
    told = {key: value for key, value in record.items() if not _is_open(value)}
    line = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_plain)
    # Half of a surrogate pair is told of as bytes that are no UTF-8.
    return line.encode("utf-8", "surrogatepass") + b"\n"


def _is_open(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value)


def _plain(value: Any) -> object:
    """A day as it is written, a number of NumPy as one of Python."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    return str(value)
