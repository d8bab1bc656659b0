// A small ONNX file, field by field: a picture, channels first, to ten scores.
const varint = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 128))]);
const integer = (field, value) => Buffer.from([...varint(field * 8), ...varint(value)]);
const bytes = (field, value) => Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(value.length)]), value]);
const text = (field, value) => bytes(field, Buffer.from(value));
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

const port = (field, name, dims) => message(field, text(1, name), message(2, message(1, integer(1, 1),
  message(2, ...dims.map((dim) => message(1, typeof dim === 'string' ? text(2, dim) : integer(1, dim)))))));
const node = (op, inputs, output, ...attributes) => message(1, ...inputs.map((name) => text(1, name)), text(2, output), text(4, op), ...attributes);
const ints = (name, values) => message(5, text(1, name), ...values.map((value) => integer(8, value)), integer(20, 7));
const numbers = (count, seed) => Buffer.from(Float32Array.from({ length: count }, (_, i) => ((i * 37 + seed) % 41) / 41 - 0.5).buffer);
const tensor = (name, dims, ...where) => message(5, ...dims.map((dim) => integer(1, dim)), integer(2, 1), text(8, name), ...where);

const kernel = numbers(8 * 9, 11), dense = numbers(8 * 49 * 10, 5);

/** [model, weights]: where `file` is named, the second part of the weights lies in it and not in the model. */
export function pictureNetwork(dims, file) {
  const outside = [integer(14, 1), message(13, text(1, 'location'), text(2, file ?? ''))];
  const graph = [node('Conv', ['x', 'kernel'], 'a', ints('strides', [4, 4]), ints('pads', [1, 1, 1, 1])), node('Relu', ['a'], 'b'),
    node('Flatten', ['b'], 'c'), node('Gemm', ['c', 'dense'], 'y'), tensor('kernel', [8, 1, 3, 3], bytes(9, kernel)),
    tensor('dense', [8 * 49, 10], ...(file ? outside : [bytes(9, dense)])), port(11, 'x', dims), port(12, 'y', ['batch', 10])];
  return [Buffer.concat([integer(1, 8), message(7, ...graph), message(8, text(1, ''), integer(2, 17))]), dense];
}
