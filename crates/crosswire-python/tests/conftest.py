"""What the tests share: the example's articles, as files and as records."""

import json
from pathlib import Path
from typing import Any

import pytest

import crosswire

ROOT = Path(__file__).parents[3]
FERRY = ROOT / "examples" / "ferry"

#: Two articles of one event and one of another, as dicts.
RECORDS: list[dict[str, Any]] = [
    {
        "id": "post",
        "outlet": "Halvik Post",
        "published": "2031-03-04",
        "title": "Ferry aground",
        "text": "The ferry Maren ran aground off Halvik, harbour master Runa Askvik said. 84 passengers were taken off.",
    },
    {
        "id": "times",
        "outlet": "Ardal Times",
        "published": "2031-03-05",
        "title": "Ferry Maren aground off Halvik",
        "text": "“The ferry Maren is aground off Halvik,” Runa Askvik said. Officials said that about 70 people were taken off.",
    },
    {
        "id": "line",
        "outlet": None,
        "published": None,
        "title": "Budget passed",
        "text": "Parliament in Lomsund passed the budget on Tuesday, finance minister Ida Brandt said.",
    },
]


@pytest.fixture(scope="session")
def ledger() -> crosswire.Ledger:
    return crosswire.brief(FERRY)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """The records as JSON Lines, written as those of a dict are."""
    file = tmp_path / "records.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for record in RECORDS:
            told = {key: value for key, value in record.items() if value is not None}
            out.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
    return file
