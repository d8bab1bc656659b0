"""Cases of resizing, of transposed convolutions, of blocks of pixels and of gathers."""
import numpy as np

from op_cases import CaseBuilder, dims, suffix
from op_cases_shape import moved, quantization
from op_cases_weights import WeightsPlan, short_bias, zero_points
from tflite_writer import ACTIVATIONS, PADDINGS

s8, s16 = np.int8, np.int16


def resize(name, shape, size, corners=False, half=False, dtype=s8):
    short = {"RESIZE_BILINEAR": "resize_bilinear", "RESIZE_NEAREST_NEIGHBOR": "resize_nearest"}[name]
    parts = [short, suffix(dtype), dims(shape), f"to{dims(size)}"]
    case = CaseBuilder("_".join(parts + (["corners"] if corners else []) + (["half"] if half else [])))
    scale, zero_point = quantization(case, dtype)
    inputs = [case.input(shape, dtype, scale, zero_point), case.writer.const_i32(size)]
    result = case.output((shape[0], *size, shape[3]), dtype, scale, zero_point)
    version = 4 if dtype == s16 else 3 if half else 2
    case.writer.operator(name, version, inputs, [result],
                         "ResizeBilinearOptions" if "BILINEAR" in name else "ResizeNearestNeighborOptions",
                         alignCorners=corners, halfPixelCenters=half)
    return case.build()


def resize_cases():
    for name in ("RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR"):
        for shape, size in [((1, 2, 3, 2), (4, 6)), ((1, 5, 7, 1), (3, 4)), ((1, 3, 3, 3), (7, 5)), ((2, 1, 1, 4), (3, 2)),
                            ((1, 6, 4, 1), (1, 1))]:
            yield resize(name, shape, size)
            yield resize(name, shape, size, corners=True)
            yield resize(name, shape, size, half=True)
        yield resize(name, (1, 3, 4, 2), (5, 9), dtype=s16)
        yield resize(name, (1, 3, 4, 2), (6, 8), half=True, dtype=s16)


def transpose_conv(shape, kernel, channels, stride=(1, 1), padding="same", size=None, act="none", dtype=s8, in_zp=None,
                   out_zp=None, per_channel=True, bias=True, tag=""):
    """size: of the output, where it is not what the padding makes of the input."""
    n, h, w, c = shape
    if size is None:
        size = (h * stride[0], w * stride[1]) if padding == "same" else \
            tuple(d * s + max(k - s, 0) for d, s, k in zip((h, w), stride, kernel))
    parts = ["transpose_conv", suffix(dtype), dims(shape), f"k{dims(kernel)}", f"o{channels}", f"s{dims(stride)}", padding,
             f"to{dims(size)}"]
    parts += ([act] if act != "none" else []) + ([] if per_channel else ["per_tensor"]) + ([] if bias else ["no_bias"])
    case = CaseBuilder("_".join(parts + ([tag] if tag else [])))
    in_zp, out_zp = zero_points(case.rng, dtype, in_zp, out_zp)
    terms = max(1, kernel[0] * kernel[1] * c // (stride[0] * stride[1]))
    bias_type = None if not bias else np.int32 if dtype == s8 else np.int64
    plan = WeightsPlan(case.rng, dtype, (channels, *kernel, c), channels, terms, 0, per_channel, None, 127, bias_type, act,
                       in_zp)
    shape_id = case.writer.const_i32((n, *size, channels))
    source = case.input(shape, dtype, plan.in_scale, in_zp)
    weights, bias_id = plan.add(case.writer)
    result = case.output((n, *size, channels), dtype, plan.out_scale, out_zp)
    fields = dict(padding=PADDINGS[padding], strideH=stride[0], strideW=stride[1], fusedActivationFunction=ACTIVATIONS[act])
    case.writer.operator("TRANSPOSE_CONV", 4 if act != "none" else 3,
                         [shape_id, weights, source] + ([bias_id] if bias else []), [result], "TransposeConvOptions",
                         **fields, **short_bias(dtype, bias_type))
    return case.build()


def transpose_conv_cases():
    for dtype in (s8, s16):
        yield transpose_conv((1, 3, 4, 2), (3, 3), 3, (2, 2), dtype=dtype)
        yield transpose_conv((1, 3, 4, 2), (2, 2), 3, (2, 2), "valid", dtype=dtype)
        yield transpose_conv((1, 4, 3, 3), (3, 2), 5, (1, 1), dtype=dtype)
        yield transpose_conv((2, 2, 2, 1), (3, 3), 2, (3, 2), "valid", dtype=dtype)
    yield transpose_conv((1, 3, 3, 2), (2, 2), 2, (3, 3), "valid", tag="gaps")
    yield transpose_conv((1, 3, 3, 4), (5, 5), 2, (2, 2), act="relu", out_zp=-128)
    yield transpose_conv((1, 3, 3, 4), (4, 4), 2, (2, 2), bias=False)
    yield transpose_conv((1, 3, 3, 4), (3, 3), 2, (2, 2), size=(5, 5), per_channel=False, in_zp=127)
    yield transpose_conv((1, 1, 1, 7), (4, 4), 3, (4, 4), "valid", in_zp=-128)


def block_cases():
    for shape, block in [((1, 2, 3, 8), 2), ((1, 1, 2, 9), 3), ((2, 3, 2, 12), 2), ((1, 2, 2, 16), 4)]:
        n, h, w, c = shape
        bigger = (n, h * block, w * block, c // block**2)
        yield moved("DEPTH_TO_SPACE", 1, shape, bigger, f"b{block}", options="DepthToSpaceOptions", blockSize=block)
        yield moved("SPACE_TO_DEPTH", 2, bigger, shape, f"b{block}", options="SpaceToDepthOptions", blockSize=block)


def gather_cases():
    for dtype in (s8, s16):
        yield moved("GATHER", 2 if dtype == s8 else 3, (2, 3, 4), (2, 4, 4), "a1", extra=[[2, 0, 0, 1]], dtype=dtype,
                    options="GatherOptions", axis=1)
        yield moved("GATHER", 2 if dtype == s8 else 3, (5, 3), (2, 2, 3), "a0", extra=[[[4, 1], [0, 4]]], dtype=dtype,
                    options="GatherOptions", axis=0)
    yield moved("GATHER", 2, (2, 3, 4), (2, 3, 2), "an1", extra=[[3, 1]], options="GatherOptions", axis=-1)


def cases():
    yield from resize_cases()
    yield from transpose_conv_cases()
    yield from block_cases()
    yield from gather_cases()
