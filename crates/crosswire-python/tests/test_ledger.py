"""A ledger: the same as the command's, as tables, as files, in a notebook."""

import ast
import csv
import datetime
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest
from conftest import FERRY, ROOT

import crosswire

#: The command that was built beside the wheel.
COMMAND = os.environ.get("CROSSWIRE_COMMAND", "")
needs_command = pytest.mark.skipif(not COMMAND, reason="CROSSWIRE_COMMAND names no command")


def command(*args: str | Path, stdin: bytes = b"") -> bytes:
    done = subprocess.run([COMMAND, *args], cwd=ROOT, input=stdin, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_command
def test_the_bytes_are_those_of_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    ledger = crosswire.brief("examples/ferry", threads=1)
    assert ledger.to_json().encode() == command("brief", "examples/ferry", "--format", "json")
    assert ledger.to_json(texts=True).encode() == command("brief", "examples/ferry", "--texts", "--format", "json")
    ledger.page(tmp_path / "x.html", profile="airwars")
    page = command("brief", "examples/ferry", "--format", "html", "--profile", "airwars")
    assert (tmp_path / "x.html").read_bytes() == page
    for ending, form in [("md", "md"), ("csv", "csv"), ("xlsx", "xlsx")]:
        ledger.write(tmp_path / f"x.{ending}")
        assert (tmp_path / f"x.{ending}").read_bytes() == command("brief", "examples/ferry", "--format", form)


@needs_command
def test_options_are_those_of_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    frames = tmp_path / "frames.txt"
    frames.write_text("frame grounding\n  does: founder\n")
    ledger = crosswire.brief(
        ["examples/ferry/halvik-post.html", Path("examples/ferry/ardal-times.txt")],
        outlet="The Post",
        published=datetime.date(2031, 3, 6),
        frames=frames,
        hide_private=True,
    )
    files = ["examples/ferry/ardal-times.txt", "examples/ferry/halvik-post.html"]
    options = ["--outlet", "The Post", "--published", "2031-03-06", "--frames", frames, "--hide-private"]
    assert ledger.to_json().encode() == command("brief", *files, *options, "--format", "json")


@needs_command
def test_tables_are_those_of_the_command(ledger: crosswire.Ledger, tmp_path: Path) -> None:
    command("brief", FERRY, "--format", "csv", "-o", tmp_path / "tables")
    tables = ledger.tables()
    assert {file.stem for file in (tmp_path / "tables").iterdir()} == set(tables)
    for name, table in tables.items():
        with (tmp_path / "tables" / f"{name}.csv").open(newline="") as file:
            written = list(csv.DictReader(file))
        assert written or not len(table), name
        if written:
            assert list(written[0]) == table.columns
        assert [{key: cell(value) for key, value in row.items()} for row in table.rows()] == [
            {key: number(value) for key, value in row.items()} for row in written
        ]


def cell(value: Any) -> Any:
    """A value as a cell of CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return float(value) if isinstance(value, (int, float)) else number(str(value))


def number(text: str) -> float | str:
    try:
        return float(text.removeprefix("'"))
    except ValueError:
        return text.removeprefix("'")


def test_columns_have_the_types_of_the_codebook(ledger: crosswire.Ledger) -> None:
    kinds = {(row["table"], row["column"]): row["type"] for row in ledger.codebook.rows()}
    expect = {
        "text": {"large_string"},
        "word": {"large_string"},
        "number": {"int64", "double"},
        "true or false": {"bool"},
        "day": {"date32[day]"},
    }
    for name, table in ledger.tables().items():
        for field in pyarrow.table(table).schema:
            kind = kinds.get((name, field.name), "text")
            # A key is an id, or a number within another.
            types = expect.get(kind, {"large_string", "int64"})
            assert str(field.type) in types, (name, field, kind)


def test_pandas_polars_pyarrow_and_duckdb_read_tables(ledger: crosswire.Ledger) -> None:
    claims = ledger.claims
    assert len(claims) == 54
    for frame in (
        pandas.DataFrame.from_arrow(claims),
        polars.DataFrame(claims).to_pandas(),
        pyarrow.table(claims).to_pandas(),
        duckdb.sql("select * from claims").df(),
    ):
        assert list(frame.columns) == claims.columns
        assert frame["claim"].tolist() == [row["claim"] for row in claims.rows()]
        assert frame["disputed"].sum() == sum(row["disputed"] for row in claims.rows()) > 0
        assert frame["passages"].sum() == sum(row["passages"] for row in claims.rows())


def test_rows_are_handed_over_without_a_copy(ledger: crosswire.Ledger) -> None:
    once, twice = (pyarrow.table(ledger_table) for ledger_table in [ledger.claims] * 2)
    table = ledger.claims
    addresses = [pyarrow.table(table)["text"].chunk(0).buffers()[2].address for _ in range(2)]
    assert addresses[0] == addresses[1]
    assert once.equals(twice)


def test_a_table_without_rows_has_its_types(ledger: crosswire.Ledger) -> None:
    decisions = pyarrow.table(ledger.decisions)
    assert decisions.num_rows == 0 and str(decisions.schema.field("state").type) == "large_string"
    assert ledger.articles.rows()[0]["published"] == datetime.date(2031, 3, 4)


def test_a_notebook_sees_headline_disputes_and_sources(ledger: crosswire.Ledger) -> None:
    shown = ledger._repr_html_()
    for words in [ledger.title, "In dispute", "84 passengers", "On whose word", "Runa Askvik", "Skerri"]:
        assert words in shown
    assert "<script" not in shown and "<style" not in shown
    assert repr(ledger) == f'<crosswire.Ledger "{ledger.title}": 5 articles, 54 claims, 4 disputes>'
    assert str(ledger).startswith(ledger.title)


def test_a_title_is_no_markup() -> None:
    text = "The ferry is aground, Runa Askvik said."
    ledger = crosswire.brief({"title": "<b>Aground</b> & <script>alert(1)</script>", "text": text})
    assert "<script" not in ledger._repr_html_() and "&lt;script&gt;" in ledger._repr_html_()


def test_the_stub_names_what_there_is(ledger: crosswire.Ledger) -> None:
    stub = ast.parse((Path(crosswire.__file__).parent / "_native.pyi").read_text())
    classes = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}
    for name, kind in [("Ledger", ledger), ("Table", ledger.claims)]:
        told = {node.name for node in classes[name].body if isinstance(node, ast.FunctionDef)}
        there = {name for name in dir(kind) if not name.startswith("_")}
        assert {name for name in told if not name.startswith("_")} == there
    assert set(ledger.tables()) <= set(dir(ledger))
    for name, table in ledger.tables().items():
        assert getattr(ledger, name).rows() == table.rows()
    assert json.loads(ledger.to_json()) == ledger.to_dict()
    with pytest.raises(AttributeError, match="a ledger has no weather"):
        getattr(ledger, "weather")
