#!/usr/bin/env bash
# Asks a running HF Downloader each call of the older API, the one that scripts were written for, and checks the shape of what it answers.
# Nothing is downloaded or deleted: the calls that would are made with what must be refused.
#
#   ./status.sh                                        the service on this machine (http://localhost:5000)
#   ./status.sh https://models.example.com/hf-downloader
#   CURL_OPTS='-u alice:secret' ./status.sh URL        behind a login of a proxy
#   HF_DOWNLOADER_API_TOKEN=hfd_... ./status.sh URL    with an access token
#
# Needs curl and jq. Ends with 0 when all is as it should be, 1 when a shape is wrong, 2 for wrong use, 6 when nothing answers.
set -euo pipefail

usage() { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }
case ${1:-} in
  -h | --help) usage && exit 0 ;;
  -*) usage >&2 && exit 2 ;;
esac
[ $# -le 1 ] || { usage >&2 && exit 2; }
for tool in curl jq; do
  command -v "$tool" >/dev/null 2>&1 || {
    echo "status.sh: $tool is missing; install it." >&2
    exit 2
  }
done

url=${1:-http://localhost:${QUARKUS_HTTP_PORT:-5000}}
url=${url%/}
[[ $url =~ ^[Hh][Tt][Tt][Pp][Ss]?://[^/] ]] || { echo "status.sh: $url is no address: it begins with http:// or https://." >&2 && exit 2; }
read -ra options <<<"${CURL_OPTS:-}"
# not among the arguments, which others of this machine see
config=${HF_DOWNLOADER_API_TOKEN:+"header = \"Authorization: Bearer $HF_DOWNLOADER_API_TOKEN\""}
wrong=0
body=''
status=''

# ask METHOD PATH [JSON]: sets body and status
ask() {
  local answer data=()
  [ $# -lt 3 ] || data=(-H 'Content-Type: application/json' --data "$3")
  answer=$(curl -sS --max-time 30 -w '\n%{http_code}' -X "$1" "${options[@]}" "${data[@]}" -K - "$url$2" <<<"$config") || {
    echo "status.sh: nothing answers at $url. Start the service, or name its address: ./status.sh URL" >&2
    exit 6
  }
  status=${answer##*$'\n'}
  body=${answer%$'\n'*}
}

# expect WHAT STATUS FILTER: the filter of jq has to be true of the answer
expect() {
  if [ "$status" = "$2" ] && jq -e "$3" >/dev/null 2>&1 <<<"$body"; then
    printf 'ok    %s\n' "$1"
  else
    wrong=$((wrong + 1))
    printf 'WRONG %s: status %s instead of %s, or another shape: %.300s\n' "$1" "$status" "$2" "$body"
  fi
}

number='(type == "number" and . >= 0)'
file="(.name | type == \"string\") and (.path | type == \"string\") and (.size | type == \"string\") and (.size_bytes | $number)
  and (.mtime | type == \"number\") and (.date | type == \"string\")"
progress="(.progress | $number and . <= 100)
  and (.status | IN(\"idle\", \"starting\", \"downloading\", \"completed\", \"error\"))
  and (.current_file | type == \"string\" or . == null)
  and (.downloaded_files | $number) and (.downloaded_bytes | $number) and (.total_bytes | $number)
  and (.repo_id | type == \"string\" or . == null)
  and (.start_time | type == \"number\" or . == null) and (.eta | type == \"number\" or . == null)"

ask GET /api/status
expect 'GET /api/status' 200 "$progress and (.downloads | type == \"array\" and all(.[]; [.id, .repo, .state] | all(type == \"string\")))"
[ "$wrong" -eq 0 ] || echo "      Is that an HF Downloader? The address may need its prefix, such as /hf-downloader."
jq -r '.downloads[]? | "      \(.state)  \(.repo)  \(.bytesReceived) of \(.bytesTotal) bytes"' <<<"$body" 2>/dev/null || true

for path in /api/models /api/list; do
  ask GET "$path"
  expect "GET $path" 200 "type == \"array\" and all(.[]; (.name | type == \"string\") and (.path | type == \"string\")
    and (.total_size | type == \"string\") and (.total_size_bytes | $number)
    and (.groups | all(.[]; (.name | type == \"string\") and (.count | $number) and (.size | type == \"string\")
      and (.size_bytes | $number) and (.files | all(.[]; $file))))
    and (.individual_files | all(.[]; $file)))"
done
jq -r '.[]? | "      \(.total_size)  \(.name)"' <<<"$body" 2>/dev/null || true

error='(.error | type == "string" and length > 0) and (keys == ["error"])'
for path in /download /api/download /api/models/update /api/update; do
  ask POST "$path" '{"repo_id": "", "quant_pattern": ""}'
  expect "POST $path without a name is refused" 400 "$error"
done
for path in /api/models/delete /api/delete; do
  ask POST "$path" '{"path": "/../etc"}'
  expect "POST $path of a path outside is refused" 400 "$error and .error == \"Invalid model path\""
done

if [ "$wrong" -gt 0 ]; then
  printf '%d of the answers of %s are wrong.\n' "$wrong" "$url"
  exit 1
fi
printf 'All answers of %s have the shape they should have.\n' "$url"
