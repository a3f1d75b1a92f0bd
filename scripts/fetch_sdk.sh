#!/usr/bin/env bash
# fetch_sdk.sh: brings Agora's RTM SDK for Linux to where -tags agora_sdk finds
# it. See --help. Nothing that was there before is touched until the new files
# are complete: they are unpacked beside it and take its name in one step.
set -euo pipefail

readonly ME=${0##*/}

# One exit code for each thing that can go wrong.
readonly E_USAGE=2 E_TOOL=3 E_DOWNLOAD=4 E_ARCHIVE=5 E_CHECKSUM=6 E_CHANGED=7 E_CONTENT=8 \
  E_MACHINE=9 E_INSTALL=10

usage() {
  cat <<EOF
Usage: $ME [options]

Fetches Agora's RTM SDK for Linux (headers and library), checks it, and installs
it for builds with -tags agora_sdk.

  --version X.Y.Z    version of the SDK (default 1.5.0)
  --arch ARCH        amd64 or arm64 (default: that of this machine)
  --prefix DIR       where to install (default ./lib)
  --url URL          where to download from (default: Agora's server)
  --archive FILE     use this archive (.zip, .tar.gz, .tgz) instead of downloading
  --sha256 HEX       what the archive has to have; without it the first archive of
                     a version and architecture is remembered in
                     DIR/fetch_sdk.lock, and a different one is refused later
  --quiet            print nothing but errors and the export lines
  --help             print this and exit

Installs DIR/agora-rtm-VERSION-ARCH/ with include/, lib/ and a relocatable
lib/pkgconfig/agora-rtm.pc, and prints the lines that let go build find it.

Exit codes: 0 done, or already there; $E_USAGE wrong usage; $E_TOOL a tool is missing;
$E_DOWNLOAD download failed; $E_ARCHIVE archive unreadable; $E_CHECKSUM not the checksum given;
$E_CHANGED not the archive that is in the lock file; $E_CONTENT headers or library missing
in it; $E_MACHINE library of another architecture; $E_INSTALL cannot install; 130 and 143 interrupted.
EOF
}

die() { # code, message
  printf '%s: %s\n' "$ME" "$2" >&2
  exit "$1"
}

say() { [[ -n $quiet ]] || printf '%s\n' "$*" >&2; }

need() { # tool, why
  command -v "$1" >/dev/null || die $E_TOOL "$1 is not installed; it is needed to $2"
}

# Of the host, unless told otherwise.
host_arch() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) die $E_USAGE "no SDK for this machine, $(uname -m); choose one with --arch" ;;
  esac
}

version=1.5.0 arch='' prefix=lib url='' archive='' sha256='' quiet='' given_url=''

parse_arguments() {
  while (($#)); do
    case $1 in
      --version | --arch | --prefix | --url | --archive | --sha256)
        [[ $# -ge 2 && -n $2 ]] || die $E_USAGE "$1 needs a value"
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      --version=* | --arch=* | --prefix=* | --url=* | --archive=* | --sha256=*)
        local name=${1%%=*} value=${1#*=}
        [[ -n $value ]] || die $E_USAGE "$name needs a value"
        printf -v "${name#--}" '%s' "$value"
        shift
        ;;
      --quiet) quiet=1 && shift ;;
      --help | -h)
        usage
        exit 0
        ;;
      *) die $E_USAGE "unknown argument '$1'; see --help" ;;
    esac
  done
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || die $E_USAGE "--version '$version' is not of the form X.Y.Z"
  [[ -n $arch ]] || arch=$(host_arch)
  case $arch in
    amd64 | x86_64) arch=amd64 ;;
    arm64 | aarch64) arch=arm64 ;;
    *) die $E_USAGE "--arch '$arch' is neither amd64 nor arm64" ;;
  esac
  [[ -z $url || -z $archive ]] || die $E_USAGE "--url and --archive exclude one another"
  sha256=${sha256,,}
  [[ -z $sha256 || $sha256 =~ ^[0-9a-f]{64}$ ]] || die $E_USAGE "--sha256 is not 64 hexadecimal digits"
  given_url=$url
  if [[ -z $url ]]; then
    url=https://download.agora.io/rtmsdk/release/Agora_RTM_SDK_for_Linux_v${version//./_}.zip
  fi
}

# aside COMMAND...: runs it in the background and waits, so that a signal is heard
# at once and takes it along, and without the lock, which must not outlive us.
aside() {
  "$@" 9>&- &
  child=$!
  local status=0
  wait "$child" || status=$?
  child=''
  return "$status"
}

# aside_lock waits for the lock, and for signals meanwhile.
aside_lock() {
  until flock -w 1 9; do :; done
}

