#!/usr/bin/env bash
# Remakes corpus/archives/acme/: the states of an imaginary company, as its buckets and working
# directories would look, written by a real Terraform from the configurations in acme/. Each mishap
# is made by the command or the edit that causes it in real life; corpus/README.md explains them.
# Usage: corpus/make/archive.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ACME="$SCRATCH/archive"
BUCKETS="$SCRATCH/buckets"
export AWS_REGION=eu-central-1

start_buckets() {
  local port
  port="$(free_port)"
  mkdir -p "$BUCKETS"
  python3 "$MAKE_DIR/bucket.py" "$BUCKETS" "$port" > /dev/null 2>&1 &
  SERVER_PIDS+=($!)
  wait_for curl -s "http://127.0.0.1:$port/"
  export AWS_ENDPOINT_URL_S3="http://127.0.0.1:$port"
}

# stack TEAM/NAME COMMON...: a fresh working directory with that stack's configuration.
stack() {
  workdir
  cp -r "$MAKE_DIR/acme/modules" modules
  cp "$MAKE_DIR/acme/stacks/$1.tf" main.tf
  shift
  local common
  for common in "$@"; do cp "$MAKE_DIR/acme/stacks/common/$common.tf" .; done
}

# in_bucket BUCKET KEY: the stack's state lives in BUCKET under KEY.
in_bucket() {
  mkdir -p "$BUCKETS/$1"
  tf init -backend-config="bucket=$1" -backend-config="key=$2"
}

# save_bucket BUCKET KEY FOLDER: mirrors the object and its versions.
save_bucket() {
  local version
  mkdir -p "$ACME/$3/history"
  cp "$BUCKETS/$1/$2" "$ACME/$3/terraform.tfstate"
  for version in "$BUCKETS/.versions/$1/$2"/*; do
    cp "$version" "$ACME/$3/history/$(basename "$version").tfstate"
  done
}

# save FOLDER FILE...: copies files of a working directory.
save() {
  local folder="$ACME/$1"
  mkdir -p "$folder"
  shift
  cp "$@" "$folder"
}

start_dynamodb
start_buckets
for team in network platform payments data; do
  source "$MAKE_DIR/acme/$team.sh"
  echo "$team"
done

find "$ACME" -type f -exec chmod 644 {} +
rm -rf "$CORPUS_DIR/archives/acme"
mkdir -p "$CORPUS_DIR/archives"
cp -r "$ACME" "$CORPUS_DIR/archives/acme"
