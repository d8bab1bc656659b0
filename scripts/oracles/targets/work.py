"""LayerWork and the fourteen work features of the latency model.

The same definitions live in core/targets/latency_model.cpp (work_features); the test latency_model_test.cpp holds both
to the committed rows of tests/core/targets/latency_rows.csv.
"""

from dataclasses import dataclass

KINDS = ("conv", "pointwise", "depthwise", "fully_connected", "elementwise", "pool", "transcendental", "copy", "free")

# name, what one unit is, prior cycles per unit on a single-issue core (instruction counts of a plain inner loop)
FEATURES = (
    ("conv_macs", "multiply-accumulates of convolutions larger than 1x1", 2.0),
    ("pointwise_macs", "multiply-accumulates of 1x1 convolutions", 2.0),
    ("depthwise_macs", "multiply-accumulates of depthwise convolutions", 6.0),
    ("fully_connected_macs", "multiply-accumulates of fully connected layers", 3.0),
    ("streamed_macs", "those of 1x1 and larger convolutions whose weights exceed 16 KiB", 0.3),
    ("shallow_macs", "those of convolutions larger than 1x1 over fewer than 4 input channels", 1.0),
    ("gathered_inputs", "input elements gathered for the windows of convolutions larger than 1x1", 3.0),
    ("requantized_outputs", "outputs of the four kinds above", 25.0),
    ("elementwise_elements", "outputs of add, mul, quantize, activation and the like", 15.0),
    ("pooled_inputs", "window elements read by pooling and mean", 4.0),
    ("transcendental_elements", "outputs of softmax, logistic, tanh", 300.0),
    ("copied_elements", "outputs of pad, concatenate, transpose, slice, resize", 4.0),
    ("operators", "operators that do work", 1500.0),
    ("inferences", "one per inference", 1500.0),
)
FEATURE_NAMES = tuple(name for name, _, _ in FEATURES)

STREAMED_WEIGHTS = 16384  # a usual data cache; larger weights come from flash again and again
SHALLOW_CHANNELS = 4      # fewer fill no 32-bit word of int8 inputs


@dataclass
class Layer:
    """Work of one operator. reduction = products summed into one output."""

    kind: str
    macs: int = 0
    outputs: int = 0
    output_channels: int = 1
    window_inputs: int = 0  # pool: window elements read
    weights: int = 0        # elements; one byte each in int8
    input_channels: int = 4


def features(layers):
    f = dict.fromkeys(FEATURE_NAMES, 0.0)
    f["inferences"] = 1.0
    for layer in layers:
        if layer.kind == "free":
            continue
        f["operators"] += 1
        if layer.kind in ("conv", "pointwise", "depthwise", "fully_connected"):
            f[layer.kind + "_macs"] += layer.macs
            f["requantized_outputs"] += layer.outputs
            if layer.kind in ("conv", "pointwise") and layer.weights > STREAMED_WEIGHTS:
                f["streamed_macs"] += layer.macs
            if layer.kind == "conv" and layer.input_channels < SHALLOW_CHANNELS:
                f["shallow_macs"] += layer.macs
            if layer.kind == "conv":
                f["gathered_inputs"] += layer.macs / max(1, layer.output_channels)
        elif layer.kind == "elementwise":
            f["elementwise_elements"] += layer.outputs
        elif layer.kind == "pool":
            f["pooled_inputs"] += layer.window_inputs
        elif layer.kind == "transcendental":
            f["transcendental_elements"] += layer.outputs
        elif layer.kind == "copy":
            f["copied_elements"] += layer.outputs
        else:
            raise ValueError(layer.kind)
    return f
