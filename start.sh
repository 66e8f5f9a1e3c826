#!/usr/bin/env bash
# Builds HF Downloader when needed and runs it. Works from any directory; see --help.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: ./start.sh [--demo | --dev | --hub | COMMAND ARGUMENTS]

  (no option)   build when needed, then run the service
  COMMAND       build when needed, then do that: download, list, status, verify,
                rm, update, pause, resume, password, token, completion; see
                ./start.sh list --help
  --demo        run it against a small Hub on this machine that makes up its
                repositories: no internet, no token and no account needed
  --dev         as --demo, but from the sources: a change of a template, script,
                style sheet or class is there at the next request
  --hub         run that small Hub alone; docs/standin.md tells what it can do
  --java-home   print the JDK that would be used
  --version     print the version
  --help        print this

Environment:
  JAVA_HOME                  the JDK, 17 or later; else the one in PATH, else /usr/lib/jvm/*
  JAVA_OPTS                  more options for the Java machine, e.g. "-Xmx512m"
  QUARKUS_HTTP_PORT          port of the page (5000)
  HF_DOWNLOADER_MODELS_DIR   where models are kept (./models beside this script;
                             ./target/demo-models with --demo and --dev)
  HF_DOWNLOADER_BASE_URL     path prefix of the page (/hf-downloader)
  HF_TOKEN                   access token for gated and private repositories;
                             with --demo and --dev only hf_standInMember is handed on
  HF_ENDPOINT                the Hub or a mirror (https://huggingface.co)
  STANDIN_PORT               with --demo, --dev and --hub: port of the small Hub (5099), its CDN takes the next one
  STANDIN_OPTS               with --demo, --dev and --hub: more options for the small Hub's Java machine, e.g.
                             "-Dstandin.small=true" or "-Dstandin.rate=0" (no speed limit)

Settings can also stand in config/application.properties or .env beside this script.
USAGE
}

say() { printf '%s\n' "$*"; }
die() {
  printf 'start.sh: %s\n' "$*" >&2
  exit 1
}

mode=run
while [ $# -gt 0 ] && [ "$mode" != command ]; do
  case $1 in
    serve) mode=run ;;
    download | list | status | verify | rm | update | pause | resume | password | token | completion)
      mode='command' # what follows is its own
      continue
      ;;
    --demo) mode=demo ;;
    --dev) mode=dev ;;
    --hub) mode=hub ;;
    --java-home) mode='java-home' ;;
    --version) mode=version ;;
    -h | --help) mode=help ;;
    *)
      printf 'start.sh: unknown option %s\n\n' "$1" >&2
      usage >&2
      exit 2
      ;;
  esac
  shift
done

# Java takes the character set of file names from the locale; without UTF-8 it could not write names with accents.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

script=${BASH_SOURCE[0]}
while [ -L "$script" ]; do # a link to this script from elsewhere, e.g. ~/bin
  link=$(readlink "$script")
  case $link in
    /*) script=$link ;;
    *) script=$(dirname "$script")/$link ;;
  esac
done
home=$(cd -P "$(dirname "$script")" && pwd)

if [ "$mode" = version ]; then # the project's own is the first one in pom.xml
  printf 'hf-downloader %s\n' "$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$home/pom.xml" | head -n 1)"
  exit 0
fi

# Relative paths are the caller's, but the service runs in the project's directory.
for name in HF_DOWNLOADER_MODELS_DIR HF_HOME HF_TOKEN_PATH JAVA_HOME; do
  value=${!name:-}
  case $value in
    '' | /*) ;;
    *) export "$name=$PWD/$value" ;;
  esac
done
cd "$home"

# --- the JDK -----------------------------------------------------------------

# jdk_version DIRECTORY: its major version, or 0 if there is no compiler.
jdk_version() {
  local text
  if ! text=$("$1/bin/javac" -version 2>&1); then
    echo 0
    return
  fi
  text=$(printf '%s\n' "$text" | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p' | head -n 1)
  echo "${text:-0}"
}

find_jdk() {
  local candidate in_path
  if [ -n "${JAVA_HOME:-}" ]; then
    if [ "$(jdk_version "$JAVA_HOME")" -ge 17 ]; then
      printf '%s\n' "$JAVA_HOME"
      return
    fi
    printf 'start.sh: JAVA_HOME=%s is no JDK 17 or later; looking elsewhere.\n' "$JAVA_HOME" >&2
  fi
  in_path=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p') || in_path=
  for candidate in "$in_path" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && [ "$(jdk_version "$candidate")" -ge 17 ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

if [ "$mode" = help ]; then
  usage
  if [ -f target/quarkus-app/quarkus-run.jar ] && JAVA_HOME=$(find_jdk 2>/dev/null); then
    printf '\nWhat ./start.sh COMMAND does:\n\n'
    "$JAVA_HOME/bin/java" -Xshare:auto -XX:TieredStopAtLevel=1 -jar target/quarkus-app/quarkus-run.jar --help || true
  fi
  exit 0
fi

JAVA_HOME=$(find_jdk) || die "found no JDK 17 or later (a JRE is not enough to build). \
Install one, e.g. 'apt-get install openjdk-17-jdk-headless', or set JAVA_HOME to it."
export JAVA_HOME
if [ "$mode" = 'java-home' ]; then
  say "$JAVA_HOME"
  exit 0
fi

# --- the build ---------------------------------------------------------------

jar=target/quarkus-app/quarkus-run.jar
libraries=target/test-classpath # of the small Hub, which is test code; the build writes it

is_built() {
  if [ "$mode" = dev ]; then # the service is compiled by its own start, only the small Hub is wanted
    [ -f "$libraries" ] && [ -d target/test-classes/io/hfdownloader/standin ] &&
      [ -z "$(find pom.xml src/test/java/io/hfdownloader/standin -newer "$libraries" -print -quit)" ]
    return
  fi
  local sources=(pom.xml src/main)
  [ -f "$jar" ] || return 1
  if [ "$mode" != run ] && [ "$mode" != command ]; then
    sources+=(src/test)
    [ -f "$libraries" ] && [ -d target/test-classes/io/hfdownloader/standin ] || return 1
  fi
  [ -z "$(find "${sources[@]}" -newer "$jar" -print -quit)" ]
}

if ! is_built; then
  say "Building with $JAVA_HOME; the first time this fetches libraries and takes some minutes ..." >&2
  goal=package mark=$jar
  [ "$mode" != dev ] || goal=test-compile mark=$libraries
  ./mvnw -B -ntp -q "$goal" -DskipTests </dev/null || die "the build failed; its reason stands above."
  [ -f "$mark" ] || die "the build made no $mark."
  touch "$mark" # what sources are compared with
fi

# --- running it --------------------------------------------------------------

# setting ENVIRONMENT_VARIABLE PROPERTY DEFAULT: the value that the service will see.
setting() {
  local value=${!1:-}
  if [ -z "$value" ] && [ -f .env ]; then
    value=$(sed -n "s/^[[:space:]]*$1=//p" .env | tail -n 1)
  fi
  if [ -z "$value" ] && [ -f config/application.properties ]; then
    value=$(sed -n "s/^[[:space:]]*${2//./\\.}[[:space:]]*[=:][[:space:]]*//p" config/application.properties | tail -n 1)
  fi
  printf '%s\n' "${value:-$3}"
}

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# first_free PORT [OFFSET]: that port or the first of the next twenty that is free, and so is the one OFFSET above.
first_free() {
  local port=$1
  while is_taken "$port" || is_taken $((port + ${2:-0})); do
    port=$((port + 1))
    [ "$port" -le $(($1 + 20)) ] || die "ports $1 to $port are all taken."
  done
  printf '%s\n' "$port"
}

