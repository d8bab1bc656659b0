#!/usr/bin/env python3
"""What LiteRT's reference kernels answer for float networks: other people's, and one of our own whose weights are bytes.

usage: float_models.py FIXTURES

Writes tests/data/litert_float: <name>.io (layout: ORIGIN.md of tests/data/litert_ops) and dense_hybrid.tflite. A hybrid network has two
answers: as LiteRT computes it, with activations rounded to 8 bits while it runs, and with its weights expanded to floats beforehand.
"""
import pathlib
import sys
import wave

import flatbuffers
import numpy as np
import tensorflow as tf
from ai_edge_litert import schema_py_generated as schema

from reference import ReferenceModel, check_reference_kernels, io_bytes
from tflite_writer import ACTIVATIONS, ModelWriter

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests/data/litert_float"
WORDS = ("yes", "no", "noise", "silence")


def with_float_weights(model):
    """Every int8 constant as the floats that it stands for."""
    tables = schema.ModelT.InitFromObj(schema.Model.GetRootAs(model))
    for tensor in tables.subgraphs[0].tensors:
        if tensor.type != schema.TensorType.INT8:
            continue
        buffer, scales = tables.buffers[tensor.buffer], np.float32(tensor.quantization.scale)
        numbers = np.frombuffer(bytes(buffer.data), np.int8).reshape(tensor.shape).astype(np.float32)
        if len(scales) > 1:
            scales = scales.reshape([-1 if i == tensor.quantization.quantizedDimension else 1 for i in range(numbers.ndim)])
        buffer.data = list((numbers * scales).astype(np.float32).tobytes())
        tensor.type, tensor.quantization = schema.TensorType.FLOAT32, None
    builder = flatbuffers.Builder(1024)
    builder.Finish(tables.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def write(name, model, inputs, hybrid=False):
    models = [ReferenceModel(model)] + ([ReferenceModel(with_float_weights(model))] if hybrid else [])
    sets = [([x], [m.run([x])[0] for m in models]) for x in inputs]
    (FOLDER / f"{name}.io").write_bytes(io_bytes(sets))
    if hybrid:
        differences = [np.abs(a - b).max() / np.abs(a).max() for _, (a, b) in sets]
        classes = sum(a.argmax() == b.argmax() for _, (a, b) in sets)
        print(f"{name}: 8-bit activations differ by up to {max(differences):.4f}, {classes} of {len(sets)} classes are the same")


def word_features(path):
    """The MFCCs of MLPerf Tiny's keyword spotting: 49 frames of 10 numbers."""
    with wave.open(str(path)) as recording:
        samples = np.frombuffer(recording.readframes(16000), np.int16).astype(np.float32)
    samples = np.pad(samples, (0, 16000 - len(samples))) / max(1, np.abs(samples).max())
    spectrum = tf.abs(tf.signal.stft(samples, 480, 320, 512))
    mel = tf.matmul(spectrum, tf.signal.linear_to_mel_weight_matrix(40, 257, 16000, 20.0, 4000.0))
    return tf.signal.mfccs_from_log_mel_spectrograms(tf.math.log(mel + 1e-6))[:, :10].numpy().astype(np.float32).reshape(1, 49, 10, 1)


def drawn_features(rng, count):
    """The first number of a frame is its loudness, far from the others."""
    frames = rng.normal(0, 8, (count, 1, 49, 10, 1))
    frames[:, :, :, 0] = rng.normal(-60, 20, (count, 1, 49, 1))
    return list(frames.astype(np.float32))


def dense_hybrid(rng):
    """Three layers whose weights are bytes, one scale a layer as the converter's dynamic range gives them."""
    writer = ModelWriter("dense_hybrid")
    value = source = writer.tensor((1, 40), np.float32, name="in")
    for index, (depth, width) in enumerate([(40, 48), (48, 32), (32, 10)]):
        weights = writer.tensor((width, depth), np.int8, [1 / 127 / np.sqrt(depth) * 2], 0, data=rng.integers(-127, 128, (width, depth)))
        bias = writer.tensor((width,), np.float32, data=rng.uniform(-0.5, 0.5, width))
        result = writer.tensor((1, width), np.float32)
        writer.operator("FULLY_CONNECTED", 3, [value, weights, bias], [result], "FullyConnectedOptions",
                        fusedActivationFunction=ACTIVATIONS["relu" if index < 2 else "none"])
        value = result
    return writer.finish([source], [value])


def main():
    fixtures = pathlib.Path(sys.argv[1])
    check_reference_kernels()
    rng = np.random.default_rng(7)
    tflite = fixtures / "models/tflite"
    words = [word_features(fixtures / f"datasets/kws/tflm_micro_speech/{word}_1000ms.wav") for word in WORDS]
    write("mlperf_kws_float32", (tflite / "mlperf_kws_float32.tflite").read_bytes(), words + drawn_features(rng, 16), hybrid=True)
    model = dense_hybrid(rng)
    (FOLDER / "dense_hybrid.tflite").write_bytes(model)
    write("dense_hybrid", model, list(rng.normal(0, 1, (12, 1, 40)).astype(np.float32)), hybrid=True)
    angles = np.arange(0, 6.3, 0.1, np.float32).reshape(-1, 1, 1)
    write("tflm_hello_world_float", (tflite / "tflm_hello_world_float.tflite").read_bytes(), list(angles))


if __name__ == "__main__":
    main()
