"""The vocabulary, and vectors that tell how each word is used, from counts in open text.

  python vectors.py TOKENS.bin ARTICLES.jsonl.gz OUT.npz

A word's vector comes from which of the commonest words stand one or two places before and after it: positive pointwise
mutual information, reduced by singular values (Levy, Goldberg and Dagan, "Improving Distributional Similarity with
Lessons Learned from Word Embeddings", TACL 2015). Only words that stand in many places are kept, so that no sentence can
be told from them.
"""

import argparse
import gzip
import json
import time
from collections import Counter

import numpy as np
import scipy.sparse as sp

import treebank as tb

WORDS, CONTEXTS, WIDTH = 40_000, 2_000, 128


def key(form):
    """The form under which a word is looked up: small letters, straight apostrophes, every digit 0."""
    return "".join("0" if c.isdecimal() else c for c in form.lower().replace("’", "'").replace("‘", "'"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("tokens", "articles", "out"):
        parser.add_argument(name)
    args = parser.parse_args()
    from tokens import Tokeniser

    tokeniser, began = Tokeniser(args.tokens), time.time()
    ids, counts, stream = {}, [], []
    articles_of, last = [], []
    with gzip.open(args.articles, "rt", encoding="utf8") as file:
        for n, line in enumerate(file):
            for paragraph in json.loads(line)["text"].split("\n"):
                for a, e, _ in tokeniser.words(paragraph):
                    i = ids.setdefault(key(paragraph[a:e]), len(counts))
                    if i == len(counts):
                        counts.append(0); articles_of.append(0); last.append(-1)
                    counts[i] += 1
                    if last[i] != n:
                        last[i] = n; articles_of[i] += 1
                    stream.append(i)
                stream.append(-1)
            if n % 1000 == 0:
                print(n, len(stream), f"{time.time() - began:.0f}s", flush=True)
    names = list(ids)
    trained = Counter(key(w) for s in tb.train() for w in s.words)
    stream, counts = np.array(stream, dtype=np.int64), np.array(counts)
    # Words of at least five articles, and words that the treebanks have twice.
    score = [(counts[i] if articles_of[i] >= 5 else 0) + 4 * (trained[w] if trained[w] >= 2 else 0) for i, w in enumerate(names)]
    extra = [w for w, c in trained.items() if c >= 2 and w not in ids]
    order = [i for i in np.argsort(-np.array(score), kind="stable") if score[i] > 0][: WORDS - len(extra)]
    chosen = [names[i] for i in order] + sorted(extra)
    renumber = np.full(len(names) + 1, -1)
    renumber[order] = np.arange(len(order))
    s = np.where(stream >= 0, renumber[stream], -1)
    blocks = []
    for gap in (-2, -1, 1, 2):
        if gap < 0:
            word, context = s[:gap], s[-gap:]
        else:
            word, context = s[gap:], s[:-gap]
        ok = (word >= 0) & (context >= 0) & (context < CONTEXTS)
        m = sp.coo_matrix((np.ones(ok.sum()), (word[ok], context[ok])), shape=(len(chosen), CONTEXTS)).tocsr()
        total, row, col = m.sum(), np.asarray(m.sum(1)).ravel() + 1e-9, np.asarray(m.sum(0)).ravel()
        smooth = col ** 0.75 / (col ** 0.75).sum()
        m = m.tocoo()
        pmi = np.log(m.data / (row[m.row] * smooth[m.col] + 1e-12))
        keep = pmi > 0
        blocks.append(sp.coo_matrix((pmi[keep], (m.row[keep], m.col[keep])), shape=m.shape).tocsr())
    m = sp.hstack(blocks).tocsr()
    print("matrix", m.shape, m.nnz, f"{time.time() - began:.0f}s", flush=True)
    rng = np.random.default_rng(1)
    q = rng.standard_normal((m.shape[1], WIDTH + 32))
    for _ in range(5):
        q, _ = np.linalg.qr(m.T @ (m @ q))
    u, sv, _ = np.linalg.svd(m @ q, full_matrices=False)
    v = (u[:, :WIDTH] * sv[:WIDTH] ** 0.5).astype(np.float32)
    v /= np.linalg.norm(v, axis=1, keepdims=True).clip(1e-6)
    freq = np.array([counts[ids[w]] if w in ids else 0 for w in chosen])
    np.savez(args.out, words=np.array("\n".join(chosen)), vectors=v, counts=freq, train=np.array([trained[w] for w in chosen]))
    where = {w: i for i, w in enumerate(chosen)}
    for w in ("said", "officials", "tehran", "quickly", "killed", "obama", "reuters"):
        if w in where:
            print(w, [chosen[i] for i in np.argsort(-(v @ v[where[w]]))[1:7]])
    print(len(chosen), "words", f"{time.time() - began:.0f}s")


if __name__ == "__main__":
    main()
