#!/usr/bin/env bash
# dropin.sh: builds the embedded engine as a libagora_rtm_sdk.so that C++
# programs for Agora's RTM SDK link instead of the vendor's. See --help.
set -euo pipefail

# The library of 1.4.0 and 1.4.1 asks to be looked for under another name than that of its file.
readonly ME=${0##*/} NAME=libagora_rtm_sdk.so NAME_1_4_0=libagora-rtm-sdk-jni.so

usage() {
  cat <<TEXT
Usage: $ME [options]

Builds $NAME, the embedded engine in the shape of Agora's RTM SDK.

  --layout VERSION   whose headers the programs are compiled with: 1.5 (default)
                     or 1.4. They differ in the event handler's vtable.
  --out DIR          where to put the library (default build/ of the repository)
  --symbols          keep the symbols, for debuggers and sanitizers
  --help             print this and exit

Go's variables work as ever, such as GOARCH, CC, CXX and CGO_CXXFLAGS.
TEXT
}

die() {
  printf '%s: %s\n' "$ME" "$1" >&2
  exit 2
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
layout=1.5 out=$root/build strip="-s -w"
while [[ $# -gt 0 ]]; do
  case $1 in
    --layout | --out)
      [[ $# -gt 1 && -n $2 ]] || die "$1 needs a value"
      if [[ $1 == --out ]]; then out=$2; else layout=$2; fi
      shift
      ;;
    --symbols) strip="" ;;
    -h | --help)
      usage
      exit
      ;;
    *) die "unexpected argument $1; see --help" ;;
  esac
  shift
done
case $layout in
  1.5 | 1.5.0) tags="" ;;
  1.4 | 1.4.*) tags=rtm_layout_1_4 ;;
  *) die "no layout $layout; there are 1.5 and 1.4" ;;
esac
# Go splits the flags of the linker at blanks, and has no sign to escape a quote.
[[ $root != *[\'\",]* ]] || die "the path of the repository has a quote or a comma in it: $root"

mkdir -p "$out"
out=$(cd "$out" && pwd)
# Built beside its place, for two reasons: go build takes a library that is there for up to date when
# only exports.map has changed, and a program may be running with the old one.
scratch=$(mktemp -d "$out/.dropin.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$root"
# -trimpath: no path of this machine in the library.
CGO_ENABLED=1 go build -buildmode=c-shared -buildvcs=false -trimpath -tags "$tags" \
  -ldflags "-linkmode=external $strip \"-extldflags=-Wl,-soname,$NAME '-Wl,--version-script=$root/cmd/libagora_rtm_sdk/exports.map'\"" \
  -o "$scratch/$NAME" ./cmd/libagora_rtm_sdk
mv -f "$scratch/$NAME" "$out/$NAME"
if [[ -n $tags ]]; then
  ln -sfn "$NAME" "$out/$NAME_1_4_0"
else
  rm -f "$out/$NAME_1_4_0"
fi
printf '%s: %s bytes, layout %s\n' "$out/$NAME" "$(stat -c %s "$out/$NAME")" "$layout"
