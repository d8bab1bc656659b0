# Shared by every script here: where things are, how long steps take, how to try again.
# shellcheck shell=bash

THIMBLE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
THIMBLE_CACHE=${THIMBLE_CACHE:-$HOME/.cache/thimble}
export THIMBLE_ROOT THIMBLE_CACHE
THIMBLE_JOBS=${THIMBLE_JOBS:-$(nproc 2>/dev/null || echo 2)}

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

# step TITLE COMMAND...: run it, then print what it took. Long silent steps look like a hang, so the title comes first.
step() {
  local title=$1 start=$SECONDS; shift
  say "-- $title"
  "$@" || { local code=$?; say "-- $title: FAILED after $((SECONDS - start)) s"; return $code; }
  say "-- $title: $((SECONDS - start)) s"
}

# retry COMMAND...: networks fail; a second and third try with a pause is cheaper than a broken set-up.
retry() {
  local attempt
  for attempt in 1 2 3; do
    "$@" && return 0
    [ "$attempt" = 3 ] || { say "   try $attempt failed ($1), again in $((attempt * 5)) s"; sleep $((attempt * 5)); }
  done
  return 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "needs root (no sudo here): $*"; fi
}

# stamped FILE KEY: true when FILE says that the thing beside it was made from KEY.
stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

hash_of() { sha256sum | cut -d' ' -f1; }
