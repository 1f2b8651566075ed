"""Streams: statements, stories and annotations, the same as the command's."""

import json
from pathlib import Path

import pyarrow
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


def test_threads_change_nothing() -> None:
    for function in (crosswire.statements, crosswire.stories):
        one, four = function(FERRY, threads=1), function(FERRY, threads=4)
        assert one == four or one.rows() == four.rows()