read -r -a more_options <<<"${JAVA_OPTS:-}" || true
java=("$JAVA_HOME/bin/java" "@deploy/java.options" -Xmx256m
  ${more_options[@]+"${more_options[@]}"})

port=$(setting QUARKUS_HTTP_PORT quarkus.http.port 5000)
base=$(setting HF_DOWNLOADER_BASE_URL hf-downloader.base-url /hf-downloader)
if [ "$base" = / ] || [ -z "${HF_DOWNLOADER_BASE_URL-unset}" ]; then base=; fi
page() { printf 'http://localhost:%s%s/\n' "$port" "${base%/}"; }

if [ "$mode" = command ]; then
  HF_DOWNLOADER_MODELS_DIR=$(setting HF_DOWNLOADER_MODELS_DIR hf-downloader.models-dir "$home/models")
  export HF_DOWNLOADER_MODELS_DIR
  exec "${java[@]}" -jar "$jar" "$@"
fi

if [ "$mode" = run ]; then
  ! is_taken "$port" || die "port $port is taken by another program (or this one runs already). \
Stop that one, or choose another port: QUARKUS_HTTP_PORT=5001 ./start.sh"
  HF_DOWNLOADER_MODELS_DIR=$(setting HF_DOWNLOADER_MODELS_DIR hf-downloader.models-dir "$home/models")
  export HF_DOWNLOADER_MODELS_DIR
  say "Page:   $(page)"
  say "Models: $HF_DOWNLOADER_MODELS_DIR"
  exec "${java[@]}" -jar "$jar"
fi

# --- the small Hub -----------------------------------------------------------

read -r -a hub_options <<<"${STANDIN_OPTS:-}" || true
small_hub=("$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC ${hub_options[@]+"${hub_options[@]}"}
  -cp "target/test-classes:$(cat "$libraries")")
small_hub_main=io.hfdownloader.standin.StandInMain

if [ "$mode" = hub ]; then
  hub_port=${STANDIN_PORT:-5099}
  for taken in "$hub_port" $((hub_port + 1)); do
    ! is_taken "$taken" || die "port $taken is taken by another program; set STANDIN_PORT to a free one with a free one above it."
  done
  exec "${small_hub[@]}" "-Dstandin.port=$hub_port" "$small_hub_main"
