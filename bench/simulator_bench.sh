#!/usr/bin/env bash
# The simulator beside SimPy on the same model, and what a very large model takes.
#
#     bench/simulator_bench.sh [BUILD_DIR]
#
# Runs alternate and medians are printed; both answers are checked first (the mean wait of M/M/1).
# Needs bash, awk, GNU time, and a python3 that has SimPy (package python3-simpy3; PYTHON names
# another interpreter).
set -euo pipefail

build=${1:-build/release}
bench=$build/bench/simulator_bench
model=$(dirname "$0")/../tests/simpy/mm1.py
python=${PYTHON:-/usr/bin/python3}
rounds=${ROUNDS:-5}

[[ -x $bench ]] || { echo "simulator_bench: build simulator_bench first" >&2; exit 2; }
[[ -x /usr/bin/time ]] || { echo "simulator_bench: needs GNU time" >&2; exit 2; }
"$python" -c 'import simpy' || { echo "simulator_bench: needs SimPy (python3-simpy3)" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Customers per second of one run of ours; fails where the benchmark says "wrong answer".
ours() {
  "$bench" --benchmark_filter='BM_Mm1$' --benchmark_min_time=0.5 --benchmark_format=json \
    >"$folder/json" 2>/dev/null
  awk -F'[:,]' '/"error_occurred": true/ { exit 1 } /"runs\/s"/ { print $2 + 0 }' "$folder/json"
}
theirs() { "$python" "$model" 2e5 "$1" | awk '{ print $1 / $2 }'; }

echo "M/M/1, load 0.8, customers per processor second; $rounds rounds"
for ((round = 1; round <= rounds; ++round)); do
  ours >>"$folder/ours"
  theirs "$round" >>"$folder/theirs"
done
own=$(median <"$folder/ours")
rival=$(median <"$folder/theirs")
awk -v own="$own" -v rival="$rival" 'BEGIN {
  printf "  tfsck %12.0f\n  SimPy %12.0f\n  ratio %12.1f   target 100   %s\n", own, rival,
         own / rival, (own >= 100 * rival ? "kept" : "MISSED") }'

echo "100,000 teams on 100,000 states"
/usr/bin/time -q -f '%M' -o "$folder/peak" "$bench" --benchmark_filter=BM_Large >"$folder/out" \
  2>/dev/null
grep -q 'ERROR' "$folder/out" && { cat "$folder/out" >&2; exit 1; }
awk '{ printf "  peak %.0f MB   target 2048   %s\n", $1 / 1024,
       ($1 < 2 * 1024 * 1024 ? "kept" : "MISSED") }' "$folder/peak"
