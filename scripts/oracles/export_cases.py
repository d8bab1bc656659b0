"""Small networks in Thimble's text form, one for every operator and way of writing it that an exported .tflite can have.

Each case is a function of a seeded generator; `cases()` gives (name, text, tolerance): integers have to be equal, floats within
`tolerance` of the largest magnitude of the output. 0 stands for integers.
"""
import zlib

import numpy as np

FLOAT = 2e-5
# LiteRT's hybrid kernels quantize the activations to 8 bits while they run; ours do not.
HYBRID = 0.03


class Net:
    """One network under construction; values are named after their numbers."""

    def __init__(self, name):
        self.rng = np.random.default_rng(zlib.crc32(name.encode()))
        self.name, self.lines, self.tails, self.count, self.quants = name, [], [], 0, 0

    def _value(self):
        self.count += 1
        return f"%{self.count - 1}"

    def input(self, shape, dtype="f32", quant=""):
        value = self._value()
        self.lines.append(f'input {value}: {dtype} {list(shape)} {quant} "in{value[1:]}"')
        return value

    def const(self, array, dtype="f32", quant=""):
        value = self._value()
        array = np.asarray(array)
        if dtype == "f16":
            block = f"@{value[1:]}"
            data = array.astype(np.float16).tobytes()
            self.tails.append(f"data {block} {len(data)}\n  {data.hex()}")
            body = block
        else:
            # Reals are written with a point, as the text form wants them.
            body = " ".join(repr(float(np.float32(x))) if dtype == "f32" else str(int(x)) for x in array.ravel())
        self.lines.append(f'const {value}: {dtype} {list(array.shape)} {quant} "c{value[1:]}" = {body}')
        return value

    def scales(self, scales, axis):
        self.tails.append(f"quant ${self.quants} axis {axis} count {len(scales)}\n  " + " ".join(repr(float(np.float32(s))) for s in scales))
        self.quants += 1
        return f"quant ${self.quants - 1}"

    def reals(self, *shape, low=-1.0, high=1.0):
        return self.const(np.round(self.rng.uniform(low, high, shape), 3))

    def op(self, text, shape, dtype="f32", quant=""):
        value = self._value()
        self.lines.append(f'{value}: {dtype} {list(shape)} {quant} "v{value[1:]}" = {text}')
        return value

    def text(self, *outputs):
        return "\n".join(["thimble_ir 1", f'graph "{self.name}"', *self.lines, *(f"output {o}" for o in outputs), *self.tails]) + "\n"


def _single(name, in_shape, out_shape, form, *constants, dtype="f32", quant="", out_quant=None, tolerance=FLOAT):
    """One operator; {0} is the input, {1}... the constants, each a function of the net."""
    net = Net(name)
    operands = [net.input(in_shape, dtype, quant), *(make(net) for make in constants)]
    out = net.op(form.format(*operands), out_shape, dtype, quant if out_quant is None else out_quant)
    return name, net.text(out), tolerance if dtype == "f32" else 0


def _reals(*shape, **how):
    return lambda net: net.reals(*shape, **how)


def _halves(*shape):
    return lambda net: net.const(np.round(net.rng.uniform(-1, 1, shape), 3), "f16")


def _bytes(*shape, axis, scale=0.01):
    def make(net):
        quant = net.scales(net.rng.uniform(scale / 2, scale, shape[axis]), axis)
        return net.const(net.rng.integers(-127, 128, shape), "s8", quant)
    return make


