#!/bin/bash -eu
# Run by OSS-Fuzz: one target for each reader, with its corpus and the words that all readers know.
pip3 install ".[cohort,companion,serve]" httpx
for reader in $(PYTHONPATH=tests python3 -c 'from fuzzing.readers import READERS; print(*READERS)'); do
  target=$SRC/fuzz_$reader.py
  printf 'import sys\nfrom fuzzing.fuzz import main\nmain(["%s", *sys.argv[1:]])\n' "$reader" >"$target"
  compile_python_fuzzer "$target" --paths "$PWD/tests" --collect-all hipexpert --collect-all experta \
    --add-data "$PWD/tests/fuzzing:fuzzing" --add-data "$PWD/tests/knowledge/tiny_pack:knowledge/tiny_pack"
  zip -jq "$OUT/fuzz_${reader}_seed_corpus.zip" "tests/fuzzing/corpus/$reader/"*
  cp tests/fuzzing/words.dict "$OUT/fuzz_$reader.dict"
done
