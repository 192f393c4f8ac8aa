#!/usr/bin/env bash
# The whole process `tfsck check`, from exec to exit, beside md5sum and `terraform state list`.
#
#     bench/process_bench.sh [BUILD_DIR] [PART...]     PARTs: rivals linear small; default: all
#
# Runs alternate and medians are printed; the page cache is warm for everybody.  Needs bash,
# coreutils, awk, GNU time and, for its rival, terraform on PATH.  Files (up to 3.5 GB at one time)
# go to a fresh folder under TMPDIR, removed at the end.  Answers are checked first.
set -euo pipefail

build=${1:-build/release}
shift || true
parts=${*:-rivals linear small}
tfsck=$build/tfsck
generate=$build/bench/generate_state
rounds=${ROUNDS:-7}

[[ -x $tfsck && -x $generate ]] || { echo "process_bench: build tfsck and generate_state first" >&2; exit 2; }
[[ -x /usr/bin/time ]] || { echo "process_bench: needs GNU time" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CHECKPOINT_DISABLE=1

# timed COMMAND...: "wall-seconds cpu-seconds peak-kilobytes"
timed() {
  local begin end
  begin=$(date +%s%N)
  /usr/bin/time -q -f '%U %S %M' -o "$folder/time" "$@" >"$folder/out" 2>"$folder/err" || true
  end=$(date +%s%N)
  awk -v wall=$((end - begin)) '{ printf "%.4f %.4f %d\n", wall / 1e9, $1 + $2, $3 }' "$folder/time"
}

# The median of a column of numbers.
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# alternate ROUNDS NAME:COMMAND...: runs every command once unmeasured and ROUNDS times measured, in
# turn, and leaves medians in wall[NAME], cpu[NAME] and peak[NAME].
declare -A wall cpu peak
alternate() {
  local count=$1 round contender name
  shift
  rm -f "$folder"/runs.*
  for ((round = 0; round <= count; ++round)); do
    for contender in "$@"; do
      name=${contender%%:*}
      # shellcheck disable=SC2086  # words of the command
      if ((round == 0)); then timed ${contender#*:} >/dev/null
      else timed ${contender#*:} >>"$folder/runs.$name"; fi
    done
  done
  for contender in "$@"; do
    name=${contender%%:*}
    wall[$name]=$(awk '{ print $1 }' "$folder/runs.$name" | median)
    cpu[$name]=$(awk '{ print $2 }' "$folder/runs.$name" | median)
    peak[$name]=$(awk '{ print $3 }' "$folder/runs.$name" | median)
  done
}

number() { awk "BEGIN { printf \"%.2f\", $1 }"; }

# verdict VALUE least|most BOUND
verdict() { awk -v v="$1" -v how="$2" -v b="$3" 'BEGIN { print ((how == "least" ? v >= b : v <= b) ? "kept" : "MISSED") }'; }

line() { printf '  %-44s %9s s wall %9s s cpu %9s KB peak\n' "$1" "${wall[$2]}" "${cpu[$2]}" "${peak[$2]}"; }

# A file that changed a moment ago is read, not mapped: wait until it is older.
settle() { sleep 4; }

# The check must find the state healthy, all of it, before anybody is timed.
require_healthy() {
  "$tfsck" check --quiet --fail-on warning "$@" >"$folder/out" 2>&1 || {
    echo "process_bench: wrong answer for $*" >&2
    tail -5 "$folder/out" >&2
    exit 1
  }
}

rivals() {
  local file=$folder/hundred.tfstate slower
  "$generate" --bytes 100MB -o "$file"
  settle
  require_healthy "$file"
  echo "One file of $(stat -c %s "$file") bytes"
  alternate "$rounds" "check:$tfsck check --quiet $file" "check1:$tfsck check --quiet --threads 1 $file" \
    "md5sum:md5sum $file"
  line 'tfsck check' check
  line 'tfsck check --threads 1' check1
  line 'md5sum' md5sum
  slower=$(number "${wall[md5sum]} / ${wall[check]}")
  echo "  md5sum takes $slower times as long (wall), at least 1.00: $(verdict "$slower" least 1)"
  if command -v terraform >/dev/null; then
    alternate 3 "check:$tfsck check --quiet $file" "terraform:terraform state list -state=$file"
    line 'terraform state list' terraform
    slower=$(number "${wall[terraform]} / ${wall[check]}")
    echo "  terraform takes $slower times as long (wall), at least 80: $(verdict "$slower" least 80)"
  else
    echo "  terraform is not on PATH: that comparison was left out"
  fi
  rm -f "$file"
}

# Time and memory against size.  The bound on memory is for indented files.
linear_in() {
  local layout=$1 flag=$2 size file bytes rate first='' ratio bound
  for size in 100MB 200MB 500MB 1GB; do
    file=$folder/big.tfstate
    # shellcheck disable=SC2086  # an absent flag is no argument
    "$generate" --bytes $size $flag -o "$file"
    settle
    require_healthy "$file"
    bytes=$(stat -c %s "$file")
    alternate 3 "check:$tfsck check --quiet $file"
    rate=$(number "${cpu[check]} * 1e9 / $bytes")
    first=${first:-$rate}
    ratio=$(number "${peak[check]} * 1024 / $bytes")
    bound=$(number "(1.6 * $bytes + 64e6) / 1024")
    printf '  %-9s %6s: %6s s wall, %5s ns of processor a byte (%s of the smallest), peak %s of the file' \
      "$layout" $size "${wall[check]}" "$rate" "$(number "$rate / $first")" "$ratio"
    [[ -n $flag ]] && echo || echo ", bound of 1.6 and 64 MB $(verdict "${peak[check]}" most "$bound")"
    rm -f "$file"
  done
}

linear() {
  echo "One file, growing"
  linear_in indented ''
  linear_in compact --compact
}

# The generator's smallest files are larger than asked for, so the mean is what is printed.
small() {
  local bytes mean threads ratio
  mkdir "$folder/many"
  "$generate" --files 20000 --file-bytes "${SMALL_FILE_BYTES:-12kB}" -o "$folder/many"
  bytes=$(find "$folder/many" -name '*.tfstate' -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
  mean=$((bytes / 20000))
  "$generate" --bytes "$bytes" -o "$folder/one.tfstate"
  settle
  require_healthy "$folder/many" "$folder/one.tfstate"
  echo "20,000 files of $mean bytes in the mean, beside one of the same $bytes bytes"
  for threads in 1 2; do
    alternate 5 "many:$tfsck check --quiet --threads $threads $folder/many" \
      "one:$tfsck check --quiet --threads $threads $folder/one.tfstate"
    line "20,000 files, --threads $threads" many
    line "one file, --threads $threads" one
    ratio=$(number "${wall[one]} / ${wall[many]}")
    echo "  $ratio of one file's throughput (wall; cpu $(number "${cpu[one]} / ${cpu[many]}")), at least 0.60: $(verdict "$ratio" least 0.6)"
  done
  rm -rf "$folder/many" "$folder/one.tfstate"
}

for part in $parts; do
  case $part in
    rivals | linear | small) "$part" ;;
    *) echo "process_bench: no part is called $part" >&2; exit 2 ;;
  esac
done