# download URL FILE, with a progress bar when somebody is watching.
download() {
  local why=''
  if command -v curl >/dev/null; then
    local get=(curl --fail --location --proto '=https,http' --connect-timeout 30
      --speed-limit 1 --speed-time 60 --output "$2" "$1")
    if [[ -z $quiet && -t 2 ]]; then
      aside "${get[@]}" --progress-bar || die $E_DOWNLOAD "cannot download $1"
    elif ! aside "${get[@]}" --silent --show-error 2>"$work/why"; then
      why=$(head -n 1 "$work/why")
      die $E_DOWNLOAD "cannot download $1: ${why#curl: }"
    fi
  elif command -v wget >/dev/null; then
    aside wget --quiet --timeout=60 --tries=1 --output-document="$2" "$1" ||
      die $E_DOWNLOAD "cannot download $1 (wget exit code $?)"
  else
    die $E_TOOL "neither curl nor wget is installed; download $1 yourself and give it with --archive"
  fi
}

unpack() { # archive, directory
  mkdir "$2"
  # By content: a download has no name of its own.
  case $(od -An -N4 -tx1 "$1" | tr -d ' \n') in
    504b0304)
      need unzip "unpack a .zip archive"
      aside unzip -qq -o "$1" -d "$2" </dev/null >/dev/null 2>&1
      ;;
    1f8b*) aside tar -xzf "$1" -C "$2" --no-same-owner 2>/dev/null ;;
    *) return 1 ;;
  esac
}

# machine FILE: amd64, arm64, other, or nothing when FILE is no 64-bit ELF file.
machine() {
  local head
  head=$(od -An -N20 -tx1 "$1" | tr -d ' \n')
  [[ ${head:0:10} == 7f454c4602 ]] || return 0
  case ${head:36:4} in
    3e00) echo amd64 ;;
    b700) echo arm64 ;;
    *) echo other ;;
  esac
}

# find_library DIR: the library of the architecture asked for. Some archives hold
# one for each.
find_library() {
  local file found='' other=''
  while IFS= read -r -d '' file; do
    case $(machine "$file") in
      "$arch") [[ -n $found ]] || found=$file ;;
      '') ;;
      *) other=$file ;;
    esac
  done < <(find "$1" -type f \( -name libagora_rtm_sdk.so -o -name libagora-rtm-sdk-jni.so \) -print0 | sort -z)
  if [[ -n $found ]]; then
    printf '%s' "$found"
  elif [[ -n $other ]]; then
    die $E_MACHINE "the library ${other#"$1"/} is not for $arch (it is for $(machine "$other"))"
  else
    die $E_CONTENT "the archive holds no libagora_rtm_sdk.so that is a 64-bit ELF file"
  fi
}

