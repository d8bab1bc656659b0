"""Cases of operators that move values: pad, mean (which also sums), concatenation, reshape, transpose, slices."""
import numpy as np

from op_cases import CaseBuilder, dims, fit_output, suffix, uniform_reals
from op_cases_elementwise import draw_zero_point
from tflite_writer import TensorType


def quantization(case, dtype, zp=None):
    if dtype == np.float32:
        return None, 0
    scale = case.rng.uniform(0.01, 0.1) / (1 if dtype == np.int8 else 256)
    return float(np.float32(scale)), draw_zero_point(case.rng, dtype, zp)


def signed(values):
    return "_".join(str(v).replace("-", "n") for v in values)


def pad(shape, pads, dtype=np.int8, fill=None, zp=None):
    name = "PAD" if fill is None else "PADV2"
    tag = "p" + signed(np.ravel(pads)) + ("" if fill is None else f"_fill{signed([fill])}")
    case = CaseBuilder("_".join([name.lower(), suffix(dtype), dims(shape), tag]))
    scale, zero_point = quantization(case, dtype, zp)
    inputs = [case.input(shape, dtype, scale, zero_point), case.writer.const_i32(pads)]
    if fill is not None:
        inputs.append(case.writer.tensor((1,), dtype, scale, zero_point, data=np.array([fill]), name="fill"))
    grown = [d + sum(p) for d, p in zip(shape, pads)]
    result = case.output(grown, dtype, scale, zero_point)
    case.writer.operator(name, 2 if dtype == np.int8 else 3, inputs, [result],
                         "PadOptions" if fill is None else "PadV2Options")
    return case.build()


def mean(shape, axes, keep, dtype=np.int8, same=False, scales=None, zps=None, tag=""):
    parts = [f"a{signed(axes)}", "keep" if keep else "drop"] + (["same"] if same else []) + ([tag] if tag else [])
    tag = "_".join(parts)
    case = CaseBuilder("_".join(["mean", suffix(dtype), dims(shape), tag]))
    scale, zero_point = quantization(case, dtype, zps[0] if zps else None)
    out_scale, out_zp = scale, zero_point
    if not same:
        count = int(np.prod([shape[a] for a in axes]))
        reals = uniform_reals(case.rng, (500, count), dtype, scale, zero_point).mean(axis=1)
        out_scale, out_zp = fit_output(case.rng, reals, dtype, zps[1] if zps else None)
    if scales:
        scale, out_scale = scales
    reduced = {a % len(shape) for a in axes}
    left = [1 if i in reduced else d for i, d in enumerate(shape) if keep or i not in reduced]
    inputs = [case.input(shape, dtype, scale, zero_point), case.writer.const_i32(axes)]
    result = case.output(left, dtype, out_scale, out_zp)
    case.writer.operator("MEAN", 2 if dtype == np.int8 else 3, inputs, [result], "ReducerOptions", keepDims=keep)
    return case.build()


def concatenation(shapes, axis, dtype=np.int8, constant_last=False):
    tag = "_".join(dims(s) for s in shapes) + f"_a{signed([axis])}" + ("_constant" if constant_last else "")
    case = CaseBuilder("_".join(["concatenation", suffix(dtype), tag]))
    scale, zero_point = quantization(case, dtype)
    inputs = [case.input(s, dtype, scale, zero_point) for s in (shapes[:-1] if constant_last else shapes)]
    if constant_last:
        data = case.rng.integers(-128, 128, shapes[-1])
        inputs.append(case.writer.tensor(shapes[-1], dtype, scale, zero_point, data=data, name="constant"))
    joined = list(shapes[0])
    joined[axis] = sum(s[axis] for s in shapes)
    result = case.output(joined, dtype, scale, zero_point)
    case.writer.operator("CONCATENATION", 2 if dtype == np.int8 else 3, inputs, [result], "ConcatenationOptions",
                         axis=axis, fusedActivationFunction=0)
    return case.build()


def pack(shape, count, axis, dtype=np.int8):
    case = CaseBuilder("_".join(["pack", suffix(dtype), dims(shape), f"n{count}", f"a{signed([axis])}"]))
    scale, zero_point = quantization(case, dtype)
    inputs = [case.input(shape, dtype, scale, zero_point) for _ in range(count)]
    packed = list(shape)
    packed.insert(axis if axis >= 0 else axis + len(shape) + 1, count)
    result = case.output(packed, dtype, scale, zero_point)
    case.writer.operator("PACK", 2 if dtype == np.int8 else 3, inputs, [result], "PackOptions", valuesCount=count, axis=axis)
    return case.build()


