"""Cases of pooling, binary arithmetic, activations and requantization."""
import numpy as np

from op_cases import CaseBuilder, dims, fit_output, suffix, uniform_reals
from op_cases_weights import out_size
from tflite_writer import ACTIVATIONS, PADDINGS

LIKE_INPUT = object()


def draw_zero_point(rng, dtype, wanted):
    if dtype == np.int16:
        return 0
    info = np.iinfo(dtype)
    return int(rng.integers(info.min, info.max + 1)) if wanted is None else wanted


def zp_tag(*zero_points):
    shown = [str(z).replace("-", "n") for z in zero_points if z is not None]
    return ["zp" + "_".join(shown)] if shown else []


def pool(kind, shape, kernel, stride=(1, 1), padding="same", act="none", dtype=np.int8, zp=None):
    parts = [f"{kind}_pool_2d", suffix(dtype), dims(shape), f"k{dims(kernel)}", f"s{dims(stride)}", padding]
    parts += ([act] if act != "none" else []) + zp_tag(zp)
    case = CaseBuilder("_".join(parts))
    zero_point = draw_zero_point(case.rng, dtype, zp)
    scale = float(np.float32(case.rng.uniform(0.005, 0.06) * (1 if dtype == np.int8 else 1 / 256)))
    n, h, w, c = shape
    oh = out_size(h, kernel[0], stride[0], 1, padding)
    ow = out_size(w, kernel[1], stride[1], 1, padding)
    source = case.input(shape, dtype, scale, zero_point)
    result = case.output((n, oh, ow, c), dtype, scale, zero_point)
    name = {"average": "AVERAGE_POOL_2D", "max": "MAX_POOL_2D"}[kind]
    case.writer.operator(name, 3 if dtype == np.int16 else 2, [source], [result], "Pool2DOptions",
                         padding=PADDINGS[padding], strideH=stride[0], strideW=stride[1], filterHeight=kernel[0],
                         filterWidth=kernel[1], fusedActivationFunction=ACTIVATIONS[act])
    return case.build()


def pool_cases():
    for kind in ("average", "max"):
        yield pool(kind, (1, 1, 1, 1), (1, 1))
        yield pool(kind, (1, 4, 4, 3), (2, 2), (2, 2), "valid")
        yield pool(kind, (1, 5, 5, 3), (2, 2), (2, 2))
        yield pool(kind, (1, 5, 7, 2), (3, 3))
        yield pool(kind, (1, 7, 5, 4), (3, 3), (2, 2))
        yield pool(kind, (1, 7, 8, 2), (3, 2), (3, 3), "valid")
        yield pool(kind, (1, 25, 5, 3), (25, 5), (25, 5), "valid")
        yield pool(kind, (1, 7, 7, 9), (7, 7), (1, 1), "valid", zp=-128)
        yield pool(kind, (1, 3, 4, 17), (3, 3), (1, 2), zp=127)
        yield pool(kind, (1, 2, 3, 33), (2, 2), zp=0)
        yield pool(kind, (1, 3, 3, 5), (5, 5))
        yield pool(kind, (1, 6, 13, 2), (1, 5), (1, 2), act="relu")
        yield pool(kind, (1, 6, 6, 3), (2, 3), (2, 1), act="relu6")
        yield pool(kind, (1, 5, 5, 2), (2, 2), (1, 1), "valid", act="relu_n1_to_1", zp=10)
        yield pool(kind, (2, 4, 4, 3), (2, 2), (2, 2))
        yield pool(kind, (1, 16, 16, 2), (16, 16), (1, 1), "valid")
        int16 = dict(dtype=np.int16)
        yield pool(kind, (1, 5, 5, 3), (2, 2), (2, 2), **int16)
        yield pool(kind, (1, 5, 7, 2), (3, 3), **int16)
        yield pool(kind, (1, 4, 4, 9), (4, 4), (1, 1), "valid", act="relu", **int16)
        yield pool(kind, (1, 6, 3, 2), (3, 2), (1, 1), "valid", act="relu6", **int16)


