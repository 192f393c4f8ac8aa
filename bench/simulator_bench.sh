#!/usr/bin/env bash
# The simulator beside SimPy on the same model, replications on two threads, and what a very large
# model takes.
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

# Customers per second in one run of a benchmark of ours; fails where that says "wrong answer".
ours() {
  "$bench" --benchmark_filter="$1" --benchmark_min_time=0.5 --benchmark_format=json 2>/dev/null |
    awk -F'[:,]' '/"error_occurred": true/ { exit 1 } /"runs\/s"/ { print $2 + 0 }'
}
theirs() { "$python" "$model" 2e5 "$1" | awk '{ print $1 / $2 }'; }

echo "M/M/1, load 0.8, customers per processor second; $rounds rounds"
for ((round = 1; round <= rounds; ++round)); do
  ours 'BM_Mm1$' >>"$folder/ours"
  theirs "$round" >>"$folder/theirs"
done
own=$(median <"$folder/ours")
rival=$(median <"$folder/theirs")
awk -v own="$own" -v rival="$rival" 'BEGIN {
  printf "  tfsck %12.0f\n  SimPy %12.0f\n  ratio %12.1f   target 100   %s\n", own, rival,
         own / rival, (own >= 100 * rival ? "kept" : "MISSED") }'

# Two processes side by side are what the machine itself makes of two processors.
echo "Replications of one experiment, customers per second; $rounds rounds"
for ((round = 1; round <= rounds; ++round)); do
  ours BM_Threads/1/ >>"$folder/alone"
  ours BM_Threads/1/ >"$folder/left" &
  ours BM_Threads/1/ >"$folder/right"
  wait $!
  awk '{ sum += $1 } END { print sum }' "$folder/left" "$folder/right" >>"$folder/pair"
  ours BM_Threads/2/ >>"$folder/threads"
done
awk -v alone="$(median <"$folder/alone")" -v pair="$(median <"$folder/pair")" \
  -v threads="$(median <"$folder/threads")" 'BEGIN {
  printf "  one thread    %12.0f\n  two processes %12.0f\n  two threads   %12.0f\n", alone, pair,
         threads
  printf "  of ideal      %12.2f   target 0.9   %s\n", threads / alone / 2,
         (threads >= 1.8 * alone ? "kept" : "MISSED")
  printf "  of two processes %9.2f\n", threads / pair }'

echo "100,000 teams on 100,000 states"
/usr/bin/time -q -f '%M' -o "$folder/peak" "$bench" --benchmark_filter=BM_Large >"$folder/out" \
  2>/dev/null
grep -q 'ERROR' "$folder/out" && { cat "$folder/out" >&2; exit 1; }
awk '{ printf "  peak %.0f MB   target 2048   %s\n", $1 / 1024,
       ($1 < 2 * 1024 * 1024 ? "kept" : "MISSED") }' "$folder/peak"
