"""Write .tflite files by hand, so that every scale, zero point, padding and version is ours to choose.

Uses the flatbuffer classes that the ai-edge-litert package carries. Constant buffers are aligned to 16 bytes,
as the official converter does.
"""
import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

TensorType = schema.TensorType

TENSOR_TYPES = {
    np.dtype(np.float32): TensorType.FLOAT32,
    np.dtype(np.float16): TensorType.FLOAT16,
    np.dtype(np.int8): TensorType.INT8,
    np.dtype(np.uint8): TensorType.UINT8,
    np.dtype(np.int16): TensorType.INT16,
    np.dtype(np.int32): TensorType.INT32,
    np.dtype(np.int64): TensorType.INT64,
}

ACTIVATIONS = {"none": 0, "relu": 1, "relu_n1_to_1": 2, "relu6": 3}
PADDINGS = {"same": 0, "valid": 1}


class AlignedBuffer(schema.BufferT):
    """The generated class aligns data to one byte; the schema asks for sixteen."""

    def Pack(self, builder):
        data = None
        if self.data is not None:
            payload = bytes(self.data)
            builder.StartVector(1, len(payload), 16)
            builder.head = builder.head - len(payload)
            builder.Bytes[builder.head:builder.head + len(payload)] = payload
            builder.vectorNumElems = len(payload)
            data = builder.EndVector()
        schema.BufferStart(builder)
        if data is not None:
            schema.BufferAddData(builder, data)
        return schema.BufferEnd(builder)


class ModelWriter:
    """One subgraph; tensors are numbered as they are added."""

    def __init__(self, description):
        self.model = schema.ModelT()
        self.model.version = 3
        self.model.description = description
        self.model.buffers = [schema.BufferT()]  # buffer 0 is the empty one, by convention
        self.model.operatorCodes = []
        self.graph = schema.SubGraphT()
        self.graph.name = "main"
        self.graph.tensors = []
        self.graph.operators = []
        self.model.subgraphs = [self.graph]

    def tensor(self, shape, dtype, scale=None, zero_point=0, data=None, axis=0, name=None):
        """scale: none, one number, or one per channel of `axis`. Returns the tensor's index."""
        tensor = schema.TensorT()
        tensor.shape = [int(d) for d in shape]
        tensor.type = TENSOR_TYPES[np.dtype(dtype)]
        tensor.name = name or f"t{len(self.graph.tensors)}"
        tensor.buffer = 0
        if data is not None:
            data = np.asarray(data, dtype)
            if data.shape != tuple(tensor.shape):
                raise ValueError(f"{tensor.name}: data {data.shape}, tensor {tensor.shape}")
            tensor.buffer = len(self.model.buffers)
            buffer = AlignedBuffer()
            buffer.data = data.tobytes()
            self.model.buffers.append(buffer)
        if scale is not None:
            quantization = schema.QuantizationParametersT()
            quantization.scale = [float(s) for s in np.atleast_1d(np.float32(scale))]
            zero_points = np.broadcast_to(np.int64(zero_point), len(quantization.scale))
            quantization.zeroPoint = [int(z) for z in zero_points]
            quantization.quantizedDimension = axis
            tensor.quantization = quantization
        self.graph.tensors.append(tensor)
        return len(self.graph.tensors) - 1

    def const_i32(self, values, shape=None):
        values = np.asarray(values, np.int32)
        return self.tensor(values.shape if shape is None else shape, np.int32, data=values)

    def operator(self, name, version, inputs, outputs, options=None, **fields):
        """options: the name of the options table without its T, e.g. "Conv2DOptions"; fields: its members."""
        code = self._operator_code(name, version)
        node = schema.OperatorT()
        node.opcodeIndex = code
        node.inputs = list(inputs)
        node.outputs = list(outputs)
        if options is not None:
            table = getattr(schema, options + "T")()
            for field, value in fields.items():
                if not hasattr(table, field):
                    raise AttributeError(f"{options} has no {field}")
                setattr(table, field, value)
            node.builtinOptionsType = getattr(schema.BuiltinOptions, options)
            node.builtinOptions = table
        self.graph.operators.append(node)

    def _operator_code(self, name, version):
        builtin = getattr(schema.BuiltinOperator, name)
        for index, code in enumerate(self.model.operatorCodes):
            if code.builtinCode == builtin and code.version == version:
                return index
        code = schema.OperatorCodeT()
        code.deprecatedBuiltinCode = min(builtin, 127)
        code.builtinCode = builtin
        code.version = version
        self.model.operatorCodes.append(code)
        return len(self.model.operatorCodes) - 1

    def finish(self, inputs, outputs):
        self.graph.inputs = list(inputs)
        self.graph.outputs = list(outputs)
        builder = flatbuffers.Builder(1024)
        builder.Finish(self.model.Pack(builder), b"TFL3")
        return bytes(builder.Output())
