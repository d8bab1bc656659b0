#!/usr/bin/env python3
"""How often other runtimes give the class that LiteRT's reference kernels, and so our executor, give.

usage: compare_runtimes.py MODEL.tflite MODEL.onnx CIFAR_BATCH [--samples N]

Both files are one int8 network, as `thimble quantize` or `thimble convert` writes it; CIFAR_BATCH is a file of CIFAR-10 in the
official binary layout, whose bytes go in as 0 to 255. Needs onnxruntime beside requirements.txt.
"""
import argparse

import numpy as np
import onnxruntime
from ai_edge_litert.interpreter import OpResolverType

from reference import ReferenceModel

RECORD = 1 + 3 * 32 * 32


def images(path, count):
    records = np.fromfile(path, np.uint8).reshape(-1, RECORD)[:count]
    return records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 0]


def litert_classes(data, resolver, inputs):
    model = ReferenceModel(data, resolver)
    return np.array([model.run([x[None]])[0].ravel().argmax() for x in inputs])


def onnx_classes(path, inputs, as_written):
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.disable_quant_qdq", "1" if as_written else "0")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    port = session.get_inputs()[0]
    channels_first = port.shape[1] == 3
    return np.array([session.run(None, {port.name: (x.transpose(2, 0, 1) if channels_first else x)[None]})[0].ravel().argmax() for x in inputs])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tflite")
    parser.add_argument("onnx")
    parser.add_argument("cifar_batch")
    parser.add_argument("--samples", type=int, default=1000)
    arguments = parser.parse_args()
    with open(arguments.tflite, "rb") as file:
        data = file.read()
    pixels, labels = images(arguments.cifar_batch, arguments.samples)
    scale, zero_point = ReferenceModel(data).inputs[0]["quantization"]
    inputs = np.clip(np.round(pixels / scale) + zero_point, -128, 127).astype(np.int8)
    reference = litert_classes(data, OpResolverType.BUILTIN_REF, inputs)
    print(f"LiteRT, reference kernels: {np.mean(reference == labels):.2%} right")
    for name, classes in (("LiteRT, optimized kernels", litert_classes(data, OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES, inputs)),
                          ("LiteRT, XNNPACK", litert_classes(data, OpResolverType.AUTO, inputs)),
                          (f"ONNX Runtime {onnxruntime.__version__}, the file as written", onnx_classes(arguments.onnx, inputs, True)),
                          (f"ONNX Runtime {onnxruntime.__version__}, integer kernels (saturate on x64 without VNNI)",
                           onnx_classes(arguments.onnx, inputs, False))):
        print(f"{name}: {np.mean(classes == labels):.2%} right, the reference's class on {np.mean(classes == reference):.2%}")


if __name__ == "__main__":
    main()
