#!/usr/bin/env bash
# Everything that has to hold, from a clean clone: installs what is missing, then
#   1. Release with warnings as errors, and all tests
#   2. all tests under AddressSanitizer and UBSan
#   3. the parallel tests under ThreadSanitizer
#   4. a minute of fuzzing
#   5. simulations by clang, unoptimised and in Release: the same to the byte
#   6. clang-tidy and clang-format
# --quick: the first only.  Goes on behind a failure, so that one run tells all; the exit status is
# 0 where everything held.  The last line is ctest's closing line.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

# A gate must not depend on luck: the documents for the living Terraform come from one seed here.
# build/release/tests/tfsck_live_tests by itself, or TFSCK_SEED, takes others.
export TFSCK_SEED=${TFSCK_SEED:-1795300167}

quick=
case "${1:-}" in
  --quick) quick=yes ;;
  "") ;;
  *)
    echo "usage: $0 [--quick]" >&2
    exit 2
    ;;
esac

jobs=$(nproc)
# One cache for every clone of the project, precompiled headers included.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
logs=build/logs
failed=()
closing=

# stage NAME FUNCTION: runs it, says how long it took, and remembers a failure.
stage() {
  local begin=$SECONDS status=ok
  echo "== $1"
  "$2" || { status=FAILED; failed+=("$1"); }
  echo "== $1: $status, $((SECONDS - begin)) s"
}

# quietly LOG COMMAND...: what it printed is shown only where it failed.
quietly() {
  local log=$logs/$1
  shift
  "$@" >"$log" 2>&1 || {
    tail -n 200 "$log"
    echo "failed: $*"
    return 1
  }
}

build() { # PRESET TARGET...
  local preset=$1
  shift
  quietly "$preset-configure.log" cmake --preset "$preset" &&
    quietly "$preset-build.log" cmake --build "build/$preset" --parallel "$jobs" --target "$@"
}

run_ctest() { # PRESET
  ctest --test-dir "build/$1" --parallel "$jobs" --output-on-failure >"$logs/$1-ctest.log" 2>&1
  local status=$?
  if ((status)); then
    grep -vE '^ +Start +[0-9]+: | Passed +[0-9.]+ sec$' "$logs/$1-ctest.log" | tail -n 300
  fi
  closing=$(grep '% tests passed' "$logs/$1-ctest.log")
  echo "${closing:=ctest did not finish}"
  return "$status"
}

release() {
  build release all && run_ctest release
  local status=$?
  release_closing=${closing:-no test ran: the build failed}
  return "$status"
}

asan() { build debug-asan tfsck tfsck_tests && run_ctest debug-asan; }

tsan() {
  build tsan tfsck_tests || return
  quietly tsan.log build/tsan/tests/tfsck_tests --gtest_filter='*Parallel*:*Thread*' || return
  grep '\[  PASSED  \]' "$logs/tsan.log"
  ! grep -q '0 tests\.' "$logs/tsan.log" || { echo "no parallel test ran"; return 1; }
}

# The seconds are shared out among the targets; each starts from its own seeds, and keeps what it
# learns under build/.
fuzz() {
  build fuzz all || return
  local targets=() target name status=0
  for target in build/fuzz/fuzz/*_fuzz; do
    [[ -x $target && -f $target ]] && targets+=("$target")
  done
  ((${#targets[@]})) || { echo "no fuzz target was built"; return 1; }
  for target in "${targets[@]}"; do
    name=$(basename "$target")
    mkdir -p "build/fuzz/found/$name" "build/fuzz/crashes/$name"
    local seeds=()
    [[ -d corpus/fuzz/$name ]] && seeds=("corpus/fuzz/$name")
    seeds+=(corpus/oracle/cases corpus/valid corpus/mutations)
    quietly "fuzz-$name.log" "$target" -dict=fuzz/state.dict -max_total_time=$((60 / ${#targets[@]})) -timeout=10 \
      -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="build/fuzz/crashes/$name/" \
      "build/fuzz/found/$name" "${seeds[@]}" || status=1
    tail -n 1 "$logs/fuzz-$name.log" | sed "s/^/$name: /"
  done
  return "$status"
}

# simulate PRESET SCENARIO
simulate() { build/"$1"/tfsck simulate "$2" --replications 2 --seed 7 --format json; }

# Built by g++ with and without optimisation and by clang, the program says the same of every
# example, and clang's draws and replications are those pinned for g++.
same_bytes() {
  build fuzz tfsck tfsck_pins && quietly pins.log build/fuzz/fuzz/tfsck_pins || return
  local scenario preset status=0 compared=0
  for scenario in corpus/scenarios/examples/*.yaml; do
    simulate release "$scenario" >"$logs/release.json" || return
    for preset in debug-asan fuzz; do
      simulate "$preset" "$scenario" | cmp "$logs/release.json" - || status=1
      ((++compared))
    done
  done
  echo "$compared reports compared"
  return "$status"
}

# FILE STAMP.  What is compiled as part of a larger piece has no command of its own.
tidy_one() {
  local how=(-p build/release --extra-arg=-Wno-unknown-warning-option "$1")
  grep -q "/$1\"" build/release/compile_commands.json ||
    how=("$1" -- -std=c++20 -I. -Ibuild/release/generated)
  if clang-tidy --quiet "${how[@]}" >"$2.log" 2>/dev/null; then
    touch "$2"
  else
    cat "$2.log"
    return 1
  fi
}

# A file is looked at again only where it, a header or the list of checks changed.
tidy() {
  local headers file key stamp todo=() status=0
  mkdir -p build/tidy
  headers=$(find engine analyzers simulator report cli -name '*.h' -o -name '*.def' | sort |
    xargs cat .clang-tidy CMakeLists.txt | sha256sum)
  for file in $(find engine analyzers simulator report cli -name '*.cc' | sort); do
    key=$({ echo "$headers $file" && cat "$file"; } | sha256sum | cut -c1-32)
    stamp=build/tidy/$key
    [[ -e $stamp ]] || todo+=("$file" "$stamp")
  done
  echo "$((${#todo[@]} / 2)) files to look at"
  ((${#todo[@]})) || return 0
  export -f tidy_one
  # shellcheck disable=SC2016  # the words are xargs's
  printf '%s\0' "${todo[@]}" | xargs -0 -n 2 -P "$jobs" bash -c 'tidy_one "$0" "$1"' || status=1
  return "$status"
}

format() {
  find engine analyzers simulator report cli tests bench fuzz \( -name '*.cc' -o -name '*.h' \) -print0 |
    xargs -0 clang-format --dry-run --Werror
}

scripts/install-deps.sh test || exit 1
mkdir -p "$logs"
release_closing=
stage "Release and all tests" release
if [[ ! $quick ]]; then
  stage "Tests under AddressSanitizer and UBSan" asan
  stage "Parallel tests under ThreadSanitizer" tsan
  stage "Fuzzing" fuzz
  stage "The same bytes from every build" same_bytes
  stage "clang-tidy" tidy
  stage "clang-format" format
fi

echo
if grep -q 'tfsck_live_tests' build/release/tests/CTestTestfile.cmake 2>/dev/null; then
  echo "Tests against a living Terraform: registered."
else
  echo "Tests against a living Terraform: not registered; they need Terraform 1.11 on PATH."
fi
if ((${#failed[@]})); then
  printf 'FAILED: %s\n' "${failed[@]}"
fi
echo "$release_closing"
((${#failed[@]} == 0))