def windows():
    x, w, b = (1, 7, 6, 4), _reals(3, 3, 3, 4), _reals(3)
    conv = "conv2d({0}, {1}, {2}) "
    yield _single("conv_valid", x, (1, 5, 4, 3), conv + 'activation="relu"', w, b)
    yield _single("conv_same", x, (1, 7, 6, 3), conv + "pad_top=1 pad_left=1 pad_bottom=1 pad_right=1", w, b)
    yield _single("conv_padded", x, (1, 4, 3, 3), conv + 'stride_h=2 stride_w=2 pad_top=1 pad_left=1 pad_bottom=1 pad_right=1 activation="relu6"', w, b)
    yield _single("conv_dilated", x, (1, 3, 2, 3), conv + "dilation_h=2 dilation_w=2", w, b)
    yield _single("conv_grouped", x, (1, 5, 4, 6), conv, _reals(6, 3, 3, 2), _reals(6))
    yield _single("conv_no_bias", x, (1, 5, 4, 3), "conv2d({0}, {1})", w)
    yield _single("conv_f16", x, (1, 5, 4, 3), conv, _halves(3, 3, 3, 4), b)
    yield _single("conv_dynamic", x, (1, 5, 4, 3), conv, _bytes(3, 3, 3, 4, axis=0), b, tolerance=HYBRID)
    depth = "depthwise_conv2d({0}, {1}, {2}) "
    yield _single("depthwise", x, (1, 7, 6, 4), depth + "pad_top=1 pad_left=1 pad_bottom=1 pad_right=1", _reals(1, 3, 3, 4), _reals(4))
    yield _single("depthwise_multiplied", x, (1, 5, 4, 8), depth, _reals(1, 3, 3, 8), _reals(8))
    yield _single("depthwise_dilated", x, (1, 3, 2, 4), depth + "dilation_h=2 dilation_w=2", _reals(1, 3, 3, 4), _reals(4))
    yield _single("depthwise_f16", x, (1, 5, 4, 4), depth, _halves(1, 3, 3, 4), _reals(4))
    yield _single("depthwise_dynamic", x, (1, 5, 4, 4), depth, _bytes(1, 3, 3, 4, axis=3), _reals(4), tolerance=HYBRID)
    pool, pooled = "_pool2d({0}) filter_h=3 filter_w=3 stride_h=2 stride_w=2 ", (1, 4, 3, 4)
    yield _single("average_pool_same", x, pooled, "average" + pool + "pad_top=1 pad_bottom=1 pad_right=1")
    yield _single("average_pool_counting", x, pooled, "average" + pool + "pad_top=1 pad_left=1 pad_bottom=1 count_include_pad=1")
    yield _single("max_pool_padded", x, pooled, "max" + pool + "pad_top=1 pad_left=1 pad_bottom=1")
    transposed = "transpose_conv2d({0}, {1}, {2}) stride_h=2 stride_w=2 "
    yield _single("transpose_conv_valid", x, (1, 15, 13, 3), transposed, w, b)
    yield _single("transpose_conv_f16", x, (1, 15, 13, 3), transposed, _halves(3, 3, 3, 4), b)
    # The int8 weights are expanded by a DEQUANTIZE: LiteRT's floats are ours.
    yield _single("transpose_conv_dynamic", x, (1, 15, 13, 3), transposed, _bytes(3, 3, 3, 4, axis=0), b)
    yield _single("transpose_conv_same", x, (1, 14, 12, 3), transposed + 'pad_bottom=1 pad_right=1 activation="relu"', w, b)
    yield _single("transpose_conv_sliced", x, (1, 14, 12, 3), transposed + "pad_top=1 pad_left=1 pad_bottom=1 pad_right=1 out_pad_h=1 out_pad_w=1", w, b)


def dense():
    dense_op = "fully_connected({0}, {1}, {2}) "
    yield _single("dense", (2, 10), (2, 5), dense_op + 'activation="relu"', _reals(5, 10), _reals(5))
    yield _single("dense_keep_dims", (1, 3, 10), (1, 3, 5), dense_op + "keep_dims=1", _reals(5, 10), _reals(5))
    yield _single("dense_no_bias", (1, 10), (1, 5), "fully_connected({0}, {1})", _reals(5, 10))
    yield _single("dense_f16", (1, 10), (1, 5), dense_op, _halves(5, 10), _reals(5))
    yield _single("dense_dynamic", (1, 10), (1, 5), dense_op, _bytes(5, 10, axis=0), _reals(5), tolerance=HYBRID)
    for name, form, b in (("plain", "", (1, 6, 5)), ("transposed", "transpose_b=1", (1, 5, 6))):
        yield _single(f"batch_matmul_{name}", (1, 4, 6), (1, 4, 5), "batch_matmul({0}, {1}) " + form, _reals(*b))


