"""How a program uses the package, for the type checkers: what is given, and of which type what comes back is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import polars

import crosswire

ledger = crosswire.brief("story")
assert_type(ledger, crosswire.Ledger)
crosswire.brief(Path("story"), outlet="Halvik Post", threads=2)
crosswire.brief(["a.txt", Path("b.html"), {"text": "The ferry is aground."}])
crosswire.brief({"text": "The ferry is aground.", "published": None})
crosswire.brief(polars.DataFrame({"text": ["The ferry is aground."]}))
crosswire.brief(ledger.articles)
crosswire.brief(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

assert_type(ledger.claims, crosswire.Table)
assert_type(ledger.claims.rows(), list[dict[str, Any]])
assert_type(ledger.tables(), dict[str, crosswire.Table])
ledger.clams  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
polars.DataFrame(ledger.claims)

assert_type(crosswire.statements("story"), crosswire.Table)
assert_type(crosswire.figures("story"), crosswire.Table)
assert_type(crosswire.copies("story"), crosswire.Table)
assert_type(crosswire.read(["a.warc.gz", Path("b.zip")]), crosswire.Table)
for story in crosswire.stories("stream.jsonl", least=2):
    assert_type(story, crosswire.Story)
    assert_type(story["from"], str | None)
    assert_type(story["articles"][0].get("copy_of"), str | None)
assert_type(crosswire.annotate("story"), Iterator[dict[str, Any]])
assert_type(crosswire.annotate("story", format="conllu"), Iterator[str])

try:
    crosswire.brief("story")
except crosswire.Error as error:
    assert_type(error.path, str | None)
    assert_type(error.hint, str | None)
