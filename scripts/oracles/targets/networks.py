"""Readers that turn a network file into a list of work.Layer: .tflite, EdgeMark's YAML, ncnn's .param."""

import math
import re

from work import Layer

ELEMENTWISE = {"ADD", "MUL", "SUB", "DIV", "QUANTIZE", "DEQUANTIZE", "RELU", "RELU6", "LEAKY_RELU", "PRELU", "MAXIMUM",
               "MINIMUM", "HARD_SWISH", "SQUARED_DIFFERENCE", "ABS", "NEG", "CAST", "RSQRT", "SQRT", "SQUARE", "EQUAL",
               "LESS", "GREATER", "RELU_N1_TO_1", "SUM"}
TRANSCENDENTAL = {"SOFTMAX", "LOGISTIC", "TANH", "LOG_SOFTMAX", "EXP", "LOG"}
COPY = {"PAD", "PADV2", "CONCATENATION", "TRANSPOSE", "STRIDED_SLICE", "SLICE", "SPLIT", "RESIZE_NEAREST_NEIGHBOR",
        "RESIZE_BILINEAR", "GATHER", "PACK", "UNPACK", "TILE", "SPACE_TO_DEPTH", "DEPTH_TO_SPACE"}
FREE = {"RESHAPE", "SQUEEZE", "EXPAND_DIMS", "SHAPE", "IDENTITY"}


def elements(shape):
    return math.prod(abs(int(d)) for d in shape) if len(shape) else 1


def tflite_layers(path):
    from ai_edge_litert import schema_py_generated as schema

    with open(path, "rb") as file:
        data = file.read()
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(data, 0))
    names = {v: k for k, v in vars(schema.BuiltinOperator).items() if isinstance(v, int)}
    graph = model.subgraphs[0]
    layers = []
    for op in graph.operators:
        code = model.operatorCodes[op.opcodeIndex]
        name = names[max(code.builtinCode, code.deprecatedBuiltinCode)]
        tensor = lambda i: [int(d) for d in graph.tensors[i].shape] if graph.tensors[i].shape is not None else []
        out = tensor(op.outputs[0])
        outputs = sum(elements(tensor(i)) for i in op.outputs)
        if name == "CONV_2D":
            w = tensor(op.inputs[1])
            macs = elements(out) * w[1] * w[2] * w[3]
            layers.append(Layer("pointwise" if w[1] * w[2] == 1 else "conv", macs, outputs, w[0],
                                weights=elements(w), input_channels=w[3]))
        elif name == "DEPTHWISE_CONV_2D":
            w = tensor(op.inputs[1])
            layers.append(Layer("depthwise", elements(out) * w[1] * w[2], outputs, w[3], weights=elements(w)))
        elif name == "TRANSPOSE_CONV":
            w, x = tensor(op.inputs[1]), tensor(op.inputs[2])
            layers.append(Layer("conv", elements(x) * w[0] * w[1] * w[2], outputs, w[0], weights=elements(w)))
        elif name == "FULLY_CONNECTED":
            w = tensor(op.inputs[1])
            layers.append(Layer("fully_connected", elements(out) * w[-1], outputs, w[0], weights=elements(w)))
        elif name in ("AVERAGE_POOL_2D", "MAX_POOL_2D"):
            o = op.builtinOptions
            layers.append(Layer("pool", 0, outputs, out[-1], elements(out) * o.filterWidth * o.filterHeight))
        elif name in ("MEAN", "REDUCE_MAX"):
            layers.append(Layer("pool", 0, outputs, out[-1] if out else 1, elements(tensor(op.inputs[0]))))
        elif name in TRANSCENDENTAL:
            layers.append(Layer("transcendental", 0, outputs))
        elif name in ELEMENTWISE:
            layers.append(Layer("elementwise", 0, outputs))
        elif name in COPY:
            layers.append(Layer("copy", 0, outputs))
        elif name in FREE:
            layers.append(Layer("free"))
        else:
            raise ValueError(f"{path}: operator {name} is not in the latency model")
    return layers


EDGEMARK_INPUT = {"mnist": (28, 28, 1, 10, True), "cifar10": (32, 32, 3, 10, True)}
EDGEMARK_FLAT = {"sinus": (1, 1, False), "boston": (13, 1, False), "randomset_classification": (50, 10, True),
                 "cifar10": (3072, 10, True)}