def binary(name, a, b, act="none", dtype=np.int8, scales=None, zps=(None, None, None), constant=False, tag=""):
    """scales: of both inputs and the output; constant: the second input is data of the model."""
    parts = [name.lower(), suffix(dtype), dims(a), dims(b)] + ([act] if act != "none" else [])
    parts += zp_tag(*zps) + (["constant"] if constant else []) + ([tag] if tag else [])
    case = CaseBuilder("_".join(parts))
    rng, info = case.rng, np.iinfo(dtype)
    in_zps = [draw_zero_point(rng, dtype, zp) for zp in zps[:2]]
    if scales is None:
        one, two = np.float32(rng.uniform(0.002, 0.1, 2) / (1 if dtype == np.int8 else 256))
        apply = {"ADD": np.add, "SUB": np.subtract, "MUL": np.multiply}[name]
        reals = apply(uniform_reals(rng, (1000,), dtype, one, in_zps[0]),
                      uniform_reals(rng, (1000,), dtype, two, in_zps[1]))
        out_scale, out_zp = fit_output(rng, reals, dtype, zps[2])
        scales = (one, two, out_scale)
    else:
        out_zp = draw_zero_point(rng, dtype, zps[2])
    scales = [float(np.float32(s)) for s in scales]
    zps = [*in_zps, out_zp]
    first = case.input(a, dtype, scales[0], zps[0])
    if constant:
        data = rng.integers(info.min, info.max + 1, b)
        second = case.writer.tensor(b, dtype, scales[1], zps[1], data=data, name="constant")
    else:
        second = case.input(b, dtype, scales[1], zps[1])
    result = case.output(np.broadcast_shapes(a, b), dtype, scales[2], zps[2])
    fields = {} if name == "MUL" else {"potScaleInt16": False}
    version = {("ADD", np.int8): 2, ("ADD", np.int16): 4, ("SUB", np.int8): 2, ("SUB", np.int16): 5,
               ("MUL", np.int8): 3, ("MUL", np.int16): 4}[name, dtype]
    option = {"ADD": "AddOptions", "SUB": "SubOptions", "MUL": "MulOptions"}[name]
    case.writer.operator(name, version, [first, second], [result], option, fusedActivationFunction=ACTIVATIONS[act],
                         **fields)
    return case.build()


def binary_cases():
    for name in ("ADD", "SUB", "MUL"):
        full = (1, 3, 5, 7)
        yield binary(name, (1, 1, 1, 1), (1, 1, 1, 1))
        yield binary(name, full, full)
        yield binary(name, full, full, act="relu", zps=(None, None, -128))
        yield binary(name, full, full, act="relu6")
        yield binary(name, (1, 13), (1, 13), act="relu_n1_to_1")
        yield binary(name, (33,), (33,))
        yield binary(name, (2, 17), (2, 17), zps=(-128, -128, -128))
        yield binary(name, (2, 17), (2, 17), zps=(127, 127, 127 if name == "ADD" else -20))
        yield binary(name, (2, 17), (2, 17), zps=(-128, 127, 0))
        yield binary(name, (2, 17), (2, 17), zps=(127, -128, 0))
        yield binary(name, full, (1,), constant=True)
        yield binary(name, full, (7,), constant=True)
        yield binary(name, full, (1, 1, 1, 7), constant=True, act="relu")
        yield binary(name, full, (1, 3, 1, 1))
        yield binary(name, full, (5, 1))
        yield binary(name, (1, 3, 1, 4), (1, 1, 5, 1))
        yield binary(name, (2, 1, 3, 1), (1, 4, 1, 5))
        yield binary(name, (7,), full)
        yield binary(name, (1,), (2, 9))
        yield binary(name, (1, 2, 2, 4), (1, 2, 2, 4), scales=(0.05, 0.0001, 0.05), tag="far_scales")
        yield binary(name, (1, 2, 2, 4), (1, 2, 2, 4), scales=(0.0001, 0.05, 0.05), tag="far_scales2")
        yield binary(name, (1, 2, 2, 9), (1, 2, 2, 9), scales=(0.03, 0.03, 0.01), zps=(3, -7, 20), tag="saturating")
        yield binary(name, (1, 2, 2, 9), (1, 2, 2, 9), scales=(0.05, 0.05, 0.05), zps=(1, 2, 3), tag="equal_scales")
        yield binary(name, (1, 2, 2, 9), (1, 2, 2, 9), scales=(1.0, 0.5, 4.0 if name != "MUL" else 64.0), zps=(0, 0, 0),
                     tag="ties")
        int16 = dict(dtype=np.int16)
        yield binary(name, (1, 3, 2, 5), (1, 3, 2, 5), **int16)
        yield binary(name, (1, 3, 2, 5), (1, 3, 2, 5), act="relu", **int16)
        yield binary(name, (1, 3, 2, 5), (5,), constant=True, act="relu6", **int16)
        yield binary(name, (1, 3, 1, 4), (1, 1, 5, 1), **int16)
        yield binary(name, (2, 9), (1,), constant=True, **int16)
        yield binary(name, (1, 2, 2, 4), (1, 2, 2, 4), scales=(0.001, 0.00001, 0.001), tag="far_scales", **int16)
    yield binary("MUL", (1, 2, 2, 9), (1, 2, 2, 9), scales=(1.0, 1.0, 0.5), tag="times_two")
    yield binary("MUL", (1, 2, 2, 9), (1, 2, 2, 9), scales=(1e-6, 1e-6, 1.0), tag="vanishing")
    yield binary("MUL", (1, 2, 2, 9), (1, 2, 2, 9), scales=(0.125, 0.125, 1.0), zps=(0, 0, 0), tag="pot")


