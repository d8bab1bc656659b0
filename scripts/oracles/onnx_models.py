#!/usr/bin/env python3
"""What ONNX Runtime answers for whole networks: tests/data/onnx_models.

  <name>.io                    inputs and outputs of other people's networks (THIMBLE_FIXTURES has the networks themselves)
  seed_<name>.io               seeds of the fuzzer (tests/fuzz/corpus/onnx) that are rewritten while they are read
  weights_only.onnx, .io       a network of ours whose weights alone are bytes, with scales along each dimension that an operator may have
  q_<form>_<types>.onnx, .io   a small network of ours, quantized by onnxruntime.quantization in each of its forms

Usage: THIMBLE_FIXTURES=... scripts/oracles/onnx_models.py tests/data/onnx_models
"""

import os
import struct
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

# Fixture: input shape where the file leaves it open.
FIXTURES = {
    "mnist-conv-cntk/model": None,
    "espcn_float": None,
    "hls_conv1d_small_keras": [1, 10, 4],
    "verivital_mnist_maxpool": None,
    "tract_qtdnn_i32_biases": [8, 10],
    "oval21_cifar_deep_kw": None,
    "onnx2c_tfl_helloworld": [1, 1],
    "hls_three_layer_bn_pytorch": [1, 16],
}

SEEDS = ["functions", "if_nested", "max_pool_dilated", "average_pool_dilated", "group_norm_by_group"]


def write_io(path, sets):
    with open(path, "wb") as out:
        out.write(b"THIO" + struct.pack("<III", len(sets), len(sets[0][0]), len(sets[0][1])))
        for inputs, outputs in sets:
            for array in inputs + outputs:
                data = np.ascontiguousarray(array).tobytes()
                out.write(struct.pack("<I", len(data)) + data)


def session(path):
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def evaluator(path, shape):
    """Shapes of the inputs by name, and what runs them: op sets before 7, which ONNX Runtime does not know, run in ONNX's own evaluator."""
    model = onnx.load(path)
    if next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")) < 7:
        weights = {tensor.name for tensor in model.graph.initializer}
        return {port.name: shape for port in model.graph.input if port.name not in weights}, ReferenceEvaluator(path)
    run = session(path)
    return {port.name: shape or port.shape for port in run.get_inputs()}, run


def answers(path, shape, seed, count=2):
    ports, run = evaluator(path, shape)
    sets = []
    for i in range(count):
        rng = np.random.default_rng(seed + i)
        inputs = {name: rng.uniform(-1, 1, dims).astype(np.float32) for name, dims in ports.items()}
        sets.append((list(inputs.values()), [np.asarray(o) for o in run.run(None, inputs)]))
    return sets


def small_network():
    """Conv, depthwise, residual add, pools, both kinds of dense layers' neighbours: what quantizers meet in CNNs."""
    rng = np.random.default_rng(7)
    weights, nodes = [], []

    def weight(name, *dims, scale=0.5):
        weights.append(numpy_helper.from_array((rng.standard_normal(dims) * scale).astype(np.float32), name))
        return name

    def node(op, inputs, output, **attributes):
        nodes.append(helper.make_node(op, inputs, [output], name=output + "_node", **attributes))
        return output

    x = node("Conv", ["x", weight("w1", 8, 3, 3, 3), weight("b1", 8)], "c1", pads=[1, 1, 1, 1])
    x = node("Relu", [x], "r1")
    y = node("Conv", [x, weight("w2", 8, 1, 3, 3), weight("b2", 8)], "c2", group=8, pads=[1, 1, 1, 1])
    y = node("Clip", [y, "zero", "six"], "r2")
    y = node("Conv", [y, weight("w3", 8, 8, 1, 1), weight("b3", 8)], "c3")
    x = node("Add", [x, y], "a1")
    x = node("MaxPool", [x], "p1", kernel_shape=[2, 2], strides=[2, 2])
    z = node("Conv", [x, weight("w4", 8, 8, 3, 3, scale=0.2), weight("b4", 8)], "c4", strides=[2, 2], pads=[0, 0, 1, 1], auto_pad="NOTSET")
    z = node("Sigmoid", [z], "s1")
    v = node("GlobalAveragePool", [z], "g1")
    v = node("Flatten", [v], "f1")
    u = node("AveragePool", [z], "p2", kernel_shape=[2, 2], strides=[2, 2])
    u = node("Flatten", [u], "f2")
    v = node("Concat", [v, u], "k1", axis=1)
    v = node("Gemm", [v, weight("w5", 5, 40), weight("b5", 5)], "d1", transB=1)
    v = node("Softmax", [v], "y", axis=-1)
    weights.append(numpy_helper.from_array(np.float32(0).reshape(()), "zero"))
    weights.append(numpy_helper.from_array(np.float32(6).reshape(()), "six"))
    graph = helper.make_graph(nodes, "small", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 3, 16, 16])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", 5])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


