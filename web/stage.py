#!/usr/bin/env python3
"""Puts the page together: stage.py OUT MODULE_DIR...

Copies the page's own files, the sample and the modules (*.mjs, *.wasm of each MODULE_DIR: <build>/page) to OUT, and writes
files.json (what there is) and precache.js (the same with a version, for the service worker). Prints sizes as gzip has them.
"""
import gzip
import hashlib
import json
import os
import pathlib
import shutil
import sys

WEB = pathlib.Path(__file__).resolve().parent
SAMPLES = [WEB.parent / "assets" / "sample" / name for name in ("digits_cnn.onnx", "digits_int8.tflite")]
# Pictures for it, written by scripts/sample_data at build time.
SAMPLE_DATA = WEB.parent / "build" / "sample" / "digits.zip"
NPM = pathlib.Path(os.environ.get("THIMBLE_CACHE", pathlib.Path.home() / ".cache" / "thimble")) / "npm" / "node_modules"
# ONNX Runtime Web, the parts for one thread without WebGPU. Loaded when a job is done, kept for offline use.
ONNX_RUNTIME = ["ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"]
# What has to be loaded before the page can be used; the core comes beside it.
INTERACTIVE = {"index.html", "style.css", "icon.svg", "ui.mjs", "ui.wasm", "files.json"}


def collect(module_dirs):
    files = {path.name: path for path in WEB.iterdir() if path.suffix in (".html", ".css", ".svg", ".js")}
    for sample in SAMPLES:
        files["sample/" + sample.name] = sample
    for name in ONNX_RUNTIME:
        files[name] = NPM / "onnxruntime-web" / "dist" / name
    if SAMPLE_DATA.is_file():
        files["sample/" + SAMPLE_DATA.name] = SAMPLE_DATA
    for directory in module_dirs:
        for path in pathlib.Path(directory).iterdir():
            if path.suffix in (".mjs", ".wasm"):
                files[path.name] = path
    return files


def gzip_size(path):
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


def main():
    out, *module_dirs = sys.argv[1:]
    goal = pathlib.Path(out)
    out = goal.with_name(goal.name + ".new")
    shutil.rmtree(out, ignore_errors=True)
    files = collect(module_dirs)
    missing = [name for name in ("ui.wasm", "core.wasm") if name not in files]
    if missing:
        sys.exit(f"stage.py: no {', '.join(missing)} in {' '.join(module_dirs)}")
    digest = hashlib.sha256()
    for name in sorted(files):
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(files[name], target)
        digest.update(name.encode() + b"\0" + target.read_bytes())
    names = sorted(name for name in files if name != "service_worker.js") + ["files.json"]
    (out / "files.json").write_text(json.dumps(names) + "\n")
    # What the page needs stands first; the other runtime comes last, when all else is kept.
    late = [name for name in names if name in ONNX_RUNTIME]
    precache = {"version": digest.hexdigest()[:16], "files": ["./"] + [name for name in names if name not in late], "late": late}
    (out / "precache.js").write_text(f"self.thimblePrecache = {json.dumps(precache)};\n")
    shutil.rmtree(goal, ignore_errors=True)
    out.rename(goal)
    out = goal
    sizes = {name: gzip_size(out / name) for name in names}
    interactive = sum(size for name, size in sizes.items() if name in INTERACTIVE or name.endswith(".js"))
    report = {"interactive_bytes": interactive, "core_bytes": sizes["core.mjs"] + sizes["core.wasm"], "all_bytes": sum(sizes.values())}
    out.with_name(out.name + "_sizes.json").write_text(json.dumps(report) + "\n")
    print("page:", ", ".join(f"{name} {size} (gzip)" for name, size in report.items()))


main()
