"""A teacher of names: the teacher of syntax, fine-tuned on the names that names.py found, labels the open text anew.

  python names_teacher.py train TEACHER.pt VECTORS.npz GAZETTEER.tsv SILVER NAMES OUT.pt [--epochs N]
  python names_teacher.py label MODEL.pt SILVER OUT [--parts N]

What a rule or a small model says of a name, MiniLM weighs against what it knows of the word from its own training.
`label` writes, for each part of SILVER, the two best tags of each word with their probabilities.
"""

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import student
import teacher
import treebank as tb


def score(model, sentences, pieces, bias=0.0):
    """Precision, recall and F1 on sentences whose names are known; peoples are not counted."""
    model.eval()
    hit = got_all = want_all = 0
    with torch.no_grad():
        for group in teacher.batches(sentences, 2500, lambda s: len(s.words)):
            b = teacher.collate([sentences[i].words for i in group], pieces)
            s = model.names(model.words(b))
            s[..., 0] += bias
            for row, i in enumerate(group):
                gold = sentences[i].names
                if tb.IGNORE in gold:
                    continue
                want = {x for x in student.spans(gold) if x[2] < 3}
                got = {x for x in student.spans(s[row, : len(gold)].argmax(-1).tolist()) if x[2] < 3}
                hit, got_all, want_all = hit + len(want & got), got_all + len(got), want_all + len(want)
    model.train()
    return [round(100 * x, 2) for x in (hit / max(1, got_all), hit / want_all, 2 * hit / (got_all + want_all))]


def train(args):
    torch.manual_seed(2)
    rng = random.Random(2)
    vectors, forms = student.open_all(args)
    corpus = student.Corpus(forms)
    corpus.add_treebank(tb.train(), 160)
    gold = len(corpus.parts[0]["length"])
    for path in sorted(Path(args.silver).glob("part-???.npz"))[:6]:
        corpus.add_silver(path)
    corpus.finish()
    corpus.load_names(Path(args.names))
    names_of = {i: f for f, i in forms.ids.items()}
    dev = tb.read(tb.TREEBANKS / "ewt-dev.conllu.gz")
    student.uner(dev)
    pieces, model = teacher.Pieces(), teacher.Teacher()
    model.load_state_dict(torch.load(args.teacher))
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": 1.2e-4}, {"params": model.names.parameters(), "lr": 2e-3}], weight_decay=0.01, fused=True)
    length = lambda i: int(corpus.length[i])
    steps_all, step, began = None, 0, time.time()
    for epoch in range(args.epochs):
        # Of the open text a third as much as of the treebanks, other paragraphs each time.
        silver = rng.sample(range(gold, len(corpus.length)), gold)
        mine = list(range(gold))
        budget, take = sum(length(i) for i in mine) / 3, []
        for i in silver:
            if budget < 0:
                break
            take.append(i); budget -= length(i)
        items = mine + take
        groups = teacher.batches(items, args.batch, length, rng)
        steps_all = steps_all or len(groups) * args.epochs
        total = 0.0
        for n, group in enumerate(groups):
            group = [items[g] for g in group]
            rows = [slice(corpus.begin[i], corpus.begin[i] + corpus.length[i]) for i in group]
            b = teacher.collate([[names_of[f] for f in corpus.form[r]] for r in rows], pieces)
            target = torch.full((len(group), b["words"]), tb.IGNORE)
            for k, r in enumerate(rows):
                t = corpus.names[r, 0].astype(np.int64)
                t[corpus.names_p[r, 0] == 0] = tb.IGNORE
                target[k, : len(t)] = torch.tensor(t)
            loss = F.cross_entropy(model.names(model.words(b)).flatten(0, 1), target.flatten(), label_smoothing=0.05)
            for g, peak in zip(optimiser.param_groups, (1.2e-4, 2e-3)):
                g["lr"] = peak * min(1, (step + 1) / 60) * max(0.02, 1 - step / steps_all)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            step += 1
            total += loss.item()
            if step % 100 == 0:
                print(f"step {step}/{steps_all} {time.time() - began:.0f}s loss {total / (n + 1):.4f}", flush=True)
                if step % 200 == 0:
                    print("  UNER dev", [score(model, dev, pieces, bias) for bias in (0.0, 0.5, 1.0)], flush=True)
        torch.save(model.state_dict(), args.out)
        print("epoch", epoch + 1, f"{time.time() - began:.0f}s UNER dev", [score(model, dev, pieces, b) for b in (0.0, 0.5, 1.0)], flush=True)


def label(args):
    pieces, model = teacher.Pieces(), teacher.Teacher()
    model.load_state_dict(torch.load(args.model))
    model.eval()
    Path(args.out).mkdir(parents=True, exist_ok=True)
    began = time.time()
    for path in sorted(Path(args.silver).glob("part-???.npz"))[: args.parts]:
        f = np.load(path)
        forms, ends = f["forms"].item().split("\n"), np.cumsum(f["length"])
        items = [forms[e - n : e] for e, n in zip(ends, f["length"])]
        out = [None] * len(items)
        with torch.no_grad():
            for group in teacher.batches(items, 2500, len):
                p, i = model.names(model.words(teacher.collate([items[g] for g in group], pieces))).softmax(-1).topk(2, -1)
                for row, g in enumerate(group):
                    out[g] = (i[row, : len(items[g])].byte().numpy(), p[row, : len(items[g])].half().numpy())
        np.savez(Path(args.out) / path.name, names=np.concatenate([o[0] for o in out]), names_p=np.concatenate([o[1] for o in out]))
        print(path.name, f"{time.time() - began:.0f}s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(required=True)
    t = sub.add_parser("train")
    for name in ("teacher", "vectors", "gazetteer", "silver", "names", "out"):
        t.add_argument(name)
    t.add_argument("--epochs", type=int, default=2)
    t.add_argument("--batch", type=int, default=900)
    t.set_defaults(run=train)
    t = sub.add_parser("label")
    for name in ("model", "silver", "out"):
        t.add_argument(name)
    t.add_argument("--parts", type=int, default=100)
    t.set_defaults(run=label)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
