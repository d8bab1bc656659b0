#!/usr/bin/env python3
"""Networks with the topologies of MLPerf Tiny KWS, IC and AD and weights of our own, full int8.

usage: make_topologies.py OUT_FOLDER

For benchmarks and firmware gates where the real networks may not be: same operators, shapes, strides, paddings,
fused activations and kinds of scales; weights drawn from a seed. Each network is first written as float and run on
seeded inputs; the ranges seen give the scales of the int8 one (minimum and maximum, zero point -128 after ReLU).
Writes <name>.tflite and <name>.golden (layout: tests/data/litert_models/ORIGIN.md).
"""
import hashlib
import os
import sys
from dataclasses import dataclass, field

import numpy as np

from golden_model import golden_bytes
from reference import ReferenceModel, check_reference_kernels
from tflite_writer import ACTIVATIONS, PADDINGS, ModelWriter

CALIBRATION_RUNS = 24
# AD has 270 k weights and random bytes do not compress: they repeat with this period, prime to every row length.
AD_PERIOD = 251 * 7


@dataclass
class Layer:
    kind: str
    source: int  # index of the layer whose output is read; -1: the network's input
    shape: tuple
    options: dict = field(default_factory=dict)
    weights: np.ndarray = None
    w_scale: np.ndarray = None
    bias: np.ndarray = None
    other: int = None  # second source of ADD


