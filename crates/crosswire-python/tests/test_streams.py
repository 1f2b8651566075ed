"""Streams: statements, stories and annotations, the same as the command's."""

import datetime
import importlib
import json
from pathlib import Path

import pyarrow
import pytest
from conftest import FERRY, RECORDS
from test_ledger import command, needs_command

import crosswire


@needs_command
def test_stories_are_those_of_the_command(lines: Path) -> None:
    for articles in (lines, FERRY):
        written = [json.loads(line) for line in command("stories", articles).splitlines()]
        assert crosswire.stories(articles) == written
    assert [len(story["articles"]) for story in crosswire.stories(RECORDS)] == [1, 2]
    [story] = crosswire.stories(RECORDS, least=2, window=7)
    assert story["from"] == "2031-03-04" and {article["id"] for article in story["articles"]} == {"post", "times"}


@needs_command
def test_annotations_are_those_of_the_command(lines: Path) -> None:
    written = command("annotate", lines, "--format", "json").splitlines()
    assert list(crosswire.annotate(lines)) == [json.loads(line) for line in written]
    assert list(crosswire.annotate(RECORDS)) == [json.loads(line) for line in written]
    assert "".join(crosswire.annotate(lines, format="conllu")).encode() == command("annotate", lines)


def test_statements_are_those_of_each_article_alone() -> None:
    table = crosswire.statements(RECORDS)
    assert table.columns[0] == "id"
    alone = [(r["id"], row) for r in RECORDS for row in crosswire.brief(r).statements.rows()]
    assert [(row.pop("id"), row) for row in table.rows()] == alone
    assert [row["source_name"] for _, row in alone] == ["Runa Askvik", "Runa Askvik", "Officials", "Ida Brandt"]
    assert pyarrow.table(table).num_rows == len(table) == 4


def test_figures_are_those_of_each_article_alone() -> None:
    table = crosswire.figures(RECORDS)
    alone = [(r["id"], row) for r in RECORDS for row in crosswire.brief(r).figures.rows()]
    assert [(row.pop("id"), row) for row in table.rows()] == alone
    assert [row["value"] for _, row in alone] == [84, 70]


def test_copies_do_not_depend_on_the_order() -> None:
    text = " ".join(f"In berth {n} lay a ferry that nobody had moved since May." for n in range(20))
    articles = [{"id": "b", "text": text}, {"id": "a", "text": f"Corrected. {text}"}, *RECORDS, {"id": "c", "text": "Short."}]
    [pair] = crosswire.copies(articles).rows()
    assert (pair["a"], pair["b"]) == ("a", "b") and 0.9 < pair["similarity"] <= 1
    assert crosswire.copies(articles[::-1]).rows() == [pair]


def test_what_is_read_can_be_given_again() -> None:
    table = crosswire.read(FERRY)
    assert table.columns == ["id", "url", "title", "outlet", "author", "published", "as_of", "text"]
    times = table.rows()[0]
    assert times["outlet"] == "The Ardal Times" and times["published"] == datetime.date(2031, 3, 4)
    assert times["text"].strip().startswith("About 70 people were rescued")
    given = [row["text"] for row in crosswire.statements(FERRY).rows()]
    assert [row["text"] for row in crosswire.statements(table).rows()] == given
    assert crosswire.read(table).rows() == table.rows()


def test_an_engine_that_is_not_installed_is_named() -> None:
    for engine in ("spark", "daft"):
        with pytest.raises(ImportError, match=rf"try: pip install 'crosswire\[{engine}\]'"):
            importlib.import_module(f"crosswire.{engine}")


def test_threads_change_nothing() -> None:
    for function in (crosswire.statements, crosswire.figures, crosswire.copies, crosswire.stories):
        one, four = function(FERRY, threads=1), function(FERRY, threads=4)
        assert one == four or one.rows() == four.rows()
