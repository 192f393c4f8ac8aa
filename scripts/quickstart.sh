#!/usr/bin/env bash
# From a fresh machine to a first result: installs what is missing, builds tfsck, and checks the
# archive of an imaginary company.
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs a step quietly; what it printed is shown only where it failed.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
step() {
  echo "$1 ..."
  shift
  "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    echo "That failed: $*" >&2
    exit 1
  }
}

scripts/install-deps.sh build
step "Configuring" cmake --preset release -B build/quickstart \
  -DTFSCK_TESTS=OFF -DTFSCK_BENCH=OFF -DTFSCK_WERROR=OFF
step "Building (a few minutes the first time)" cmake --build build/quickstart

tfsck=build/quickstart/tfsck
cat <<'INTRO'

corpus/archives/acme holds the states of an imaginary company, written by a
real Terraform. Seven files are damaged; `terraform state list` exits 0 on five of them.

$ tfsck check corpus/archives/acme

INTRO

status=0
$tfsck check corpus/archives/acme || status=$?
if ((status > 1)); then
  echo "tfsck gave exit status $status, which this archive must not cause." >&2
  exit 1
fi

cat <<NEXT

(Exit status $status: in CI, errors like these would stop the job before \`terraform apply\`.)

Now with states of yours; tfsck only reads:
  $tfsck check ~/infrastructure                 # every state in a folder and below
  terraform state pull | $tfsck check -         # the state in your backend
  $tfsck history git:.                          # every committed state: what changed, what broke
  $tfsck explain PRV001                         # what a rule means, and the repair
NEXT