fi

# --- the demo ----------------------------------------------------------------

# A port somebody asked for is kept or refused; a default one may move on.
if [ -n "${QUARKUS_HTTP_PORT:-}" ]; then
  ! is_taken "$port" || die "port $port is taken by another program; set QUARKUS_HTTP_PORT to a free one."
else
  wanted=$port
  port=$(first_free "$wanted")
  [ "$port" = "$wanted" ] || say "Port $wanted is taken by another program; using $port."
fi
# The small Hub takes two ports in a row: the second is its CDN.
if [ -n "${STANDIN_PORT:-}" ]; then
  hub_port=$STANDIN_PORT
  for taken in "$hub_port" $((hub_port + 1)); do
    ! is_taken "$taken" || die "port $taken is taken by another program; set STANDIN_PORT to a free one with a free one above it."
    [ "$taken" != "$port" ] || die "the service and the small Hub would both listen on port $port."
  done
else
  hub_port=$(first_free 5099 1)
  while [ "$port" = "$hub_port" ] || [ "$port" = $((hub_port + 1)) ]; do hub_port=$(first_free $((port + 1)) 1); done
  [ "$hub_port" = 5099 ] || say "Port 5099 or 5100 is taken; the small Hub uses $hub_port and $((hub_port + 1))."
fi

children=()
# shellcheck disable=SC2329 # called by the traps below
stop() {
  trap - EXIT INT TERM HUP
  local pid tries=0
  for pid in ${children[@]+"${children[@]}"}; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in ${children[@]+"${children[@]}"}; do
    while kill -0 "$pid" 2>/dev/null; do
      tries=$((tries + 1))
      if [ "$tries" -gt 100 ]; then # ten seconds over both
        printf 'start.sh: process %s did not stop in time and was killed.\n' "$pid" >&2
        kill -KILL "$pid" 2>/dev/null || true
        break
      fi
      sleep 0.1
    done
    wait "$pid" 2>/dev/null || true
  done
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# await PID PORT NAME [MINUTES]: until it listens; at most a minute, or as many as that.
await() {
  local tries=0 minutes=${4:-1}
  until is_taken "$2"; do
    kill -0 "$1" 2>/dev/null || die "$3 did not start; its reason stands above."
    tries=$((tries + 1))
    [ "$tries" -le $((minutes * 300)) ] || die "$3 did not listen on port $2 within $minutes minute(s)."
    sleep 0.2 &
    wait "$!"
  done
}

# The caller's token is not for this Hub, so neither the variables nor the token files are seen;
# the one that it knows is the exception.
[ "${HF_TOKEN:-}" = hf_standInMember ] || unset HF_TOKEN
unset HUGGING_FACE_HUB_TOKEN HF_TOKEN_PATH XDG_CACHE_HOME

"${small_hub[@]}" "-Dstandin.port=$hub_port" "$small_hub_main" </dev/null &
hub=$!
children+=("$hub")
await "$hub" "$hub_port" "the small Hub"

export HF_HOME=$home/target/demo-home
export HF_ENDPOINT=http://127.0.0.1:$hub_port
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost
export QUARKUS_HTTP_PORT=$port
export HF_DOWNLOADER_MODELS_DIR=${HF_DOWNLOADER_MODELS_DIR:-$home/target/demo-models}
if [ "$mode" = dev ]; then
  # Quarkus looks for changes at each request. Tests have their own commands, and a terminal's keys are not for both programs.
  ./mvnw -B -ntp -q quarkus:dev -Ddebug=false "-Djvm.args=-Duser.home=$HF_HOME ${JAVA_OPTS:-}" \
    -Dquarkus.analytics.disabled=true -Dquarkus.console.enabled=false -Dquarkus.test.continuous-testing=disabled -Dmaven.test.skip=true </dev/null &
else
  "${java[@]}" "-Duser.home=$HF_HOME" -jar "$jar" </dev/null &
fi
service=$!
children+=("$service")
await "$service" "$port" "the service" 5

say ""
say "Page:   $(page)"
say "Hub:    $HF_ENDPOINT (on this machine; its repositories are listed above)"
say "Models: $HF_DOWNLOADER_MODELS_DIR"
[ "$mode" != dev ] || say "Reload: at the next request after a change in src/main; a change of the small Hub needs a new start"
say "Try:    acme/quants-GGUF with the quantization Q4_K_M, or acme/tiny-sharded"
say "Stop with Ctrl-C."

while kill -0 "$hub" 2>/dev/null && kill -0 "$service" 2>/dev/null; do
  sleep 1 &
  wait "$!" # unlike a bare sleep, a trapped signal ends this at once
done
if kill -0 "$hub" 2>/dev/null; then
  wait "$service" || die "the service ended by itself (status $?)."
  die "the service ended by itself."
fi
die "the small Hub ended by itself."
