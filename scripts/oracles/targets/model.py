"""The fit: a cycle model with shared structure, shrunken per-core deviations and log errors.

cycles = sum_k exp(shape[k] + scale[core] + deviation[core, k]) * work[k] * exp(offset[library version] + offset[board])

All coefficients are positive by construction. shape is shrunk to the prior of work.FEATURES, deviation to zero, so a core
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
LIBRARY_PRIOR = {"tinymaix": {"requantized_outputs": 150.0}}  # it rescales every output in float
SCALE_SD = 1.5  # of a core: wide, so that the rows decide


class Settings(NamedTuple):
    """What the rows do not say by themselves: how far coefficients may move, and how noisy a measurement is."""
    shape_sd: float
    deviation_sd: float
    noise_sd: float
    offset_sd: float  # of a library version or a board around the core's own

    def freedom(self):
        """How far coefficients may move for a misfit: only the ratios to the noise matter."""
        return self.shape_sd * self.deviation_sd * self.offset_sd / self.noise_sd ** 3


# A factor of two each way of what seems plausible. Chosen from by inner held-out errors only: folds.py.
GRID = tuple(itertools.starmap(Settings, itertools.product((0.3, 0.6, 1.2), (0.15, 0.3, 0.6), (0.05, 0.1, 0.2), (0.2, 0.4, 0.8))))


def prior_of(library):
    prior = PRIOR.copy()
    for name, cost in LIBRARY_PRIOR.get(library, {}).items():
        prior[FEATURE_NAMES.index(name)] = np.log(cost)
    return prior


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

        widths = (settings.shape_sd, SCALE_SD, settings.deviation_sd, settings.offset_sd)
        pull = np.diag(1 / np.repeat(widths, self.sizes))

        def residual(p):
            shape, scale, deviation, offset = self.split(p)
            total = (np.exp(self.logs(p)[core]) * x).sum(1)
            return np.concatenate([weight * (np.log(total) + pick @ offset - y), (shape - prior) / settings.shape_sd, scale / SCALE_SD,
                                   deviation / settings.deviation_sd, offset / settings.offset_sd])

        def jacobian(p):
            part = np.exp(self.logs(p)[core]) * x
            share = part / part.sum(1, keepdims=True)
            top = np.zeros((len(rows), len(p)))
            top[:, :k] = share
            top[np.arange(len(rows)), k + core] = 1.0
            top[np.arange(len(rows))[:, None], k + c + core[:, None] * k + np.arange(k)] = share
            top[:, k + c + c * k:] = pick
            return np.vstack([top * weight[:, None], pull])

        start = np.concatenate([prior, np.zeros(c + c * k + len(keys))])
        result = least_squares(residual, start, jac=jacobian, method="lm", max_nfev=2000)
        if not result.success:
            raise RuntimeError("the fit did not converge: " + result.message)
        self.solution = result.x

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