def unpack(shape, axis, dtype=np.int8):
    out = [d for i, d in enumerate(shape) if i != axis % len(shape)]
    return moved("UNPACK", 2 if dtype == np.int8 else 4, shape, [out] * shape[axis], f"a{signed([axis])}", options="UnpackOptions", dtype=dtype,
                 outputs=shape[axis], num=shape[axis], axis=axis)


def tile(shape, repeats, dtype=np.int8):
    return moved("TILE", 2, shape, [d * r for d, r in zip(shape, repeats)], f"m{signed(repeats)}", extra=[repeats], options="TileOptions", dtype=dtype)


def reshape_to_computed(shape, last, dtype=np.int8):
    """RESHAPE to [the first dimension as SHAPE says, -1, last]: what converters make of an open batch size."""
    case = CaseBuilder("_".join(["reshape", suffix(dtype), dims(shape), f"last{last}", "computed"]))
    scale, zero_point = quantization(case, dtype)
    writer = case.writer
    source = case.input(shape, dtype, scale, zero_point)
    every = writer.tensor((len(shape),), np.int32, name="shape")
    first = writer.tensor((), np.int32, name="first")
    target = writer.tensor((3,), np.int32, name="target")
    rest = int(np.prod(shape)) // shape[0] // last
    result = case.output((shape[0], rest, last), dtype, scale, zero_point)
    writer.operator("SHAPE", 1, [source], [every], "ShapeOptions", outType=TensorType.INT32)
    writer.operator("STRIDED_SLICE", 1, [every, *(writer.const_i32([n]) for n in (0, 1, 1))], [first], "StridedSliceOptions",
                    shrinkAxisMask=1)
    numbers = [writer.tensor((), np.int32, data=np.array(n)) for n in (-1, last)]
    writer.operator("PACK", 1, [first, *numbers], [target], "PackOptions", valuesCount=3, axis=0)
    writer.operator("RESHAPE", 1, [source, target], [result])
    return case.build()


def moved(name, version, shape, out_shape, tag, extra=(), options=None, dtype=np.int8, outputs=1, before=(), **fields):
    """An operator whose output has the input's quantization; extra, before: int32 constants around the input."""
    case = CaseBuilder("_".join([name.lower(), suffix(dtype), dims(shape), tag]))
    scale, zero_point = quantization(case, dtype)
    head = [case.writer.const_i32(c) for c in before]
    source = case.input(shape, dtype, scale, zero_point)
    tail = [case.writer.const_i32(c) for c in extra]
    out_shapes = out_shape if outputs > 1 else [out_shape]
    results = [case.output(s, dtype, scale, zero_point) for s in out_shapes]
    case.writer.operator(name, version, head + [source] + tail, results, options, **fields)
    return case.build()


def transpose(shape, order, dtype=np.int8):
    return moved("TRANSPOSE", 2 if dtype == np.int8 else 5, shape, [shape[i] for i in order], f"p{signed(order)}",
                 extra=[order], options="TransposeOptions", dtype=dtype)


def strided_slice(shape, begin, end, strides, out_shape, dtype=np.int8, **masks):
    shown = "".join(f"_{name[:2]}{bits}" for name, bits in masks.items())
    fields = dict(beginMask=0, endMask=0, ellipsisMask=0, newAxisMask=0, shrinkAxisMask=0) | masks
    return moved("STRIDED_SLICE", 2 if dtype == np.int8 else 4, shape, out_shape,
                 f"b{signed(begin)}_e{signed(end)}_s{signed(strides)}{shown}", extra=[begin, end, strides],
                 options="StridedSliceOptions", dtype=dtype, **fields)


def reshape(shape, wanted, out_shape, dtype=np.int8, operand=True):
    tag = f"to{signed(wanted)}" + ("" if operand else "_by_option")
    return moved("RESHAPE", 1, shape, out_shape, tag, extra=[wanted] if operand else [], options="ReshapeOptions",
                 dtype=dtype, newShape=list(wanted))


def split(shape, axis, parts, dtype=np.int8):
    out = list(shape)
    out[axis] //= parts
    return moved("SPLIT", 2 if dtype == np.int8 else 4, shape, [out] * parts, f"a{signed([axis])}_n{parts}",
                 before=[np.int32(axis).reshape(())], options="SplitOptions", dtype=dtype, outputs=parts,
                 numSplits=parts)


def split_v(shape, axis, sizes, dtype=np.int8):
    parts = [[*shape[:axis % len(shape)], size, *shape[axis % len(shape) + 1:]] for size in sizes]
    return moved("SPLIT_V", 2, shape, parts, f"a{signed([axis])}_n{signed(sizes)}", extra=[sizes, np.int32(axis).reshape(())],
                 options="SplitVOptions", dtype=dtype, outputs=len(sizes), numSplits=len(sizes))


