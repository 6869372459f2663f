#!/usr/bin/env bash
# What action.yml runs: annotations and the job's summary, and a SARIF report beside them. Everything comes by the environment.
set -uo pipefail

program=$GITHUB_ACTION_PATH/bin/anyarch.js

# lines TEXT: its lines that are not empty become `taken`.
lines() {
  taken=()
  local line
  while IFS= read -r line; do
    line=${line%$'\r'}
    [ -z "$line" ] || taken+=("$line")
  done <<<"$1"
}

lines "$ANYARCH_ARGUMENTS"
arguments=("${taken[@]+"${taken[@]}"}")
lines "$ANYARCH_PATHS"
paths=("${taken[@]+"${taken[@]}"}")
# Behind -- nothing is a flag, whatever a path is called.
[ "${#paths[@]}" -gt 0 ] || paths=(.)

if [ -n "$ANYARCH_SARIF" ]; then
  node "$program" "${arguments[@]+"${arguments[@]}"}" --format sarif --output "$ANYARCH_SARIF" -- "${paths[@]}" 2>/dev/null
  if [ -f "$ANYARCH_SARIF" ]; then printf 'sarif<<anyarch-end\n%s\nanyarch-end\n' "$ANYARCH_SARIF" >>"$GITHUB_OUTPUT"; fi
fi
exec node "$program" "${arguments[@]+"${arguments[@]}"}" --format github -- "${paths[@]}"
