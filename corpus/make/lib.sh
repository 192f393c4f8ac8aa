# Shared by the corpus generators; source it, do not run it.
#
# Every generator works in fresh folders under one `mktemp -d`, which is removed on exit, and
# copies only the files it keeps. Needs terraform 1.11.4 on PATH; groups with AWS resources also need the
# AWS provider 5.100.0 (from the folder TF_PLUGIN_MIRROR if set, else as terraform is configured) and
# npm, for dynalite, a DynamoDB server. Keys are fake and endpoints loopback: no cloud is asked.

set -euo pipefail

MAKE_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
CORPUS_DIR="$(dirname "$MAKE_DIR")"
SCRATCH="$(mktemp -d)"
SERVER_PIDS=()

cleanup() {
  local pid
  for pid in "${SERVER_PIDS[@]:-}"; do
    [ -n "$pid" ] && kill "$pid" 2>/dev/null
  done
  rm -rf "$SCRATCH"
}
trap cleanup EXIT

fail() {
  echo "$0: $*" >&2
  exit 1
}

terraform version -json 2> /dev/null | grep -q '"terraform_version": "1.11.4"' ||
  fail "terraform 1.11.4 must be on PATH"

if [ -n "${TF_PLUGIN_MIRROR:-}" ]; then
  cat > "$SCRATCH/terraform.rc" <<RC
provider_installation {
  filesystem_mirror { path = "$TF_PLUGIN_MIRROR" }
}
RC
  export TF_CLI_CONFIG_FILE="$SCRATCH/terraform.rc"
fi
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_EC2_METADATA_DISABLED=true
export AWS_REGION=us-east-1

# workdir: a fresh folder, and go there.
workdir() { cd "$(mktemp -d "$SCRATCH/work.XXXXXX")"; }

# config [FILE]: standard input becomes FILE (main.tf), folders are made.
config() {
  local file="${1:-main.tf}"
  mkdir -p "$(dirname "$file")"
  cat > "$file"
}

# tf ARG...: terraform that must succeed. tf_fails ARG...: one that must not.
tf() {
  timeout 180 terraform "$@" < /dev/null > "$SCRATCH/log" 2>&1 ||
    { cat "$SCRATCH/log" >&2; fail "terraform $* failed in $PWD"; }
}
tf_fails() {
  if timeout 180 terraform "$@" < /dev/null > "$SCRATCH/log" 2>&1; then
    fail "terraform $* was expected to fail"
  fi
}
apply() { tf init -no-color; tf apply -auto-approve -no-color "$@"; }
apply_fails() { tf init -no-color; tf_fails apply -auto-approve -no-color "$@"; }

# wait_for COMMAND...: tries it for ten seconds.
wait_for() {
  local tries=0
  until "$@" > /dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "timed out: $*"
    sleep 0.1
  done
}

free_port() {
  python3 -c 'if True:
    import socket
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}

# start_dynamodb [DELETE_MS [CREATE_MS]]: installs dynalite once, runs an empty one until the end and
# sets AWS_ENDPOINT_URL_DYNAMODB. Deleting and creating a table take so long (50 ms).
start_dynamodb() {
  if [ ! -d "$SCRATCH/npm" ]; then
    mkdir "$SCRATCH/npm"
    (cd "$SCRATCH/npm" &&
      npm install --silent --no-fund --no-audit dynalite@4.0.0 < /dev/null > /dev/null 2>&1)
  fi
  local port
  port="$(free_port)"
  "$SCRATCH/npm/node_modules/.bin/dynalite" --host 127.0.0.1 --port "$port" \
    --createTableMs "${2:-50}" --deleteTableMs "${1:-50}" --updateTableMs 50 > /dev/null 2>&1 &
  SERVER_PIDS+=($!)
  wait_for curl -s "http://127.0.0.1:$port/"
  export AWS_ENDPOINT_URL_DYNAMODB="http://127.0.0.1:$port"
}

# aws_provider [ALIAS REGION]: prints a provider block that needs neither credentials nor a network.
aws_provider() {
  echo 'provider "aws" {'
  [ $# -eq 0 ] || echo "  alias = \"$1\""
  cat <<HCL
  region                      = "${2:-us-east-1}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  s3_use_path_style           = true
}
HCL
}

aws_requirement() {
  cat <<'HCL'
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}
HCL
}
