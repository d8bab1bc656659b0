"""Cases of functions of one and two numbers, of reductions and of matrix products."""
import numpy as np

from op_cases import CaseBuilder, dims, fit_output, suffix, uniform_reals
from op_cases_elementwise import LIKE_INPUT, draw_zero_point, unary, zp_tag
from op_cases_shape import quantization, signed
from tflite_writer import ACTIVATIONS

s8, s16 = np.int8, np.int16


def function(name, version, shape, f, in_scale, in_zp=None, out_zp=None, dtype=s8, least=None, high=None, tag="", options=None,
             fields=None, other_kernels=False, out_scale=None):
    """The output's scale fits the function's results; least: inputs are not below it, in steps over the zero point."""
    case = CaseBuilder("_".join([name.lower(), suffix(dtype), dims(shape)] + ([tag] if tag else [])))
    info = np.iinfo(dtype)
    in_zp = draw_zero_point(case.rng, dtype, in_zp)
    low = info.min if least is None else max(info.min, in_zp + least)
    steps = np.linspace(low, info.max, 500) - in_zp
    with np.errstate(all="ignore"):
        reals = f(steps * in_scale)
    if out_scale is None:
        out_scale, out_zp = fit_output(case.rng, reals[np.isfinite(reals)], dtype, out_zp)
    source = case.input(shape, dtype, float(np.float32(in_scale)), in_zp)
    result = case.output(shape, dtype, out_scale, out_zp)
    case.writer.operator(name, version, [source], [result], options, **(fields or {}))
    return case.build(None if least is None else (low, int(high or info.max)), other_kernels)


def negation(shape, zero_point, dtype):
    """LiteRT turns stored numbers around: right where the zero points are opposite ones. Its least number stays, so it is left out."""
    case = CaseBuilder("_".join(["neg", suffix(dtype), dims(shape)] + ([f"zp{zero_point}"] if zero_point else [])))
    scale, info = float(np.float32(case.rng.uniform(0.01, 0.1))), np.iinfo(dtype)
    source, result = case.input(shape, dtype, scale, zero_point), case.output(shape, dtype, scale, -zero_point)
    case.writer.operator("NEG", 1, [source], [result], "NegOptions")
    return case.build((info.min + 1, info.max))


def erf(x):
    from math import erf as one
    return np.vectorize(one)(x)


def gelu(x):
    return x / 2 * (1 + erf(x / np.sqrt(2)))


def function_cases():
    whole = (1, 4, 64)  # most of the table
    yield function("ABS", 1, whole, np.abs, 0.03, tag="rescaled")
    yield function("ABS", 1, (3, 5), np.abs, 0.03, in_zp=-128, tag="zpn128")
    yield unary("ABS", 1, (2, 17), out_scale=LIKE_INPUT, tag="same")
    for dtype in (s8, s16):
        yield negation((3, 85), 0, dtype)
    yield negation((3, 85), 5, s8)
    yield function("GELU", 2, (2, 256), gelu, 0.0625, in_zp=0, out_zp=0, out_scale=0.05, tag="ties", options="GeluOptions",
                   fields={"approximate": False})
    for scale in (0.01, 0.04, 0.2):
        shown = f"scale{scale}".replace(".", "p")
        yield function("ELU", 1, whole, lambda x: np.where(x > 0, x, np.expm1(x)), scale, tag=shown, other_kernels=True)
        yield function("EXP", 2, whole, np.exp, min(scale, 0.05), in_zp=0, tag=shown)
        yield function("LOG", 2, whole, lambda x: np.log(x, where=x > 0, out=np.zeros_like(x)), scale, tag=shown)
        yield function("SQRT", 2, whole, np.sqrt, scale, in_zp=-128, least=0, tag=shown)
        yield function("RSQRT", 2, whole, lambda x: 1 / np.sqrt(x), scale, in_zp=-128, least=1, tag=shown)
        for approximate in (False, True):
            yield function("GELU", 2, whole, gelu, scale, tag=shown + ("_tanh" if approximate else ""),
                           options="GeluOptions", fields={"approximate": approximate})
    yield function("RSQRT", 2, (1, 40), lambda x: 1 / np.sqrt(x), 0.03, in_zp=-20, least=0, tag="zero")
    long = (1, 2, 150)
    yield function("EXP", 2, long, np.exp, 1e-4, dtype=s16)
    yield function("LOG", 2, long, lambda x: np.log(x, where=x > 0, out=np.zeros_like(x)), 3e-4, dtype=s16)
    yield function("RSQRT", 2, long, lambda x: 1 / np.sqrt(x), 3e-4, dtype=s16, least=1)
    small = dict(dtype=s16, least=-300, high=500, tag="around_0")
    yield function("LOG", 2, long, lambda x: np.log(x, where=x > 0, out=np.zeros_like(x)), 3e-4, **small)
    yield function("RSQRT", 2, long, lambda x: 1 / np.sqrt(np.maximum(x, 1e-2)), 3e-4, **(small | {"least": 0}))
    yield function("GELU", 2, long, gelu, 2e-4, dtype=s16, options="GeluOptions", fields={"approximate": False})


