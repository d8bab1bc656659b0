"""The fit: a cycle model with shared structure, shrunken per-core deviations and log errors.

cycles = sum_k exp(shape[k] + scale[core] + deviation[core, k]) * work[k] * exp(offset[library version] + offset[board])

All coefficients are positive by construction. shape is shrunk to prior_of, deviation to deviation_prior_of, so a core
with few networks keeps the proportions of its library and moves only as far as its rows insist. Errors are logarithmic:
being 20 % off counts the same on a tiny network as on a large one. One network family weighs as much as another.
"""

import itertools
from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np
from scipy.optimize import least_squares

from work import FEATURES, FEATURE_NAMES

PRIOR = np.log([cost for _, _, cost in FEATURES])
# Of a library in portable C whose loops count_instructions.py has counted; an output with the 14 cycles of VDIV.F32 (Cortex-M4
# TRM, Arm 100166), a depthwise product with its gathering. Neither large weights nor few channels have loops of their own.
COUNTED_PRIOR = {"tinymaix": {
    "conv_macs": 5.0, "pointwise_macs": 5.0, "depthwise_macs": 10.0, "fully_connected_macs": 5.0, "streamed_macs": 0.1, "shallow_macs": 0.1,
    "gathered_inputs": 5.0, "requantized_outputs": 40.0, "transcendental_elements": 2050.0}}
COUNTED_SD = 0.2  # of a counted cost: the proportions at -Os are that much away from those at -O2
# Where a core's instructions change the proportions. ncnn multiplies 1x1 convolutions by dot products where a core has them (github:
# Tencent/ncnn@0288237:src/layer/arm/convolution_im2col_gemm_int8.h), 3x3 ones in Winograd's form by SMLAL of 16 bits on every core
# (@107fdd9:convolution_3x3_winograd_int8.h). Of these cores the A76 alone has SDOT; that it does twice the products is recalled.
CORE_PROPORTIONS = {"cortex_a76/ncnn/int8": {"pointwise_macs": 0.5}}
SCALE_SD = 1.5   # of a core: wide, so that the rows decide
OFFSET_SD = 0.2  # of a library version, and of a board, around its core's: boards of one Cortex-M differ by that much
ISA_ONLY = ("rv32imc",)  # an instruction set that cores of different makers share: each board has a scale of its own


class Settings(NamedTuple):
    """What the rows do not say by themselves: how far coefficients may move, and how noisy a measurement is."""
    shape_sd: float
    deviation_sd: float
    noise_sd: float

    def freedom(self):
        """How far coefficients may move for a misfit: only the ratios to the noise matter."""
        return self.shape_sd * self.deviation_sd / self.noise_sd ** 2


# A factor of two each way of what seems plausible. Chosen from by inner held-out errors only: folds.py.
GRID = tuple(itertools.starmap(Settings, itertools.product((0.3, 0.6, 1.2), (0.15, 0.3, 0.6), (0.05, 0.1, 0.2))))


def prior_of(library):
    prior = PRIOR.copy()
    for name, cost in COUNTED_PRIOR.get(library, {}).items():
        prior[FEATURE_NAMES.index(name)] = np.log(cost)
    return prior


def deviation_prior_of(variant):
    return np.array([np.log(CORE_PROPORTIONS.get(variant, {}).get(name, 1.0)) for name in FEATURE_NAMES])


def work_matrix(rows):
    return np.array([[r.work[name] for name in FEATURE_NAMES] for r in rows])


class Fit:
    """One group of kernel libraries, all cores at once. reference maps a variant to the version that is predicted."""

    def __init__(self, rows, reference, settings):
        self.reference = reference
        self.settings = settings
        self.cores = sorted({r.variant for r in rows})
        boards = defaultdict(set)
        for r in rows:
            boards[r.variant].add(r.board)
        self.many_boards = {core for core, names in boards.items() if len(names) > 1}
        keys = sorted({key for r in rows for key in self.keys_of(r)})
        self.keys = keys
        k, c = len(FEATURES), len(self.cores)
        self.sizes = (k, c, c * k, len(keys))
        prior = prior_of(rows[0].library)
        x, y = work_matrix(rows), np.log([r.cycles for r in rows])
        core = np.array([self.cores.index(r.variant) for r in rows])
        pick = np.array([[1.0 if key in self.keys_of(r) else 0.0 for key in keys] for r in rows]).reshape(len(rows), len(keys))
        count = Counter((r.variant, r.family) for r in rows)
        weight = np.array([1.0 / np.sqrt(count[(r.variant, r.family)]) for r in rows]) / settings.noise_sd

        centre = np.concatenate([prior, np.zeros(c), *map(deviation_prior_of, self.cores), np.zeros(len(keys))])
        widths = np.concatenate([np.full(k, COUNTED_SD if rows[0].library in COUNTED_PRIOR else settings.shape_sd), np.full(c, SCALE_SD),
                                 np.full(c * k, settings.deviation_sd), [self.offset_sd(*key) for key in keys]])

        def residual(p):
            *_, offset = self.split(p)
            total = (np.exp(self.logs(p)[core]) * x).sum(1)
            return np.concatenate([weight * (np.log(total) + pick @ offset - y), (p - centre) / widths])

        def jacobian(p):
            part = np.exp(self.logs(p)[core]) * x
            share = part / part.sum(1, keepdims=True)
            top = np.zeros((len(rows), len(p)))
            top[:, :k] = share
            top[np.arange(len(rows)), k + core] = 1.0
            top[np.arange(len(rows))[:, None], k + c + core[:, None] * k + np.arange(k)] = share
            top[:, k + c + c * k:] = pick
            return np.vstack([top * weight[:, None], np.diag(1 / widths)])

        result = least_squares(residual, centre, jac=jacobian, method="lm", max_nfev=2000)
        if not result.success:
            raise RuntimeError("the fit did not converge: " + result.message)
        self.solution = result.x

    @staticmethod
    def offset_sd(kind, core, _):
        return SCALE_SD if kind == "board" and core.startswith(ISA_ONLY) else OFFSET_SD

    def keys_of(self, row):
        keys = []
        if row.version != self.reference.get(row.variant, row.version):
            keys.append(("version", row.variant, row.version))
        if row.variant in self.many_boards:
            keys.append(("board", row.variant, row.board))
        return keys

    def split(self, p):
        return np.split(p, np.cumsum(self.sizes)[:-1])

    def logs(self, p):
        shape, scale, deviation, _ = self.split(p)
        return shape[None, :] + scale[:, None] + deviation.reshape(len(self.cores), -1)

    def coefficients(self, core):
        """Cycles per unit of each feature for the reference version on a middling board."""
        return np.exp(self.logs(self.solution)[self.cores.index(core)])

    def offset(self, kind, core, name):
        key = (kind, core, name)
        return float(self.split(self.solution)[3][self.keys.index(key)]) if key in self.keys else 0.0

    def predict(self, row):
        total = float((self.coefficients(row.variant) * work_matrix([row])[0]).sum())
        return total * float(np.exp(sum(self.offset(*key) for key in self.keys_of(row))))
