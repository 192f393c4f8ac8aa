#!/usr/bin/env bash
# Remakes corpus/valid/ with a real Terraform: every *.tfstate there, its .list (what
# `terraform state list -state=FILE` printed) and index.tsv (exit status, origin, what it holds).
# Usage: corpus/make/valid.sh [GROUP...]   e.g. corpus/make/valid.sh keys modules; default all.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

VALID="$CORPUS_DIR/valid"
INDEX="$VALID/index.tsv"
mkdir -p "$VALID"

# keep NAME DESCRIPTION [FILE] [ORIGIN]: FILE (terraform.tfstate) becomes corpus/valid/NAME.tfstate.
keep() {
  local name="$1" description="$2" file="${3:-terraform.tfstate}" origin="${4:-terraform 1.11.4}"
  local status=0
  cp "$file" "$VALID/$name.tfstate"
  chmod 644 "$VALID/$name.tfstate"
  (cd "$SCRATCH" && terraform state list -state="$VALID/$name.tfstate" 2> /dev/null) \
    > "$VALID/$name.list" || status=$?
  [ -e "$INDEX" ] || printf 'file\tlist_exit\torigin\tholds\n' > "$INDEX"
  { grep -v "^$name.tfstate	" "$INDEX" || true
    printf '%s\t%s\t%s\t%s\n' "$name.tfstate" "$status" "$origin" "$description"; } > "$SCRATCH/index"
  { head -1 "$SCRATCH/index"; tail -n +2 "$SCRATCH/index" | LC_ALL=C sort; } > "$INDEX"
  echo "$name"
}

GROUPS_WANTED=("$@")
[ $# -gt 0 ] || GROUPS_WANTED=(values keys modules objects checks commands data aws tofu)
for group in "${GROUPS_WANTED[@]}"; do
  source "$MAKE_DIR/valid/$group.sh"
done