def edgemark_layers(path):
    """EdgeMark's 'CNN' generator: same padding; [0, k, s] max pool, [0, 0, 0] global average pool; then dense layers."""
    import yaml

    with open(path) as file:
        spec = yaml.safe_load(file)
    if spec.get("model_type") != "CNN":
        raise ValueError(f"{path}: only EdgeMark's CNN generator is read, not {spec.get('model_type')}")
    layers, dataset = [], spec["dataset"]["name"]
    sigmoid = spec["activation"] != "relu"
    if spec["convs_params"]:
        h, w, c, classes, soft = EDGEMARK_INPUT[dataset]
        flat = 0
        for filters, kernel, stride in spec["convs_params"]:
            if filters == 0 and kernel == 0:
                layers.append(Layer("pool", 0, c, c, h * w * c))
                flat = c
            elif filters == 0:
                h, w = h // stride, w // stride
                layers.append(Layer("pool", 0, h * w * c, c, h * w * c * kernel * kernel))
            else:
                h, w = -(-h // stride), -(-w // stride)
                kind = "pointwise" if kernel == 1 else "conv"
                layers.append(Layer(kind, h * w * filters * kernel * kernel * c, h * w * filters, filters,
                                    weights=filters * kernel * kernel * c, input_channels=c))
                c = filters
        width = flat or h * w * c
    else:
        width, classes, soft = EDGEMARK_FLAT[dataset]
    for units in spec["denses_params"] + [classes]:
        layers.append(Layer("fully_connected", width * units, units, units, weights=width * units))
        width = units
        if sigmoid and units != classes:
            layers.append(Layer("transcendental", 0, units))
    if soft:
        layers.append(Layer("transcendental", 0, classes))
    return layers


def ncnn_layers(path):
    layers, shapes = [], {}
    with open(path) as file:
        lines = file.read().split("\n")[2:]
    for line in lines:
        part = line.split()
        if not part:
            continue
        kind, n_in, n_out = part[0], int(part[2]), int(part[3])
        ins, outs = part[4:4 + n_in], part[4 + n_in:4 + n_in + n_out]
        args = dict(p.split("=", 1) for p in part[4 + n_in + n_out:])
        hint = [int(v) for v in args.get("-23330", "").split(",") if v][1:]
        at = 0
        for name in outs:  # each hint is: rank, w, h, c
            shapes[name] = hint[at + 1:at + 4] if len(hint) >= at + 4 else None
            at += 4
        out = shapes[outs[0]]
        if kind in ("Input", "Split", "Dropout", "Noop", "Flatten", "Reshape", "Squeeze", "ExpandDims"):
            continue
        if kind in ("MemoryData", "DetectionOutput", "Yolov3DetectionOutput", "YoloDetectionOutput"):
            layers.append(Layer("copy", 0, 0))
            continue
        if out is None:
            raise ValueError(f"{path}: no shape hint at {part[1]}")
        outputs = sum(math.prod(shapes[o]) for o in outs)
        if kind in ("Convolution", "ConvolutionDepthWise", "Deconvolution", "DeconvolutionDepthWise"):
            filters, weights = int(args["0"]), int(args["6"])
            positions = outputs // filters
            group = int(args.get("7", 1))
            k = int(args.get("1", 1)) * int(args.get("11", args.get("1", 1)))
            macs = positions * weights
            name = "depthwise" if group == filters and group > 1 else "pointwise" if k == 1 else "conv"
            layers.append(Layer(name, macs, outputs, filters // group if name == "conv" else filters,
                                weights=weights, input_channels=weights // (filters * k)))
        elif kind == "InnerProduct":
            layers.append(Layer("fully_connected", int(args["2"]), outputs, int(args["0"]), weights=int(args["2"])))
        elif kind == "Pooling":
            source = shapes[ins[0]]
            k = int(args.get("1", 0))
            window = math.prod(source) if args.get("4") == "1" or k == 0 else outputs * k * k
            layers.append(Layer("pool", 0, outputs, out[-1], window))
        elif kind in ("Softmax", "Sigmoid", "TanH", "Swish", "GELU"):
            layers.append(Layer("transcendental", 0, outputs))
        elif kind in ("ReLU", "BinaryOp", "Eltwise", "Scale", "BatchNorm", "HardSwish", "HardSigmoid", "Clip", "PReLU", "LRN",
                      "Normalize", "UnaryOp", "Mish", "Quantize", "Dequantize", "Requantize"):
            layers.append(Layer("elementwise", 0, outputs))
        elif kind in ("Concat", "Permute", "Padding", "Crop", "Slice", "ShuffleChannel", "Interp", "Reorg",
                      "PriorBox"):
            layers.append(Layer("copy", 0, outputs))
        else:
            raise ValueError(f"{path}: layer {kind} is not in the latency model")
    return layers


def layers_of(path):
    if path.endswith(".tflite"):
        return tflite_layers(path)
    if path.endswith(".yaml"):
        return edgemark_layers(path)
    if path.endswith(".param"):
        return ncnn_layers(path)
    raise ValueError(f"{path}: unknown kind of network file")
