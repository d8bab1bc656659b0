"""Cases of the operators with weights: convolution, depthwise convolution, fully connected.

Scales follow the 8-bit specification: bias scale = input scale * weight scale, weights in [-127, 127] with zero
point 0, int16 activations with zero point 0. The weight scales are chosen so that the accumulators fill the output
range and a part of them saturates, unless a case asks for a multiplier of its own.
"""
import numpy as np

from op_cases import CaseBuilder, dims, spread, suffix
from tflite_writer import ACTIVATIONS, PADDINGS, TensorType


def out_size(size, kernel, stride, dilation, padding):
    reach = (kernel - 1) * dilation + 1
    return -(-size // stride) if padding == "same" else (size - reach) // stride + 1


class WeightsPlan:
    """Weights, bias and scales of one layer with `channels` outputs of `terms` products each."""

    def __init__(self, rng, dtype, shape, channels, terms, axis, per_channel, multiplier, max_weight, bias_type, act,
                 in_zp):
        count = channels if per_channel else 1
        info = np.iinfo(dtype)
        steps = info.max - info.min
        self.axis = axis
        self.weights = rng.integers(-max_weight, max_weight + 1, shape).astype(np.int8)
        if max_weight <= 3:
            self.weights[self.weights == 0] = max_weight
        unit = 1 if dtype == np.int8 else 1 / 256
        self.in_scale = float(np.float32(rng.uniform(0.002, 0.1) * unit))
        # Bounded activations only show when the output's range is about as wide as theirs.
        width = {"relu6": 8, "relu_n1_to_1": 4}.get(act)
        self.out_scale = float(np.float32(width / steps if width else rng.uniform(0.005, 0.2) * unit))
        accumulator = np.hypot(spread(dtype), in_zp) * max(max_weight / np.sqrt(3), 1) * np.sqrt(terms)
        if multiplier is None:
            wanted, factors = steps / 6 / accumulator, 2.0 ** rng.uniform(-2, 1, count)
        else:
            wanted, factors = multiplier, 2.0 ** rng.uniform(-0.4, 0.4, count)
            factors[0] = 1.0
            # Vanishing multipliers show nothing unless the bias brings the accumulator up to them.
            accumulator = max(accumulator, min(steps / 4 / multiplier, 1.9e9 if bias_type == np.int32 else 2.0**36))
        self.w_scale = np.float32(wanted * factors * self.out_scale / self.in_scale)
        self.bias_scale = np.float32(self.in_scale) * self.w_scale
        self.bias = None
        if bias_type is not None:
            self.bias = np.round(rng.uniform(-1, 1, channels) * accumulator).astype(bias_type)

    def add(self, writer):
        weights = writer.tensor(self.weights.shape, np.int8, self.w_scale, 0, data=self.weights, axis=self.axis,
                                name="weights")
        if self.bias is None:
            return weights, -1
        return weights, writer.tensor(self.bias.shape, self.bias.dtype, self.bias_scale, 0, data=self.bias,
                                      name="bias")


def short_bias(dtype, bias):
    """int16 activations have an int64 bias unless the options say otherwise: the kernels do not look at the tensor."""
    return {"quantizedBiasType": TensorType.INT32} if dtype == np.int16 and bias == np.int32 else {}


def zero_points(rng, dtype, in_zp, out_zp):
    if dtype == np.int16:
        return 0, 0
    pick = lambda zp: int(rng.integers(-128, 128)) if zp is None else zp
    return pick(in_zp), pick(out_zp)


def convolution(shape, kernel, channels, stride=(1, 1), padding="same", dilation=(1, 1), act="none", dtype=np.int8,
                in_zp=None, out_zp=None, per_channel=True, bias=None, multiplier=None, max_weight=127, depthwise=False,
                limits=None, tag=""):
    """channels: outputs of a convolution, or the multiplier of a depthwise one."""
    bias_type = bias or (np.int32 if dtype == np.int8 else np.int64)
    bias_type = None if bias == "none" else bias_type
    n, h, w, c = shape
    outputs = c * channels if depthwise else channels
    parts = ["depthwise_conv_2d" if depthwise else "conv_2d", suffix(dtype), dims(shape), f"k{dims(kernel)}",
             f"m{channels}" if depthwise else f"o{channels}", f"s{dims(stride)}", padding]
    parts += [f"d{dims(dilation)}"] if dilation != (1, 1) else []
    parts += [act] if act != "none" else []
    parts += ["per_tensor"] if not per_channel else []
    parts += [tag] if tag else []
    case = CaseBuilder("_".join(parts))
    in_zp, out_zp = zero_points(case.rng, dtype, in_zp, out_zp)
    if depthwise:
        weights_shape, terms, axis = (1, *kernel, outputs), kernel[0] * kernel[1], 3
    else:
        weights_shape, terms, axis = (outputs, *kernel, c), kernel[0] * kernel[1] * c, 0
    plan = WeightsPlan(case.rng, dtype, weights_shape, outputs, terms, axis, per_channel, multiplier, max_weight,
                       bias_type, act, in_zp)
    source = case.input(shape, dtype, plan.in_scale, in_zp)
    weights, bias_id = plan.add(case.writer)
    oh = out_size(h, kernel[0], stride[0], dilation[0], padding)
    ow = out_size(w, kernel[1], stride[1], dilation[1], padding)
    result = case.output((n, oh, ow, outputs), dtype, plan.out_scale, out_zp)
    fields = dict(padding=PADDINGS[padding], strideH=stride[0], strideW=stride[1], dilationHFactor=dilation[0],
                  dilationWFactor=dilation[1], fusedActivationFunction=ACTIVATIONS[act])
    inputs = [source, weights] + ([bias_id] if bias_id >= 0 else [])
    if depthwise:
        version = 5 if dtype == np.int16 else 3
        case.writer.operator("DEPTHWISE_CONV_2D", version, inputs, [result], "DepthwiseConv2DOptions",
                             depthMultiplier=channels, **fields)
    else:
        version = (8 if bias == np.int32 else 4) if dtype == np.int16 else 3
        fields |= short_bias(dtype, bias)
        case.writer.operator("CONV_2D", version, inputs, [result], "Conv2DOptions", **fields)
    return case.build(limits)


def fully_connected(batch, depth, outputs, dtype=np.int8, act="none", in_zp=None, out_zp=None, per_channel=False,
                    bias=None, multiplier=None, max_weight=127, keep_dims=None, limits=None, tag=""):
    bias_type = bias or (np.int32 if dtype == np.int8 else np.int64)
    bias_type = None if bias == "none" else bias_type
    shape = (*(keep_dims or (batch,)), depth)
    parts = ["fully_connected", suffix(dtype), dims(shape), f"o{outputs}"]
    parts += ["keep_dims"] if keep_dims else []
    parts += [act] if act != "none" else []
    parts += ["per_channel"] if per_channel else []
    parts += [tag] if tag else []
    case = CaseBuilder("_".join(parts))
    in_zp, out_zp = zero_points(case.rng, dtype, in_zp, out_zp)
    plan = WeightsPlan(case.rng, dtype, (outputs, depth), outputs, depth, 0, per_channel, multiplier, max_weight,
                       bias_type, act, in_zp)
    source = case.input(shape, dtype, plan.in_scale, in_zp)
    weights, bias_id = plan.add(case.writer)
    result = case.output((*shape[:-1], outputs), dtype, plan.out_scale, out_zp)
    version = (11 if bias == np.int32 else 7) if dtype == np.int16 else 6 if bias == "none" else 5 if keep_dims else 4
    inputs = [source, weights] if tag == "two_inputs" else [source, weights, bias_id]
    case.writer.operator("FULLY_CONNECTED", version, inputs, [result], "FullyConnectedOptions",
                         fusedActivationFunction=ACTIVATIONS[act], keepNumDims=bool(keep_dims),
                         **short_bias(dtype, bias))
    return case.build(limits)


def conv_cases():
    conv = convolution
    yield conv((1, 1, 1, 1), (1, 1), 1)
    yield conv((1, 1, 1, 1), (3, 3), 1)
    yield conv((1, 3, 3, 1), (3, 3), 1, padding="valid")
    yield conv((1, 5, 5, 3), (3, 3), 4)
    yield conv((1, 5, 5, 3), (3, 3), 4, padding="valid")
    yield conv((1, 7, 5, 3), (3, 3), 5, stride=(2, 2), act="relu", out_zp=-128)
    yield conv((1, 8, 8, 3), (3, 3), 5, stride=(2, 2), act="relu6", out_zp=-128)
    yield conv((1, 8, 8, 4), (3, 3), 8, stride=(2, 2), padding="valid", act="relu_n1_to_1", out_zp=3)
    yield conv((1, 9, 9, 2), (3, 3), 3, stride=(3, 3))
    yield conv((1, 9, 9, 2), (3, 3), 3, stride=(3, 3), padding="valid")
    yield conv((1, 9, 7, 2), (3, 5), 3, stride=(1, 2))
    yield conv((1, 9, 7, 2), (5, 3), 3, stride=(2, 1), padding="valid")
    yield conv((1, 13, 6, 1), (10, 4), 4, stride=(2, 2), act="relu", out_zp=-128)
    yield conv((1, 9, 9, 3), (3, 3), 4, dilation=(2, 2))
    yield conv((1, 9, 9, 3), (3, 3), 4, dilation=(2, 2), padding="valid")
    yield conv((1, 9, 10, 3), (3, 2), 4, dilation=(3, 1), stride=(2, 2))
    yield conv((1, 5, 7, 4), (1, 1), 8, act="relu", out_zp=-128)
    yield conv((1, 4, 4, 8), (1, 1), 4, stride=(2, 2))
    yield conv((1, 3, 3, 16), (1, 1), 16)
    yield conv((1, 3, 3, 17), (1, 1), 5)
    yield conv((1, 2, 3, 31), (1, 1), 9)
    yield conv((1, 1, 2, 33), (1, 1), 17)
    yield conv((1, 1, 1, 64), (1, 1), 13)
    yield conv((1, 5, 3, 7), (1, 1), 1)
    yield conv((1, 5, 5, 1), (5, 5), 2)
    yield conv((1, 4, 4, 4), (2, 2), 4, padding="valid")
    yield conv((1, 4, 4, 4), (2, 2), 4)
    yield conv((1, 4, 5, 3), (4, 5), 3)
    yield conv((1, 6, 1, 5), (3, 1), 3)
    yield conv((1, 1, 13, 5), (1, 3), 7)
    yield conv((1, 2, 2, 3), (7, 7), 3)
    yield conv((2, 4, 4, 3), (3, 3), 3)
    yield conv((3, 3, 2, 5), (2, 2), 3, stride=(2, 2))
    for zp_in, zp_out in [(-128, -128), (127, 127), (-128, 127), (127, -128), (0, 0), (-1, 1)]:
        yield conv((1, 5, 4, 3), (3, 3), 5, in_zp=zp_in, out_zp=zp_out, tag=f"zp{zp_in}_{zp_out}".replace("-", "n"))
    yield conv((1, 5, 4, 3), (3, 3), 5, per_channel=False)
    yield conv((1, 3, 4, 8), (1, 1), 5, per_channel=False, act="relu")
    # Multipliers that the Q0.31 form finds awkward.
    for text, multiplier, shape, top in [
            ("half", 0.5, (1, 4, 4, 1), 3), ("quarter", 0.25, (1, 4, 4, 1), 3), ("eighth", 0.125, (1, 4, 4, 2), 9),
            ("one", 1.0, (1, 4, 4, 1), 1), ("just_below_one", 1 - 2.0**-24, (1, 4, 4, 1), 2),
            ("three", 3.0, (1, 3, 4, 1), 1), ("2pow10", 1024.0, (1, 3, 4, 2), 3), ("2pow16", 65536.0, (1, 3, 4, 1), 3),
            ("2pow_minus_20", 2.0**-20, (1, 3, 4, 2), 127), ("2pow_minus_31", 2.0**-31, (1, 3, 4, 2), 127),
            ("2pow_minus_33", 2.0**-33, (1, 3, 4, 2), 127), ("2pow_minus_40", 2.0**-40, (1, 3, 4, 2), 127)]:
        yield conv(shape, (1, 1), 3, per_channel=False, multiplier=multiplier, max_weight=top, in_zp=0, out_zp=0,
                   tag=f"times_{text}")
        if 2.0**-20 <= multiplier <= 1024:
            yield conv(shape, (2, 2), 5, multiplier=multiplier, max_weight=top, in_zp=3, out_zp=-4,
                       tag=f"times_{text}")
    int16 = dict(dtype=np.int16)
    yield conv((1, 1, 1, 1), (1, 1), 1, **int16)
    yield conv((1, 5, 5, 3), (3, 3), 4, **int16)
    yield conv((1, 5, 5, 3), (3, 3), 4, padding="valid", act="relu", **int16)
    yield conv((1, 7, 5, 3), (3, 3), 5, stride=(2, 2), act="relu6", **int16)
    yield conv((1, 4, 3, 17), (1, 1), 9, **int16)
    yield conv((1, 3, 3, 8), (1, 1), 4, act="relu_n1_to_1", **int16)
    yield conv((1, 8, 7, 2), (3, 3), 3, dilation=(2, 2), **int16)
    yield conv((1, 7, 7, 2), (3, 2), 3, stride=(3, 3), padding="valid", **int16)
    yield conv((2, 3, 4, 3), (2, 2), 3, **int16)
    yield conv((1, 4, 4, 3), (3, 3), 3, per_channel=False, **int16)
    yield conv((1, 5, 5, 3), (3, 3), 4, bias=np.int32, tag="bias32", **int16)
    yield conv((1, 3, 3, 9), (1, 1), 4, bias=np.int32, act="relu", tag="bias32", **int16)
    yield conv((1, 3, 3, 2), (1, 1), 3, multiplier=0.25, max_weight=3, tag="times_quarter", **int16)
    yield conv((1, 3, 3, 2), (1, 1), 3, multiplier=2.0, max_weight=1, tag="times_two", limits=(-9000, 9000), **int16)
    yield conv((1, 3, 3, 2), (1, 1), 3, multiplier=2.0**-20, tag="times_2pow_minus_20", **int16)
    yield conv((1, 3, 3, 2), (1, 1), 3, multiplier=2.0**-20, bias=np.int32, tag="bias32_times_2pow_minus_20", **int16)


def depthwise_cases():
    def depthwise(*args, **kwargs):
        return convolution(*args, depthwise=True, **kwargs)
    yield depthwise((1, 1, 1, 1), (1, 1), 1)
    yield depthwise((1, 5, 5, 1), (3, 3), 1)
    yield depthwise((1, 5, 5, 4), (3, 3), 1)
    yield depthwise((1, 5, 5, 4), (3, 3), 1, padding="valid", act="relu", out_zp=-128)
    yield depthwise((1, 7, 6, 3), (3, 3), 1, stride=(2, 2), act="relu6", out_zp=-128)
    yield depthwise((1, 8, 8, 5), (3, 3), 1, stride=(2, 2), padding="valid")
    yield depthwise((1, 7, 9, 2), (3, 3), 1, stride=(3, 3))
    yield depthwise((1, 7, 9, 2), (5, 5), 1)
    yield depthwise((1, 9, 7, 3), (3, 3), 1, dilation=(2, 2))
    yield depthwise((1, 9, 7, 3), (3, 3), 1, dilation=(2, 2), padding="valid", act="relu")
    yield depthwise((1, 9, 8, 2), (3, 2), 1, dilation=(1, 3))
    yield depthwise((1, 4, 3, 8), (3, 3), 1)
    yield depthwise((1, 4, 3, 9), (3, 3), 1)
    yield depthwise((1, 3, 4, 16), (3, 3), 1)
    yield depthwise((1, 3, 4, 17), (3, 3), 1, act="relu", out_zp=-128)
    yield depthwise((1, 2, 3, 31), (3, 3), 1)
    yield depthwise((1, 2, 2, 33), (2, 2), 1)
    yield depthwise((1, 25, 5, 2), (3, 3), 1)
    yield depthwise((1, 6, 13, 3), (1, 5), 1)
    yield depthwise((1, 13, 6, 3), (5, 1), 1, stride=(2, 1))
    yield depthwise((1, 9, 9, 3), (3, 3), 1, stride=(1, 2))
    yield depthwise((1, 6, 5, 4), (6, 5), 1, padding="valid")
    yield depthwise((1, 2, 2, 3), (7, 7), 1)
    yield depthwise((1, 5, 5, 1), (3, 3), 8)
    yield depthwise((1, 5, 5, 3), (3, 3), 2)
    yield depthwise((1, 6, 7, 2), (3, 3), 3, stride=(2, 2), act="relu", out_zp=-128)
    yield depthwise((1, 5, 4, 5), (2, 3), 2, padding="valid", act="relu_n1_to_1")
    yield depthwise((1, 9, 7, 2), (3, 3), 2, dilation=(2, 2))
    yield depthwise((1, 10, 8, 1), (10, 8), 8, stride=(2, 2), act="relu", out_zp=-128)
    yield depthwise((2, 4, 4, 3), (3, 3), 1)
    yield depthwise((2, 3, 4, 2), (3, 3), 2)
    for zp_in, zp_out in [(-128, -128), (127, 127), (0, 0), (127, -128)]:
        yield depthwise((1, 5, 4, 3), (3, 3), 1, in_zp=zp_in, out_zp=zp_out,
                        tag=f"zp{zp_in}_{zp_out}".replace("-", "n"))
    yield depthwise((1, 5, 4, 3), (3, 3), 1, per_channel=False)
    yield depthwise((1, 5, 4, 3), (3, 3), 1, bias="none", tag="no_bias")
    yield depthwise((1, 4, 4, 2), (1, 1), 1, multiplier=0.25, max_weight=3, in_zp=0, out_zp=0, tag="times_quarter")
    yield depthwise((1, 4, 4, 2), (1, 1), 1, multiplier=3.0, max_weight=1, in_zp=1, out_zp=2, tag="times_three")
    yield depthwise((1, 4, 4, 2), (2, 2), 1, multiplier=1024.0, max_weight=2, in_zp=0, out_zp=0, tag="times_2pow10")
    yield depthwise((1, 4, 4, 2), (2, 2), 1, multiplier=2.0**-33, tag="times_2pow_minus_33")
    int16 = dict(dtype=np.int16)
    yield depthwise((1, 5, 5, 3), (3, 3), 1, **int16)
    yield depthwise((1, 5, 5, 4), (3, 3), 1, stride=(2, 2), act="relu", **int16)
    yield depthwise((1, 5, 4, 2), (3, 3), 2, padding="valid", **int16)
    yield depthwise((1, 3, 3, 9), (3, 3), 1, act="relu6", **int16)
    yield depthwise((1, 7, 6, 2), (3, 3), 1, dilation=(2, 2), **int16)
    yield depthwise((1, 4, 4, 3), (3, 3), 1, bias="none", tag="no_bias", **int16)
    yield depthwise((1, 4, 4, 3), (3, 3), 1, per_channel=False, **int16)
    yield depthwise((1, 3, 3, 2), (1, 1), 1, multiplier=0.25, max_weight=3, tag="times_quarter", **int16)


def fully_connected_cases():
    dense = fully_connected
    for batch, depth, outputs in [(1, 1, 1), (1, 3, 2), (1, 4, 4), (1, 5, 3), (1, 7, 5), (1, 8, 8), (1, 9, 13),
                                  (1, 13, 9), (1, 16, 4), (1, 17, 7), (1, 31, 5), (1, 33, 3), (1, 64, 12), (1, 128, 8),
                                  (1, 640, 3), (2, 5, 3), (3, 8, 4), (5, 17, 2)]:
        yield dense(batch, depth, outputs)
    yield dense(1, 8, 9, act="relu", out_zp=-128)
    yield dense(1, 9, 8, act="relu6", out_zp=-128)
    yield dense(1, 12, 8, act="relu_n1_to_1", out_zp=-10)
    for zp_in, zp_out in [(-128, -128), (127, 127), (0, 0), (127, -128)]:
        yield dense(1, 11, 6, in_zp=zp_in, out_zp=zp_out, tag=f"zp{zp_in}_{zp_out}".replace("-", "n"))
    yield dense(1, 12, 7, bias="none", tag="no_bias")
    yield dense(2, 6, 7, bias="none", tag="two_inputs")
    yield dense(2, 10, 6, per_channel=True)
    yield dense(1, 33, 17, per_channel=True, act="relu", out_zp=-128)
    yield dense(None, 5, 3, keep_dims=(1, 2, 3))
    yield dense(None, 4, 6, keep_dims=(2, 1))
    for text, multiplier, depth, top in [("half", 0.5, 1, 3), ("quarter", 0.25, 1, 3), ("one", 1.0, 2, 1),
                                         ("three", 3.0, 2, 1), ("2pow10", 1024.0, 2, 2), ("2pow16", 65536.0, 1, 2),
                                         ("2pow_minus_31", 2.0**-31, 4, 127), ("2pow_minus_33", 2.0**-33, 4, 127)]:
        yield dense(2, depth, 9, multiplier=multiplier, max_weight=top, in_zp=0, out_zp=0, tag=f"times_{text}")
    int16 = dict(dtype=np.int16)
    for batch, depth, outputs in [(1, 1, 1), (1, 5, 3), (1, 17, 7), (2, 8, 4), (1, 129, 5)]:
        yield dense(batch, depth, outputs, **int16)
    yield dense(1, 9, 8, act="relu", **int16)
    yield dense(1, 9, 8, act="relu6", **int16)
    yield dense(1, 9, 8, bias="none", tag="no_bias", **int16)
    yield dense(1, 9, 8, bias=np.int32, tag="bias32", **int16)
    yield dense(1, 9, 8, per_channel=True, **int16)
    yield dense(1, 4, 5, multiplier=0.25, max_weight=3, tag="times_quarter", **int16)


def random_cases():
    """Shapes nobody thought of, from a fixed seed."""
    rng = np.random.default_rng(20)
    edges = [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17]
    for index in range(60):
        depthwise = index % 3 == 0
        channels = int(rng.choice(edges))
        outputs = int(rng.choice([1, 1, 1, 2, 3])) if depthwise else int(rng.choice([1, 2, 3, 4, 5, 8, 9]))
        kernel = tuple(int(k) for k in rng.choice([1, 2, 3, 3, 4, 5], 2))
        dilation = tuple(int(d) for d in rng.choice([1, 1, 1, 2], 2))
        stride = (1, 1) if dilation != (1, 1) else tuple(int(s) for s in rng.choice([1, 1, 2, 3], 2))
        reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]
        size = [int(rng.integers(r, r + 5)) for r in reach]
        dtype = np.int16 if rng.random() < 0.2 else np.int8
        yield convolution((1, *size, channels), kernel, outputs, stride=stride, dilation=dilation, dtype=dtype,
                          padding=str(rng.choice(["same", "valid"])), act=str(rng.choice(["none", "none", "relu"])),
                          per_channel=bool(rng.random() < 0.8), depthwise=depthwise, tag=f"random{index}")
    for index in range(15):
        yield fully_connected(int(rng.choice([1, 1, 2, 3])), int(rng.integers(1, 80)), int(rng.integers(1, 20)),
                              dtype=np.int16 if rng.random() < 0.25 else np.int8, per_channel=bool(rng.random() < 0.3),
                              act=str(rng.choice(["none", "none", "relu"])), tag=f"random{index}")


def cases():
    yield from conv_cases()
    yield from depthwise_cases()
    yield from fully_connected_cases()
    yield from random_cases()
