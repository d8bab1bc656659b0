# The command line of this checkout, built when it is not up to date.
# shellcheck shell=bash

THIMBLE_NATIVE_BUILD=$THIMBLE_ROOT/build/native-release

# build_native TARGET...: quiet unless it fails; a build with nothing to do takes a fraction of a second.
build_native() {
  local log=$THIMBLE_ROOT/build/native-release.log
  mkdir -p "$THIMBLE_ROOT/build"
  if [ ! -f "$THIMBLE_NATIVE_BUILD/build.ninja" ]; then
    "$THIMBLE_ROOT/scripts/setup" native || return 1
    say "-- building the command line (once)"
    (cd "$THIMBLE_ROOT" && cmake --preset native-release) >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  fi
  cmake --build "$THIMBLE_NATIVE_BUILD" -j "$THIMBLE_JOBS" --target "$@" >"$log" 2>&1 || { tail -60 "$log" >&2; return 1; }
}
