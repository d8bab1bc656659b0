"""Run a .tflite on LiteRT's reference kernels, prove that it is they who answer, and write golden .io files."""
import struct

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from tflite_writer import ModelWriter


REFERENCE_KERNELS = OpResolverType.BUILTIN_REF
OTHER_KERNELS = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES


class ReferenceModel:
    def __init__(self, model, resolver=REFERENCE_KERNELS):
        self.interpreter = Interpreter(model_content=model, experimental_op_resolver_type=resolver, num_threads=1,
                                       experimental_preserve_all_tensors=True)
        self.interpreter.allocate_tensors()
        self.inputs = self.interpreter.get_input_details()
        self.outputs = self.interpreter.get_output_details()

    def run(self, arrays):
        for detail, array in zip(self.inputs, arrays, strict=True):
            self.interpreter.set_tensor(detail["index"], array)
        self.interpreter.invoke()
        return [self.interpreter.get_tensor(detail["index"]).copy() for detail in self.outputs]


def io_bytes(sets):
    """sets: list of (inputs, outputs), each a list of arrays. Layout: see ORIGIN.md beside the files."""
    first_inputs, first_outputs = sets[0]
    parts = [b"THIO", struct.pack("<III", len(sets), len(first_inputs), len(first_outputs))]
    for inputs, outputs in sets:
        for array in [*inputs, *outputs]:
            data = np.ascontiguousarray(array).tobytes()
            parts.append(struct.pack("<I", len(data)) + data)
    return b"".join(parts)


def _quarter_model():
    """1x1 convolution whose requantization is exactly one quarter: every kind of rounding answers it differently."""
    writer = ModelWriter("quarter")
    source = writer.tensor((1, 1, 8, 1), np.int8, 1.0, 0)
    weights = writer.tensor((1, 1, 1, 1), np.int8, [1.0], 0, data=np.ones((1, 1, 1, 1)))
    bias = writer.tensor((1,), np.int32, [1.0], 0, data=np.zeros(1))
    result = writer.tensor((1, 1, 8, 1), np.int8, 4.0, 0)
    writer.operator("CONV_2D", 3, [source, weights, bias], [result], "Conv2DOptions",
                    padding=1, strideW=1, strideH=1, dilationWFactor=1, dilationHFactor=1)
    return writer.finish([source], [result])


def check_reference_kernels():
    """Double rounding: first to halves with ties upwards, then to integers with ties away from zero.

    Single rounding (ties upwards) would give -1 -1 0 0 0 1 1 2, the float arithmetic of XNNPACK (ties to even)
    -2 -1 0 0 0 0 1 2.
    """
    values = np.array([-6, -5, -2, -1, 1, 2, 5, 6], np.int8).reshape(1, 1, 8, 1)
    answer = ReferenceModel(_quarter_model()).run([values])[0].ravel().tolist()
    if answer != [-2, -1, -1, 0, 1, 1, 2, 2]:
        raise SystemExit(f"this interpreter does not answer as the double-rounding reference kernels do: {answer}")
    default = ReferenceModel(_quarter_model(), OpResolverType.AUTO).run([values])[0].ravel().tolist()
    print(f"quarters of {values.ravel().tolist()}: reference {answer}, default resolver {default}")
