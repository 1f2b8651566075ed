"""Reads CoNLL-U treebanks into numbered words, and the lists of labels that the program is built with.

The lists lie in crates/crosswire-lang/data; a label's number is its place in its list.
"""

import gzip
import os
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("CROSSWIRE_SHARED", HERE.parent.parent / "shared"))
TREEBANKS = SHARED / "bench" / "treebanks"
DATA = HERE.parent / "crates" / "crosswire-lang" / "data"

# The genres of GUM whose texts and annotations are both openly licensed (LICENSE.txt of amir-zeldes/gum).
OPEN_GENRES = {"academic", "bio", "court", "interview", "news", "voyage"}

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()


def labels(name):
    """The list `name` of the program, in its order."""
    lines = (DATA / name).read_text(encoding="utf8").split("\n")
    return [line for line in lines if line and not line.startswith("# ")]


XPOS, RELATIONS, FEATURES = labels("xpos.txt"), labels("relations.txt"), labels("features.txt")
NAME_KINDS = ["PER", "ORG", "LOC", "NORP"]
# BIOES: 0 is outside; kind k has 1 + 4k … 4 + 4k for B, I, E, S.
NAME_TAGS = 1 + 4 * len(NAME_KINDS)

IGNORE = -100  # PyTorch's mark for "no label here"


@dataclass
class Sentence:
    id: str
    text: str
    words: list = field(default_factory=list)  # forms
    fused: list = field(default_factory=list)  # whether a word continues the token before it
    upos: list = field(default_factory=list)
    xpos: list = field(default_factory=list)
    feats: list = field(default_factory=list)
    lemmas: list = field(default_factory=list)
    heads: list = field(default_factory=list)  # index in the sentence, -1 for the root
    rels: list = field(default_factory=list)
    names: list = field(default_factory=list)  # numbers of NAME_TAGS, or IGNORE
    new_paragraph: bool = False
    new_document: bool = False


def _number(table, label):
    return table.get(label, IGNORE)


_U, _X, _F, _R = ({n: i for i, n in enumerate(names)} for names in (UPOS, XPOS, FEATURES, RELATIONS))


def read(path, genres=None):
    """The sentences of a treebank; of GUM, those whose documents are of `genres`."""
    sentences, here, keep = [], None, True
    new_doc = new_par = True
    fused_until = fused_from = 0
    with gzip.open(path, "rt", encoding="utf8") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                keep = genres is None or line[14:].split("_")[1] in genres
                new_doc = new_par = True
            elif line.startswith("# newpar"):
                new_par = True
            elif line.startswith("# sent_id = "):
                here = Sentence(line[12:], "", new_paragraph=new_par, new_document=new_doc)
                new_doc = new_par = False
                fused_until = 0
            elif line.startswith("# text = "):
                here.text = line[9:]
            elif not line:
                if here and here.words and keep:
                    sentences.append(here)
                here = None
            elif line[0] != "#":
                c = line.split("\t")
                if "-" in c[0]:
                    a, b = c[0].split("-")
                    fused_from, fused_until = int(a), int(b)
                elif "." not in c[0]:
                    n = int(c[0])
                    here.words.append(c[1])
                    here.fused.append(fused_from < n <= fused_until)
                    here.lemmas.append(c[2])
                    here.upos.append(_number(_U, c[3]))
                    here.xpos.append(_number(_X, c[4]))
                    here.feats.append(_number(_F, c[5]))
                    here.heads.append(int(c[6]) - 1)
                    here.rels.append(_number(_R, c[7]) if c[7] in _R else _number(_R, c[7].split(":")[0]))
                    here.names.append(IGNORE)
    return sentences


def name_tags(length, names, ignore=()):
    """BIOES numbers of `names` = [(first, end, kind)], with the words of `ignore` left open."""
    tags = [0] * length
    for first, end in ignore:
        tags[first:end] = [IGNORE] * (min(end, length) - first)
    for first, end, kind in names:
        base = 1 + 4 * NAME_KINDS.index(kind)
        if end - first == 1:
            tags[first] = base + 3
        else:
            tags[first], tags[end - 1] = base, base + 2
            for k in range(first + 1, end - 1):
                tags[k] = base + 1
    return tags


def paragraphs(sentences, longest):
    """Lists of consecutive sentences of one paragraph, cut between sentences where it has over `longest` words."""
    out, here, n = [], [], 0
    for s in sentences:
        if here and (s.new_paragraph or n + len(s.words) > longest):
            out.append(here)
            here, n = [], 0
        here.append(s)
        n += len(s.words)
    if here:
        out.append(here)
    return out


def train():
    return read(TREEBANKS / "ewt-train.conllu.gz") + read(TREEBANKS / "gum-train.conllu.gz", OPEN_GENRES)


def shape(word):
    """What a word looks like: 0 small letters, 1 Capital first, 2 ALL CAPITALS, 3 mixed, 4 with digits, 5 digits only, 6 marks,
    7 one capital."""
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdigit() for c in word)
    if not letters:
        return 5 if digits else 6
    if digits:
        return 4
    if all(c.islower() or not c.isupper() for c in letters):
        return 0
    if len(letters) == 1:
        return 7
    if all(c.isupper() for c in letters):
        return 2
    if word[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 1
    return 3