def of_two(name, version, a, b, dtype=s8, f=None, act="none", options=None, limits=None, zps=(None, None, None),
           constant=False, tag="", scales=None, fields=None):
    """f None: inputs and output have one scale."""
    parts = [name.lower(), suffix(dtype), dims(a), dims(b)] + ([act] if act != "none" else []) + zp_tag(*zps)
    case = CaseBuilder("_".join(parts + (["constant"] if constant else []) + ([tag] if tag else [])))
    rng, info = case.rng, np.iinfo(dtype)
    low, high = limits or (info.min, info.max)
    one, two = scales or np.float32(rng.uniform(0.01, 0.1, 2) / (1 if dtype == s8 else 256))
    za, zb = (draw_zero_point(rng, dtype, zp) for zp in zps[:2])
    if f is None:
        two, zb, out_scale, out_zp = one, za, float(one), za
    else:
        reals = f((rng.integers(low, high + 1, 1000) - za) * one, (rng.integers(low, high + 1, 1000) - zb) * two)
        out_scale, out_zp = fit_output(rng, reals[np.isfinite(reals)], dtype, zps[2])
    first = case.input(a, dtype, float(one), za)
    if constant:
        second = case.writer.tensor(b, dtype, float(two), zb, data=rng.integers(low, high + 1, b), name="constant")
    else:
        second = case.input(b, dtype, float(two), zb)
    result = case.output(np.broadcast_shapes(a, b), dtype, out_scale, out_zp)
    if options == "DivOptions":
        fields = {"fusedActivationFunction": ACTIVATIONS[act]}
    case.writer.operator(name, version, [first, second], [result], options, **(fields or {}))
    return case.build(limits)


def pair_cases():
    full = (1, 3, 4, 5)
    for name in ("MINIMUM", "MAXIMUM"):
        yield of_two(name, 2, full, full)
        yield of_two(name, 2, full, (5,), constant=True)
        yield of_two(name, 2, (1, 3, 1, 4), (1, 1, 5, 1))
        yield of_two(name, 2, (2, 9), (2, 9), dtype=s16)
        yield of_two(name, 2, (7,), (2, 7), dtype=s16)

    def prelu(x, slope):
        return np.where(x >= 0, x, x * slope)

    yield of_two("PRELU", 1, full, (1, 1, 5), f=prelu, constant=True)
    yield of_two("PRELU", 1, full, (1, 1, 1), f=prelu, constant=True, zps=(0, 0, 0), tag="one_slope")
    yield of_two("PRELU", 1, (1, 4, 4, 3), (4, 4, 3), f=prelu, constant=True)
    yield of_two("PRELU", 1, (1, 33), (33,), f=prelu, constant=True, zps=(127, -128, 20))
    yield of_two("PRELU", 1, (1, 33), (33,), f=prelu, constant=True, zps=(-128, 3, -128))

    # The reference divides by what it is given, and shifts by more than 31 places (which means nothing) where the numerator is
    # small and the scales' quotient below 128: so divisors are far from 0, quotients near it.
    above = dict(f=np.divide, options="DivOptions", limits=(0, 127))
    yield of_two("DIV", 2, full, full, zps=(64, -128, None), **above)
    yield of_two("DIV", 2, full, full, zps=(50, -127, None), act="relu", **above)
    yield of_two("DIV", 2, full, (5,), zps=(0, -128, -128), constant=True, **above)
    yield of_two("DIV", 2, (1, 3, 1, 4), (1, 1, 5, 1), zps=(100, -128, None), act="relu6", **above)
    yield of_two("DIV", 2, (2, 17), (2, 17), zps=(70, -120, 0), tag="large", scales=(0.1, 0.001), **above)
    yield of_two("DIV", 2, (2, 17), (2, 17), zps=(60, -120, 0), tag="small", scales=(0.001, 0.1), **above)
    below = dict(above, limits=(-128, -1))
    yield of_two("DIV", 2, (1, 40), (1, 40), zps=(-64, 127, None), tag="negative", **below)


