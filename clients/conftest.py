"""What all tests share: the built command, the example, a story with a text that speaks to agents."""

import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
FERRY = ROOT / "examples" / "ferry"


@pytest.fixture(scope="session")
def crosswire() -> str:
    """The command that is tested."""
    return os.environ["CROSSWIRE"]


@pytest.fixture(scope="session")
def written(crosswire, tmp_path_factory):
    """Writes the example in a form and gives back the text; each form once."""
    made: dict[tuple[str, ...], str] = {}

    def write(form: str, *more: str) -> str:
        if (form, *more) not in made:
            command = [crosswire, "brief", str(FERRY), "--format", form, "--quiet", *more]
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
            made[form, *more] = done.stdout
        return made[form, *more]

    return write
