"""What the tests of both engines share: made-up articles, a web archive, and one session of each engine."""

import gzip
import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

# Daft would tell its makers that it is used.
os.environ["DAFT_ANALYTICS_ENABLED"] = "0"
# Spark's workers are to be the Python of the tests, and its server is to be heard on this machine alone.
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

import daft
import pyarrow
import pytest

import crosswire

ROOT = Path(__file__).parents[3]
FERRY = ROOT / "examples" / "ferry"
#: The columns of the tests' tables.
SCHEMA = pyarrow.schema(
    [(name, pyarrow.string()) for name in ["id", "url", "title", "outlet", "author", "published", "text"]]
)

PLACES = ["Halvik", "Tolm", "Ardal", "Lomsund", "Brekke"]
PEOPLE = ["Runa Askvik", "Idun Bakke", "Torvald Eng", "Sunniva Lie"]
SENTENCES = [
    "The ferry ran aground off {place} at dusk with {number} passengers on board, harbour master {person} said.",
    "“We took {number} people off before midnight,” {person} told reporters in {place}.",
    "Officials in {place} said that about {number} houses were without power.",
    "The storm closed the road between {place} and the port for {number} hours, according to {person}.",
    "{person} denied that {number} workers had been hurt in {place}.",
    "Tolm Line said in a statement that {number} tickets would be paid back in {place}.",
]


def made_up(number: int) -> dict[str, Any]:
    """An article; every third is the one before it with another beginning."""
    dice = random.Random(number - (number % 3 == 1))
    told = [
        sentence.format(place=dice.choice(PLACES), number=dice.randrange(2, 400), person=dice.choice(PEOPLE))
        for sentence in dice.sample(SENTENCES * 2, 8)
    ]
    if number % 3 == 1:
        told[0] = "This report was taken over from another paper."
    return {
        "id": f"n{number:02}",
        "url": f"https://paper-{number}.example/{number}" if number % 4 else None,
        "title": f"Report {number}" if number % 5 else None,
        "outlet": f"Paper {number % 7}" if number % 2 else None,
        "published": f"2031-03-{1 + number % 9:02}" if number % 6 else None,
        "text": "\n\n".join(" ".join(told[at : at + 3]) for at in range(0, len(told), 3)),
    }


#: What is no article, or one of which something is to be said, each with the words that say it.
ODD: list[tuple[dict[str, Any], str]] = [
    ({"id": "no-text"}, "neither"),
    ({"id": "empty", "text": " \n"}, "its text is empty"),
    ({"id": "no-day", "published": "yesterday", "text": made_up(80)["text"]}, "no date in"),
    (
        {
            "id": "other-language",
            "text": "Die Fähre ist am Abend vor dem Hafen auf Grund gelaufen, sagte der Hafenmeister. Niemand wurde verletzt, "
            "und alle Menschen an Bord konnten noch in der Nacht gerettet werden.",
        },
        "another language",
    ),
    ({}, "neither"),
]
#: Odd names: none, one that two articles have, and one that is no plain word.
NAMED: list[dict[str, Any]] = [
    {"url": "https://paper.example/no-id", "text": made_up(81)["text"]},
    {"text": made_up(82)["text"]},
    {"id": "n00", "title": "A later text", "text": made_up(0)["text"] + " Nobody was hurt."},
    {"id": "a name, “quoted”", "text": made_up(84)["text"]},
]


@pytest.fixture(scope="session")
def articles() -> pyarrow.Table:
    """The example's articles, made-up ones, and odd ones."""
    read = pyarrow.table(crosswire.read(sorted(FERRY.iterdir())))
    rows = [*map(made_up, range(40)), *(row for row, _ in ODD), *NAMED]
    ferry = read.set_column(0, "id", [[Path(name).name for name in read["id"].to_pylist()]])
    return pyarrow.concat_tables(
        [ferry.select(SCHEMA.names).cast(SCHEMA), pyarrow.Table.from_pylist(rows, SCHEMA)]
    )


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The same kind of articles as JSON Lines and as a web archive."""
    folder = tmp_path_factory.mktemp("files")
    lines, archive = folder / "some.jsonl", folder / "pages.warc.gz"
    broken = ["{", '{"id": "x"}']
    lines.write_text("\n".join([*(json.dumps(made_up(n)) for n in range(12)), *broken]) + "\n")
    archive.write_bytes(b"".join(gzip.compress(record(n)) for n in range(20, 24)))
    return [str(lines), str(archive)]


def record(number: int) -> bytes:
    """A page as a record of a web archive."""
    article = made_up(number)
    text = "".join(f"<p>{part}</p>" for part in article["text"].split("\n\n"))
    page = f"<html><head><title>Report {number}</title></head><body><article>{text}</article></body></html>".encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://pages.example/{number}\r\nWARC-Date: 2031-03-05T06:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-0000000000{number}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


@dataclass
class Engine:
    """An engine, with what is asked of both in another way."""

    #: The module of crosswire.
    crosswire: ModuleType
    #: A data frame of parts.
    frame: Callable[[Iterable[pyarrow.Table]], Any]
    #: A data frame as a table.
    table: Callable[[Any], pyarrow.Table]
    #: The articles of files.
    read: Callable[[list[str]], Any]

    def rows(self, frame: Any) -> list[str]:
        """The rows of a data frame in an order that nothing changes."""
        return rows(self.table(frame))


def rows(table: Any) -> list[str]:
    """The rows of a table, each as JSON, in order."""
    found = table if isinstance(table, list) else pyarrow.table(table).to_pylist()
    return sorted(json.dumps(row, default=str, ensure_ascii=False) for row in found)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all runs, with the examples in it. Spark stays where it was begun."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "examples").symlink_to(ROOT / "examples")
    os.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def spark(place: Path) -> Iterator[Engine]:
    """Spark on two workers, for all tests."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java")
    from pyspark.sql import SparkSession

    from crosswire import spark

    built = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in [
        ("spark.ui.enabled", "false"),
        ("spark.driver.memory", "1g"),
        ("spark.sql.shuffle.partitions", "2"),
        # Partitions stay as many as a test makes of them.
        ("spark.sql.adaptive.enabled", "false"),
    ]:
        built = built.config(name, value)
    session = built.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    def frame(parts: Iterable[pyarrow.Table]) -> Any:
        # Each row knows its partition; those that have no row are empty.
        numbered = [
            part.append_column("part", [[n] * part.num_rows]) for n, part in enumerate(parts) if part.num_rows
        ]
        made = session.createDataFrame(pyarrow.concat_tables(numbered))
        return made.repartitionByRange(len(numbered) + 1, "part").drop("part")

    yield Engine(spark, frame, lambda frame: frame.toArrow(), lambda paths: spark.read(session, paths))
    session.stop()


@pytest.fixture(scope="session")
def embedded_daft() -> Engine:
    """Daft in this process."""
    from crosswire import daft as module

    return Engine(module, lambda parts: daft.from_arrow(list(parts)), lambda frame: frame.to_arrow(), module.read)


@pytest.fixture(scope="session", params=["spark", "embedded_daft"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine."""
    made: Engine = request.getfixturevalue(request.param)
    return made
