"""Cases of networks of floats: one or two for each operator; weights as floats, halves and bytes; and the pick of a class at the end.

Hybrid cases have bytes as weights beside activations of floats: LiteRT rounds the activations to 8 bits while it runs.
"""
import numpy as np

from op_cases import CaseBuilder, dims, suffix
from op_cases_image import resize
from op_cases_math import reduction
from op_cases_shape import concatenation, moved, pack, pad, quantization, reshape, slice_, split, split_v, strided_slice, tile, transpose, unpack
from op_cases_weights import out_size
from tflite_writer import ACTIVATIONS, PADDINGS, TensorType

f32, s8 = np.float32, np.int8


def plain(name, shapes, out=None, tag="", version=1, limits=None, constants=(), options=None, other_kernels=False, **fields):
    """Inputs of `shapes`, then constants of floats; the output is like the first input unless `out` says otherwise."""
    case = CaseBuilder("_".join([name.lower(), "f32", *(dims(s) for s in shapes)] + ([tag] if tag else [])))
    inputs = [case.input(shape, f32) for shape in shapes]
    inputs += [case.writer.tensor(np.shape(c), f32, data=c) for c in constants]
    result = case.output(shapes[0] if out is None else out, f32)
    case.writer.operator(name, version, inputs, [result], options, **fields)
    return case.build(limits, other_kernels)


def function_cases():
    whole = [(2, 3, 5)]
    for name in ("ABS", "COS", "EXP", "FLOOR", "HARD_SWISH", "LOGISTIC", "LOG_SOFTMAX", "NEG", "RELU", "RELU6", "RELU_0_TO_1", "RELU_N1_TO_1",
                 "SIN", "SQUARE", "TANH"):
        yield plain(name, whole, limits=(-8, 8) if name == "RELU6" else None)
    for name in ("CEIL", "ELU", "ROUND"):
        yield plain(name, whole, other_kernels=True)
    for name, limits in [("LOG", (0.1, 9)), ("RSQRT", (0.1, 9)), ("SQRT", (0, 9))]:
        yield plain(name, whole, limits=limits)
    yield plain("LEAKY_RELU", whole, options="LeakyReluOptions", alpha=0.3)
    for beta in (1.0, 2.0):
        yield plain("SOFTMAX", whole, tag=f"beta{beta:.0f}", options="SoftmaxOptions", beta=beta)
    for approximate in (False, True):
        yield plain("GELU", whole, tag="tanh" if approximate else "", options="GeluOptions", approximate=approximate)


def pair_cases():
    for name, options in [("ADD", "AddOptions"), ("SUB", "SubOptions"), ("MUL", "MulOptions"), ("DIV", "DivOptions")]:
        limits = (0.3, 3) if name == "DIV" else None
        for act in ("none", "relu6"):
            yield plain(name, [(1, 3, 5), (1, 3, 5)], tag=act, limits=limits, options=options, fusedActivationFunction=ACTIVATIONS[act])
        yield plain(name, [(1, 3, 1, 4), (1, 1, 5, 1)], (1, 3, 5, 4), limits=limits, options=options)
    for name in ("MINIMUM", "MAXIMUM"):
        yield plain(name, [(2, 9), (2, 9)])
        yield plain(name, [(2, 9), (9,)])
    yield plain("POW", [(2, 9)], limits=(0.1, 3), constants=[np.float32(2.5).reshape(1)])
    yield plain("PRELU", [(1, 3, 5)], constants=[np.linspace(-0.5, 0.5, 5).reshape(1, 5)])
    for adj_x in (False, True):
        a, b = ((2, 4, 3), (2, 5, 4)) if adj_x else ((2, 3, 4), (2, 4, 5))
        yield plain("BATCH_MATMUL", [a, b], (2, 3, 5), options="BatchMatMulOptions", adjX=adj_x, adjY=adj_x)


def pool(name, shape, kernel, stride, padding, act):
    n, h, w, c = shape
    out = (n, *(out_size(d, k, s, 1, padding) for d, k, s in zip((h, w), kernel, stride)), c)
    return plain(name, [shape], out, f"{padding}_{act}", limits=(-8, 8), options="Pool2DOptions", padding=PADDINGS[padding], strideH=stride[0],
                 strideW=stride[1], filterHeight=kernel[0], filterWidth=kernel[1], fusedActivationFunction=ACTIVATIONS[act])


