#!/usr/bin/env python3
"""Single-operator models and what LiteRT's reference kernels answer, as committed in tests/data/litert_ops.

usage: litert_ops.py OUT_FOLDER [--only SUBSTRING] [--coverage]

Writes <name>.tflite and <name>.io for every case and a list of all names, cases.txt. The layout of .io is in
ORIGIN.md beside them. A case that the reference interpreter refuses stops the run: nothing is skipped in silence.
"""
import argparse
import hashlib
import os

import numpy as np

import op_cases_elementwise
import op_cases_float
import op_cases_image
import op_cases_math
import op_cases_shape
import op_cases_weights
from reference import OTHER_KERNELS, REFERENCE_KERNELS, ReferenceModel, check_reference_kernels, io_bytes

MAX_MODEL_BYTES = 8192


def all_cases():
    yield from op_cases_weights.cases()
    yield from op_cases_elementwise.cases()
    yield from op_cases_shape.cases()
    yield from op_cases_math.cases()
    yield from op_cases_image.cases()
    yield from op_cases_float.cases()


def answer(case):
    if len(case.model) >= MAX_MODEL_BYTES:
        raise ValueError(f"{len(case.model)} bytes")
    model = ReferenceModel(case.model, OTHER_KERNELS if case.other_kernels else REFERENCE_KERNELS)
    if len(model.interpreter._get_ops_details()) != case.operators:
        raise ValueError("a delegate has changed the graph")
    for detail, value in zip(model.inputs, case.inputs, strict=True):
        check_value("input", detail["shape"], detail["dtype"], value)
    sets = []
    for inputs in case.input_sets():
        outputs = model.run(inputs)
        for result, value in zip(outputs, case.outputs, strict=True):
            check_value("output", result.shape, result.dtype, value)
        sets.append((inputs, outputs))
    return sets


def check_value(what, shape, dtype, value):
    """The file must declare what the interpreter makes of it: importers trust the declared shapes."""
    if tuple(shape) != value.shape or np.dtype(dtype) != value.dtype:
        raise ValueError(f"{what} declared {value.shape} {value.dtype}, interpreter says {tuple(shape)} {dtype}")


def report_coverage(case, sets):
    """One line for each case whose random inputs exercise little: for the eye of whoever changes the cases."""
    values = np.concatenate([np.ravel(o) for _, outputs in sets[:2] for o in outputs])
    info = np.iinfo(values.dtype) if values.dtype != np.float32 else None
    distinct = len(np.unique(values))
    saturated = 0 if info is None else np.mean((values == info.min) | (values == info.max))
    if len(values) > 6 and (distinct < 4 or saturated > 0.6):
        print(f"  {case.name}: {len(values)} values, {distinct} distinct, {saturated:.0%} at an end of the type")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out_folder")
    parser.add_argument("--only", default="", help="the cases whose name contains this")
    parser.add_argument("--coverage", action="store_true", help="name the cases that exercise little")
    options = parser.parse_args()
    check_reference_kernels()
    names, total, failures, digest = [], 0, [], hashlib.sha256()
    for case in all_cases():
        if options.only not in case.name:
            continue
        if case.name in names:
            failures.append(f"{case.name}: the name is taken")
            continue
        names.append(case.name)
        try:
            sets = answer(case)
            io = io_bytes(sets)
            if options.coverage:
                report_coverage(case, sets)
        except (RuntimeError, ValueError) as error:
            failures.append(f"{case.name}: {error}")
            continue
        total += len(case.model) + len(io)
        for ending, data in ((".tflite", case.model), (".io", io)):
            digest.update(data)
            with open(os.path.join(options.out_folder, case.name + ending), "wb") as f:
                f.write(data)
    if not options.only:
        with open(os.path.join(options.out_folder, "cases.txt"), "w") as f:
            f.write("".join(name + "\n" for name in names))
    print(f"{len(names)} cases, {total} bytes, {len(failures)} failures; "
          f"all files in the order of cases.txt, .tflite before .io: sha256 {digest.hexdigest()}")
    if failures:
        raise SystemExit("\n".join(failures))


if __name__ == "__main__":
    main()
