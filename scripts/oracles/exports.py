#!/usr/bin/env python3
"""What LiteRT's reference kernels answer for the .tflite files that `thimble convert` writes.

usage: exports.py THIMBLE [--only NAME]

Writes tests/data/exports: <name>.tir, the network (export_cases.py); <name>.io, inputs and LiteRT's answers (layout: ORIGIN.md of
tests/data/litert_ops); exports.txt, one line a network: its name, the SHA-256 of the file that was asked, the tolerance. Networks
of the repository (topologies, the sample, and <name>.tflite in that folder, which our own techniques made) are exported and asked too;
they have no .tir.
"""
import argparse
import hashlib
import pathlib
import subprocess
import tempfile

import numpy as np

from ai_edge_litert.interpreter import OpResolverType

from export_cases import FLOAT, HYBRID, cases
from reference import ReferenceModel, check_reference_kernels, io_bytes

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests/data/exports"
SETS = 3


def draw(detail, rng):
    shape, dtype = detail["shape"], detail["dtype"]
    if dtype == np.float32:
        return rng.uniform(-3, 3, shape).astype(np.float32)
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max + 1, shape).astype(dtype)


def answer(thimble, source, name):
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder, f"{name}.tflite")
        subprocess.run([thimble, "convert", source, "-o", made], check=True, stdout=subprocess.DEVNULL)
        data = made.read_bytes()
    try:
        model = ReferenceModel(data)
    except ValueError as reason:
        # The reference resolver has no CEIL, for example; of those only floats are asked.
        if "Didn't find op" not in str(reason):
            raise
        print(f"# {name}: the reference resolver lacks its operator, LiteRT's usual one answers")
        model = ReferenceModel(data, OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    rng = np.random.default_rng(len(name))
    sets = []
    for _ in range(SETS):
        inputs = [draw(detail, rng) for detail in model.inputs]
        sets.append((inputs, model.run(inputs)))
    (FOLDER / f"{name}.io").write_bytes(io_bytes(sets))
    return hashlib.sha256(data).hexdigest()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("thimble")
    parser.add_argument("--only")
    arguments = parser.parse_args()
    check_reference_kernels()
    FOLDER.mkdir(exist_ok=True)
    lines = {}
    for name, text, tolerance in cases():
        if arguments.only and name != arguments.only:
            continue
        source = FOLDER / f"{name}.tir"
        source.write_text(text)
        lines[name] = f"{name} {answer(arguments.thimble, source, name)} {tolerance}"
    if not arguments.only:
        for source in sorted(FOLDER.glob("*.tflite")):
            tolerance = HYBRID if "dynamic_range" in source.stem else FLOAT if "float16" in source.stem else 0
            lines[source.stem] = f"{source.stem} {answer(arguments.thimble, source, source.stem)} {tolerance}"
        for source in [*sorted((ROOT / "tests/data/topologies").glob("*.tflite")), *sorted((ROOT / "assets/sample").glob("*_int8.tflite"))]:
            lines[source.stem] = f"{source.stem} {answer(arguments.thimble, source, source.stem)} 0"
        (FOLDER / "exports.txt").write_text("".join(line + "\n" for line in lines.values()))
    print(*lines.values(), sep="\n")


if __name__ == "__main__":
    main()
