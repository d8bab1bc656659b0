# Third-party libraries, built once per ABI into <cache>/<abi> from <cache>/src.
# shellcheck shell=bash

abi_options() {
  case $1 in
    native) printf '%s\n' -DCMAKE_C_COMPILER="${CC:-clang-19}" -DCMAKE_CXX_COMPILER="${CXX:-clang++-19}" ;;
    wasm) printf '%s\n' -DCMAKE_TOOLCHAIN_FILE="$THIMBLE_ROOT/scripts/cmake/wasm.toolchain.cmake" ;;
    wasm-threads) abi_options wasm; printf '%s\n' -DTHIMBLE_THREADS=ON ;;
  esac
}

build_deps() {
  local abi=$1 prefix=$2 build=$THIMBLE_CACHE/build/$1
  # A changed compiler or flag must not meet the old cache of CMake's answers.
  rm -f "$build/CMakeCache.txt"
  mkdir -p "$build"
  # shellcheck disable=SC2046
  if ! { cmake -G Ninja -S "$THIMBLE_ROOT/scripts/third_party" -B "$build" -DCMAKE_BUILD_TYPE=Release \
      -DCMAKE_INSTALL_PREFIX="$prefix" -DTHIMBLE_SOURCES="$THIMBLE_CACHE/src" $(abi_options "$abi") &&
    cmake --build "$build" -j "$THIMBLE_JOBS" && cmake --install "$build"; } >"$build/log" 2>&1; then
    tail -40 "$build/log" >&2
    say "the whole log: $build/log"
    return 1
  fi
}

# setup_deps ABI: rebuilt when the pins, the recipe, the toolchain or the compiler change; not for another checkout of the same.
setup_deps() {
  local abi=$1 prefix=$THIMBLE_CACHE/$1 key
  key=$({ pins source
    cat "$THIMBLE_ROOT"/scripts/third_party/{CMakeLists.txt,*.cmake,*.cpp} "$THIMBLE_ROOT/scripts/cmake/wasm.toolchain.cmake"
    abi_options "$abi" | sed "s|$THIMBLE_ROOT/||"
    [ "$abi" = native ] || cat "$THIMBLE_CACHE/emsdk/.thimble_stamp" 2>/dev/null || echo "${THIMBLE_EMSDK:-}"; } | hash_of)
  stamped "$prefix/.thimble_stamp" "$key" && return 0
  mkdir -p "$prefix"; rm -f "$prefix/.thimble_stamp"
  step "third-party libraries for $abi" build_deps "$abi" "$prefix" || return 1
  echo "$key" >"$prefix/.thimble_stamp"
}
