#!/usr/bin/env bash
# Shows where the service's processor time goes during a download; see bench/README.md.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: bench/profile.sh [--small] [one|eight|many|xet-one|xet-eight] [cpu|alloc|wall|lock]

Downloads that work once unmeasured and then three times (many: once) under async-profiler, and prints shares by activity, by thread,
by method and by our own code. Stacks for a flame graph are left in bench/.work/profile-WORK-EVENT.txt.
USAGE
}

cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
version=4.3
work=bench/.work
size=()
words=()
for word in "$@"; do
  case $word in
    --small)
      size=(--small)
      export BENCH_SIZE=small
      ;;
    one | eight | many | xet-one | xet-eight | cpu | alloc | wall | lock) words+=("$word") ;;
    *)
      usage
      [ "$word" = --help ] || exit 2
      exit 0
      ;;
  esac
done
bench/run.sh ${size[@]+"${size[@]}"} --prepare

case $(uname -m) in
  x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-arm64 ;;
  *) platform=$(uname -m) ;;
esac
agent=$work/profiler/$platform/libasyncProfiler.so
if [ ! -f "$agent" ]; then
  JAVA_HOME=$(./start.sh --java-home) ./mvnw -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    "-Dartifact=tools.profiler:async-profiler:$version" "-DoutputDirectory=$work/profiler" </dev/null
  python3 -m zipfile -e "$work/profiler/async-profiler-$version.jar" "$work/profiler"
  [ -f "$agent" ] || {
    printf 'profile: async-profiler has nothing for %s\n' "$platform" >&2
    exit 1
  }
fi

export PYTHONDONTWRITEBYTECODE=1
python3 bench/profile_download.py "$agent" ${words[@]+"${words[@]}"}