def slice_(shape, begin, size, out_shape, dtype=np.int8):
    return moved("SLICE", 2 if dtype == np.int8 else 4, shape, out_shape, f"b{signed(begin)}_n{signed(size)}", extra=[begin, size],
                 options="SliceOptions", dtype=dtype)


def pad_cases():
    yield pad((1, 3, 4, 2), [(0, 0), (1, 1), (1, 1), (0, 0)])
    yield pad((1, 3, 4, 3), [(0, 0), (0, 1), (2, 0), (0, 0)], zp=-128)
    yield pad((1, 3, 3, 5), [(0, 0), (0, 0), (0, 0), (1, 2)], zp=127)
    yield pad((2, 2, 3, 1), [(1, 0), (1, 2), (0, 3), (2, 1)])
    yield pad((3, 7), [(1, 2), (3, 0)])
    yield pad((5,), [(2, 3)])
    yield pad((2, 3, 4), [(0, 1), (1, 0), (2, 2)])
    yield pad((1, 3, 3, 2), [(0, 0), (0, 0), (0, 0), (0, 0)])
    yield pad((1, 3, 4, 2), [(0, 0), (1, 1), (1, 1), (0, 0)], dtype=np.int16)
    for fill in (-128, 0, 127, 17):
        yield pad((1, 3, 4, 2), [(0, 0), (1, 1), (2, 0), (0, 1)], fill=fill)
    yield pad((4, 5), [(1, 0), (0, 2)], fill=-5)
    yield pad((1, 2, 2, 3), [(0, 0), (1, 1), (2, 0), (0, 1)], fill=-3000, dtype=np.int16)


def mean_cases():
    for keep in (True, False):
        yield mean((1, 5, 7, 3), (1, 2), keep)
        yield mean((1, 5, 7, 3), (1, 2), keep, same=True)
        yield mean((1, 4, 4, 9), (2, 1), keep, zps=(-128, -128))
        yield mean((1, 3, 4, 17), (1, 2), keep, zps=(127, 127))
        yield mean((2, 3, 3, 4), (1, 2), keep)
        yield mean((1, 5, 3, 4), (1,), keep)
        yield mean((1, 5, 3, 4), (2,), keep, same=True)
        yield mean((1, 5, 3, 13), (3,), keep)
        yield mean((1, 5, 3, 4), (-1,), keep)
        yield mean((1, 5, 3, 4), (-2, -3), keep)
        yield mean((2, 3, 4), (1,), keep)
        yield mean((2, 3, 2, 2), (0, 1, 2, 3), keep)
        yield mean((3, 7), (1,), keep)
        yield mean((1, 4, 5, 3), (1, 2), keep, dtype=np.int16)
        yield mean((1, 4, 5, 3), (1, 2), keep, dtype=np.int16, same=True)
        yield mean((2, 9), (1,), keep, dtype=np.int16)
    yield mean((1, 2, 2, 8), (1, 2), True, scales=(0.02, 0.02), zps=(0, 0), tag="ties")
    yield mean((1, 2, 2, 8), (1, 2), True, scales=(0.5, 0.25), zps=(0, 0), tag="halved")
    yield mean((1, 16, 16, 3), (1, 2), False, tag="many")
    yield mean((1, 1, 1, 33), (1, 2), False, tag="one")