def reduction(name, version, shape, axes, keep, dtype=s8):
    parts = [name.lower(), suffix(dtype), dims(shape), f"a{signed(axes)}", "keep" if keep else "drop"]
    case = CaseBuilder("_".join(parts))
    scale, zero_point = quantization(case, dtype)
    reduced = {a % len(shape) for a in axes}
    left = [1 if i in reduced else d for i, d in enumerate(shape) if keep or i not in reduced]
    inputs = [case.input(shape, dtype, scale, zero_point), case.writer.const_i32(axes)]
    result = case.output(left, dtype, scale, zero_point)
    case.writer.operator(name, version, inputs, [result], "ReducerOptions", keepDims=keep)
    return case.build()


def reduction_cases():
    """Not SUM: in 2.3.0 the reference resolver multiplies by a number that nothing has set."""
    for shape, axes, keep in [((1, 3, 4, 5), (1, 2), True), ((2, 9), (1,), False), ((2, 3, 7), (-1,), True)]:
        for name in ("REDUCE_MAX", "REDUCE_MIN"):
            yield reduction(name, 2, shape, axes, keep)
            yield reduction(name, 3, shape, axes, keep, dtype=s16)


def log_softmax(shape, in_scale, tag=""):
    shown = f"scale{in_scale}".replace(".", "p") + tag
    return unary("LOG_SOFTMAX", 2, shape, in_scale=in_scale, out_scale=16 / 256, out_zp=127, tag=shown)


def matmul(a, b, adj_x=False, adj_y=False, dtype=s8, zps=(None, None), tag=""):
    parts = ["batch_matmul", suffix(dtype), dims(a), dims(b)] + (["x"] if adj_x else []) + (["y"] if adj_y else [])
    case = CaseBuilder("_".join(parts + zp_tag(*zps) + ([tag] if tag else [])))
    rng = case.rng
    scales = np.float32(rng.uniform(0.005, 0.05, 2) / (1 if dtype == s8 else 256))
    za, zb = (draw_zero_point(rng, dtype, zp) for zp in zps)
    rows = a[-1] if adj_x else a[-2]
    depth = a[-2] if adj_x else a[-1]
    columns = b[-2] if adj_y else b[-1]
    reals = (uniform_reals(rng, (500, depth), dtype, scales[0], za) *
             uniform_reals(rng, (500, depth), dtype, scales[1], zb)).sum(axis=1)
    out_scale, out_zp = fit_output(rng, reals, dtype)
    first = case.input(a, dtype, float(scales[0]), za)
    second = case.input(b, dtype, float(scales[1]), zb)
    shape = (*np.broadcast_shapes(a[:-2], b[:-2]), rows, columns)
    result = case.output(shape, dtype, out_scale, out_zp)
    case.writer.operator("BATCH_MATMUL", 2 if dtype == s8 else 4, [first, second], [result], "BatchMatMulOptions",
                         adjX=adj_x, adjY=adj_y)
    return case.build()


def matmul_cases():
    for dtype in (s8, s16):
        yield matmul((1, 3, 4), (1, 4, 5), dtype=dtype)
        yield matmul((2, 3, 7), (2, 5, 7), adj_y=True, dtype=dtype)
        yield matmul((2, 1, 4, 3), (3, 4, 2), adj_x=True, dtype=dtype)
    yield matmul((1, 2, 9), (1, 9, 3), zps=(-128, 127))
    yield matmul((3, 5), (5, 2), tag="no_batch")
    yield matmul((1, 1, 17), (3, 17, 1), tag="broadcast")


def cases():
    yield from function_cases()
    yield from pair_cases()
    yield from reduction_cases()
    for shape, scale in [((1, 10), 0.1), ((2, 17), 0.02), ((1, 3), 1.0), ((3, 5), 0.3), ((1, 257), 0.05), ((2, 9), 6.0)]:
        yield log_softmax(shape, scale)
    yield from matmul_cases()
