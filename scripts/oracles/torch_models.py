#!/usr/bin/env python3
"""Small networks as both exporters of PyTorch write them, and what ONNX Runtime answers: t_* in tests/data/onnx_models.

  t_<network>_script.onnx   torch.onnx.export(dynamo=False): the TorchScript exporter, operator set 17
  t_<network>_dynamo.onnx   torch.onnx.export(dynamo=True), the exporter's own operator set
  .io                       inputs and outputs, as scripts/oracles/onnx_models.py writes them
The batch is open in both. Weights are random; what matters is how layers are written.

Usage: scripts/oracles/torch_models.py tests/data/onnx_models     (requirements.txt and requirements_torch.txt)
"""

import os
import sys
import warnings

import numpy as np
import onnx
import torch
import torch.nn.functional as functional
from torch import nn

from onnx_models import answers, write_io


class Inverted(nn.Module):
    """MobileNetV3's block: expansion, depthwise, squeeze and excitation, projection."""

    def __init__(self, channels, activation):
        super().__init__()
        wide = 2 * channels
        self.body = nn.Sequential(nn.Conv2d(channels, wide, 1, bias=False), nn.BatchNorm2d(wide), activation(),
                                  nn.Conv2d(wide, wide, 3, padding=1, groups=wide, bias=False), nn.BatchNorm2d(wide), activation())
        self.gate = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(wide, 4, 1), nn.ReLU(), nn.Conv2d(4, wide, 1), nn.Hardsigmoid())
        self.project = nn.Sequential(nn.Conv2d(wide, channels, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        y = self.body(x)
        return x + self.project(y * self.gate(y))


class MobileNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish())
        self.blocks = nn.Sequential(Inverted(8, nn.Hardswish), Inverted(8, nn.ReLU6), Inverted(8, nn.SiLU))
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 8), nn.Hardswish(), nn.Dropout(0.2), nn.Linear(8, 4))

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)))


class Norms(nn.Module):
    """ConvNeXt's block with group and instance norms around it."""

    def __init__(self):
        super().__init__()
        self.stem, self.group = nn.Conv2d(3, 8, 4, 4), nn.GroupNorm(2, 8)
        self.depthwise, self.layer = nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.LayerNorm(8)
        self.up, self.down = nn.Linear(8, 16), nn.Linear(16, 8)
        self.instance, self.head = nn.InstanceNorm2d(8, affine=True), nn.Linear(8, 4)

    def forward(self, x):
        x = functional.gelu(self.group(self.stem(x)))
        y = self.layer(self.depthwise(x).permute(0, 2, 3, 1))
        y = self.down(functional.gelu(self.up(y))).permute(0, 3, 1, 2)
        return self.head(self.instance(x + y).mean([2, 3]))


class Transformer(nn.Module):
    """Patches, one block of attention, a mean over them: what tiny vision transformers are made of."""

    def __init__(self):
        super().__init__()
        self.patches, self.places = nn.Conv2d(3, 8, 8, 8), nn.Parameter(torch.randn(1, 4, 8))
        self.first, self.second = nn.LayerNorm(8), nn.LayerNorm(8)
        self.qkv, self.out = nn.Linear(8, 24), nn.Linear(8, 8)
        self.dense, self.head = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 8)), nn.Linear(8, 4)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2) + self.places
        batch, count, channels = x.shape
        q, k, v = self.qkv(self.first(x)).reshape(batch, count, 3, 2, channels // 2).permute(2, 0, 3, 1, 4)
        x = x + self.out(functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(batch, count, channels))
        x = x + self.dense(self.second(x))
        return self.head(x.mean(1))


class Plain(nn.Module):
    """Pools that round up, a flatten of spatial dimensions, a softmax."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 6, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), nn.Conv2d(6, 6, 3), nn.ReLU(),
                                      nn.AvgPool2d(2, ceil_mode=True), nn.MaxPool2d(2, 1, dilation=2))
        self.head = nn.Linear(6, 4)

    def forward(self, x):
        return functional.softmax(self.head(torch.flatten(self.features(x), 1)), dim=1)


def series():
    return nn.Sequential(nn.Conv1d(3, 8, 5, 2, 2), nn.BatchNorm1d(8), nn.ReLU(), nn.Conv1d(8, 8, 3, 1, 2, dilation=2), nn.ReLU(), nn.MaxPool1d(2),
                         nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(8, 3))


NETWORKS = {"mobilenet": (MobileNet, (3, 16, 16)), "norms": (Norms, (3, 16, 16)), "transformer": (Transformer, (3, 16, 16)),
            "plain": (Plain, (3, 15, 15)), "series": (series, (3, 20))}


def main():
    folder = sys.argv[1]
    warnings.filterwarnings("ignore")
    for name, (make, shape) in NETWORKS.items():
        torch.manual_seed(3)
        network = make().eval()
        for norm in (m for m in network.modules() if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d))):
            nn.init.uniform_(norm.running_mean, -0.5, 0.5)
            nn.init.uniform_(norm.running_var, 0.5, 2)
        path = os.path.join(folder, f"t_{name}_script.onnx")
        torch.onnx.export(network, (torch.zeros(1, *shape),), path, dynamo=False, input_names=["x"], output_names=["y"],
                          dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}}, opset_version=17)
        other = os.path.join(folder, f"t_{name}_dynamo.onnx")
        torch.onnx.export(network, (torch.zeros(2, *shape),), other, dynamo=True, dynamic_shapes=({0: torch.export.Dim("batch")},), input_names=["x"],
                          output_names=["y"], external_data=False, verbose=False)
        for file in (path, other):
            model = onnx.load(file)
            # Paths of the exporting machine, and what no reader looks at.
            for node in model.graph.node:
                del node.metadata_props[:]
                node.doc_string = ""
            del model.metadata_props[:]
            del model.graph.value_info[:]
            for value in [*model.graph.input, *model.graph.output]:
                del value.metadata_props[:]
            onnx.save(model, file)
            write_io(file.replace(".onnx", ".io"), answers(file, [1, *shape], 9, count=2))


if __name__ == "__main__":
    np.random.seed(0)
    main()
