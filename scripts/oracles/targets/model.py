"""The fit: a cycle model with shared structure, shrunken per-core deviations and log errors.

cycles = sum_k exp(shape[k] + scale[core] + deviation[core, k]) * work[k] * exp(offset[library version] + offset[board])

All coefficients are positive by construction. shape is shrunk to the prior of work.FEATURES, deviation to zero, so a core
with few networks keeps the proportions of its library and moves only as far as its rows insist. Errors are logarithmic:
being 20 % off counts the same on a tiny network as on a large one. One network family weighs as much as another.
"""

from collections import Counter, defaultdict

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import t as student_t

from work import FEATURES, FEATURE_NAMES

PRIOR = np.log([cost for _, _, cost in FEATURES])
LIBRARY_PRIOR = {"tinymaix": {"requantized_outputs": 150.0}}  # it rescales every output in float
SHAPE_SD, DEVIATION_SD, SCALE_SD, VERSION_SD, BOARD_SD, NOISE_SD = 0.65, 0.3, 1.5, 0.3, 0.5, 0.10
MIN_BAND, MAX_BAND = 0.10, 1.2
OWN_FAMILIES = 6  # with fewer, a core borrows the held-out errors of its group's other cores


def work_matrix(rows):
    return np.array([[r.work[name] for name in FEATURE_NAMES] for r in rows])


class Fit:
    """One group of kernel libraries, all cores at once. reference maps a variant to the version that is predicted."""

    def __init__(self, rows, reference):
        self.reference = reference
        self.cores = sorted({r.variant for r in rows})
        boards = defaultdict(set)
        for r in rows:
            boards[r.variant].add(r.board)
        self.many_boards = {core for core, names in boards.items() if len(names) > 1}
        keys = sorted({key for r in rows for key in self.keys_of(r)})
        self.keys = keys
        k, c = len(FEATURES), len(self.cores)
        self.sizes = (k, c, c * k, len(keys))
        prior = PRIOR.copy()
        for name, cost in LIBRARY_PRIOR.get(rows[0].library, {}).items():
            prior[FEATURE_NAMES.index(name)] = np.log(cost)
        x, y = work_matrix(rows), np.log([r.cycles for r in rows])
        core = np.array([self.cores.index(r.variant) for r in rows])
        pick = np.array([[1.0 if key in self.keys_of(r) else 0.0 for key in keys] for r in rows]).reshape(len(rows), len(keys))
        key_sd = np.array([VERSION_SD if kind == "version" else BOARD_SD for kind, _, _ in keys])
        count = Counter((r.variant, r.family) for r in rows)
        weight = np.array([1.0 / np.sqrt(count[(r.variant, r.family)]) for r in rows]) / NOISE_SD

        def residual(p):
            shape, scale, deviation, offset = self.split(p)
            total = (np.exp(self.logs(p)[core]) * x).sum(1)
            return np.concatenate([weight * (np.log(total) + pick @ offset - y), (shape - prior) / SHAPE_SD, scale / SCALE_SD,
                                   deviation / DEVIATION_SD, offset / key_sd])

        def jacobian(p):
            part = np.exp(self.logs(p)[core]) * x
            share = part / part.sum(1, keepdims=True)
            top = np.zeros((len(rows), len(p)))
            top[:, :k] = share
            top[np.arange(len(rows)), k + core] = 1.0
            for i, at in enumerate(core):
                top[i, k + c + at * k:k + c + (at + 1) * k] = share[i]
            top[:, k + c + c * k:] = pick
            pull = np.diag(np.concatenate([np.full(k, 1 / SHAPE_SD), np.full(c, 1 / SCALE_SD), np.full(c * k, 1 / DEVIATION_SD),
                                            1 / key_sd]))
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


def out_of_fold(rows, reference, skip=()):
    """Predicts every row by a fit that has seen no row of its family, on any core. {id(row): (row, cycles, log error)}"""
    errors = {}
    for family in sorted({r.family for r in rows} - set(skip)):
        train = [r for r in rows if r.family != family and r.family not in skip]
        seen = {r.variant for r in train}
        test = [r for r in rows if r.family == family and r.variant in seen]  # a core with one family has no hold-out
        if not train or not test:
            continue
        fit = Fit(train, reference)
        for row in test:
            predicted = fit.predict(row)
            errors[id(row)] = (row, predicted, float(np.log(predicted / row.cycles)))
    return errors


def from_one_family(rows, reference):
    """How wrong is a core of which one network is known? Log errors of well measured cores, treated as if it were so."""
    entries = []
    families = defaultdict(set)
    for r in rows:
        families[r.variant].add(r.family)
    for core in sorted(c for c, names in families.items() if len(names) >= 3):
        for known in sorted(families[core]):
            for unseen in sorted(families[core] - {known}):
                train = [r for r in rows if r.family != unseen and (r.variant != core or r.family == known)]
                fit = Fit(train, reference)
                for row in rows:
                    if row.variant == core and row.family == unseen:
                        entries.append((row, 0.0, float(np.log(fit.predict(row) / row.cycles))))
    return entries


def band_of(entries):
    """Half width in log space that should hold 90 % of unseen rows.

    The larger of the empirical quantile (family-weighted, with the finite-sample correction of split conformal prediction)
    and the 90 % prediction interval of Student's t, which says how little three networks tell.
    """
    if not entries:
        return None
    count = Counter((row.variant, row.family) for row, _, _ in entries)
    value = np.array([abs(error) for _, _, error in entries])
    weight = np.array([1.0 / count[(row.variant, row.family)] for row, _, _ in entries])
    order = np.argsort(value)
    cumulative = np.cumsum(weight[order])
    target = min(cumulative[-1], 0.9 * (cumulative[-1] + 1))
    quantile = value[order[min(len(order) - 1, int(np.searchsorted(cumulative, target - 1e-9)))]]
    families = len({row.family for row, _, _ in entries})
    rms = np.sqrt((weight * value ** 2).sum() / weight.sum())
    interval = student_t.ppf(0.95, max(1, families - 1)) * rms * np.sqrt(1 + 1 / families)
    return max(MIN_BAND, float(quantile), float(min(interval, MAX_BAND)))


def bands_by_core(entries):
    """Cores with few families borrow the errors of the group's other cores; the wider of the two is kept."""
    pooled = band_of(entries)
    by_core = defaultdict(list)
    for entry in entries:
        by_core[entry[0].variant].append(entry)
    result = {None: pooled}
    for core, mine in by_core.items():
        own = band_of(mine)
        result[core] = own if len({row.family for row, _, _ in mine}) >= OWN_FAMILIES else max(own, pooled)
    return result


def held_out_bands(rows, reference):
    """The band that a family is judged by comes from the errors of other families only. {family: {core: half width}}"""
    return {family: bands_by_core(list(out_of_fold(rows, reference, skip=(family,)).values()))
            for family in sorted({r.family for r in rows})}