def unary(name, version, shape, dtype=np.int8, in_scale=None, in_zp=None, out_scale=None, out_zp=None, options=None,
          tag="", fields=None):
    """out_scale LIKE_INPUT: the output has the input's quantization."""
    parts = [name.lower(), suffix(dtype), dims(shape)] + ([tag] if tag else [])
    case = CaseBuilder("_".join(parts))
    rng = case.rng
    in_scale = rng.uniform(0.01, 0.1) / (1 if dtype == np.int8 else 256) if in_scale is None else in_scale
    in_scale = float(np.float32(in_scale))
    in_zp = draw_zero_point(rng, dtype, in_zp)
    if out_scale is LIKE_INPUT:
        out_scale, out_zp = in_scale, in_zp
    if out_scale is None:
        bounds = {"RELU": (0, np.inf), "RELU6": (0, 6), "RELU_N1_TO_1": (-1, 1), "RELU_0_TO_1": (0, 1)}.get(name, (-np.inf, np.inf))
        reals = np.clip(uniform_reals(rng, (1000,), dtype, in_scale, in_zp), *bounds)
        out_scale, out_zp = fit_output(rng, reals, dtype, out_zp)
    out_scale = float(np.float32(out_scale))
    out_zp = draw_zero_point(rng, dtype, out_zp)
    source = case.input(shape, dtype, in_scale, in_zp)
    result = case.output(shape, dtype, out_scale, out_zp)
    case.writer.operator(name, version, [source], [result], options, **(fields or {}))
    return case.build()


def softmax(shape, beta=1.0, tag="", **kwargs):
    dtype = kwargs.get("dtype", np.int8)
    fixed = dict(out_scale=1 / 256, out_zp=-128) if dtype == np.int8 else dict(out_scale=1 / 32768)
    if "in_scale" not in kwargs and dtype == np.int8:
        kwargs["in_scale"] = 0.01 + 0.05 / shape[-1]
    tag = tag + (f"beta{beta}".replace(".", "p") if beta != 1.0 else "")
    return unary("SOFTMAX", 2 if dtype == np.int8 else 3, shape, options="SoftmaxOptions", tag=tag,
                 fields={"beta": beta}, **fixed, **kwargs)


