"""Types of what is written in Rust."""

from collections.abc import Iterator
from typing import Any, final

from crosswire._articles import Path

VERSION: str

#: The file, the reason, and whether the file was left out.
_Told = tuple[str, str, bool]

@final
class Table:
    """The rows of one kind: the claims of a ledger, say.

    pandas, polars, pyarrow and DuckDB take it as it is, by the Arrow PyCapsule interface. The codebook says what its columns mean.
    """

    @property
    def name(self) -> str:
        """What it is called in the codebook."""
    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
    def rows(self) -> list[dict[str, Any]]:
        """The rows as dicts, for which no other library is needed."""
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Ledger:
    """Who says what in the articles of one story, on whose word, and what is in dispute.

    Each kind of row is a table; the table `codebook` says what the columns of the others mean.
    """

    @property
    def title(self) -> str:
        """The headline."""
    def tables(self) -> dict[str, Table]:
        """The tables by name."""
    def to_json(self, *, texts: bool = False) -> str:
        """The JSON, byte for byte as `crosswire brief --format json` writes it.

        With `texts` it has the words of every passage and the texts of the articles.
        """
    def to_dict(self, *, texts: bool = False) -> dict[str, Any]:
        """The JSON as dicts and lists."""
    def page(self, file: Path, *, profile: str | None = None) -> None:
        """Writes a page that opens every sentence. It needs nothing else, and no network."""
    def write(self, file: Path, *, profile: str | None = None) -> None:
        """Writes a file in the form that its ending names: `.json`, `.html`, `.md`, `.csv`, `.xlsx`."""
    def _repr_html_(self) -> str: ...
    @property
    def story(self) -> Table: ...
    @property
    def articles(self) -> Table: ...
    @property
    def skipped(self) -> Table: ...
    @property
    def warnings(self) -> Table: ...
    @property
    def versions(self) -> Table: ...
    @property
    def changes(self) -> Table: ...
    @property
    def sources(self) -> Table: ...
    @property
    def statements(self) -> Table: ...
    @property
    def wordings(self) -> Table: ...
    @property
    def figures(self) -> Table: ...
    @property
    def series(self) -> Table: ...
    @property
    def counts(self) -> Table: ...
    @property
    def times(self) -> Table: ...
    @property
    def propositions(self) -> Table: ...
    @property
    def claims(self) -> Table: ...
    @property
    def evidence(self) -> Table: ...
    @property
    def origins(self) -> Table: ...
    @property
    def paths(self) -> Table: ...
    @property
    def independence(self) -> Table: ...
    @property
    def disputes(self) -> Table: ...
    @property
    def sides(self) -> Table: ...
    @property
    def coverage(self) -> Table: ...
    @property
    def reuse(self) -> Table: ...
    @property
    def timeline(self) -> Table: ...
    @property
    def decisions(self) -> Table: ...
    @property
    def codebook(self) -> Table: ...

@final
class Annotations(Iterator[tuple[list[str], list[_Told]]]):
    def __next__(self) -> tuple[list[str], list[_Told]]: ...

def lines(stream: object, /) -> bytes: ...
def brief(
    paths: list[Path],
    lines: bytes,
    *,
    outlet: str | None,
    published: str | None,
    decisions: Path | None,
    frames: Path | None,
    hide_private: bool,
    threads: int | None,
) -> tuple[Ledger, list[_Told]]: ...
def statements(paths: list[Path], lines: bytes, *, threads: int | None) -> tuple[Table, list[_Told]]: ...
def stories(
    paths: list[Path], lines: bytes, *, window: int | None, least: int, threads: int | None
) -> tuple[list[str], list[_Told]]: ...
def annotate(paths: list[Path], lines: bytes, *, conllu: bool, threads: int | None) -> Annotations: ...
