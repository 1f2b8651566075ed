#!/usr/bin/env python3
"""How fast quantulum3 and dateparser read texts: `cargo xtask bench numbers --python PYTHON` runs this.

  numbers_speed.py                                       say by the exit status whether both can be imported
  numbers_speed.py TEXTS.jsonl OUT.json SECONDS          read the "text" of each line, and write what it took
  numbers_speed.py TEXTS.jsonl OUT.json SECONDS N M      the same of the first N and M texts, however long it takes

Each reads text after text until SECONDS are over. Texts on which it raises are named in OUT.json, and their time is left out.
"""
import json
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path

# quantulum3 says in each process that it runs without its classifier.
warnings.filterwarnings("ignore")

from dateparser.search import search_dates  # noqa: E402
from quantulum3 import parser  # noqa: E402

READERS = {
    "quantulum3": parser.parse,
    "dateparser": lambda text: search_dates(text, languages=["en"]),
}


def read(name, texts, seconds, most):
    """Reads the first texts; none of `most` is any number of them."""
    reader = READERS[name]
    # What is set up with the first text is no part of the speed.
    reader("On 5 March 2031 some 12 mm of rain fell on Port Halvik.")
    taken, found, looked_at, failed = 0.0, 0, 0, []
    begin = time.perf_counter()
    for n, text in enumerate(texts[:most]):
        start = time.perf_counter()
        try:
            found += len(reader(text) or [])
            taken += time.perf_counter() - start
        except Exception:
            failed.append(n)
        looked_at = n + 1
        if most is None and time.perf_counter() - begin > seconds:
            break
    return {
        "version": version(name),
        "texts": looked_at,
        "failed": failed,
        "found": found,
        "seconds": taken,
    }


def main():
    if len(sys.argv) < 4:
        return
    texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf8")]
    most = [int(n) for n in sys.argv[4:]] or [None, None]
    figures = {name: read(name, texts, float(sys.argv[3]), n) for name, n in zip(READERS, most)}
    Path(sys.argv[2]).write_text(json.dumps(figures), encoding="utf8")


if __name__ == "__main__":
    main()
