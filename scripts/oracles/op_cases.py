"""What the families of single-operator cases share: seeded randomness, tensors with chosen quantization, input sets."""
import zlib
from dataclasses import dataclass, field

import numpy as np

from tflite_writer import ModelWriter

# Inputs larger than this get fewer sets, so that a case stays small.
LARGE_INPUT_BYTES = 1200


@dataclass
class Value:
    """A graph input or output: what the writer needs and what the input sets are made from."""
    shape: tuple
    dtype: type
    scale: float = None
    zero_point: int = 0


@dataclass
class Case:
    name: str
    model: bytes
    inputs: list
    outputs: list
    rng: np.random.Generator = field(repr=False)
    # Restricts integer inputs where the arithmetic under test leaves no room (a left shift that must not overflow).
    limits: tuple = None
    # The reference resolver lacks the operator or computes it wrongly: LiteRT's other portable kernels answer.
    other_kernels: bool = False
    operators: int = 1

    def input_sets(self):
        large = sum(int(np.prod(v.shape)) * np.dtype(v.dtype).itemsize for v in self.inputs) > LARGE_INPUT_BYTES
        kinds = ["random", "extremes"] if large else ["random", "random", "extremes", "min", "max"]
        return [[self._fill(value, kind) for value in self.inputs] for kind in kinds]

    def _fill(self, value, kind):
        if np.dtype(value.dtype) == np.float32:
            return self._fill_float(value, kind)
        info = np.iinfo(value.dtype)
        low, high = self.limits or (info.min, info.max)
        if kind == "random":
            data = self.rng.integers(low, high + 1, value.shape)
        elif kind == "extremes":
            data = self.rng.choice([low, high], value.shape)
        else:
            data = np.full(value.shape, low if kind == "min" else high)
        return data.astype(value.dtype)

    def _fill_float(self, value, kind):
        """Around the range of the quantized result, with many exact halves: the ties of rounding. In a network of floats: the limits."""
        scale = value.scale
        if scale is None:
            return self._fill_reals(value, kind)
        if kind == "extremes":
            # Not beyond int32 after division: the reference kernels then convert out of range, which means nothing.
            steps = np.array([-2.0**28, -1000, -1e-3, 0, 1e-3, 1000, 2.0**28])
            return (self.rng.choice(steps, value.shape) * scale).astype(np.float32)
        if kind == "min":
            return np.full(value.shape, -150.5 * scale, np.float32)
        if kind == "max":
            return np.full(value.shape, 150.5 * scale, np.float32)
        halves = self.rng.integers(-320, 321, value.shape) / 2
        smooth = self.rng.uniform(-160, 160, value.shape)
        return (np.where(self.rng.random(value.shape) < 0.5, halves, smooth) * scale).astype(np.float32)

    def _fill_reals(self, value, kind):
        low, high = self.limits or (-3, 3)
        if kind == "random":
            return self.rng.uniform(low, high, value.shape).astype(np.float32)
        if kind == "extremes":
            return self.rng.choice([low, high], value.shape).astype(np.float32)
        return np.full(value.shape, low if kind == "min" else high, np.float32)


class CaseBuilder:
    """One case under construction: rng seeded by the name, so that cases do not depend on each other's order."""

    def __init__(self, name):
        self.name = name
        self.rng = np.random.default_rng(zlib.crc32(name.encode()))
        self.writer = ModelWriter(name)
        self.inputs, self.outputs, self.input_ids, self.output_ids = [], [], [], []

    def input(self, shape, dtype, scale=None, zero_point=0, draw_scale=None):
        self.inputs.append(Value(tuple(shape), dtype, draw_scale or scale, zero_point))
        self.input_ids.append(self.writer.tensor(shape, dtype, scale, zero_point, name=f"in{len(self.input_ids)}"))
        return self.input_ids[-1]

    def output(self, shape, dtype, scale=None, zero_point=0):
        self.outputs.append(Value(tuple(shape), dtype, scale, zero_point))
        self.output_ids.append(self.writer.tensor(shape, dtype, scale, zero_point, name=f"out{len(self.output_ids)}"))
        return self.output_ids[-1]

    def build(self, limits=None, other_kernels=False):
        model = self.writer.finish(self.input_ids, self.output_ids)
        operators = len(self.writer.graph.operators)
        return Case(self.name, model, self.inputs, self.outputs, self.rng, limits, other_kernels, operators)


def fit_output(rng, reals, dtype, zero_point=None):
    """Scale and zero point with which most of the real values stay inside the type and a few saturate."""
    info = np.iinfo(dtype)
    low, high = np.percentile(reals, [3, 97])
    if dtype == np.int16:
        zero_point = 0
    if zero_point is None:
        middle = (low + high) / 2
        scale = max((high - low) / 256, abs(middle) / 120, 1e-6) * rng.uniform(0.8, 1.2)
        zero_point = int(np.clip(np.round(-middle / scale), info.min, info.max))
        return float(np.float32(scale)), zero_point
    needs = [1e-6]
    if high > 0 and info.max > zero_point:
        needs.append(high / (info.max - zero_point))
    if low < 0 and info.min < zero_point:
        needs.append(-low / (zero_point - info.min))
    return float(np.float32(max(needs) * rng.uniform(0.7, 1.1))), zero_point


def uniform_reals(rng, shape, dtype, scale, zero_point):
    info = np.iinfo(dtype)
    return (rng.integers(info.min, info.max + 1, shape) - zero_point) * scale


def suffix(dtype):
    return {np.int8: "s8", np.int16: "s16", np.uint8: "u8", np.int32: "s32", np.float32: "f32"}[dtype]


def dims(shape):
    return "x".join(str(d) for d in shape)


def spread(dtype):
    """Standard deviation of a uniform draw over the type, to choose scales that use the output's range."""
    info = np.iinfo(dtype)
    return (int(info.max) - int(info.min)) / np.sqrt(12)