def cases():
    yield from pad_cases()
    yield from mean_cases()
    yield concatenation([(1, 2, 3, 4), (1, 2, 3, 5)], 3)
    yield concatenation([(1, 2, 3, 4), (1, 2, 3, 5)], -1)
    yield concatenation([(1, 2, 3, 4), (1, 3, 3, 4)], 1)
    yield concatenation([(1, 2, 3, 4), (1, 2, 1, 4), (1, 2, 5, 4)], 2)
    yield concatenation([(1, 2, 2, 1), (2, 2, 2, 1)], 0)
    yield concatenation([(3, 1), (3, 7), (3, 2), (3, 9)], 1)
    yield concatenation([(1, 5)], 1)
    yield concatenation([(5,), (8,)], 0)
    yield concatenation([(2, 3), (2, 4)], 1, constant_last=True)
    yield concatenation([(1, 2, 3, 4), (1, 2, 3, 5)], 3, dtype=np.int16)
    yield reshape((1, 3, 4, 5), (1, 60), (1, 60))
    yield reshape((1, 3, 4, 5), (-1, 60), (1, 60))
    yield reshape((1, 60), (1, 3, 4, 5), (1, 3, 4, 5))
    yield reshape((2, 3, 4), (4, -1), (4, 6))
    yield reshape((2, 3, 4), (24,), (24,), operand=False)
    yield reshape((1, 1, 1, 7), (1, 7), (1, 7), dtype=np.int16)
    yield moved("SQUEEZE", 1, (1, 1, 1, 7), (7,), "all", options="SqueezeOptions", squeezeDims=[])
    yield moved("SQUEEZE", 1, (1, 1, 1, 7), (1, 7), "d1_2", options="SqueezeOptions", squeezeDims=[1, 2])
    yield moved("SQUEEZE", 1, (3, 1, 5), (3, 5), "dn2", options="SqueezeOptions", squeezeDims=[-2])
    yield moved("SQUEEZE", 1, (3, 1, 5), (3, 5), "d1", options="SqueezeOptions", squeezeDims=[1], dtype=np.int16)
    yield moved("EXPAND_DIMS", 1, (3, 5), (3, 1, 5), "a1", extra=[[1]], options="ExpandDimsOptions", dtype=np.int16)
    yield moved("EXPAND_DIMS", 1, (3, 5), (1, 3, 5), "a0", extra=[[0]], options="ExpandDimsOptions")
    yield moved("EXPAND_DIMS", 1, (3, 5), (3, 5, 1), "an1", extra=[[-1]], options="ExpandDimsOptions")
    yield moved("EXPAND_DIMS", 1, (2, 3, 4), (2, 1, 3, 4), "a1", extra=[[1]], options="ExpandDimsOptions")
    yield reshape_to_computed((1, 3, 4, 5), 20)
    yield reshape_to_computed((2, 3, 4, 6), 3, dtype=np.int16)
    yield transpose((3, 5), (1, 0))
    yield transpose((2, 3, 5), (0, 2, 1))
    yield transpose((2, 3, 5), (2, 0, 1))
    yield transpose((1, 3, 4, 5), (0, 3, 1, 2))
    yield transpose((1, 5, 3, 4), (0, 2, 3, 1))
    yield transpose((2, 3, 4, 5), (3, 2, 1, 0))
    yield transpose((2, 3, 4, 5), (0, 1, 2, 3))
    yield transpose((1, 3, 4, 5), (0, 2, 1, 3), dtype=np.int16)
    yield strided_slice((1, 5, 6, 3), (0, 1, 2, 0), (1, 4, 6, 3), (1, 1, 1, 1), (1, 3, 4, 3))
    yield strided_slice((1, 5, 6, 3), (0, 0, 0, 0), (1, 5, 6, 3), (1, 2, 3, 1), (1, 3, 2, 3))
    yield strided_slice((1, 5, 6, 3), (0, 0, 1, 0), (0, 0, 5, 0), (1, 1, 1, 1), (1, 5, 4, 3), beginMask=11, endMask=11)
    yield strided_slice((2, 7), (0, 6), (2, 0), (1, -2), (2, 3))
    yield strided_slice((2, 7), (0, -1), (2, -8), (1, -1), (2, 7))
    yield strided_slice((3, 7), (1, 2), (2, 6), (1, 1), (4,), shrinkAxisMask=1)
    yield strided_slice((9,), (-4,), (100,), (1,), (4,))
    yield strided_slice((9,), (1,), (8,), (3,), (3,), dtype=np.int16)
    yield split((1, 2, 3, 8), 3, 2)
    yield split((1, 6, 3, 2), 1, 3)
    yield split((4, 6), -1, 2)
    yield split((4, 6), 0, 4, dtype=np.int16)
    yield split_v((1, 2, 3, 8), 3, (1, 5, 2))
    yield split_v((1, 6, 3, 2), 1, (2, 4))
    yield split_v((4, 6), -1, (3, 1, 2))
    yield split_v((4, 6), 0, (3, 1), dtype=np.int16)
    yield slice_((1, 5, 6, 3), (0, 1, 2, 0), (1, 3, -1, 2), (1, 3, 4, 2))
    yield slice_((4, 6), (1, 0), (2, 6), (2, 6))
    yield slice_((9,), (4,), (-1,), (5,))
    yield slice_((4, 6), (1, 2), (3, 3), (3, 3), dtype=np.int16)
    yield pack((1, 3, 4), 2, 1)
    yield pack((5,), 3, -1)
    yield pack((2, 3), 2, 0, dtype=np.int16)
    yield unpack((1, 3, 4, 2), 1)
    yield unpack((5, 2), -1)
    yield unpack((2, 3), 0, dtype=np.int16)
    yield tile((1, 2, 3, 4), (1, 2, 1, 3))
    yield tile((3, 5), (4, 1))
    yield tile((7,), (1,))
    yield tile((2, 5), (1, 3), dtype=np.int16)
