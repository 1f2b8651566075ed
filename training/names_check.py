"""Checks that the program finds the names that the network of names_net.py finds, word by word of the same texts.

  python names_check.py MODEL.bin POOLS.json CROSSWIRE [NAMES.iob2.gz]

MODEL.bin is the file that CROSSWIRE was built with. Each sentence is annotated by the program on its own; its words,
sentences and names are compared with what this network, in the 8-bit numbers of the file, makes of the same words.
Prints how many names both find, and every one that only one of them does: those that the program's name-heads.txt changes
are among them.
"""

import argparse
import json
import struct
import subprocess

import numpy as np
import torch

import names_net as nn_
import treebank as tb
from names_data import iob
from student import spans

KINDS = ["PER", "ORG", "LOC", "NORP"]


def of_file(file, below):
    """The network as it ships, and the row of each word's own vector."""
    layers, cells = struct.unpack_from("<II", file["names layers"])
    net = nn_.NamesNet(len(file.table("names own")) - 1, below, cells, layers, 0).eval()
    net.spaced.weight.data = torch.tensor(np.frombuffer(file["names layers"], "<f4", 2 * cells, 8).reshape(2, cells).copy())
    put = lambda layer, name: (setattr(layer.weight, "data", file.linear(name)[0]), setattr(layer.bias, "data", file.linear(name)[1]))
    put(net.one, "names form 1"), put(net.two, "names form 2"), put(net.below, "names below")
    net.own.weight.data, net.grams.weight.data[:-1] = file.table("names own"), file.table("names letters")
    # What stands before a layer is folded into it.
    for i, layer in enumerate(net.layers):
        put(layer.linear, f"names layer {i}")
        layer.norm = torch.nn.LayerNorm(net.cells, elementwise_affine=False)
    put(net.tags, "names tags")
    net.norm = torch.nn.LayerNorm(net.cells, elementwise_affine=False)
    return net, torch.tensor(np.frombuffer(file["names words"], "<u2").astype(np.int64))


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("model", "pools", "program"):
        parser.add_argument(name)
    parser.add_argument("texts", nargs="?", default=tb.TREEBANKS / "uner-ewt-dev.iob2.gz")
    args = parser.parse_args()
    file = nn_.File(args.model)
    frozen = nn_.Frozen(file)
    net, own = of_file(file, frozen.cells)
    forms = nn_.Forms(frozen, json.load(open(args.pools, encoding="utf8")))
    lines = "".join(json.dumps({"id": sid, "text": text}) + "\n" for sid, text, _, _ in iob(args.texts))
    out = subprocess.run([args.program, "annotate", "--quiet", "--format", "json", "-"], input=lines, capture_output=True, text=True, check=True).stdout
    documents = [json.loads(line) for line in out.splitlines()]
    words = [[w["form"] for w in d["words"]] for d in documents]
    ids = [np.array([forms.number(w) for w in ws], np.int32) for ws in words]
    trainer = nn_.Trainer(frozen, forms, own)
    both = only = count = 0
    for document, form in zip(documents, ids):
        ws = document["words"]
        count += len(ws)
        if not ws:
            continue
        spaced = torch.tensor([int(i == 0 or w["start"] != ws[i - 1]["end"]) for i, w in enumerate(ws)])[None]
        scores = trainer.scores(net, torch.tensor(form)[None].long(), spaced, torch.ones(1, len(ws), dtype=torch.bool))[0].numpy()
        mine = set()
        for s in document["sentences"]:
            inside = [i for i, w in enumerate(ws) if s["start"] <= w["start"] < s["end"]]
            a = inside[0]
            for first, end, kind in spans(nn_.viterbi(scores[None, a : inside[-1] + 1])[0]):
                mine.add((ws[a + first]["start"], ws[a + end - 1]["end"], KINDS[kind]))
        theirs = {(e["start"], e["end"], e["type"]) for e in document["entities"] + document["groups"]}
        both, only = both + len(mine & theirs), only + len(mine ^ theirs)
        for name in sorted(mine ^ theirs):
            print(document["id"], name, "only " + ("here" if name in mine else "the program"))
    print(f"{len(documents)} texts, {count} words, {both} names by both, {only} by one")
    raise SystemExit(only > 0)


if __name__ == "__main__":
    main()