def elementwise():
    shape = (1, 3, 4, 5)
    for op in ("add", "sub", "mul"):
        yield _single(op, shape, shape, op + '({0}, {1}) activation="relu"', _reals(5))
    yield _single("div", shape, shape, "div({0}, {1})", _reals(5, low=0.5, high=3))
    for op in ("minimum", "maximum", "prelu"):
        yield _single(op, shape, shape, op + "({0}, {1})", _reals(5))
    for op in ("abs", "ceil", "cos", "elu", "exp", "floor", "neg", "round", "sin", "square", "logistic", "tanh", "hard_swish", "log_softmax", "softmax"):
        yield _single(op, shape, shape, op + "({0})")
    # Operators that have no value below zero.
    for op in ("log", "sqrt", "rsqrt"):
        net = Net(op)
        positive = net.op(f"add({net.op('square(%0)', shape) if net.input(shape) else ''}, {net.const([0.25])})", shape)
        yield op, net.text(net.op(f"{op}({positive})", shape)), FLOAT
    net = Net("pow")
    positive = net.op(f"abs({net.input(shape)})", shape)
    yield "pow", net.text(net.op(f"pow({positive}, {net.const([1.5])})", shape)), FLOAT
    for name, form in (("relu", "relu({0})"), ("relu6", 'relu({0}) activation="relu6"'), ("relu_n1_to_1", 'relu({0}) activation="relu_n1_to_1"'),
                       ("leaky_relu", "leaky_relu({0}) alpha=0.1"), ("gelu", "gelu({0})"), ("gelu_tanh", 'gelu({0}) approximate="tanh"'),
                       ("clip_0_1", "clip({0}) low=0.0 high=1.0"), ("clip", "clip({0}) low=-0.5 high=2.0"), ("elu_scaled", "elu({0}) alpha=0.5"),
                       ("selu", "selu({0})"), ("hard_sigmoid", "hard_sigmoid({0})"), ("softplus", "softplus({0})"), ("softsign", "softsign({0})")):
        yield _single(name, shape, shape, form)
    yield _single("batch_norm", shape, shape, "batch_norm({0}, {1}, {2}, {3}, {4}) epsilon=0.001", _reals(5), _reals(5), _reals(5), _reals(5, low=0.2, high=2))


def movement():
    shape = (1, 4, 6, 8)
    for op in ("mean", "sum", "reduce_max", "reduce_min"):
        yield _single(op, shape, (1, 8), op + "({0}) axes=[1, 2]")
    yield _single("reduce_prod", shape, (1, 4, 6, 1), "reduce_prod({0}) axes=[3] keep_dims=1")
    for op in ("bilinear", "nearest"):
        for mode, extra in (("", ""), ("_corners", " align_corners=1"), ("_centers", " half_pixel_centers=1")):
            yield _single(f"resize_{op}{mode}", shape, (1, 7, 9, 8), f"resize_{op}({{0}}) out_h=7 out_w=9" + extra)
    yield _single("depth_to_space", shape, (1, 8, 12, 2), "depth_to_space({0}) block=2")
    yield _single("depth_to_space_crd", shape, (1, 8, 12, 2), 'depth_to_space({0}) block=2 mode="crd"')
    yield _single("space_to_depth", shape, (1, 2, 3, 32), "space_to_depth({0}) block=2")
    yield _single("gather", shape, (1, 4, 3, 8), "gather({0}, {1}) axis=2", lambda net: net.const([5, 0, 2], "s32"))
    yield _single("concatenation", shape, (1, 4, 9, 8), 'concatenation({0}, {1}) axis=2', _reals(1, 4, 3, 8))
    yield _single("pad", shape, (1, 7, 6, 9), "pad({0}) pads=[0, 0, 1, 2, 0, 0, 1, 0] value=0.0")
    yield _single("pad_value", shape, (1, 7, 6, 9), "pad({0}) pads=[0, 0, 1, 2, 0, 0, 1, 0] value=-1.5")
    yield _single("slice", shape, (1, 2, 6, 8), "slice({0}) begin=[0, 1, 0, 0] size=[1, 2, 6, 8] stride=[1, 1, 1, 1]")
    yield _single("slice_strided", shape, (1, 2, 3, 8), "slice({0}) begin=[0, 1, 5, 7] size=[1, 2, 3, 8] stride=[1, 2, -2, -1]")
    yield _single("transpose", shape, (1, 8, 4, 6), "transpose({0}) perm=[0, 3, 1, 2]")
    yield _single("reshape", shape, (1, 192), "reshape({0}) shape=[1, 192]")


