# Emscripten from Debian packages in <cache>/emsdk: its own folder, no root, no mixing of suites on the machine.
# shellcheck shell=bash

# Debian's newer binaryen wants a newer C library than Debian 12 has, so it runs through that library's own loader.
wrap_binaryen() {
  local emsdk=$1 lib=$1/binaryen/lib program
  for program in "$emsdk"/binaryen/libexec/*; do
    cat >"$emsdk/binaryen/bin/${program##*/}" <<'WRAP'
#!/bin/sh
d=$(dirname "$(readlink -f "$0")")/..
exec "$d/lib/ld-linux-x86-64.so.2" --library-path "$d/lib" --argv0 "$0" "$d/libexec/$(basename "$0")" "$@"
WRAP
    chmod +x "$emsdk/binaryen/bin/${program##*/}"
  done
}

unpack_emscripten() {
  local into=$1 libraries=./usr/share/emscripten/cache/sysroot/lib/wasm32-emscripten
  # Library variants for dynamic linking, LTO, tracing and emulated sanitizers are half the size and never used here.
  dpkg-deb --fsys-tarfile "$(tool_file emscripten)" | tar -x -C "$into" --strip-components=3 \
    --exclude=./usr/share/emscripten/test --exclude=./usr/share/emscripten/docs \
    --exclude="$libraries/pic" --exclude="$libraries/lto-pic" --exclude="$libraries/lto" --exclude='*-ww*.a' --exclude='*-ofb*.a' \
    --exclude='*tracing*.a' --exclude='*-emu*.a' --exclude='*-asan*.a' --exclude='libwasmfs*.a' ./usr/share/emscripten || return 1
  chmod -R u+w "$into/emscripten"
  dpkg-deb --fsys-tarfile "$(tool_file acorn)" |
    tar -x -C "$into/emscripten/node_modules" --strip-components=4 ./usr/share/nodejs/acorn
}

unpack_binaryen() {
  local into=$1 scratch library name
  scratch=$(mktemp -d "$THIMBLE_CACHE/tmp/binaryen.XXXXXX")
  for name in binaryen libc libstdcxx libgcc; do dpkg-deb -x "$(tool_file $name)" "$scratch" || return 1; done
  cp "$scratch"/usr/bin/wasm* "$into/binaryen/libexec/"
  for library in libbinaryen.so libstdc++.so.6 libgcc_s.so.1 libm.so.6 libc.so.6 ld-linux-x86-64.so.2; do
    cp -L "$scratch/usr/lib/x86_64-linux-gnu/$library" "$into/binaryen/lib/" || return 1
  done
  rm -rf "$scratch"
  wrap_binaryen "$into"
}

tool_file() { local sha; sha=$(pins tool | awk -v name="$1" '$1 == name { print $4 }'); pin_file "$1" "$sha"; }

# setup_emsdk: nothing to do when the stamp matches, or when the user has an emsdk of their own.
setup_emsdk() {
  [ -n "${THIMBLE_EMSDK:-}" ] && { say "   Emscripten: $THIMBLE_EMSDK (THIMBLE_EMSDK)"; return 0; }
  local emsdk=$THIMBLE_CACHE/emsdk key
  key=$( (pins tool; cat "$THIMBLE_ROOT/scripts/lib/emsdk.sh"; echo "$THIMBLE_CACHE") | hash_of)
  stamped "$emsdk/.thimble_stamp" "$key" && return 0
  fetch_pins tool || return 1
  rm -rf "$emsdk"
  mkdir -p "$THIMBLE_CACHE/tmp" "$emsdk/emscripten/node_modules" "$emsdk"/binaryen/{bin,libexec,lib}
  unpack_emscripten "$emsdk" && unpack_binaryen "$emsdk" || return 1
  cat >"$emsdk/emscripten/.emscripten" <<EOC
LLVM_ROOT = '/usr/bin'
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
BINARYEN_ROOT = '$emsdk/binaryen'
NODE_JS = '$(node24)'
CACHE = '$emsdk/emscripten/cache'
FROZEN_CACHE = False
EOC
  echo "$key" >"$emsdk/.thimble_stamp"
}
