#!/usr/bin/env python3
"""Seeds of the ONNX fuzzer: one small valid model for each operator and form that the importer takes.

Usage: scripts/oracles/onnx_seeds.py tests/fuzz/corpus/onnx
"""

import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

F = TensorProto.FLOAT


def f32(*dims, scale=0.25):
    return (np.arange(int(np.prod(dims)), dtype=np.float32) % 7 - 3).reshape(dims) * np.float32(scale)


def ints(*values):
    return np.array(values, np.int64)


class Seeds:
    def __init__(self, folder):
        self.folder = folder

    def save(self, name, nodes, inputs, outputs, constants=None, opset=17, elem=F, domains=()):
        """inputs: name -> dims (or (dims, element type)); constants: name -> array."""
        def port(key, dims):
            kind = elem
            if isinstance(dims, tuple):
                dims, kind = dims
            return helper.make_tensor_value_info(key, kind, dims)
        weights = [numpy_helper.from_array(array, key) for key, array in (constants or {}).items()]
        graph = helper.make_graph(nodes, "g", [port(k, d) for k, d in inputs.items()], [port(k, d) for k, d in outputs.items()], weights)
        imports = [helper.make_opsetid("", opset)] + [helper.make_opsetid(d, 1) for d in domains]
        model = helper.make_model(graph, opset_imports=imports, ir_version=8)
        model.producer_name = ""
        with open(os.path.join(self.folder, name + ".onnx"), "wb") as out:
            out.write(model.SerializeToString(deterministic=True))

    def one(self, name, op, dims, constants=None, opset=17, out=None, inputs=None, **attributes):
        """A single node on input x and constants, in the order given."""
        keys = ["x"] + list(constants or {})
        if inputs:
            keys = inputs
        self.save(name, [helper.make_node(op, keys, ["y"], **attributes)], {"x": dims}, {"y": out}, constants, opset)


def elementwise(s):
    for op in ["Abs", "Ceil", "Cos", "Erf", "Exp", "Floor", "HardSwish", "Identity", "Log", "Mish", "Neg", "Reciprocal", "Relu",
               "Round", "Sigmoid", "Sin", "Softplus", "Softsign", "Sqrt", "Tanh"]:
        s.one(op.lower(), op, [1, 2, 3, 4], opset=18)
    for op in ["Celu", "Elu", "LeakyRelu"]:
        s.one(op.lower(), op, [1, 2, 3, 4], alpha=0.5)
    s.one("selu", "Selu", [1, 5], alpha=1.5, gamma=1.25)
    s.one("hard_sigmoid", "HardSigmoid", [1, 5], alpha=0.25, beta=0.5)
    s.one("gelu_tanh", "Gelu", [1, 5], opset=20, approximate="tanh")
    s.one("swish", "Swish", [1, 5], opset=24, alpha=0.5)
    for op in ["Add", "Div", "Max", "Mean", "Min", "Mul", "Pow", "Sub", "Sum"]:
        s.save(op.lower(), [helper.make_node(op, ["x", "z"], ["y"])], {"x": [1, 2, 3, 4], "z": [1, 2, 1, 1]}, {"y": None})
    s.one("add_channel", "Add", [1, 2, 3, 4], {"c": f32(2, 1, 1)})
    s.one("mul_scalar", "Mul", [1, 2, 3, 4], {"c": np.array(2, np.float32)})
    s.one("pow_integer", "Pow", [1, 4], {"c": ints(3)})
    s.one("pow_square", "Pow", [1, 4], {"c": np.array(2, np.float32)})
    s.save("add_both_repeat", [helper.make_node("Add", ["x", "z"], ["y"])], {"x": [1, 2, 1, 4], "z": [1, 1, 3, 4]}, {"y": None})
    s.one("prelu", "PRelu", [1, 2, 3, 4], {"c": f32(2, 1, 1)})
    s.one("clip_inputs", "Clip", [1, 4], {"low": np.array(0, np.float32), "high": np.array(6, np.float32)})
    s.one("clip_attributes", "Clip", [1, 4], opset=7, min=-0.5, max=2.0)
    s.one("cast_half", "Cast", [1, 4], to=TensorProto.FLOAT16)
    s.one("dropout", "Dropout", [1, 4])
    s.save("half_input", [helper.make_node("Relu", ["x"], ["y"])], {"x": ([1, 4], TensorProto.FLOAT16)}, {"y": ([1, 4], TensorProto.FLOAT16)})


