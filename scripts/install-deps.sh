#!/usr/bin/env bash
# Installs what is needed to build tfsck and, with `test`, to run all of its checks (Debian 12).
# Only what is missing is installed, so a second call takes a fraction of a second.
#
#   scripts/install-deps.sh [build|test]
set -euo pipefail

build_packages=(
  g++ cmake ninja-build ccache pkg-config
  libsimdjson-dev libboost-graph-dev libtbb-dev libcli11-dev libfmt-dev libexpected-dev
  nlohmann-json3-dev libyaml-cpp-dev libxxhash-dev libutf8proc-dev
  zlib1g-dev libssl-dev libpugixml-dev
  librandom123-dev libboost-math-dev libhowardhinnant-date-dev
)
test_packages=(
  libgtest-dev libgmock-dev libbenchmark-dev
  clang clang-tidy clang-format libclang-rt-14-dev lld
  python3-simpy3
)

case "${1:-build}" in
  build) wanted=("${build_packages[@]}") ;;
  test) wanted=("${build_packages[@]}" "${test_packages[@]}") ;;
  *)
    echo "usage: $0 [build|test]" >&2
    exit 2
    ;;
esac

if ! command -v apt-get >/dev/null; then
  echo "$0: no apt-get here: install the counterparts of these Debian 12 packages yourself:" >&2
  echo "  ${wanted[*]}" >&2
  exit 1
fi

missing=()
for package in "${wanted[@]}"; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $state == installed ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "$0: needs root, or sudo, to install: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing ${#missing[@]} packages: ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
