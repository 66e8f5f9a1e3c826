#!/usr/bin/env bash
# Measures HF Downloader beside hf, aria2 and curl on this machine's loopback; see bench/README.md.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: bench/run.sh [--small] [--only WORK,...]

  (no option)   everything in full size, five rounds: about three quarters of an hour; writes bench/RESULTS.md
  --small       tiny sizes, one round: a minute or two, to see that it works;
                writes bench/.work/RESULTS-small.md
  --only        some of: one, eight, many, cap, delay, xet-one, xet-eight, xet-cap, huge, status, small, disk, plans, scale, and over TLS
                tls-one, tls-eight, tls-many, tls-cap, tls-xet-one, tls-xet-eight;
                writes bench/.work/RESULTS-small.md too
  --clean       remove bench/.work, where sources, logs and the Python client are kept
  --prepare     install and build what is needed, measure nothing
  --help        print this

Environment: BENCH_ROUNDS (5), BENCH_ONE_MIB (2048), BENCH_EIGHT_MIB (256), BENCH_MANY (2500), BENCH_HUGE_MIB (20480),
BENCH_XET_ONE_MIB (2048), BENCH_XET_EIGHT_MIB (256),
BENCH_EXECUTABLE (a native executable in place of start.sh; writes bench/.work/RESULTS-executable.md),
BENCH_SETTLE (3 seconds between runs), BENCH_STATUS_SECONDS (20), BENCH_RESULTS (where to write).
USAGE
}

die() {
  printf 'bench: %s\n' "$*" >&2
  exit 1
}

cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
work=bench/.work
export BENCH_COMMAND="bench/run.sh${*:+ $*}"
prepare_only=
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --small) export BENCH_SIZE=small ;;
    --only)
      [ $# -gt 1 ] || die "--only needs a list, e.g. --only one,cap"
      arguments+=(--only "$2")
      shift
      ;;
    --prepare) prepare_only=yes ;;
    --clean)
      rm -rf "$work"
      exit 0
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  shift
done
mkdir -p "$work"

# --- what is needed ----------------------------------------------------------

packages=()
need() { # COMMAND PACKAGE
  command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ] || packages+=("$2")
}
need nginx nginx-light
need aria2c aria2
need curl curl
need wrk wrk
need openssl openssl
need python3 python3
need fallocate util-linux
[ -e /usr/lib/nginx/modules/ngx_stream_module.so ] || packages+=(libnginx-mod-stream)
[ ! -e /dev/fuse ] || need fusermount fuse3
[ ! -e /dev/fuse ] || /usr/bin/python3 -c 'import fusepy' 2>/dev/null || packages+=(python3-fusepy)
python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
if [ ${#packages[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || die "as root: apt-get install --no-install-recommends ${packages[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # the bench starts an nginx of its own; the package's must not take port 80
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
  fi
  apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' || die "Python 3.9 or later is needed."

if ! { [ -x "$work/venv/bin/hf" ] && "$work/venv/bin/python" -c 'import hf_xet'; } 2>/dev/null; then
  python3 -m venv --clear "$work/venv"
  if ! "$work/venv/bin/pip" install -q 'huggingface_hub>=1.0,<3' hf_xet; then
    printf 'bench: pip could not fetch huggingface_hub and hf_xet; going on without hf, its rows will say so.\n' >&2
  fi
fi

jar=target/quarkus-app/quarkus-run.jar
libraries=target/test-classpath # of the Hub, which is test code; the build writes it
if [ ! -f "$jar" ] || [ ! -f "$libraries" ] || [ ! -d target/test-classes/io/hfdownloader/standin ] ||
  [ -n "$(find pom.xml src -newer "$jar" -print -quit)" ]; then
  printf 'Building ...\n'
  JAVA_HOME=$(./start.sh --java-home) ./mvnw -B -ntp -q package -DskipTests </dev/null
  touch "$jar"
fi
[ -z "$prepare_only" ] || exit 0
[ -z "${BENCH_EXECUTABLE:-}" ] || [ -x "$BENCH_EXECUTABLE" ] || die "BENCH_EXECUTABLE=$BENCH_EXECUTABLE is no executable."

# --- measuring ---------------------------------------------------------------

export PYTHONDONTWRITEBYTECODE=1
python3 bench/measure.py ${arguments[@]+"${arguments[@]}"}