class Network:
    def __init__(self, name, shape, scale, zero_point, seed, period=None):
        self.name, self.shape, self.scale, self.zero_point = name, shape, scale, zero_point
        self.rng = np.random.default_rng(seed)
        self.pattern = None if period is None else self.rng.normal(size=period)
        self.layers = []

    def shape_of(self, index):
        return self.shape if index < 0 else self.layers[index].shape

    def add(self, layer):
        self.layers.append(layer)
        return len(self.layers) - 1

    def draw(self, shape, fan_in, channel_axis, per_channel=True, gain=1.0):
        """He-scaled normal weights, quantized so that each channel's largest is 127. Returns int8 and scales.

        gain: as if the input were normalized before, which is folded into the first layer of the real networks.
        """
        count = int(np.prod(shape))
        values = self.rng.normal(size=count) if self.pattern is None else np.resize(self.pattern, count)
        real = values.reshape(shape) * np.sqrt(2 / fan_in) * gain
        others = tuple(a for a in range(len(shape)) if a != channel_axis) if per_channel else None
        scale = np.float32(np.abs(real).max(axis=others, keepdims=True) / 127)
        return np.clip(np.round(real / scale), -127, 127).astype(np.int8), scale.ravel()

    def conv(self, source, channels, kernel, stride=1, act="relu", gain=1.0):
        n, h, w, c = self.shape_of(source)
        weights, scale = self.draw((channels, *kernel, c), kernel[0] * kernel[1] * c, 0, gain=gain)
        options = dict(padding=PADDINGS["same"], strideH=stride, strideW=stride, dilationHFactor=1, dilationWFactor=1,
                       fusedActivationFunction=ACTIVATIONS[act])
        shape = (n, -(-h // stride), -(-w // stride), channels)
        return self.add(Layer("CONV_2D", source, shape, options, weights, scale, self.rng.normal(0, 0.2, channels)))

    def depthwise(self, source, kernel):
        n, h, w, c = self.shape_of(source)
        weights, scale = self.draw((1, *kernel, c), kernel[0] * kernel[1], 3)
        options = dict(padding=PADDINGS["same"], strideH=1, strideW=1, dilationHFactor=1, dilationWFactor=1,
                       depthMultiplier=1, fusedActivationFunction=ACTIVATIONS["relu"])
        return self.add(Layer("DEPTHWISE_CONV_2D", source, (n, h, w, c), options, weights, scale,
                              self.rng.normal(0, 0.2, c)))

    def dense(self, source, outputs, act="none", gain=1.0):
        depth = self.shape_of(source)[-1]
        weights, scale = self.draw((outputs, depth), depth, 0, per_channel=False, gain=gain)
        options = dict(fusedActivationFunction=ACTIVATIONS[act])
        bias = self.rng.normal(0, 0.2, outputs)
        return self.add(Layer("FULLY_CONNECTED", source, (1, outputs), options, weights, scale, bias))

    def add_relu(self, one, two):
        return self.add(Layer("ADD", one, self.shape_of(one), dict(fusedActivationFunction=ACTIVATIONS["relu"]),
                              other=two))

    def average_pool(self, source):
        n, h, w, c = self.shape_of(source)
        options = dict(padding=PADDINGS["valid"], strideH=h, strideW=w, filterHeight=h, filterWidth=w)
        return self.add(Layer("AVERAGE_POOL_2D", source, (n, 1, 1, c), options))

    def flatten(self, source):
        return self.add(Layer("RESHAPE", source, (1, self.shape_of(source)[-1]), {}))

    def softmax(self, source):
        return self.add(Layer("SOFTMAX", source, self.shape_of(source), dict(beta=1.0)))


OPTION_TABLES = {"CONV_2D": "Conv2DOptions", "DEPTHWISE_CONV_2D": "DepthwiseConv2DOptions", "ADD": "AddOptions",
                 "FULLY_CONNECTED": "FullyConnectedOptions", "AVERAGE_POOL_2D": "Pool2DOptions",
                 "RESHAPE": "ReshapeOptions", "SOFTMAX": "SoftmaxOptions"}
INT8_VERSIONS = {"CONV_2D": 3, "DEPTHWISE_CONV_2D": 3, "ADD": 2, "FULLY_CONNECTED": 4, "AVERAGE_POOL_2D": 2,
                 "RESHAPE": 1, "SOFTMAX": 2}


def write_network(network, quantization=None):
    """quantization: (scale, zero point) of each layer's output, or none for the float network."""
    writer = ModelWriter(f"{network.name}, weights from a seed")
    dtype = np.float32 if quantization is None else np.int8
    ends = {-1: writer.tensor(network.shape, dtype, None if quantization is None else network.scale,
                              network.zero_point, name="input")}
    scales = {-1: network.scale}
    for index, layer in enumerate(network.layers):
        inputs = [ends[layer.source]]
        if layer.weights is not None:
            inputs += write_weights(writer, layer, index, scales[layer.source] if quantization else None)
        elif layer.kind == "ADD":
            inputs.append(ends[layer.other])
        elif layer.kind == "RESHAPE":
            inputs.append(writer.const_i32([-1, layer.shape[-1]]))
        scale, zero_point = quantization[index] if quantization else (None, 0)
        ends[index] = writer.tensor(layer.shape, dtype, scale, zero_point, name=f"{layer.kind.lower()}_{index}")
        scales[index] = scale
        writer.operator(layer.kind, INT8_VERSIONS[layer.kind] if quantization else 1, inputs, [ends[index]],
                        OPTION_TABLES[layer.kind], **layer.options)
    return writer.finish([ends[-1]], [ends[len(network.layers) - 1]]), ends


def write_weights(writer, layer, index, in_scale):
    axis = 3 if layer.kind == "DEPTHWISE_CONV_2D" else 0
    if in_scale is None:
        per_channel = layer.w_scale.reshape([-1 if a == axis else 1 for a in range(layer.weights.ndim)])
        weights = writer.tensor(layer.weights.shape, np.float32, data=layer.weights * per_channel)
        return [weights, writer.tensor(layer.bias.shape, np.float32, data=layer.bias)]
    weights = writer.tensor(layer.weights.shape, np.int8, layer.w_scale, 0, data=layer.weights, axis=axis,
                            name=f"weights_{index}")
    bias_scale = np.float32(in_scale) * layer.w_scale
    bias = np.round(layer.bias / bias_scale)
    return [weights, writer.tensor(bias.shape, np.int32, bias_scale, 0, data=bias, name=f"bias_{index}")]


def random_inputs(network):
    rng = np.random.default_rng(99)
    for _ in range(CALIBRATION_RUNS):
        yield rng.integers(-128, 128, network.shape).astype(np.int8)


def calibrate(network):
    model, ends = write_network(network)
    reference = ReferenceModel(model)
    ranges = [[0.0, 0.0] for _ in network.layers]
    for quantized in random_inputs(network):
        reference.run([(np.float32(network.scale) * (quantized.astype(np.float32) - network.zero_point))])
        for index, seen in enumerate(ranges):
            values = reference.interpreter.get_tensor(ends[index])
            seen[0], seen[1] = min(seen[0], values.min()), max(seen[1], values.max())
    quantization = []
    for layer, (low, high) in zip(network.layers, ranges):
        if layer.kind == "SOFTMAX":
            quantization.append((1 / 256, -128))
        elif layer.kind in ("AVERAGE_POOL_2D", "RESHAPE"):
            quantization.append(quantization[layer.source])
        else:
            scale = float(np.float32((high - low) / 255))
            quantization.append((scale, int(np.clip(np.round(-128 - low / scale), -128, 127))))
    return quantization


def check_activations(network, model, ends):
    """No layer may sit at the ends of its type, or a benchmark would measure a network that does nothing."""
    reference = ReferenceModel(model)
    values = [[] for _ in network.layers]
    for quantized in random_inputs(network):
        reference.run([quantized])
        for index in range(len(network.layers)):
            values[index].append(reference.interpreter.get_tensor(ends[index]).ravel())
    for index, layer in enumerate(network.layers):
        seen = np.concatenate(values[index])
        top, bottom = np.mean(seen == 127), np.mean(seen == -128)
        distinct = len(np.unique(seen))
        print(f"  {index:2} {layer.kind:18} at 127 {top:6.2%}, at -128 {bottom:6.2%}, {distinct} distinct values")
        if layer.kind != "SOFTMAX" and (top > 0.02 or bottom > 0.75 or distinct < 20):
            raise SystemExit(f"{network.name}: layer {index} does not use its range")


def keyword_spotting():
    network = Network("ds_cnn_kws", (1, 49, 10, 1), 0.5847, 83, seed=11)
    x = network.conv(-1, 64, (10, 4), stride=2, gain=1 / 64)
    for _ in range(4):
        x = network.depthwise(x, (3, 3))
        x = network.conv(x, 64, (1, 1))
    network.softmax(network.dense(network.flatten(network.average_pool(x)), 12))
    return network


def image_classification():
    network = Network("resnet8_ic", (1, 32, 32, 3), 1.0, -128, seed=12)
    x = network.conv(-1, 16, (3, 3), gain=1 / 128)
    for channels, stride in [(16, 1), (32, 2), (64, 2)]:
        y = network.conv(network.conv(x, channels, (3, 3), stride), channels, (3, 3), act="none")
        side = x if stride == 1 else network.conv(x, channels, (1, 1), stride, act="none")
        x = network.add_relu(side, y)
    network.softmax(network.dense(network.flatten(network.average_pool(x)), 10))
    return network


def anomaly_detection():
    network = Network("autoencoder_ad", (1, 640), 0.391, 89, seed=13, period=AD_PERIOD)
    x = -1
    for outputs in [128, 128, 128, 128, 8, 128, 128, 128, 128]:
        x = network.dense(x, outputs, act="relu", gain=1 / 40 if x < 0 else 1.0)
    network.dense(x, 640)
    return network


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    check_reference_kernels()
    for network in (keyword_spotting(), image_classification(), anomaly_detection()):
        model, ends = write_network(network, calibrate(network))
        print(f"{network.name}: {len(model)} bytes")
        check_activations(network, model, ends)
        for ending, data in ((".tflite", model), (".golden", golden_bytes(model, 8))):
            with open(os.path.join(sys.argv[1], network.name + ending), "wb") as f:
                f.write(data)
            print(f"  {network.name}{ending} {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