def moving_cases():
    real = dict(dtype=f32)
    for name in ("AVERAGE_POOL_2D", "MAX_POOL_2D"):
        yield pool(name, (1, 5, 4, 3), (3, 2), (2, 1), "same", "none")
        yield pool(name, (1, 4, 4, 2), (2, 2), (2, 2), "valid", "relu6")
    for name in ("MEAN", "SUM", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_PROD"):
        yield reduction(name, 1, (1, 3, 4, 5), (1, 2), True, **real)
        yield reduction(name, 1, (2, 7), (-1,), False, **real)
    for name in ("RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR"):
        yield resize(name, (1, 2, 3, 2), (5, 4), **real)
        yield resize(name, (1, 2, 3, 2), (5, 4), corners=True, **real)
        yield resize(name, (1, 2, 3, 2), (5, 4), half=True, **real)
    yield concatenation([(1, 2, 3), (1, 2, 4)], -1, **real)
    yield moved("DEPTH_TO_SPACE", 1, (1, 2, 2, 8), (1, 4, 4, 2), "b2", options="DepthToSpaceOptions", blockSize=2, **real)
    yield moved("SPACE_TO_DEPTH", 1, (1, 4, 4, 2), (1, 2, 2, 8), "b2", options="SpaceToDepthOptions", blockSize=2, **real)
    yield moved("EXPAND_DIMS", 1, (3, 5), (3, 1, 5), "a1", extra=[[1]], options="ExpandDimsOptions", **real)
    yield moved("SQUEEZE", 1, (3, 1, 5), (3, 5), "d1", options="SqueezeOptions", squeezeDims=[1], **real)
    yield moved("GATHER", 1, (2, 3, 4), (2, 4, 4), "a1", extra=[[2, 0, 0, 1]], options="GatherOptions", axis=1, **real)
    yield pack((2, 3), 2, 1, **real)
    yield unpack((2, 3), 0, **real)
    yield pad((1, 3, 2), [(0, 0), (1, 2), (2, 0)], **real)
    yield pad((1, 3, 2), [(0, 0), (1, 2), (2, 0)], fill=-5, **real)
    yield reshape((2, 3, 4), (4, -1), (4, 6), **real)
    yield slice_((4, 6), (1, 2), (3, 3), (3, 3), **real)
    yield split((4, 6), 1, 2, **real)
    yield split_v((4, 6), 0, (3, 1), **real)
    yield strided_slice((2, 7), (0, 6), (2, 0), (1, -2), (2, 3), **real)
    yield tile((2, 5), (1, 3), **real)
    yield transpose((2, 3, 5), (2, 0, 1), **real)


def add_weights(case, shape, storage, axis):
    """f32; f16 and s8: behind a DEQUANTIZE, as converters write them; hybrid: bytes that the layer itself reads."""
    writer, reals = case.writer, case.rng.uniform(-0.5, 0.5, shape)
    if storage == "f32":
        return writer.tensor(shape, f32, data=reals)
    if storage == "f16":
        stored = writer.tensor(shape, np.float16, data=reals)
    else:
        scales = np.float32(case.rng.uniform(0.002, 0.006, shape[axis]))
        stored = writer.tensor(shape, s8, scales, 0, data=case.rng.integers(-127, 128, shape), axis=axis)
    if storage == "hybrid":
        return stored
    real = writer.tensor(shape, f32)
    writer.operator("DEQUANTIZE", 3 if storage == "f16" else 2, [stored], [real], "DequantizeOptions")
    return real


def weighted(name, version, shape, weights, out, storage, options, axis=0, before=None, act="none", **fields):
    case = CaseBuilder("_".join([name.lower(), "f32", dims(shape), f"w{dims(weights)}", storage] + ([act] if act != "none" else [])))
    head = [] if before is None else [case.writer.const_i32(before)]
    source, filters = case.input(shape, f32), add_weights(case, weights, storage, axis)
    bias = case.writer.tensor((out[-1],), f32, data=case.rng.uniform(-1, 1, out[-1]))
    result = case.output(out, f32)
    inputs = [*head, filters, source, bias] if before is not None else [source, filters, bias]
    case.writer.operator(name, version, inputs, [result], options, fusedActivationFunction=ACTIVATIONS[act], **fields)
    return case.build()


def weighted_cases():
    window = dict(padding=PADDINGS["same"], strideH=1, strideW=1, dilationHFactor=1, dilationWFactor=1)
    for storage in ("f32", "f16", "s8", "hybrid"):
        for act in ("none", "relu6"):
            yield weighted("CONV_2D", 5, (1, 4, 5, 3), (4, 3, 3, 3), (1, 4, 5, 4), storage, "Conv2DOptions", act=act, **window)
            yield weighted("DEPTHWISE_CONV_2D", 6, (1, 4, 5, 3), (1, 3, 3, 6), (1, 4, 5, 6), storage, "DepthwiseConv2DOptions", axis=3, act=act,
                           depthMultiplier=2, **window)
            yield weighted("FULLY_CONNECTED", 9 if storage == "hybrid" else 4, (2, 24), (5, 24), (2, 5), storage, "FullyConnectedOptions", act=act)
        if storage != "hybrid":
            yield weighted("TRANSPOSE_CONV", 3, (1, 3, 2, 3), (4, 3, 3, 3), (1, 6, 4, 4), storage, "TransposeConvOptions", before=(1, 6, 4, 4),
                           padding=PADDINGS["same"], strideH=2, strideW=2)


def arg_max(shape, dtype):
    """The class is picked from scores that a RELU makes, so that several are the greatest."""
    case = CaseBuilder("_".join(["arg_max", suffix(dtype), dims(shape)]))
    scale, zero_point = quantization(case, dtype)
    source = case.input(shape, dtype, scale, zero_point)
    scores = case.writer.tensor(shape, dtype, scale, zero_point, name="scores")
    pick = case.output(shape[:-1], np.int32)
    case.writer.operator("RELU", 2 if dtype == s8 else 1, [source], [scores])
    case.writer.operator("ARG_MAX", 2 if dtype == s8 else 1, [scores, case.writer.const_i32(len(shape) - 1, ())], [pick], "ArgMaxOptions",
                         outputType=TensorType.INT32)
    return case.build()


def cases():
    yield from function_cases()
    yield from pair_cases()
    yield from moving_cases()
    yield from weighted_cases()
    for dtype in (s8, f32):
        yield arg_max((3, 7), dtype)
        yield arg_max((1, 10), dtype)
