"""Finds near-duplicates with datasketch: MinHash of 128 permutations over runs of five words, LSH. A line of JSON with the time and
the pairs whose estimate is high enough."""
import json, re, sys, time
import datasketch
from datasketch import MinHash, MinHashLSH

file, least = sys.argv[1], float(sys.argv[2])
with open(file, encoding="utf8") as lines:
    texts = [json.loads(line) for line in lines]
start = time.perf_counter()
lsh, found, sketches = MinHashLSH(threshold=least, num_perm=128), [], []
for n, text in enumerate(texts):
    words = re.findall(r"[^\W_]+", text.lower())
    sketch = MinHash(num_perm=128)
    sketch.update_batch({" ".join(words[i:i + 5]).encode() for i in range(len(words) - 4)})
    if len(words) >= 12:
        found += [(other, n) for other in lsh.query(sketch) if sketches[other].jaccard(sketch) >= least]
        lsh.insert(n, sketch)
    sketches.append(sketch)
json.dump({"version": datasketch.__version__, "seconds": time.perf_counter() - start, "pairs": found}, sys.stdout)
