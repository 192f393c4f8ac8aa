#!/usr/bin/env bash
# `tfsck history` over many versions of one state beside `tfsck check` over the same files, and over
# a git repository with many commits.
#
#     bench/history_bench.sh [BUILD_DIR] [VERSIONS] [COMMITS]     default: build/release 200 10000
#
# A version is 5 MB, so 2000 of them are the 10 GB of the goal.  Runs alternate, medians are printed,
# the page cache is warm for both.  Needs bash, coreutils, sed, git and GNU time; the files go to a
# fresh folder under TMPDIR, removed at the end.  The answer is checked first.
set -euo pipefail

build=${1:-build/release}
versions=${2:-200}
commits=${3:-10000}
rounds=${ROUNDS:-5}
tfsck=$build/tfsck
generate=$build/bench/generate_state

[[ -x $tfsck && -x $generate ]] || { echo "history_bench: build tfsck and generate_state first" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Every version changes one attribute and the serial.
make_versions() {
  local i
  "$generate" --bytes 5MB --seed 7 -o "$folder/base.tfstate"
  mkdir "$folder/versions"
  # Lines that may change: the ids of objects.
  grep -n '"id": "' "$folder/base.tfstate" | cut -d: -f1 >"$folder/lines"
  local lines
  mapfile -t lines <"$folder/lines"
  for ((i = 1; i <= versions; ++i)); do
    sed "s/^  \"serial\": .*/  \"serial\": $i,/; ${lines[i % ${#lines[@]}]}s/\"id\": \"/&v$i-/" \
      "$folder/base.tfstate" >"$folder/versions/$(printf '%06d' "$i").tfstate"
  done
}

# A linear history, written as git's fast-import reads it.
make_repository() {
  git init -q "$folder/repository"
  awk -v commits="$commits" 'BEGIN {
    for (i = 1; i <= commits; ++i) {
      body = sprintf("{\n  \"version\": 4,\n  \"terraform_version\": \"1.11.4\",\n  \"serial\": %d,\n  \"lineage\": \"3f2a91c0-0000-0000-0000-000000000001\",\n  \"outputs\": {},\n  \"resources\": [\n    {\n      \"mode\": \"managed\",\n      \"type\": \"terraform_data\",\n      \"name\": \"a\",\n      \"provider\": \"provider[\\\"terraform.io/builtin/terraform\\\"]\",\n      \"instances\": [\n        {\n          \"schema_version\": 0,\n          \"attributes\": {\n            \"id\": \"x\",\n            \"input\": %d\n          }\n        }\n      ]\n    }\n  ],\n  \"check_results\": null\n}\n", i, i)
      printf "commit refs/heads/main\nauthor A <a@example.com> %d +0000\ncommitter A <a@example.com> %d +0000\ndata 1\nx\n", 1700000000 + 600 * i, 1700000000 + 600 * i
      printf "M 100644 inline terraform.tfstate\ndata %d\n%s\n", length(body), body
    }
  }' | git -C "$folder/repository" fast-import --quiet
  git -C "$folder/repository" symbolic-ref HEAD refs/heads/main
}

# timed NAME COMMAND...: appends "seconds kilobytes" to the runs of NAME.
timed() {
  local name=$1 begin end
  shift
  begin=$(date +%s%N)
  /usr/bin/time -q -f '%M' -o "$folder/peak" "$@" >"$folder/out" 2>/dev/null || true
  end=$(date +%s%N)
  awk -v wall=$((end - begin)) '{ printf "%.3f %d\n", wall / 1e9, $1 }' "$folder/peak" \
    >>"$folder/runs.$name"
}

median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

make_versions
"$tfsck" history "$folder/versions" --quiet --fail-on warning >"$folder/out" &&
  tail -n 1 "$folder/out" | tr -d , | grep -q "^$versions versions of 1 state read" || {
  echo "history_bench: a wrong answer" >&2
  exit 1
}
for ((round = 0; round < rounds; ++round)); do
  timed check "$tfsck" check "$folder/versions" --quiet --no-config
  timed history "$tfsck" history "$folder/versions" --quiet
done
bytes=$(du -sb "$folder/versions" | cut -f1)
for name in check history; do
  wall=$(cut -d' ' -f1 "$folder/runs.$name" | median)
  peak=$(cut -d' ' -f2 "$folder/runs.$name" | median)
  awk -v n="$name" -v w="$wall" -v p="$peak" -v b="$bytes" -v v="$versions" 'BEGIN {
    printf "%-8s %d versions, %.2f GB: %.2f s, %.2f GB/s, peak %d MB\n", n, v, b / 1e9, w, b / 1e9 / w, p / 1024 }'
done
awk -v c="$(cut -d' ' -f1 "$folder/runs.check" | median)" \
  -v h="$(cut -d' ' -f1 "$folder/runs.history" | median)" \
  'BEGIN { printf "history has %.0f %% of the throughput of check (wanted: 70 %%)\n", 100 * c / h }'

make_repository
for ((round = 0; round < rounds; ++round)); do
  timed git "$tfsck" history "git:$folder/repository" --quiet
done
printf 'git repository of %d commits: %.2f s\n' "$commits" "$(cut -d' ' -f1 "$folder/runs.git" | median)"