def activation_cases():
    for shape in [(1, 1), (1, 2), (1, 3), (1, 10), (1, 12), (2, 17), (3, 5), (1, 257), (2, 3, 4), (1, 2, 3, 7)]:
        yield softmax(shape)
    for scale in (1e-4, 0.004, 0.5, 1.0, 6.0):
        yield softmax((2, 9), in_scale=scale, tag=f"scale{scale}".replace(".", "p").replace("-", "n"))
    yield softmax((2, 9), beta=0.5)
    yield softmax((2, 9), beta=3.0)
    # The reference kernel stops the process when the sum of exponentials reaches 512.
    yield softmax((1, 511), in_scale=0.001, tag="many_equal")
    for shape in [(1, 1), (1, 10), (2, 17), (1, 2, 3, 4)]:
        yield softmax(shape, dtype=np.int16)
    yield softmax((2, 9), dtype=np.int16, in_scale=0.001, tag="wide")
    yield softmax((2, 9), dtype=np.int16, in_scale=1e-5, tag="narrow")
    yield softmax((2, 9), dtype=np.int16, beta=2.0)
    for name, version, fixed8, fixed16 in [("LOGISTIC", 2, (1 / 256, -128), 1 / 32768),
                                           ("TANH", 2, (1 / 128, 0), 1 / 32768)]:
        # 256 values in a row: the whole table
        for scale in (0.001, 0.01, 0.03, 0.047, 0.1, 0.5):
            yield unary(name, version, (1, 64), in_scale=scale, out_scale=fixed8[0], out_zp=fixed8[1],
                        tag=f"scale{scale}".replace(".", "p"))
        yield unary(name, version, (1, 3, 3, 7), out_scale=fixed8[0], out_zp=fixed8[1], in_zp=-128, tag="zpn128")
        yield unary(name, version, (5,), out_scale=fixed8[0], out_zp=fixed8[1], in_zp=127, tag="zp127")
        for scale in (2.0**-12, 2.0**-11, 1e-4, 3e-4, 1e-3, 1e-5):
            yield unary(name, 3, (1, 48), dtype=np.int16, in_scale=scale, out_scale=fixed16,
                        tag=f"scale{scale:.6f}".replace(".", "p"))
    for name, version in [("RELU", 2), ("RELU6", 2), ("RELU_N1_TO_1", 1), ("RELU_0_TO_1", 1)]:
        yield unary(name, version, (1, 3, 5, 7))
        yield unary(name, version, (1, 17), out_scale=LIKE_INPUT, tag="same")
        yield unary(name, version, (2, 9), in_zp=0, out_zp=-128, tag="to_n128")
        yield unary(name, version, (2, 9), in_zp=-128, out_zp=-128, tag="zpn128_n128")
        yield unary(name, version, (2, 9), in_scale=0.1, in_zp=5, out_scale=0.03, out_zp=-9, tag="widening")
        yield unary(name, version, (2, 9), in_scale=0.5, out_scale=2.0, in_zp=0, out_zp=0,
                    tag="ties")
    yield unary("RELU", 3, (1, 4, 9), dtype=np.int16)
    yield unary("RELU6", 3, (1, 4, 9), dtype=np.int16)
    for alpha in (0.1, 0.01, 0.3, 0.5):
        leaky = dict(options="LeakyReluOptions", fields={"alpha": alpha})
        shown = f"alpha{alpha}".replace(".", "p")
        yield unary("LEAKY_RELU", 2, (1, 3, 5, 4), tag=shown, **leaky)
        yield unary("LEAKY_RELU", 2, (1, 19), out_scale=LIKE_INPUT, tag=shown + "_same", **leaky)
        yield unary("LEAKY_RELU", 2, (1, 3, 5), dtype=np.int16, tag=shown, **leaky)
    yield unary("LEAKY_RELU", 2, (1, 19), in_zp=127, out_zp=127, tag="zps", options="LeakyReluOptions",
                fields={"alpha": 0.2})
    yield unary("LEAKY_RELU", 2, (1, 19), in_scale=0.1, out_scale=0.03, tag="widening", options="LeakyReluOptions",
                fields={"alpha": 0.2})
    yield unary("LEAKY_RELU", 2, (1, 19), tag="alpha2", options="LeakyReluOptions", fields={"alpha": 2.0})
    for scale, shape in [(0.01, (1, 64)), (0.03, (1, 3, 3, 5)), (0.05, (1, 64)), (0.1, (7,)), (0.3, (1, 33))]:
        yield unary("HARD_SWISH", 1, shape, in_scale=scale, options="HardSwishOptions",
                    tag=f"scale{scale}".replace(".", "p"))
    yield unary("HARD_SWISH", 1, (1, 40), in_scale=0.06, in_zp=-128, out_scale=0.06, out_zp=-128, tag="zpn128",
                options="HardSwishOptions")
    yield unary("HARD_SWISH", 1, (1, 40), in_scale=0.02, in_zp=127, out_scale=0.003, out_zp=127, tag="zp127",
                options="HardSwishOptions")


def conversion(name, source, result, shape=(1, 37), in_scale=0.05, in_zp=0, out_scale=0.05, out_zp=0, tag="",
               version=1):
    case = CaseBuilder("_".join([name.lower(), suffix(source), suffix(result), dims(shape)] + ([tag] if tag else [])))
    float_in, float_out = source == np.float32, result == np.float32
    first = case.input(shape, source, None if float_in else in_scale, in_zp, draw_scale=out_scale)
    second = case.output(shape, result, None if float_out else out_scale, out_zp)
    case.writer.operator(name, version, [first], [second], f"{name.capitalize()}Options")
    return case.build()


