"""What the guide shows runs as it stands, and so do the example jobs."""

import re
import runpy
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Engine

import crosswire

pytestmark = pytest.mark.filterwarnings("ignore::crosswire.ArticleWarning")


def test_the_guide_runs(spark: Engine, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guide = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```$", guide, re.M | re.S)
    assert len(examples) >= 5
    # Each goes on from what the ones before it made.
    names: dict[str, object] = {"__name__": "guide"}
    for example in examples:
        exec(compile(example, "docs/engines.md", "exec"), names)
    told = capsys.readouterr().out
    assert "Runa Askvik" in told and "no-such-file.jsonl" in told and "45 statements" in told
    assert (place / "made" / "daft").is_dir()


@pytest.mark.parametrize("job", ["spark_job", "daft_job"])
def test_a_job_runs(
    request: pytest.FixtureRequest,
    job: str,
    files: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    request.getfixturevalue("spark" if job == "spark_job" else "embedded_daft")
    place = tmp_path / "made"
    monkeypatch.setattr(sys, "argv", [job, *files, "--to", str(place)])
    runpy.run_path(str(ROOT / "examples" / f"{job}.py"), run_name="__main__")
    assert "statements" in capsys.readouterr().out
    articles = crosswire.read(files)
    for noun, rows in [
        ("articles", len(articles) + 1),
        ("statements", len(crosswire.statements(articles))),
        ("figures", len(crosswire.figures(articles))),
        ("copies", len(crosswire.copies(articles))),
        ("ledgers", len(crosswire.stories(articles, least=2))),
        ("warnings", 2),
    ]:
        found = duckdb.sql(f"select count(*) from '{place}/{noun}/*.parquet'").fetchall()
        assert found == [(rows,)] and (rows or noun == "ledgers"), noun
