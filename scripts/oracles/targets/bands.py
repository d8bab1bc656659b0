"""Bands: how far off a prediction may be, from errors on families that its fit had not seen. Entries are (row, log error)."""

from collections import Counter, defaultdict

import numpy as np
from scipy.stats import t as student_t

MIN_BAND, MAX_BAND = 0.10, 1.2
OWN_FAMILIES = 6  # with fewer, a core borrows the held-out errors of its group's other cores


def band_of(entries):
    """Half width in log space that should hold 90 % of unseen rows.

    The larger of the empirical quantile (family-weighted, with the finite-sample correction of split conformal prediction)
    and the 90 % prediction interval of Student's t, which says how little three networks tell.
    """
    if not entries:
        return None
    count = Counter((row.variant, row.family) for row, _ in entries)
    value = np.array([abs(error) for _, error in entries])
    weight = np.array([1.0 / count[(row.variant, row.family)] for row, _ in entries])
    order = np.argsort(value)
    cumulative = np.cumsum(weight[order])
    target = min(cumulative[-1], 0.9 * (cumulative[-1] + 1))
    quantile = value[order[min(len(order) - 1, int(np.searchsorted(cumulative, target - 1e-9)))]]
    families = len({row.family for row, _ in entries})
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
        result[core] = own if len({row.family for row, _ in mine}) >= OWN_FAMILIES else max(own, pooled)
    return result
