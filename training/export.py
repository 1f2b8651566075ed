"""Writes the model file that is built into the program; crates/crosswire-lang/src/file.rs tells its form.

  python export.py VECTORS.npz GAZETTEER.tsv MODEL.pt SENTENCES.npz TOKENS.bin LEMMAS.bin OUT.bin

Weights become 8-bit numbers, each row with a scale of its own. The normalisation before a layer is folded into it.
"""

import argparse
import struct

import numpy as np
import torch

import student
import treebank as tb


def quantised(w):
    """Rows of 8-bit numbers and their scales. Of several scales the one that loses least is taken."""
    w = np.asarray(w, dtype=np.float32)
    most = np.abs(w).max(1).clip(1e-8)
    best, error = None, None
    for share in (1.0, 0.95, 0.9, 0.85, 0.8, 0.7):
        scale = most * share / 127
        q = np.clip(np.rint(w / scale[:, None]), -127, 127)
        e = ((q * scale[:, None] - w) ** 2).sum(1)
        if best is None:
            best, scales, error = q, scale, e
        else:
            better = e < error
            best[better], scales[better], error[better] = q[better], scale[better], e[better]
    return best.astype(np.int8), scales.astype("<f4")


def linear(layer, gain=None, shift=None, by=1.0):
    w, b = layer.weight.detach().numpy() * by, layer.bias.detach().numpy() * by
    if gain is not None:
        b = b + w @ shift.detach().numpy()
        w = w * gain.detach().numpy()[None]
    q, scales = quantised(w)
    return struct.pack("<II", *w.shape) + scales.tobytes() + b.astype("<f4").tobytes() + q.tobytes()


def table(w):
    q, scales = quantised(w)
    return struct.pack("<II", *q.shape) + scales.tobytes() + q.tobytes()


def strings(words):
    """A sorted list."""
    data = [w.encode() for w in words]
    assert data == sorted(data)
    ends = np.cumsum([len(d) for d in data]).astype("<u4")
    return struct.pack("<I", len(data)) + ends.tobytes() + b"".join(data)


def sections(vectors, gazetteer, model, sentences):
    words = vectors["words"].item().split("\n")
    order = sorted(range(len(words)), key=lambda i: words[i].encode())
    out = {"words": strings([words[i] for i in order])}
    w = model.forms.word.weight.detach().numpy()
    out["word vectors"] = table(np.concatenate([w[:1], w[1:][order]]))
    s = sentences["rows"]
    # A word that is not known says nothing of what a sentence is about.
    out["sentence vectors"] = table(np.concatenate([0 * s[:1], s[1:][order]]))
    out["affixes"] = table(model.forms.affix.weight.detach().numpy())
    names = sorted(gazetteer.bits, key=str.encode)
    out["gazetteer"] = strings(names) + np.array([gazetteer.bits[n] for n in names], dtype="<u2").tobytes()
    out["form 1"] = linear(model.forms.one)
    out["form 2"] = linear(model.forms.two)
    spaced = model.spaced.weight.detach().numpy().astype("<f4")
    out["layers"] = struct.pack("<II", len(model.layers), student.CELLS) + spaced.tobytes()
    for i, layer in enumerate(model.layers):
        out[f"layer {i}"] = linear(layer.linear, layer.norm.weight, layer.norm.bias)
    after = (model.norm.weight, model.norm.bias)
    out["tags"] = linear(model.tags, *after)
    out["dependent"], out["head"] = linear(model.dep, *after), linear(model.head, *after)
    # The scale of arcs' scores is folded in, too.
    out["arc"], out["relation"] = linear(model.arc, by=student.ARC**-0.5), linear(model.rel)
    out["root"] = model.root.detach().numpy().astype("<f4").tobytes()
    return out


def write(sections, path):
    head = b"crosswire-lang 1\n".ljust(32, b"\0") + struct.pack("<I", len(sections))
    at = len(head) + 32 * len(sections)
    body = b""
    for name, data in sections.items():
        place = -(-(at + len(body)) // 64) * 64
        body += b"\0" * (place - at - len(body)) + data
        head += name.encode().ljust(24, b"\0") + struct.pack("<II", place, len(data))
    with open(path, "wb") as file:
        file.write(head + body)
    for name, data in sections.items():
        print(f"{len(data):>10,} {name}")
    print(f"{len(head) + len(body):>10,} in all")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("vectors", "gazetteer", "model", "sentences", "tokens", "lemmas", "out"):
        parser.add_argument(name)
    args = parser.parse_args()
    vectors = np.load(args.vectors)
    model = student.Student(None, len(vectors["words"].item().split("\n")))
    model.load_state_dict(torch.load(args.model))
    model.eval()
    parts = sections(vectors, student.Gazetteer(args.gazetteer), model, np.load(args.sentences))
    parts["tokens"], parts["lemmas"] = open(args.tokens, "rb").read(), open(args.lemmas, "rb").read()
    write(parts, args.out)


if __name__ == "__main__":
    main()
