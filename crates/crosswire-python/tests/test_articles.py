"""What can be given: paths, dicts, and tables; and what is said of what cannot be read."""

import json
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest
from conftest import FERRY, RECORDS
from test_ledger import command, needs_command

import crosswire


@needs_command
def test_records_give_what_their_lines_give(lines: Path) -> None:
    piped = command("brief", "-", "--format", "json", stdin=lines.read_bytes())
    assert crosswire.brief(RECORDS).to_json().encode() == piped
    assert crosswire.brief(iter(reversed(RECORDS))).to_json().encode() == piped


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(pandas.DataFrame(RECORDS), id="pandas"),
        pytest.param(polars.DataFrame(RECORDS), id="polars"),
        pytest.param(pyarrow.Table.from_pylist(RECORDS), id="pyarrow"),
        pytest.param(
            pyarrow.Table.from_pylist(RECORDS).set_column(
                1, "outlet", pyarrow.array([r["outlet"] for r in RECORDS]).dictionary_encode()
            ),
            id="dictionary",
        ),
    ],
)
def test_tables_give_what_records_give(table: Any) -> None:
    assert crosswire.brief(table).to_json() == crosswire.brief(RECORDS).to_json()


def test_a_query_and_days_can_be_given() -> None:
    found = crosswire.brief(duckdb.from_arrow(pyarrow.Table.from_pylist(RECORDS)))
    assert len(found.articles) == 3
    days = polars.DataFrame(RECORDS).with_columns(polars.col("published").str.to_date())
    assert crosswire.brief(days).to_json() == crosswire.brief(RECORDS).to_json()
    frame = pandas.DataFrame(RECORDS)
    frame["published"] = pandas.to_datetime(frame["published"])
    told = crosswire.brief(frame).articles.rows()
    assert [row["published"] for row in told] == [row["published"] for row in found.articles.rows()]


def test_paths_and_records_can_be_mixed() -> None:
    ledger = crosswire.brief([str(FERRY / "ardal-times.txt"), *RECORDS[:2]])
    assert len(ledger.articles) == 3


def test_what_is_left_out_is_told_with_its_reason(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"text": ')
    with pytest.warns(crosswire.ArticleWarning) as told:
        ledger = crosswire.brief([bad, FERRY])
    [warning] = [w.message for w in told if isinstance(w.message, crosswire.ArticleWarning)]
    assert warning.path == str(bad) and warning.skipped and "not valid JSON" in warning.reason
    assert told[0].filename == __file__
    assert ledger.skipped.rows() == [{"path": str(bad), "reason": warning.reason}]
    with warnings.catch_warnings(), pytest.raises(crosswire.ArticleWarning):
        warnings.simplefilter("error")
        crosswire.brief([bad, FERRY])


@pytest.mark.parametrize("function", [crosswire.brief, crosswire.statements, crosswire.figures, crosswire.copies, crosswire.stories, crosswire.read])
def test_nothing_read_is_an_error(function: Any, tmp_path: Path) -> None:
    with pytest.raises(crosswire.Error) as told:
        function(tmp_path / "no-such-file.txt")
    assert told.value.path == str(tmp_path / "no-such-file.txt")
    assert "no article could be read" in told.value.reason and "try: give files" in str(told.value)
    with pytest.raises(crosswire.Error):
        function([])


def test_errors_say_what_to_try(ledger: crosswire.Ledger, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="article 1 is of type int: articles are paths, dicts"):
        crosswire.brief([RECORDS[0], 7])
    with pytest.raises(TypeError, match="int given"):
        crosswire.brief(7)
    with pytest.raises(crosswire.Error, match=r"'the 4th' is no day|\"the 4th\" is no day"):
        crosswire.brief(RECORDS, published="the 4th")
    with pytest.raises(crosswire.Error, match="there is no profile \"x\"\n  try: one of airwars"):
        ledger.page(tmp_path / "x.html", profile="x")
    with pytest.raises(crosswire.Error, match="has the ending of no form\n  try: one of .*.xlsx"):
        ledger.write(tmp_path / "x.doc")
    with pytest.raises(FileNotFoundError, match="no-such-folder"):
        ledger.page(tmp_path / "no-such-folder" / "x.html")
    with pytest.raises(crosswire.Error) as told:
        crosswire.brief(FERRY, decisions=tmp_path / "none.jsonl")
    assert told.value.path == str(tmp_path / "none.jsonl") and told.value.hint
    with pytest.raises(crosswire.Error, match="cannot use the frames"):
        crosswire.brief(FERRY, frames=tmp_path / "none.txt")


@pytest.mark.parametrize(
    "record",
    [
        {"text": "half a pair \ud800 ends the text, Runa Askvik said."},
        {"text": "The ferry is aground.", "outlet": 7, "published": "yesterday"},
        {"text": "The ferry is aground.", "outlet": float("nan"), "tags": {"a": {1, 2}}},
        {"html": "<p>The ferry Maren is aground off Halvik.</p>" * 20},
    ],
)
def test_odd_records_do_no_harm(record: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(crosswire.brief(record).articles) == 1


def test_a_text_that_is_none_is_told_of() -> None:
    with pytest.warns(crosswire.ArticleWarning, match='its "text" is no text'):
        crosswire.brief([FERRY / "ardal-times.txt", {"text": 7}])
    with pytest.warns(crosswire.ArticleWarning, match='its "text" is no text'):
        crosswire.brief(pyarrow.table({"text": [["a"]], "html": [None]}).to_pylist() + RECORDS)


def test_other_threads_run_meanwhile() -> None:
    seen = 0
    done = threading.Event()

    def work() -> None:
        crosswire.brief([{"text": f"{r['text']} {n}", "id": str(n)} for n in range(40) for r in RECORDS])
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.wait(0.001):
        seen += 1
    thread.join()
    assert seen > 5


def test_interrupt_ends_the_wait() -> None:
    code = (
        "import crosswire, json, sys\n"
        "records = json.load(sys.stdin)\n"
        "print('begun', flush=True)\n"
        "crosswire.statements(records * 400)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdin and child.stdout and child.stderr
        child.stdin.write(json.dumps(RECORDS).encode())
        child.stdin.close()
        assert child.stdout.readline() == b"begun\n"
        time.sleep(0.3)
        begun = time.monotonic()
        child.send_signal(2)
        assert b"KeyboardInterrupt" in child.stderr.read() and time.monotonic() - begun < 5