def integers():
    x, s8 = (1, 6, 6, 4), "scale 0.05 zero 11"

    def weights(kind, name, shape, axis, out, form, bias_type, dtype, quant, out_quant, bias=True):
        net = Net(name)
        source = net.input(x, dtype, quant)
        scales = net.rng.uniform(0.005, 0.01, shape[axis])
        operands = [source, net.const(net.rng.integers(-127, 128, shape), "s8", net.scales(scales, axis))]
        if bias:
            in_scale = float(quant.split()[1])
            operands.append(net.const(net.rng.integers(-3000, 3000, shape[axis]), bias_type, net.scales(scales * in_scale, 0)))
        return name, net.text(net.op(f"{kind}({', '.join(operands)}) {form}", out, dtype, out_quant)), 0

    padded = "stride_h=2 stride_w=2 pad_top=1 pad_left=1"
    yield weights("conv2d", "conv_padded_s8", (5, 3, 3, 4), 0, (1, 3, 3, 5), padded, "s32", "s8", s8, "scale 0.2 zero -7")
    yield weights("conv2d", "conv_no_bias_s8", (5, 3, 3, 4), 0, (1, 4, 4, 5), "", "s32", "s8", s8, "scale 0.2 zero -7", bias=False)
    yield weights("conv2d", "conv_padded_s16", (5, 3, 3, 4), 0, (1, 3, 3, 5), padded, "s64", "s16", "scale 0.0005 zero 0", "scale 0.002 zero 0")
    yield weights("conv2d", "conv_short_bias_s16", (5, 3, 3, 4), 0, (1, 4, 4, 5), "", "s32", "s16", "scale 0.0005 zero 0", "scale 0.002 zero 0")
    yield weights("depthwise_conv2d", "depthwise_padded_s8", (1, 3, 3, 4), 3, (1, 3, 3, 4), padded, "s32", "s8", s8, "scale 0.1 zero 3")
    pool = "max_pool2d({0}) filter_h=3 filter_w=3 stride_h=2 stride_w=2 pad_top=1 pad_left=1"
    yield _single("max_pool_padded_s8", x, (1, 3, 3, 4), pool, dtype="s8", quant=s8)
    yield _single("max_pool_padded_s16", x, (1, 3, 3, 4), pool, dtype="s16", quant="scale 0.001 zero 0")
    # Ranges by one operator, or by a change of scale and MAXIMUM and MINIMUM where that has no kernel for the type.
    for dtype, quant, out_quant in (("s8", s8, "scale 0.013 zero -50"), ("s16", "scale 0.0003 zero 0", "scale 0.0001 zero 0")):
        for name, form in (("clip", "clip({0}) low=-0.5 high=2.0"), ("clip_0_1", "clip({0}) low=0.0 high=1.0"),
                           ("relu_n1_to_1", 'relu({0}) activation="relu_n1_to_1"')):
            yield _single(f"{name}_{dtype}", x, x, form, dtype=dtype, quant=quant, out_quant=out_quant)
    yield _single("clip_same_s8", x, x, "clip({0}) low=-0.5 high=2.0", dtype="s8", quant=s8)
    # Without an integer kernel in LiteRT: floats between DEQUANTIZE and QUANTIZE.
    yield _single("floor_s8", x, x, "floor({0})", dtype="s8", quant=s8)
    yield _single("depth_to_space_s16", x, (1, 12, 12, 1), "depth_to_space({0}) block=2", dtype="s16", quant="scale 0.001 zero 0")
    yield _single("hard_sigmoid_s8", x, x, "hard_sigmoid({0})", dtype="s8", quant=s8, out_quant="scale 0.00390625 zero -128")
    net = Net("mixed")
    quantized = net.op(f"quantize({net.input(x)})", x, "s8", s8)
    pooled = net.op(f"max_pool2d({quantized}) filter_h=2 filter_w=2 stride_h=2 stride_w=2", (1, 3, 3, 4), "s8", s8)
    floats = net.op(f"dequantize({pooled})", (1, 3, 3, 4))
    yield "mixed", net.text(net.op(f"softmax({floats})", (1, 3, 3, 4))), FLOAT


def cases():
    for family in (windows, dense, elementwise, movement, integers):
        yield from family()
