#!/usr/bin/env python3
"""What LiteRT's reference kernels answer for other people's integer models, which are not committed themselves.

usage: litert_models.py OUT_FOLDER MODELS_FOLDER... [--prefix P] [--only GLOB] [--sets N] [--max-macs N] [--max-bytes N]

For every integer .tflite below the folders writes <name>.golden: the model's SHA-256, the seeds of its inputs and the
outputs (layout: tests/data/litert_models/ORIGIN.md). Float models and the old uint8 ones are named and left out.
"""
import argparse
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

from golden_model import golden_bytes, with_valid_axes
from reference import ReferenceModel, check_reference_kernels

# These move between float and integer; a float tensor anywhere else means float arithmetic.
BORDER_OPERATORS = {"QUANTIZE", "DEQUANTIZE", "RESHAPE", "LOG_SOFTMAX"}


def macs_of(reference):
    total = 0
    details = {d["index"]: d for d in reference.interpreter.get_tensor_details()}
    for node in reference.interpreter._get_ops_details():
        if node["op_name"] in ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"):
            weights = details[node["inputs"][1]]["shape"]
            outputs = np.prod(details[node["outputs"][0]]["shape"])
            terms = weights[1] * weights[2] if node["op_name"] == "DEPTHWISE_CONV_2D" else np.prod(weights[1:])
            total += int(outputs) * int(terms)
    return total


def why_not(reference, max_macs):
    details = {d["index"]: d for d in reference.interpreter.get_tensor_details()}
    for node in reference.interpreter._get_ops_details():
        types = {details[i]["dtype"] for i in [*node["inputs"], *node["outputs"]] if i >= 0 and i in details}
        if np.float32 in types and node["op_name"] not in BORDER_OPERATORS:
            return f"float arithmetic ({node['op_name']})"
        if np.uint8 in types and node["op_name"] not in BORDER_OPERATORS:
            return f"the uint8 specification ({node['op_name']})"
    if any(d["dtype"] not in (np.int8, np.uint8, np.int16, np.float32) for d in reference.inputs):
        return "inputs of a type without a rule"
    if any((d["shape_signature"] < 1).any() for d in reference.inputs if len(d["shape_signature"])):
        # A batch of any size is run as the file's shape says.
        if any(np.prod(d["shape"]) < 1 for d in reference.inputs):
            return "dynamic input shape"
    if macs_of(reference) > max_macs:
        return f"{macs_of(reference) / 1e6:.0f}M MACs"
    return None


def answer_one(path, target, options):
    """Returns why there is no golden, or none."""
    model = Path(path).read_bytes()
    reason = why_not(ReferenceModel(with_valid_axes(model)), options.max_macs)
    if reason is None:
        Path(target).write_bytes(golden_bytes(model, options.sets))
    return reason


def answer_in_a_process(path, target, options):
    """The interpreter ends the process on some files: each model gets one of its own."""
    command = [sys.executable, __file__, "--one", str(path), str(target), "--sets", str(options.sets),
               "--max-macs", str(options.max_macs)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        return None
    if done.returncode < 0:
        return f"the reference interpreter dies of it (signal {-done.returncode})"
    return done.stderr.strip().splitlines()[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", help="where the goldens go, then folders with models")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)  # folders are then a model and a golden
    parser.add_argument("--prefix", default="", help="what the names of the goldens start with")
    parser.add_argument("--only", default="**/*.tflite", help="pattern of the models' paths below the folders")
    parser.add_argument("--sets", type=int, default=8)
    parser.add_argument("--max-macs", type=float, default=60e6)
    parser.add_argument("--max-bytes", type=int, default=1_000_000)
    options = parser.parse_args()
    if options.one:
        raise SystemExit(answer_one(*options.folders, options))
    check_reference_kernels()
    out_folder, *models_folders = options.folders
    seen = {golden.read_bytes()[4:36].hex(): golden.stem for golden in Path(out_folder).glob("*.golden")}
    for folder in models_folders:
        for path in sorted(Path(folder).glob(options.only)):
            shown = str(path.relative_to(folder))
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest in seen:
                print(f"same    {shown}: {seen[digest]}")
                continue
            name = free_name(out_folder, options.prefix + path.stem)
            target = Path(out_folder, name + ".golden")
            if path.stat().st_size > options.max_bytes:
                reason = f"{path.stat().st_size} bytes"
            else:
                reason = answer_in_a_process(path, target, options)
            seen[digest] = shown if reason else name
            told = f"skipped {shown}: {reason}" if reason else f"wrote   {name}: {target.stat().st_size} bytes"
            print(told, flush=True)


def free_name(out_folder, wanted):
    base = re.sub(r"[^A-Za-z0-9]+", "_", wanted).strip("_").lower()
    name, number = base, 1
    while Path(out_folder, name + ".golden").exists():
        number += 1
        name = f"{base}_{number}"
    return name


if __name__ == "__main__":
    main()