def conversion_cases():
    s8, u8, s16, s32, f32 = np.int8, np.uint8, np.int16, np.int32, np.float32
    for scale, zp, tag in [(0.05, 0, "a"), (1 / 255, -128, "b"), (0.1, 127, "c"), (0.0078125, 5, "pot"),
                           (1.0, 0, "one"), (0.37, -77, "d")]:
        yield conversion("QUANTIZE", f32, s8, out_scale=scale, out_zp=zp, tag=tag)
    yield conversion("QUANTIZE", f32, s8, shape=(1, 3, 4, 5), out_scale=0.02, out_zp=-3)
    yield conversion("QUANTIZE", f32, u8, out_scale=0.02, out_zp=128)
    yield conversion("QUANTIZE", f32, s16, out_scale=0.0001)
    yield conversion("QUANTIZE", f32, s16, out_scale=1.0, tag="one")
    plan = [(0.05, 3, 0.04, -5, "near"), (0.05, 0, 0.05, 0, "same"), (0.1, 20, 0.03, 50, "widen"),
            (0.01, 127, 0.11, 127, "narrow"), (1.0, 0, 4.0, 0, "ties"), (2.0, 1, 1.0, -1, "double")]
    for in_scale, in_zp, out_scale, out_zp, tag in plan:
        yield conversion("QUANTIZE", s8, s8, (1, 37), in_scale, in_zp, out_scale, out_zp, tag, 2)
        yield conversion("QUANTIZE", u8, s8, (1, 37), in_scale, in_zp + 128, out_scale, out_zp, tag, 2)
        yield conversion("QUANTIZE", s8, u8, (1, 37), in_scale, in_zp, out_scale, out_zp + 128, tag, 2)
    yield conversion("QUANTIZE", u8, s8, (1, 2, 3, 4), 0.02, 128, 0.02, 0, "shift_only", 2)
    yield conversion("QUANTIZE", s8, u8, (1, 2, 3, 4), 0.02, 0, 0.02, 128, "shift_only", 2)
    for in_scale, out_scale, tag in [(1e-4, 3e-4, "narrow"), (3e-4, 1e-4, "widen"), (1e-4, 1e-4, "same"),
                                     (1.0, 4.0, "ties")]:
        yield conversion("QUANTIZE", s16, s16, (1, 37), in_scale, 0, out_scale, 0, tag, 2)
    yield conversion("QUANTIZE", s8, s16, (1, 37), 0.05, 3, 0.0004, 0, version=2)
    yield conversion("QUANTIZE", s8, s16, (1, 37), 0.05, -128, 0.0003, 0, "widen", 2)
    yield conversion("QUANTIZE", s16, s8, (1, 37), 0.0004, 0, 0.05, -7, version=2)
    yield conversion("QUANTIZE", s16, s8, (1, 37), 0.0004, 0, 0.06, 127, "widen", 2)
    yield conversion("QUANTIZE", s16, s32, (1, 37), 0.0004, 0, 0.0000001, 0, version=2)
    yield conversion("QUANTIZE", s32, s16, (1, 37), 0.0000001, 0, 0.005, 0, version=2)
    yield conversion("QUANTIZE", s32, s8, (1, 37), 0.0000001, 0, 0.9, 3, version=2)
    for scale, zp, tag in [(0.05, 0, "a"), (1 / 256, -128, "b"), (0.1, 127, "c"), (0.37, -77, "d")]:
        yield conversion("DEQUANTIZE", s8, f32, in_scale=scale, in_zp=zp, tag=tag, version=2)
    yield conversion("DEQUANTIZE", s8, f32, shape=(1, 3, 4, 5), in_scale=0.02, in_zp=-3, version=2)
    yield conversion("DEQUANTIZE", u8, f32, in_scale=0.02, in_zp=128)
    yield conversion("DEQUANTIZE", s16, f32, in_scale=0.0001, version=3)


def random_cases():
    """Shapes nobody thought of, from a fixed seed."""
    rng = np.random.default_rng(21)
    for index in range(16):
        kernel = tuple(int(k) for k in rng.integers(1, 5, 2))
        shape = (1, *(int(k + rng.integers(0, 6)) for k in kernel), int(rng.integers(1, 12)))
        yield pool(["average", "max"][index % 2], shape, kernel, tuple(int(s) for s in rng.integers(1, 4, 2)),
                   str(rng.choice(["same", "valid"])), str(rng.choice(["none", "relu"])),
                   np.int16 if rng.random() < 0.2 else np.int8)
    for index in range(24):
        full = rng.integers(1, 6, int(rng.integers(1, 5)))
        a, b = (tuple(int(d) for d in np.where(rng.random(len(full)) < 0.3, 1, full)) for _ in range(2))
        yield binary(["ADD", "SUB", "MUL"][index % 3], a, b, str(rng.choice(["none", "relu"])),
                     np.int16 if rng.random() < 0.2 else np.int8, tag=f"random{index}")


def cases():
    yield from pool_cases()
    yield from binary_cases()
    yield from activation_cases()
    yield from conversion_cases()
    yield from random_cases()