# arrange UNPACKED DIR: DIR gets include/, lib/ and the pkg-config file.
arrange() {
  local header library soname
  header=$(find "$1" -type f -name IAgoraRtmService.h | sort | head -n 1)
  [[ -n $header ]] || die $E_CONTENT "the archive holds no IAgoraRtmService.h"
  [[ -f ${header%/*}/IAgoraRtmCallManager.h ]] ||
    die $E_CONTENT "the archive holds no IAgoraRtmCallManager.h beside IAgoraRtmService.h"
  library=$(find_library "$1")
  mkdir -p "$2/include" "$2/lib/pkgconfig"
  find "${header%/*}" -maxdepth 1 -type f -name '*.h' -exec cp {} "$2/include/" \;
  cp "$library" "$2/lib/libagora_rtm_sdk.so"
  chmod 755 "$2/lib/libagora_rtm_sdk.so"
  # What the loader looks for is the SONAME, which in 1.4.0 and 1.4.1 is not the
  # name of the file.
  soname=$(LC_ALL=C readelf -d "$library" 2>/dev/null | sed -n 's/.*(SONAME).*\[\(.*\)\].*/\1/p')
  case $soname in
    '' | libagora_rtm_sdk.so) ;;
    */*) die $E_CONTENT "the library has a strange SONAME, '$soname'" ;;
    *) ln -s libagora_rtm_sdk.so "$2/lib/$soname" ;;
  esac
  cat >"$2/lib/pkgconfig/agora-rtm.pc" <<EOF
prefix=\${pcfiledir}/../..
includedir=\${prefix}/include
libdir=\${prefix}/lib

Name: agora-rtm
Description: Agora RTM SDK for Linux (C++)
Version: $version
Cflags: -I\${includedir}
Libs: -L\${libdir} -Wl,-rpath,\${libdir} -lagora_rtm_sdk -lpthread
EOF
}

# locked: the checksum that the lock file has for this version and architecture.
locked() {
  [[ ! -e $lock ]] || awk -v v="$version" -v a="$arch" '$1 == v && $2 == a { print $3; exit }' "$lock"
}

# check_sum: the archive is the one asked for, or the one of last time.
check_sum() { # sum
  local locked
  locked=$(locked)
  if [[ -n $sha256 ]]; then
    [[ $1 == "$sha256" ]] || die $E_CHECKSUM "the archive has the checksum $1, not $sha256"
  elif [[ -n $locked && $locked != "$1" ]]; then
    die $E_CHANGED "the archive has the checksum $1, but $lock has $locked for $version $arch; if the change is meant, give --sha256 $1"
  fi
}

# write_lock SUM: one line for each version and architecture, replaced in one step.
write_lock() {
  {
    echo '# version arch sha256, written by fetch_sdk.sh; keep it under version control'
    {
      [[ ! -e $lock ]] || awk -v v="$version" -v a="$arch" '!/^#/ && !($1 == v && $2 == a)' "$lock"
      echo "$version $arch $1"
    } | sort
  } >"$work/lock"
  mv -f "$work/lock" "$lock"
}

# already_there: what is asked for is installed, complete, and that of the lock file.
already_there() {
  local sum
  sum=$(cat "$prefix/$name/complete" 2>/dev/null) || return 1
  [[ $sum == "${sha256:-$(locked)}" ]]
}

print_exports() {
  say "Build with -tags agora_sdk after:"
  # shellcheck disable=SC2016  # for the user's shell to expand
  printf 'export PKG_CONFIG_PATH=%q${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}\n' "$prefix/$name/lib/pkgconfig"
  # go build does not notice that pkg-config says something else than last time.
  echo '# go build -a -tags agora_sdk ./...  # once after changing from one SDK to another'
  # The program finds the library by its rpath; this is for programs that are
  # moved away from it.
  printf '# export LD_LIBRARY_PATH=%q  # if the library moves after the build\n' "$prefix/$name/lib"
}

work='' child=''
clean_up() {
  if [[ -n $child ]]; then
    kill "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  [[ -z $work ]] || rm -rf "$work"
}

main() {
  parse_arguments "$@"
  need sha256sum "check the archive"
  need readelf "read the library's SONAME (package binutils)"
  mkdir -p "$prefix" 2>/dev/null || die $E_INSTALL "cannot make the directory $prefix"
  prefix=$(cd "$prefix" && pwd)
  [[ -w $prefix ]] || die $E_INSTALL "cannot write to $prefix; choose another place with --prefix"
  readonly lock=$prefix/fetch_sdk.lock
  readonly name=agora-rtm-$version-$arch

  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  # One at a time: a second run waits, and then finds the work done.
  exec 9>"$prefix/.fetch_sdk.busy"
  need flock "keep two runs apart (package util-linux)"
  if ! flock -n 9; then
    say "Waiting for another run in $prefix"
    aside_lock
  fi
  rm -rf "$prefix"/.fetch_sdk.[0-9A-Za-z]*.tmp # of runs that were killed
  work=$(mktemp -d "$prefix/.fetch_sdk.XXXXXX.tmp") || die $E_INSTALL "cannot write to $prefix"

  local file=$archive
  if [[ -z $archive && -z $given_url ]] && already_there; then
    say "$name is there already."
    print_exports
    return
  fi
  if [[ -z $file ]]; then
    say "Fetching $url"
    file=$work/archive
    download "$url" "$file"
  elif [[ ! -f $file || ! -r $file ]]; then
    die $E_ARCHIVE "cannot read the archive $file"
  fi
  local sum
  sum=$(sha256sum <"$file") && sum=${sum%% *}
  check_sum "$sum"

  local store=.$name.${sum:0:16}
  if [[ ! -e $prefix/$store/complete ]]; then
    unpack "$file" "$work/unpacked" || die $E_ARCHIVE "the archive is damaged, or neither .zip nor .tar.gz"
    arrange "$work/unpacked" "$work/new"
    echo "$sum" >"$work/new/complete"
    rm -rf "${prefix:?}/$store"
    mv "$work/new" "$prefix/$store"
  fi
  [[ ! -e $prefix/$name || -L $prefix/$name ]] ||
    die $E_INSTALL "$prefix/$name is in the way: it was not made by this script"
  local before=''
  [[ ! -L $prefix/$name ]] || before=$(readlink "$prefix/$name")
  if [[ $before == "$store" ]]; then
    say "$name is there already."
  else
    ln -s "$store" "$work/link"
    mv -fT "$work/link" "$prefix/$name"
    [[ -z $before || $before != ".$name."* ]] || rm -rf "${prefix:?}/$before"
    say "Installed $prefix/$name"
  fi
  write_lock "$sum"

  print_exports
}

main "$@"
