"""Golden outputs of a whole model: inputs by seed, outputs by value and hash.

Layout: tests/data/litert_models/ORIGIN.md.
"""
import hashlib
import struct

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from reference import ReferenceModel

KIND_UNIFORM, KIND_ENDS = 0, 1
# So many bytes of an output are kept to show where a difference starts; the hash covers the rest.
KEPT_BYTES = 1024


def seed_of(index):
    return (0x12345678 + index * 0x9E3779B9) & 0xFFFFFFFF


class Xorshift32:
    def __init__(self, seed):
        self.state = seed

    def draw(self, count):
        values = np.empty(count, np.uint32)
        x = self.state
        for i in range(count):
            x ^= (x << 13) & 0xFFFFFFFF
            x ^= x >> 17
            x ^= (x << 5) & 0xFFFFFFFF
            values[i] = x
        self.state = x
        return values


def elements(draws, dtype, kind):
    """One 32-bit draw per element."""
    if kind == KIND_ENDS:
        high = draws >> 31 == 1
        if dtype == np.float32:
            return high.astype(np.float32)
        info = np.iinfo(dtype)
        return np.where(high, info.max, info.min).astype(dtype)
    if dtype == np.float32:
        return (draws >> 8).astype(np.float32) * np.float32(2.0**-24)
    if dtype in (np.int8, np.uint8):
        return (draws >> 24).astype(np.uint8).view(dtype)
    if dtype == np.int16:
        return (draws >> 16).astype(np.uint16).view(np.int16)
    raise ValueError(f"no rule for inputs of {np.dtype(dtype)}")


def make_inputs(details, seed, kind):
    """The inputs of a set share one stream, in the order of the model's inputs."""
    stream = Xorshift32(seed)
    return [elements(stream.draw(int(np.prod(d["shape"]))), d["dtype"], kind).reshape(d["shape"]) for d in details]


def fnv1a64(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def with_valid_axes(model):
    """Old converters put axis 3 on one-dimensional biases, which LiteRT now refuses; with axis 0 it means the same."""
    patched = bytearray(model)
    graph = schema.Model.GetRootAs(patched)
    for s in range(graph.SubgraphsLength()):
        for t in range(graph.Subgraphs(s).TensorsLength()):
            tensor = graph.Subgraphs(s).Tensors(t)
            quantization = tensor.Quantization()
            if quantization is None or quantization.QuantizedDimension() < max(tensor.ShapeLength(), 1):
                continue
            offset = quantization._tab.Offset(16)  # the slot of quantized_dimension, which is not 0 and so is there
            struct.pack_into("<i", patched, quantization._tab.Pos + offset, 0)
    return bytes(patched)


def golden_bytes(model, n_sets):
    parts = [b"THGM", hashlib.sha256(model).digest()]
    for index in range(n_sets):
        reference = ReferenceModel(with_valid_axes(model))  # a fresh one: some models keep state from run to run
        if index == 0:
            parts.append(struct.pack("<II", n_sets, len(reference.outputs)))
        kind = KIND_ENDS if index % 4 == 3 or index == n_sets - 1 else KIND_UNIFORM
        outputs = reference.run(make_inputs(reference.inputs, seed_of(index), kind))
        parts.append(struct.pack("<II", seed_of(index), kind))
        for output in outputs:
            data = np.ascontiguousarray(output).tobytes()
            kept = data[:KEPT_BYTES]
            parts.append(struct.pack("<IQI", len(data), fnv1a64(data), len(kept)) + kept)
    return b"".join(parts)
