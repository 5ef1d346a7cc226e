#!/usr/bin/env bash
# How much processor time a check from nothing takes, against one that builds on what an earlier run kept, against a bare parse of
# the same files, and against other commands.
#
#     benches/compare.sh [--with COMMAND]... FOLDER...
#
# Each FOLDER is a project. COMMAND is run in it by a shell, as in `--with 'mago lint'`. RUNS (5) rounds go over all commands in
# turn, so that a machine that becomes slower or faster in between does so for all of them; the medians of user seconds are
# printed, and what a check takes as a multiple of each other command.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."

others=()
folders=()
while (($#)); do
  case $1 in
    --with) others+=("$2"); shift 2 ;;
    *) folders+=("$(realpath "$1")"); shift ;;
  esac
done
((${#folders[@]})) || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
cargo build --release --quiet --bin tablecheck --example parse
program=$PWD/target/release/tablecheck parse=$PWD/target/release/examples/parse
times=$(mktemp)
cache=$(mktemp --directory)
trap 'rm -rf "$times" "$cache"' EXIT

# The user seconds of a command, its output thrown away.
spent() {
  local TIMEFORMAT=%U
  { time bash -c "$1" >/dev/null 2>&1 || true; } 2>&1
}

median() {
  sort --numeric-sort "$times" | awk -v name="$1" '$2 == name { list[++n] = $1 } END { printf "%.3f", list[int((n + 1) / 2)] }'
}

for folder in "${folders[@]}"; do
  commands=("exec '$program' check --no-cache" "exec '$program' check --cache-dir '$cache'" "exec '$parse' ." "${others[@]}")
  : >"$times"
  (cd "$folder" && spent "${commands[1]}") >/dev/null
  for ((round = 0; round < ${RUNS:-5}; round++)); do
    for at in "${!commands[@]}"; do
      printf '%s %s\n' "$(cd "$folder" && spent "${commands[at]}")" "$at" >>"$times"
    done
  done
  own=$(median 0)
  printf '%s: check %s s' "$(basename "$folder")" "$own"
  names=(check 'one after another one' 'a bare parse' "${others[@]}")
  for at in "${!commands[@]}"; do
    ((at)) || continue
    other=$(median "$at")
    printf ', %s times %s (%s s)' "$(awk -v a="$own" -v b="$other" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "?" }')" \
      "${names[at]}" "$other"
  done
  printf '\n'
done
