#!/usr/bin/env bash
# arm64.sh: the tests of the binding, compiled for arm64 and run under qemu. See
# --help.
set -euo pipefail

readonly ME=${0##*/}
readonly SYSROOT=/usr/aarch64-linux-gnu QEMU=qemu-aarch64-static

# What stands on C++ or on the machine's memory order: the shim by itself, the
# scripted SDK, the engine's C++ face, the binding over both, a program.
readonly PACKAGES=(./csrc ./internal/fakesdk ./internal/emusdk ./agorartm ./examples/quickstart)

usage() {
  cat <<TEXT
Usage: $ME [--help] [-- GO-TEST-FLAGS]

Cross-compiles the tests of these packages for arm64 and runs them in qemu's
user emulation (the C++ tests of csrc too, under the sanitizers as always, but
without the search for leaks, which does not work there):

  ${PACKAGES[*]}

Needs Debian's g++-aarch64-linux-gnu and qemu-user-static. On an arm64 machine
plain 'go test' is the better test.
TEXT
}

main() {
  case ${1-} in
    -h | --help)
      usage
      exit
      ;;
    --) shift ;;
    '') ;;
    *)
      echo "$ME: unknown argument '$1'; see --help" >&2
      exit 2
      ;;
  esac
  local tool
  for tool in aarch64-linux-gnu-g++ "$QEMU"; do
    if ! command -v "$tool" >/dev/null; then
      echo "$ME: $tool is not installed; see --help" >&2
      exit 3
    fi
  done
  cd "$(dirname "${BASH_SOURCE[0]}")/.."

  # Tests that start a program of their own put the same words before it.
  export AGORA_RTM_TEST_EXEC="$QEMU -L $SYSROOT"
  export GOOS=linux GOARCH=arm64 CGO_ENABLED=1 CC=aarch64-linux-gnu-gcc CXX=aarch64-linux-gnu-g++
  # One package at a time: emulation is slow, and the tests wait for one another.
  go test -p 1 -count=1 -timeout 20m -exec "$AGORA_RTM_TEST_EXEC" "$@" "${PACKAGES[@]}"
}

main "$@"
