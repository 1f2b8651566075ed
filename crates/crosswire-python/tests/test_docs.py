"""What the guides show runs as it stands: the README's example with nothing but the wheel, the guide, the notebook."""

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import nbclient
import nbformat
import pytest
from conftest import ROOT

#: The wheel that is tried.
WHEEL = os.environ.get("CROSSWIRE_WHEEL", "")


def blocks(guide: str) -> list[str]:
    """The examples of a guide."""
    return re.findall(r"^```python\n(.*?)^```$", (ROOT / guide).read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the example in it, to which examples write."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


@pytest.mark.skipif(not WHEEL, reason="CROSSWIRE_WHEEL names no wheel")
def test_the_readme_runs_where_there_is_only_the_wheel(place: Path) -> None:
    home = place / "env"
    venv.create(home, with_pip=False)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index"]
    subprocess.run([*pip, WHEEL], check=True)
    [example] = blocks("README.md")
    told = subprocess.run([python, "-c", example], cwd=place, check=True, capture_output=True, text=True).stdout
    assert "Runa Askvik" in told and (place / "ferry.html").read_text().startswith("<!DOCTYPE html>")


def test_the_guide_runs(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    examples = blocks("docs/python.md")
    assert len(examples) >= 8
    # Each goes on from what the ones before it made.
    names: dict[str, object] = {"__name__": "guide"}
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), names)


def test_the_notebook_runs(place: Path) -> None:
    notebook = nbformat.read(ROOT / "examples" / "ferry.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    client = nbclient.NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": place}}
    )
    client.execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("On whose word" in output.get("data", {}).get("text/html", "") for output in shown)