def windows(s):
    s.one("conv", "Conv", [1, 2, 5, 5], {"w": f32(3, 2, 3, 3), "b": f32(3)}, pads=[1, 1, 1, 1], strides=[2, 2])
    s.one("max_pool_dilated", "MaxPool", [1, 2, 8, 9], kernel_shape=[2, 3], dilations=[2, 3], strides=[1, 2], pads=[1, 1, 0, 2])
    s.one("average_pool_dilated", "AveragePool", [1, 2, 8, 9], opset=19, kernel_shape=[2, 3], dilations=[2, 3])
    s.one("conv_1d", "Conv", [1, 2, 6], {"w": f32(3, 2, 3)}, dilations=[2])
    s.one("conv_depthwise", "Conv", [1, 2, 5, 5], {"w": f32(4, 1, 3, 3)}, group=2, auto_pad="SAME_UPPER")
    s.one("conv_groups", "Conv", [1, 4, 3, 3], {"w": f32(4, 2, 1, 1), "b": f32(4)}, group=2)
    s.one("conv_same_lower", "Conv", [1, 1, 4, 4], {"w": f32(1, 1, 2, 2)}, auto_pad="SAME_LOWER")
    s.one("conv_transpose", "ConvTranspose", [1, 2, 3, 3], {"w": f32(2, 3, 3, 3), "b": f32(3)}, strides=[2, 2], pads=[1, 1, 1, 1],
          output_padding=[1, 1])
    s.one("conv_transpose_shape", "ConvTranspose", [1, 1, 3, 3], {"w": f32(1, 1, 3, 3)}, strides=[2, 2], output_shape=[6, 6])
    s.one("conv_transpose_groups", "ConvTranspose", [1, 2, 3], {"w": f32(2, 1, 3)}, group=2, dilations=[2], auto_pad="SAME_UPPER")
    s.one("max_pool", "MaxPool", [1, 2, 5, 5], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
    s.one("max_pool_1d", "MaxPool", [1, 2, 6], kernel_shape=[2], strides=[2])
    s.one("max_pool_wide_pads", "MaxPool", [1, 1, 4, 4], kernel_shape=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1, strides=[3, 3])
    s.one("average_pool", "AveragePool", [1, 2, 5, 5], kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    s.one("average_pool_counted", "AveragePool", [1, 2, 5, 5], kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1, ceil_mode=1,
          strides=[2, 2])
    s.one("global_average_pool", "GlobalAveragePool", [1, 2, 3, 4])
    s.one("global_max_pool", "GlobalMaxPool", [1, 2, 3, 4])
    s.one("lrn", "LRN", [1, 4, 2, 2], size=3)
    s.one("depth_to_space", "DepthToSpace", [1, 4, 2, 2], blocksize=2, mode="CRD")
    s.one("space_to_depth", "SpaceToDepth", [1, 1, 4, 4], blocksize=2)
    s.one("resize_nearest", "Resize", [1, 2, 3, 3], {"s": f32(1) * 0 + np.array([1, 1, 2, 2], np.float32)}, inputs=["x", "", "s"], mode="nearest",
          coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    s.one("resize_linear_sizes", "Resize", [1, 2, 3, 3], {"n": ints(1, 2, 5, 5)}, inputs=["x", "", "", "n"], mode="linear")
    s.one("resize_align_corners", "Resize", [1, 2, 3, 3], {"n": ints(5, 5)}, inputs=["x", "", "", "n"], opset=18, mode="linear", axes=[2, 3],
          coordinate_transformation_mode="align_corners")
    s.one("upsample", "Upsample", [1, 1, 2, 2], {"s": np.array([1, 1, 2, 2], np.float32)}, opset=9, mode="nearest")
    s.one("upsample_attribute", "Upsample", [1, 1, 2, 2], opset=7, mode="nearest", scales=[1.0, 1.0, 2.0, 2.0])


def dense(s):
    s.one("gemm", "Gemm", [1, 4], {"w": f32(3, 4), "b": f32(3)}, transB=1)
    s.one("gemm_scaled", "Gemm", [4, 1], {"w": f32(4, 3), "b": f32(1, 3)}, transA=1, alpha=0.5, beta=2.0)
    s.one("gemm_matrix_bias", "Gemm", [2, 4], {"w": f32(4, 3), "b": f32(2, 3)})
    s.one("matmul", "MatMul", [1, 5, 4], {"w": f32(4, 3)})
    s.one("matmul_column", "MatMul", [2, 4], {"w": f32(4)})
    s.save("matmul_activations", [helper.make_node("Transpose", ["z"], ["t"], perm=[0, 2, 1]), helper.make_node("MatMul", ["x", "t"], ["y"])],
           {"x": [1, 3, 4], "z": [1, 5, 4]}, {"y": None})
    s.save("gemm_activations", [helper.make_node("Gemm", ["x", "z", "c"], ["y"], alpha=0.5, beta=0.5, transB=1)],
           {"x": [2, 4], "z": [3, 4], "c": [2, 3]}, {"y": None})
    s.save("flatten_dense", [helper.make_node("Conv", ["x", "w"], ["c"]), helper.make_node("Flatten", ["c"], ["f"]),
                             helper.make_node("MatMul", ["f", "d"], ["m"]), helper.make_node("Add", ["m", "b"], ["y"])],
           {"x": [1, 1, 3, 3]}, {"y": None}, {"w": f32(2, 1, 2, 2), "d": f32(8, 3), "b": f32(3)})


def norms(s):
    s.one("batch_norm", "BatchNormalization", [1, 2, 3, 3], {"s": f32(2), "b": f32(2), "m": f32(2), "v": np.abs(f32(2)) + 1})
    s.one("instance_norm", "InstanceNormalization", [1, 2, 3, 3], {"s": f32(2), "b": f32(2)})
    s.one("layer_norm", "LayerNormalization", [1, 3, 4], {"s": f32(4), "b": f32(4)}, axis=-1)
    s.one("rms_norm", "RMSNormalization", [1, 3, 4], {"s": f32(4)}, opset=23)
    s.one("group_norm", "GroupNormalization", [1, 4, 3, 3], {"s": f32(4), "b": f32(4)}, opset=21, num_groups=2)
    s.one("mean_variance_norm", "MeanVarianceNormalization", [1, 2, 3, 3])
    s.one("softmax", "Softmax", [1, 2, 3, 4], axis=1)
    s.one("softmax_old", "Softmax", [1, 2, 3, 4], opset=11, axis=1)
    s.one("log_softmax", "LogSoftmax", [1, 5])
    for op in ["L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "SumSquare"]:
        s.one("reduce_" + op.lower(), "Reduce" + op, [1, 2, 3, 4], axes=[1, 3], keepdims=0)
    s.one("reduce_sum_input", "ReduceSum", [1, 2, 3, 4], {"a": ints(2)}, keepdims=1)
    s.one("reduce_mean_input", "ReduceMean", [1, 2, 3, 4], {"a": ints(2, 3)}, opset=18)
    s.one("reduce_nothing", "ReduceSum", [1, 4], noop_with_empty_axes=1)


def group_norms(s):
    s.one("group_norm_by_group", "GroupNormalization", [1, 4, 3, 2], {"scale": f32(2), "bias": f32(2)}, opset=18, num_groups=2)


def shapes(s):
    s.one("reshape", "Reshape", [1, 2, 3, 4], {"n": ints(0, -1)})
    s.one("reshape_cut", "Reshape", [1, 6, 2, 2], {"n": ints(1, 4, 6)})
    s.save("channel_shuffle", [helper.make_node("Reshape", ["x", "a"], ["p"]), helper.make_node("Transpose", ["p"], ["q"], perm=[0, 2, 1, 3, 4]),
                               helper.make_node("Reshape", ["q", "b"], ["r"]), helper.make_node("Relu", ["r"], ["y"])],
           {"x": [1, 6, 2, 2]}, {"y": None}, {"a": ints(1, 2, 3, 2, 2), "b": ints(1, 6, 2, 2)})
    s.one("flatten", "Flatten", [1, 2, 3, 4], axis=2)
    s.one("squeeze", "Squeeze", [1, 2, 1, 4], {"a": ints(2)})
    s.one("squeeze_attribute", "Squeeze", [1, 2, 1, 4], opset=11, axes=[0])
    s.one("unsqueeze", "Unsqueeze", [2, 3], {"a": ints(0, 3)})
    s.one("unsqueeze_attribute", "Unsqueeze", [2, 3], opset=11, axes=[1])
    s.one("transpose", "Transpose", [1, 2, 3, 4], perm=[0, 2, 3, 1])
    s.save("concat", [helper.make_node("Concat", ["x", "z", "c"], ["y"], axis=1)], {"x": [1, 2, 3, 3], "z": [1, 1, 3, 3]}, {"y": None},
           {"c": f32(1, 1, 3, 3)})
    s.one("slice", "Slice", [1, 4, 6, 6], {"b": ints(1, 5), "e": ints(4, -7), "a": ints(1, 2), "t": ints(2, -2)})
    s.one("slice_attributes", "Slice", [1, 4, 6], opset=9, starts=[1], ends=[100], axes=[2])
    s.save("split", [helper.make_node("Split", ["x"], ["p", "q"], axis=1), helper.make_node("Mul", ["p", "q"], ["y"])], {"x": [1, 4, 3]},
        {"y": None}, opset=13)
    s.save("split_sizes", [helper.make_node("Split", ["x", "n"], ["p", "q"], axis=-1)], {"x": [1, 5]}, {"p": None, "q": None},
        {"n": ints(2, 3)}, opset=13)
    s.one("pad", "Pad", [1, 2, 3, 3], {"p": ints(0, 0, 1, 1, 0, 0, 2, 0), "v": np.array(0.5, np.float32)})
    s.one("pad_attributes", "Pad", [1, 2, 3, 3], opset=9, pads=[0, 0, 1, 1, 0, 0, 0, -1], value=1.0)
    for mode in ["edge", "reflect", "wrap"]:
        s.one("pad_" + mode, "Pad", [1, 2, 3, 3], {"p": ints(1, 1, 1, 1), "a": ints(2, 3)}, inputs=["x", "p", "", "a"], opset=19, mode=mode)
    s.one("gather", "Gather", [1, 4, 3], {"i": ints(2, -1)}, axis=1)
    s.one("gather_scalar", "Gather", [1, 4, 3], {"i": np.array(1, np.int64)}, axis=1)
    s.one("expand", "Expand", [1, 2, 1, 3], {"n": ints(1, 2, 4, 3)})
    s.one("tile", "Tile", [1, 2, 3], {"n": ints(1, 2, 2)})


def folded(s):
    """Shape arithmetic that exporters write, computed at import."""
    node = helper.make_node
    s.save("shape_arithmetic", [
        node("Shape", ["x"], ["n"]), node("Gather", ["n", "i0"], ["batch"]), node("Unsqueeze", ["batch", "i0v"], ["b1"]),
        node("Slice", ["n", "i1v", "i2v"], ["cs"]), node("Squeeze", ["cs"], ["c"]), node("Mul", ["c", "nine"], ["m"]), node("Unsqueeze",
            ["m", "i0v"], ["m1"]),
        node("Concat", ["b1", "m1"], ["target"], axis=0), node("Cast", ["target"], ["t64"], to=TensorProto.INT64), node("Reshape", ["x",
            "t64"], ["y"])],
        {"x": [1, 2, 3, 3]}, {"y": None}, {"i0": np.array(0, np.int64), "i0v": ints(0), "i1v": ints(1), "i2v": ints(2), "nine": np.array(9,
            np.int64)})
    constants = {"a": ints(4, 6), "b": ints(2, 3)}
    chain, last = [], "a"
    for i, op in enumerate(["Add", "Sub", "Mul", "Div", "Mod", "Min", "Max", "Pow"]):
        chain.append(node(op, [last, "b"], [f"v{i}"]))
        last = f"v{i}"
    for i, op in enumerate(["Abs", "Neg", "Sign", "Neg"]):
        chain.append(node(op, [last], [f"u{i}"]))
        last = f"u{i}"
    chain += [node("Equal", [last, last], ["eq"]), node("Not", ["eq"], ["no"]), node("Or", ["eq", "no"], ["or"]), node("And", ["or", "eq"], ["and"]),
              node("Xor", ["and", "no"], ["xor"]), node("Where", ["xor", "one", "zero"], ["pick"]), node("Less", ["pick", "a"], ["less"]),
              node("LessOrEqual", ["pick", "a"], ["le"]), node("Greater", ["pick", "a"], ["gt"]), node("GreaterOrEqual", ["pick", "a"], ["ge"]),
              node("ReduceProd", ["pick"], ["prod"], keepdims=0), node("ReduceMax", ["pick"], ["rmax"], keepdims=0), node("ReduceMin",
                  ["pick"], ["rmin"]),
              node("Range", ["zero1", "four", "one1"], ["range"]), node("Size", ["x"], ["size"]), node("ReduceSum", ["range"], ["rsum"]),
              node("Tile", ["pick", "twos"], ["tiled"]), node("Expand", ["prod", "twos"], ["ex"]), node("Flatten", ["ex"], ["flat"]),
              node("Transpose", ["flat"], ["tr"]), node("Reshape", ["tr", "minus"], ["rs"]), node("Split", ["rs"], ["s0", "s1"], axis=0),
              node("ConstantOfShape", ["twos"], ["cos"], value=helper.make_tensor("v", TensorProto.INT64, [1], [3])), node("Identity",
                  ["cos"], ["id"]),
              node("Gather", ["id", "zero1"], ["g"]), node("Reshape", ["x", "s0"], ["y"])]
    s.save("fold_integers", chain, {"x": [1, 1, 1]}, {"y": None},
           {**constants, "one": ints(1), "zero": ints(0), "zero1": np.array(0, np.int64), "four": np.array(4, np.int64),
               "one1": np.array(1, np.int64),
            "twos": ints(2), "minus": ints(-1)}, opset=13)
    reals = [node("Constant", [], ["k"], value_float=2.5), node("Constant", [], ["ki"], value_int=3), node("Constant", [], ["kis"],
        value_ints=[1, 2]),
             node("Constant", [], ["kfs"], value_floats=[0.5, 1.5]), node("Constant", [], ["kt"], value=numpy_helper.from_array(f32(2)))]
    last = "kfs"
    for i, op in enumerate(["Floor", "Ceil", "Round", "Exp", "Log", "Sqrt", "Abs", "Neg", "Reciprocal", "Sign"]):
        reals.append(node(op, [last], [f"r{i}"]))
        last = f"r{i}"
    for i, op in enumerate(["Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Mod"]):
        reals.append(node(op, [last, "k"], [f"p{i}"], **({"fmod": 1} if op == "Mod" else {})))
        last = f"p{i}"
    reals += [node("ReduceMean", [last], ["mean"]), node("Cast", ["mean"], ["c16"], to=TensorProto.FLOAT16), node("Cast", ["c16"], ["c64"],
        to=TensorProto.DOUBLE),
              node("Cast", ["c64"], ["c8"], to=TensorProto.UINT8), node("Cast", ["c8"], ["c32"], to=F), node("Add", ["x", "c32"], ["y"])]
    s.save("fold_reals", reals, {"x": [1, 2]}, {"y": None}, opset=17)
    s.one("weights_half", "Gemm", [1, 4], {"w": f32(4, 3).astype(np.float16), "b": f32(3).astype(np.float64)})
    s.save("weights_transposed", [node("Transpose", ["w"], ["t"], perm=[1, 0]), node("MatMul", ["x", "t"], ["y"])], {"x": [1, 4]},
        {"y": None}, {"w": f32(3, 4)})
    typed = helper.make_tensor("w", F, [4, 3], [float(i) for i in range(12)])
    graph = helper.make_graph([node("MatMul", ["x", "w"], ["m"]), node("Reshape", ["m", "n"], ["y"])], "g",
                              [helper.make_tensor_value_info("x", F, ["batch", 4]), helper.make_tensor_value_info("w", F, [4, 3])],
                              [helper.make_tensor_value_info("y", F, None)], [typed, helper.make_tensor("n", TensorProto.INT64, [2], [-1, 3])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 8)], ir_version=3)
    onnx.save(model, os.path.join(s.folder, "typed_data_open_batch.onnx"))


def quantized(s):
    node = helper.make_node
    q = {"s": np.float32(0.05), "z": np.uint8(120), "t": np.float32(0.1), "u": np.uint8(7)}
    q = {k: np.array(v) for k, v in q.items()}
    w8 = (np.arange(2 * 1 * 2 * 2) % 5 - 2).reshape(2, 1, 2, 2).astype(np.int8)
    scales = {"ws": np.array([0.02, 0.03], np.float32), "wz": np.zeros(2, np.int8)}
    s.save("qdq_conv", [
        node("QuantizeLinear", ["x", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["d"]),
        node("DequantizeLinear", ["w", "ws", "wz"], ["wd"], axis=0), node("Conv", ["d", "wd", "b"], ["c"]), node("Relu", ["c"], ["r"]),
        node("QuantizeLinear", ["r", "t", "u"], ["rq"]), node("DequantizeLinear", ["rq", "t", "u"], ["y"])],
        {"x": [1, 1, 4, 4]}, {"y": None}, {**q, **scales, "w": w8, "b": f32(2)})
    s.save("qdq_float_between", [
        node("QuantizeLinear", ["x", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["d"]), node("Erf", ["d"], ["e"]),
        node("QuantizeLinear", ["e", "t", "u"], ["eq"]), node("DequantizeLinear", ["eq", "t", "u"], ["y"])], {"x": [1, 4]}, {"y": None}, q)
    s.save("qdq_int16", [
        node("QuantizeLinear", ["x", "s", "z16"], ["q"]), node("DequantizeLinear", ["q", "s", "z16"], ["d"]),
        node("DequantizeLinear", ["w", "t", "wz"], ["wd"]), node("MatMul", ["d", "wd"], ["m"]),
        node("QuantizeLinear", ["m", "t", "z16"], ["mq"]), node("DequantizeLinear", ["mq", "t", "z16"], ["y"])],
        {"x": [1, 4]}, {"y": None}, {"s": q["s"], "t": q["t"], "z16": np.array(0, np.int16), "w": np.ones((4, 3), np.int8),
            "wz": np.array(0, np.int8)}, opset=21)
    u8 = TensorProto.UINT8
    s.save("qlinear_conv", [node("QLinearConv", ["x", "s", "z", "w", "ws", "wz", "t", "u", "b"], ["y"])], {"x": ([1, 1, 4, 4], u8)},
        {"y": (None, u8)},
           {**q, **scales, "w": w8, "b": np.array([5, -5], np.int32)})
    s.save("qlinear_matmul", [node("QLinearMatMul", ["x", "s", "z", "w", "t", "wz", "t", "u"], ["y"])], {"x": ([2, 4], u8)}, {"y": (None, u8)},
           {**q, "w": np.ones((4, 3), np.int8), "wz": np.array(0, np.int8)})
    ms = "com.microsoft"
    for op, extra in [("QLinearAdd", ["x", "s", "z"]), ("QLinearMul", ["x", "s", "z"]), ("QLinearSigmoid", []), ("QLinearLeakyRelu", []),
                      ("QLinearSoftmax", []), ("QLinearGlobalAveragePool", []), ("QLinearAveragePool", [])]:
        attributes = {"kernel_shape": [2, 2]} if op == "QLinearAveragePool" else {}
        s.save(op.lower(), [node(op, ["x", "s", "z"] + extra + ["t", "u"], ["y"], domain=ms, **attributes)], {"x": ([1, 2, 4, 4], u8)},
            {"y": (None, u8)}, q,
               domains=[ms])
    s.save("qlinearconcat", [node("QLinearConcat", ["t", "u", "x", "s", "z", "x", "s", "z"], ["y"], domain=ms, axis=1)], {"x": ([1, 2, 4, 4], u8)},
           {"y": (None, u8)}, q, domains=[ms])
    s.save("qgemm", [node("QGemm", ["x", "s", "z", "w", "t", "wz", "b", "t", "u"], ["y"], domain=ms, transB=1)], {"x": ([1, 4], u8)},
        {"y": (None, u8)},
           {**q, "w": np.ones((3, 4), np.int8), "wz": np.array(0, np.int8), "b": np.array([1, 2, 3], np.int32)}, domains=[ms])
    s.save("raw_moves", [node("QuantizeLinear", ["x", "s", "z"], ["q"]), node("Transpose", ["q"], ["p"], perm=[0, 2, 1]), node("Slice",
        ["p", "a", "e"], ["r"]),
                         node("DequantizeLinear", ["r", "s", "z"], ["y"])], {"x": [1, 3, 4]}, {"y": None}, {**q, "a": ints(0, 1), "e": ints(1, 3)})


def graph_of(nodes, outputs, constants=None):
    weights = [numpy_helper.from_array(array, key) for key, array in (constants or {}).items()]
    return helper.make_graph(nodes, "b", [], [helper.make_tensor_value_info(name, F, None) for name in outputs], weights)


def control(s):
    """Branches whose condition is constant, functions of the file, a class that the network picks."""
    node = helper.make_node
    one = np.array([1], np.int64)
    then_ = graph_of([node("Squeeze", ["x", "axes"], ["a"])], ["a"], {"axes": one})
    else_ = graph_of([node("LSTM", ["x", "x", "x"], ["e"])], ["e"])
    s.save("if_constant", [node("Shape", ["x"], ["sh"]), node("Gather", ["sh", "at"], ["d"]), node("Equal", ["d", "at"], ["c"]),
                           node("If", ["c"], ["q"], then_branch=then_, else_branch=else_), node("Relu", ["q"], ["y"])],
           {"x": [2, 1, 4]}, {"y": None}, {"at": one})
    inner = graph_of([node("Neg", ["q"], ["i"])], ["i"])
    outer = graph_of([node("Abs", ["x"], ["q"]), node("If", ["yes"], ["o"], then_branch=inner, else_branch=graph_of([node("Exp", ["q"], ["u"])], ["u"]))],
                     ["o"])
    s.save("if_nested", [node("If", ["yes"], ["y"], then_branch=outer, else_branch=graph_of([node("Cos", ["x"], ["z"])], ["z"]))],
           {"x": [1, 4]}, {"y": None}, {"yes": np.array(True)})
    s.one("argmax", "ArgMax", [1, 5], axis=1, keepdims=0)
    s.save("argmax_head", [node("MatMul", ["x", "w"], ["scores"]), node("ArgMax", ["scores"], ["place"], axis=-1),
                           node("Cast", ["place"], ["y"], to=TensorProto.INT32)], {"x": [1, 4]}, {"y": (None, TensorProto.INT32), "scores": (None, F)},
           {"w": f32(4, 3)})


def save_functions(s):
    """Functions that call functions, with attributes that a call gives, that have a fallback, and that nobody gives."""
    node = helper.make_node

    def by_reference(op, inputs, outputs, **references):
        made = node(op, inputs, outputs)
        for name, (reference, kind) in references.items():
            made.attribute.append(onnx.AttributeProto(name=name, ref_attr_name=reference, type=kind))
        return made
    real = onnx.AttributeProto.FLOAT
    branch = graph_of([node("Neg", ["t"], ["n"])], ["n"])
    leaky = helper.make_function("my", "Leak", ["v"], ["w"], [
        by_reference("LeakyRelu", ["v"], ["t"], alpha=("slope", real)), node("Constant", [], ["yes"], value=numpy_helper.from_array(np.array(True))),
        node("If", ["yes"], ["w"], then_branch=branch, else_branch=branch)],
        [helper.make_opsetid("", 18)], ["slope"])
    block = helper.make_function("my", "Block", ["v", "unused"], ["w"], [
        by_reference("Leak", ["v"], ["t"], slope=("first", real)), by_reference("Elu", ["t"], ["w"], alpha=("missing", real))],
        [helper.make_opsetid("", 18), helper.make_opsetid("my", 1)], ["missing"], [helper.make_attribute("first", 0.25)])
    block.node[0].domain = "my"
    graph = helper.make_graph([node("Block", ["x"], ["t"], domain="my"), node("Block", ["t"], ["y"], domain="my", first=0.5)], "g",
                              [helper.make_tensor_value_info("x", F, [1, 4])], [helper.make_tensor_value_info("y", F, None)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("my", 1)], functions=[leaky, block], ir_version=8)
    model.producer_name = ""
    with open(os.path.join(s.folder, "functions.onnx"), "wb") as out:
        out.write(model.SerializeToString(deterministic=True))
    for function in model.functions:
        if function.name == "Leak":
            function.node.append(node("Leak", ["w"], ["again"], domain="my"))
    with open(os.path.join(s.folder, "refused_endless_function.onnx"), "wb") as out:
        out.write(model.SerializeToString(deterministic=True))


def refused(s):
    """Forms that are answered, not taken."""
    node = helper.make_node
    branch = helper.make_graph([node("Relu", ["x"], ["b"])], "b", [], [helper.make_tensor_value_info("b", F, None)])
    s.save("refused_if", [node("If", ["c"], ["y"], then_branch=branch, else_branch=branch)], {"x": [1, 2], "c": ([], TensorProto.BOOL)}, {"y": None})
    s.save("refused_lstm", [node("LSTM", ["x", "w", "r"], ["", "y"], hidden_size=2)], {"x": [3, 1, 2]}, {"y": None}, {"w": f32(1, 8, 2),
        "r": f32(1, 8, 2)})
    s.save("refused_open_height", [node("Relu", ["x"], ["y"])], {"x": ["batch", 3, "height", 2]}, {"y": None})
    outside = helper.make_tensor("w", F, [2], [1.0, 2.0])
    outside.ClearField("float_data")
    outside.data_location = TensorProto.EXTERNAL
    for key, value in [("location", "weights.bin"), ("offset", "4"), ("length", "8")]:
        outside.external_data.add(key=key, value=value)
    graph = helper.make_graph([node("Add", ["x", "w"], ["y"])], "g", [helper.make_tensor_value_info("x", F, [1, 2])],
                              [helper.make_tensor_value_info("y", F, None)], [outside])
    with open(os.path.join(s.folder, "refused_external_data.onnx"), "wb") as out:
        out.write(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString())


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    seeds = Seeds(sys.argv[1])
    for part in (elementwise, windows, dense, norms, group_norms, shapes, folded, quantized, control, save_functions, refused):
        part(seeds)


main()
