"""Each engine gives what a single process gives, byte for byte, whatever the partitions and the order of rows."""

import json
import random
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pyarrow.compute
import pytest
from conftest import NAMED, ODD, SCHEMA, Engine, made_up, rows

import crosswire

pytestmark = pytest.mark.filterwarnings("ignore::crosswire.ArticleWarning")


def parts(table: pyarrow.Table, number: int) -> list[pyarrow.Table]:
    """A table in another order, in so many unequal parts and one without rows."""
    order = random.Random(number).sample(range(table.num_rows), table.num_rows)
    shuffled = table.take(order)
    ends = [table.num_rows * (part + 1) ** 2 // number**2 for part in range(number)]
    return [shuffled.slice(begin, end - begin) for begin, end in zip([0, *ends], [*ends, ends[-1]])]


@pytest.fixture(scope="session")
def statements(articles: pyarrow.Table) -> list[str]:
    return rows(crosswire.statements(articles))


@pytest.fixture(scope="session")
def figures(articles: pyarrow.Table) -> list[str]:
    return rows(crosswire.figures(articles))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_statements_and_figures(
    engine: Engine, articles: pyarrow.Table, statements: list[str], figures: list[str], number: int
) -> None:
    found = engine.table(engine.crosswire.extract(engine.frame(parts(articles, number))))
    assert found.num_rows == articles.num_rows
    # What was found once can be asked again.
    again = engine.frame([found])
    assert engine.rows(engine.crosswire.statements(again)) == statements and len(statements) > 100
    assert engine.rows(engine.crosswire.figures(again)) == figures and len(figures) > 100


def test_statements_of_articles(engine: Engine) -> None:
    table = pyarrow.Table.from_pylist([made_up(1), made_up(2)], SCHEMA)
    assert engine.rows(engine.crosswire.statements(engine.frame([table]))) == rows(crosswire.statements(table))
    assert engine.rows(engine.crosswire.figures(engine.frame([table]))) == rows(crosswire.figures(table))


def test_annotations(engine: Engine, articles: pyarrow.Table) -> None:
    some = articles.take(list(range(0, articles.num_rows, 4)))
    found = engine.table(engine.crosswire.annotate(engine.frame(parts(some, 3)))).to_pylist()
    known = [row["annotation"] for row in found if row["annotation"] is not None]
    assert rows(list(crosswire.annotate(some))) == rows([json.loads(one) for one in known])
    assert all(json.loads(row["annotation"])["id"] == row["id"] for row in found if row["annotation"])


@pytest.mark.parametrize("number", [1, 3])
def test_near_duplicates(engine: Engine, articles: pyarrow.Table, number: int) -> None:
    found = engine.rows(engine.crosswire.copies(engine.frame(parts(articles, number))))
    assert found == rows(crosswire.copies(articles))
    pairs = {(row["a"], row["b"]) for row in map(json.loads, found)}
    assert ("n00", "n01") in pairs and len(pairs) > 8 and all(a < b for a, b in pairs)


def test_boilerplate(engine: Engine) -> None:
    text = made_up(0)["text"]
    table = pyarrow.Table.from_pylist([{"id": f"{n:03}", "text": text} for n in range(210)])
    found = engine.rows(engine.crosswire.copies(engine.frame(parts(table, 2))))
    assert found == rows(crosswire.copies(table)) and len(found) == 199 * 200 // 2 + 10 * 200


def test_near_duplicates_are_those_of_stories() -> None:
    articles = [made_up(n) for n in range(40)]
    told = {
        (member["copy_of"], member["id"])
        for story in crosswire.stories(articles)
        for member in story["articles"]
        if "copy_of" in member
    }
    pairs = {frozenset((row["a"], row["b"])) for row in crosswire.copies(articles).rows()}
    assert told and all(frozenset(pair) in pairs for pair in told)


def test_ledgers(engine: Engine, articles: pyarrow.Table) -> None:
    whole = articles.append_column("day", articles["published"])
    # One without a day is of no story.
    stories = {day: whole.filter(pyarrow.compute.equal(whole["day"], day)) for day in whole["day"].unique() if day.is_valid}
    expect = {}
    for day, table in stories.items():
        try:
            expect[day.as_py()] = crosswire.brief(table.select(SCHEMA.names)).to_json()
        except crosswire.Error:
            expect[day.as_py()] = None
    for number in (1, 3):
        made = engine.table(engine.crosswire.ledgers(engine.frame(parts(whole, number)), "day"))
        assert {row["story"]: row["ledger"] for row in made.to_pylist()} == expect
        assert made.num_rows == len(expect) > 5


def test_a_ledger_says_what_was_wrong(engine: Engine) -> None:
    broken = [{"id": "x", "text": None, "story": 7}, {"id": "y", "text": " ", "story": 7}]
    table = pyarrow.Table.from_pylist([{**made_up(3), "story": 3}, {"id": "z", "story": 3}, *broken])
    found = [engine.table(engine.crosswire.ledgers(engine.frame(parts(table, n)), texts=True)) for n in (1, 2)]
    assert rows(found[0]) == rows(found[1])
    three, seven = sorted(found[0].to_pylist(), key=lambda row: str(row["story"]))
    assert three["story"] == "3" and made_up(3)["title"] in three["ledger"]
    assert "neither" in three["warnings"][0]["reason"] and three["warnings"][0]["skipped"]
    assert seven["ledger"] is None and "no article could be read" in seven["warnings"][0]["reason"]
    told = engine.table(engine.crosswire.warnings(engine.frame([found[0]]))).to_pylist()
    assert {row["story"] for row in told} == {"3", "7"}


def test_nothing_that_is_said_of_an_article_is_lost(engine: Engine, articles: pyarrow.Table) -> None:
    for function in ("extract", "annotate", "sketches"):
        found = getattr(engine.crosswire, function)(engine.frame(parts(articles, 2)))
        told = engine.table(engine.crosswire.warnings(found)).to_pylist()
        for row, words in ODD:
            # Only the pipeline asks for the language.
            if words != "another language" or function == "extract":
                assert any(one["id"] == row.get("id") and words in one["reason"] for one in told), (function, row)
        assert {one["id"] for one in told if one["skipped"]} == {"no-text", "empty", None}


def test_an_article_without_a_name_has_one(engine: Engine) -> None:
    table = pyarrow.Table.from_pylist(NAMED, SCHEMA)
    found = engine.table(engine.crosswire.sketches(engine.frame(parts(table, 2))))
    names = sorted(found["id"].to_pylist())
    assert names[1] == "-#https://paper.example/no-id" and all(names) and len(set(names)) == 4


def test_files(engine: Engine, files: list[str], tmp_path: Path) -> None:
    none = str(tmp_path / "none.jsonl")
    found = engine.table(engine.read([*files, none]))
    read = found.filter(pyarrow.compute.is_valid(found["text"])).drop_columns(["warnings"])
    assert rows(read) == rows(crosswire.read(files)) and read.num_rows == 16
    assert {row["id"] for row in found.to_pylist() if row["text"] is None} == {files[0], none}
    told = engine.table(engine.crosswire.warnings(engine.read([*files, none]))).to_pylist()
    assert len(told) == 3 and all(row["skipped"] for row in told)


def test_wrong_columns(engine: Engine) -> None:
    frame = engine.frame([pyarrow.table({"id": ["a"], "body": ["The ferry is aground."]})])
    with pytest.raises(crosswire.Error, match="no column text or html\n  try: name one of its columns so: id, body"):
        engine.crosswire.extract(frame)
    frame = engine.frame([pyarrow.table({"id": ["a"], "text": ["The ferry is aground."]})])
    with pytest.raises(crosswire.Error, match="no column story\n  try: name another with by=: id, text"):
        engine.crosswire.ledgers(frame)


def test_html_and_days(engine: Engine) -> None:
    page = "<p>The ferry Maren is aground off Halvik, harbour master Runa Askvik said.</p>" * 20
    table = pyarrow.table({"html": [page, page], "other": [[1], [2]], "id": ["a", "b"], "text": pyarrow.nulls(2, pyarrow.string())})
    days = table.append_column("published", pyarrow.array([19000, None], pyarrow.date32()))
    found = engine.rows(engine.crosswire.statements(engine.frame([days])))
    assert found == rows(crosswire.statements(days.drop_columns(["other"]))) and found


def test_parquet_is_read_by_duckdb(engine: Engine, articles: pyarrow.Table, statements: list[str], tmp_path: Path) -> None:
    made: Any = engine.crosswire.extract(engine.frame(parts(articles, 2)))
    place = str(tmp_path / "found")
    made.write.parquet(place) if hasattr(made, "write") else made.write_parquet(place)
    [counted] = duckdb.sql(f"select sum(len(statements)) from '{place}/*.parquet'").fetchall()
    assert counted == (len(statements),)
