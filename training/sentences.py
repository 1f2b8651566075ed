"""Vectors of words whose weighted sum tells what a sentence is about, learned from MiniLM's vectors of whole sentences.

  python sentences.py VECTORS.npz SILVER TOKENS.bin ARTICLES.jsonl.gz OUT.npz [--sentences N]

A word begins with MiniLM's vector of the word alone, brought down to 128 numbers by principal components (as in Model2Vec),
and is then trained so that the sum over a sentence's words points where MiniLM's vector of the sentence points. Measured
on articles that were not trained on: how well cosines agree, and how often a headline finds its own first paragraph among
those of 1,000 articles.
"""

import argparse
import gzip
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import teacher
from vectors import key

WIDTH = 128


def minilm(encoder, items, pieces):
    """MiniLM's vectors of lists of words: the mean over word pieces, its length one."""
    out = torch.zeros(len(items), teacher.WIDTH)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for group in teacher.batches(items, 3000, len):
            b = teacher.collate([items[i] for i in group], pieces)
            h = encoder(b["pieces"], torch.zeros_like(b["shapes"]), b["mask"]).float()
            inside = (b["mask"][:, 0, 0] == 0).float().unsqueeze(-1)
            out[group] = F.normalize((h * inside).sum(1) / inside.sum(1), dim=-1)
    return out


def bags(items, ids):
    """Numbers of the words of all items in one row, and where each item begins."""
    flat = [ids.get(key(w), 0) for words in items for w in words]
    begin = np.cumsum([0] + [len(w) for w in items[:-1]])
    return torch.tensor(flat), torch.tensor(begin)


class Static(torch.nn.Module):
    def __init__(self, vectors, weights):
        super().__init__()
        self.vectors = torch.nn.Parameter(vectors)
        self.weights = torch.nn.Parameter(weights)

    def rows(self):
        return self.vectors * F.softplus(self.weights).unsqueeze(-1)

    def forward(self, flat, begin):
        return F.normalize(F.embedding_bag(flat, self.rows(), begin, mode="sum"), dim=-1)


def rank(x):
    return np.argsort(np.argsort(x))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("vectors", "silver", "tokens", "articles", "out"):
        parser.add_argument(name)
    parser.add_argument("--sentences", type=int, default=60_000)
    args = parser.parse_args()
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    began = time.time()
    say = lambda *a: print(f"{time.time() - began:5.0f}s", *a, flush=True)
    vectors = np.load(args.vectors)
    words = vectors["words"].item().split("\n")
    ids = {w: i + 1 for i, w in enumerate(words)}
    pieces, encoder = teacher.Pieces(), teacher.Encoder()
    encoder.load_minilm()
    encoder.eval()

    # Sentences, as the teacher parted them; those of the articles kept for measuring are left out.
    lines = [json.loads(line) for line in gzip.open(args.articles, "rt", encoding="utf8")]
    trained, sentences = set(), []
    for path in sorted(Path(args.silver).glob("part-???.npz")):
        f = np.load(path)
        forms = f["forms"].item().split("\n")
        trained |= {a.rsplit(" ", 1)[0] for a in f["article"].item().split("\n")}
        cuts = np.unique(np.concatenate([np.cumsum(f["length"]) - f["length"], np.flatnonzero(f["start"] > 0.5), [len(forms)]]))
        sentences += [forms[a:b] for a, b in zip(cuts, cuts[1:]) if 5 <= b - a <= 60]
    sentences = [sentences[i] for i in rng.permutation(len(sentences))[: args.sentences]]
    say(len(sentences), "sentences")

    alone = minilm(encoder, [[w] for w in words], pieces)
    say("words alone")
    target = minilm(encoder, sentences, pieces)
    say("sentences")
    mean = target.mean(0)
    _, _, axes = torch.linalg.svd(target[:20_000] - mean, full_matrices=False)
    axes = axes[:WIDTH].T
    bring = lambda x: F.normalize((x - mean) @ axes, dim=-1)
    counts = torch.tensor(np.concatenate([[1000], vectors["counts"] + vectors["train"] + 5])).float()
    p = counts / counts.sum()
    weight = 1e-3 / (1e-3 + p)
    first = torch.cat([torch.zeros(1, WIDTH), F.normalize((alone - alone.mean(0)) @ axes, dim=-1)])
    model = Static(first, torch.log(torch.expm1(weight.clamp(min=1e-3))))

    # Measure on other articles.
    from tokens import Tokeniser

    tokeniser, pairs = Tokeniser(args.tokens), []
    for r in lines:
        if r["id"] not in trained and r["title"]:
            lead = next((p for p in r["text"].split("\n") if len(p.split()) > 15), None)
            if lead:
                forms = lambda t: [t[a:e] for a, e, _ in tokeniser.words(t)][:120]
                pairs.append((forms(r["title"]), forms(lead)))
        if len(pairs) == 1000:
            break
    titles, leads = [p[0] for p in pairs], [p[1] for p in pairs]
    big = [minilm(encoder, x, pieces) for x in (titles, leads)]
    pick = rng.integers(0, len(pairs), (4000, 2))

    def measure(name, a, b):
        s = (a @ b.T).numpy()
        own = s[np.arange(len(s)), np.arange(len(s))]
        places = (s > own[:, None]).sum(1) + 1
        mine, theirs = [np.concatenate([s_[pick[:, 0], pick[:, 1]], s_.diagonal()]) for s_ in (s, (big[0] @ big[1].T).numpy())]
        r = np.corrcoef(rank(mine), rank(theirs))[0, 1]
        say(f"{name}: headline finds its paragraph {100 * (places == 1).mean():.1f} %, mean reciprocal rank {(1 / places).mean():.3f}, rank correlation with MiniLM {r:.3f}")

    static = lambda items: model(*bags(items, ids)).detach()
    measure("MiniLM", *big)
    measure("before training", static(titles), static(leads))
    goal = bring(target)
    optimiser = torch.optim.Adam(model.parameters(), lr=2e-3)
    for epoch in range(8):
        total = 0.0
        for some in np.array_split(rng.permutation(len(sentences)), len(sentences) // 256):
            # Words are left out at random, so that no few words carry all.
            items = [[w for w in sentences[i] if rng.random() > 0.1] or sentences[i] for i in some]
            loss = 1 - (model(*bags(items, ids)) * goal[some]).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(some)
        for g in optimiser.param_groups:
            g["lr"] *= 0.75
        say(f"epoch {epoch + 1} loss {total / len(sentences):.4f}")
    measure("after training", static(titles), static(leads))
    rows = model.rows().detach()
    np.savez(args.out, rows=rows.numpy())
    q = (rows / rows.abs().amax(1, keepdim=True).clamp(min=1e-9) * 127).round() / 127 * rows.abs().amax(1, keepdim=True)
    model.vectors.data, model.weights.data = q, torch.full_like(model.weights, 0.5413249)
    measure("in bytes", static(titles), static(leads))


if __name__ == "__main__":
    main()