class Samples(CalibrationDataReader):
    def __init__(self, count):
        rng = np.random.default_rng(3)
        self.left = [{"x": rng.uniform(-1, 1, (1, 3, 16, 16)).astype(np.float32)} for _ in range(count)]

    def get_next(self):
        return self.left.pop() if self.left else None


def quantized_networks(folder):
    with tempfile.TemporaryDirectory() as scratch:
        source = os.path.join(scratch, "small.onnx")
        onnx.save(small_network(), source)
        write_io(os.path.join(folder, "small_float.io"), answers(source, [1, 3, 16, 16], 11))
        onnx.save(small_network(), os.path.join(folder, "small_float.onnx"))
        forms = {
            "q_qdq_u8s8_channel": (QuantFormat.QDQ, QuantType.QUInt8, QuantType.QInt8, True),
            "q_qdq_s8s8_tensor": (QuantFormat.QDQ, QuantType.QInt8, QuantType.QInt8, False),
            "q_qlinear_u8u8_tensor": (QuantFormat.QOperator, QuantType.QUInt8, QuantType.QUInt8, False),
            "q_qlinear_s8s8_channel": (QuantFormat.QOperator, QuantType.QInt8, QuantType.QInt8, True),
        }
        for name, (form, activations, weights, per_channel) in forms.items():
            target = os.path.join(folder, name + ".onnx")
            quantize_static(source, target, Samples(16), quant_format=form, activation_type=activations, weight_type=weights,
                            per_channel=per_channel)
            write_io(os.path.join(folder, name + ".io"), answers(target, [1, 3, 16, 16], 11, count=4))


def weights_only_network():
    """Layers of floats behind a DequantizeLinear of their weights: scales by output, and by input where the file likes."""
    rng = np.random.default_rng(9)
    weights, nodes = [], []

    def layer(op, x, output, dims, axis, **attributes):
        weights.append(numpy_helper.from_array(rng.integers(-127, 128, dims).astype(np.int8), output + "_w"))
        weights.append(numpy_helper.from_array(rng.uniform(0.001, 0.006, dims[axis]).astype(np.float32), output + "_s"))
        nodes.append(helper.make_node("DequantizeLinear", [output + "_w", output + "_s"], [output + "_r"], axis=axis))
        nodes.append(helper.make_node(op, [x, output + "_r"], [output], **attributes))
        return output

    x = layer("Conv", "x", "conv", (4, 3, 3, 3), 0, pads=[1, 1, 1, 1])
    x = layer("Conv", x, "depthwise", (4, 1, 3, 3), 0, group=4)
    x = layer("ConvTranspose", x, "transposed", (4, 3, 2, 2), 1, strides=[2, 2])
    nodes.append(helper.make_node("Flatten", [x], ["flat"]))
    x = layer("MatMul", "flat", "matmul", (768, 6), 1)
    x = layer("Gemm", x, "by_input", (6, 5), 0)
    x = layer("Gemm", x, "y", (4, 5), 0, transB=1)
    graph = helper.make_graph(nodes, "weights_only", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 10, 10])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def weights_only(folder):
    path = os.path.join(folder, "weights_only.onnx")
    onnx.save(weights_only_network(), path)
    write_io(os.path.join(folder, "weights_only.io"), answers(path, None, 11))


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    fixtures = os.path.join(os.environ["THIMBLE_FIXTURES"], "models", "onnx")
    for name, shape in FIXTURES.items():
        sets = answers(os.path.join(fixtures, name + ".onnx"), shape, 5, count=1)
        write_io(os.path.join(folder, name.replace("/model", "") + ".io"), sets)
    seeds = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "fuzz", "corpus", "onnx")
    for name in SEEDS:
        write_io(os.path.join(folder, f"seed_{name}.io"), answers(os.path.join(seeds, name + ".onnx"), None, 5, count=2))
    weights_only(folder)
    quantized_networks(folder)


if __name__ == "__main__":
    main()
