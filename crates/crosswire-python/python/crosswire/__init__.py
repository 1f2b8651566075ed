"""Who says what about one event, on whose word, and what is in dispute.

    import crosswire

    ledger = crosswire.brief("examples/ferry")
    print(ledger)

`brief` makes the ledger of one story. `stories` parts a stream of articles into stories, `statements` and `figures` say who says what
and how many in each article of a stream, `copies` which are near-duplicates, `annotate` gives words, tags, syntax and names, `read`
makes a table of what files hold. All take files and folders, dicts, and tables of pandas, polars or Arrow. Nothing is fetched, and the
same articles always give the same result. `crosswire.spark` and `crosswire.daft` do the same inside these engines.
"""

import datetime
import json
import warnings
from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, cast, overload

from crosswire import _native
from crosswire._articles import ArrowStream, Articles, Path, Record, split
from crosswire._errors import ArticleWarning, Error
from crosswire._native import Ledger, Table

__version__ = _native.VERSION

__all__ = [
    "Articles",
    "ArrowStream",
    "ArticleWarning",
    "Error",
    "Ledger",
    "Member",
    "Path",
    "Record",
    "Story",
    "Table",
    "annotate",
    "brief",
    "copies",
    "figures",
    "read",
    "statements",
    "stories",
]


class Member(TypedDict):
    """An article of a story."""

    #: What the stream calls it, and the file or record of a file.
    id: str
    path: str
    published: NotRequired[str]
    #: The mean cosine with the story's other articles, 0 to 1, and what it shares with them.
    score: float
    why: str
    #: The earlier article that it is a near-duplicate of.
    copy_of: NotRequired[str]


#: Articles that tell of one event, as a line of `crosswire stories`; `from` and `to` are the first and the last day.
Story = TypedDict(
    "Story",
    {"id": str, "title": str | None, "from": str | None, "to": str | None, "articles": list[Member]},
)


def brief(
    articles: Articles,
    *,
    outlet: str | None = None,
    published: datetime.date | str | None = None,
    decisions: Path | None = None,
    frames: Path | None = None,
    hide_private: bool = False,
    threads: int | None = None,
) -> Ledger:
    """Reads the articles of one story and gives back their ledger.

    `articles` are files or folders, dicts with `text` or `html` and perhaps `id`, `url`, `title`, `outlet`, `published`, `author`, or a
    table with such columns. `outlet` and `published` say of all of them who published them and when; `decisions` names a file with
    what people decided, `frames` one with event frames of your own; `hide_private` takes out the names of private persons.

    Each article that cannot be read is told of by an `ArticleWarning`, and stands in the table `skipped`. An `Error` says that none
    could be read.
    """
    paths, lines = split(articles)
    day = published.isoformat() if isinstance(published, datetime.date) else published
    ledger, told = _native.brief(
        paths,
        lines,
        outlet=outlet,
        published=day,
        decisions=decisions,
        frames=frames,
        hide_private=hide_private,
        threads=threads,
    )
    _tell(told)
    return ledger


def statements(articles: Articles, *, threads: int | None = None) -> Table:
    """Says who says what in each article by itself.

    The rows are those of the table `statements` of the ledger that each article has alone; the column `id` before them is what the
    article is called: its `id`, or else where it was read.
    """
    table, told = _native.statements(*split(articles), threads=threads)
    _tell(told)
    return table


def figures(articles: Articles, *, threads: int | None = None) -> Table:
    """Says how many in each article by itself: the rows of the table `figures`, behind the column `id`."""
    table, told = _native.figures(*split(articles), threads=threads)
    _tell(told)
    return table


def copies(articles: Articles, *, threads: int | None = None) -> Table:
    """Finds near-duplicates: each two articles `a` and `b`, by their `id`, that have three fifths of their runs of five words in common.

    `similarity` is about which share of them both have, as `crosswire stories` estimates it. `a` comes before `b`.
    """
    table, told = _native.copies(*split(articles), threads=threads)
    _tell(told)
    return table


def read(articles: Articles, *, threads: int | None = None) -> Table:
    """Reads files into a table of articles: `id`, `url`, `title`, `outlet`, `author`, `published`, `as_of`, `text`.

    Web archives, zip files, saved pages and exports of press databases become a data frame, whose rows the other functions take. What
    the head lines of a plain text say stands in its columns alone. All texts are held in memory.
    """
    table, told = _native.read(*split(articles), threads=threads)
    _tell(told)
    return table


def stories(
    articles: Articles, *, window: int | None = None, least: int = 1, threads: int | None = None
) -> list[Story]:
    """Parts a stream into stories: the articles of one event together, with a score and a reason for each.

    A story closes after `window` days without an article, 30 unless told otherwise. Stories of fewer than `least` articles are
    left out.
    """
    lines, told = _native.stories(*split(articles), window=window, least=least, threads=threads)
    _tell(told)
    return [cast(Story, json.loads(line)) for line in lines]


@overload
def annotate(
    articles: Articles, *, format: Literal["json"] = "json", threads: int | None = None
) -> Iterator[dict[str, Any]]: ...


@overload
def annotate(
    articles: Articles, *, format: Literal["conllu"], threads: int | None = None
) -> Iterator[str]: ...


def annotate(
    articles: Articles, *, format: Literal["json", "conllu"] = "json", threads: int | None = None
) -> Iterator[dict[str, Any]] | Iterator[str]:
    """Gives the words, tags, syntax and names of each article, one after another.

    They are what `crosswire annotate` writes: dicts with `id`, `sentences`, `words`, `entities`, `groups`, or CoNLL-U. Positions
    count code points of the text, as Python does.
    """
    paths, lines = split(articles)
    batches = _native.annotate(paths, lines, conllu=format == "conllu", threads=threads)
    if format == "conllu":
        return _each(batches)
    return map(json.loads, _each(batches))


def _each(batches: _native.Annotations) -> Iterator[str]:
    for written, told in batches:
        _tell(told)
        yield from written


def _tell(told: list[tuple[str, str, bool]]) -> None:
    for path, reason, skipped in told:
        # The line of whoever called one of the functions above.
        warnings.warn(ArticleWarning(path, reason, skipped), stacklevel=3)
