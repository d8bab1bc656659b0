#!/usr/bin/env python3
"""Seeds of the TFLite fuzzer that are no single operators: networks that end in ARG_MAX, alone and beside their scores.

Usage: scripts/oracles/tflite_seeds.py tests/fuzz/corpus/tflite
"""

import os
import sys

import numpy as np

from tflite_writer import ModelWriter


def head(scores_too):
    writer = ModelWriter("a class that the network picks")
    source = writer.tensor((1, 5), np.int8, 0.5, 3, name="x")
    scores = writer.tensor((1, 5), np.int8, 0.25, -1, name="scores")
    place = writer.tensor((1,), np.int32, name="place")
    writer.operator("QUANTIZE", 2, [source], [scores])
    writer.operator("ARG_MAX", 2, [scores, writer.const_i32([1])], [place], "ArgMaxOptions", outputType=2)
    return writer.finish([source], [place, scores] if scores_too else [place])


def main():
    for name, scores_too in (("arg_max_head", False), ("arg_max_beside_scores", True)):
        with open(os.path.join(sys.argv[1], name + ".tflite"), "wb") as out:
            out.write(head(scores_too))


main()
