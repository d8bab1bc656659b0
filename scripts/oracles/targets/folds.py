"""Nested hold-out by network family: what is reported of a family was chosen, fitted and banded without it.

  outer   a family is left out on every core of every library
  inner   its settings come from leave-one-family-out errors on the families that remain
  band    from those inner errors

So fits are needed for every one and two families left out, at every setting; each is made once.
"""

import concurrent.futures
import functools
import itertools
import os
from collections import defaultdict

import numpy as np

from bands import bands_by_core
from model import Fit, GRID, Settings


def errors_without(rows, reference, settings):
    """{families left out: {index of a row of theirs: log error}}, of cores that have other families."""
    table = {}
    families = sorted({r.family for r in rows})
    for out in itertools.chain.from_iterable(itertools.combinations(families, size) for size in (1, 2)):
        train = [r for r in rows if r.family not in out]
        seen = {r.variant for r in train}
        test = [i for i, r in enumerate(rows) if r.family in out and r.variant in seen]
        if test:
            fit = Fit(train, reference, settings)
            table[frozenset(out)] = {i: float(np.log(fit.predict(rows[i]) / rows[i].cycles)) for i in test}
    return table


class Folds:
    """groups: {name: rows}. Settings are one choice for all groups: few families a group would choose by luck."""

    def __init__(self, groups, reference):
        self.groups, self.reference = groups, reference
        self.families = {name: frozenset(r.family for r in rows) for name, rows in groups.items()}
        jobs = list(itertools.product(groups, GRID))
        with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
            done = pool.map(errors_without, (groups[name] for name, _ in jobs), itertools.repeat(reference), (s for _, s in jobs))
            self.tables = dict(zip(jobs, done))

    def errors(self, name, settings, family, out):
        """[(row, log error)] of `family` by the fit that has seen neither it nor `out`."""
        rows = self.groups[name]
        table = self.tables[name, settings].get((out | {family}) & self.families[name], {})
        return [(rows[i], error) for i, error in table.items() if rows[i].family == family]

    @functools.cache
    def inner_errors(self, name, settings, out):
        """{family: (sum of absolute log errors, rows)} of a group's families but `out`, each left out in turn."""
        off = {}
        for family in sorted(self.families[name] - out):
            errors = [abs(error) for _, error in self.errors(name, settings, family, out)]
            if errors:
                off[family] = (sum(errors), len(errors))
        return off

    def errors_by_family(self, settings, out):
        """Mean absolute log error of each family but `out`, over all groups."""
        total = defaultdict(lambda: np.zeros(2))
        for name, families in self.families.items():
            for family, part in self.inner_errors(name, settings, out & families).items():
                total[family] += part
        return np.array([error / count for error, count in total.values()])

    @functools.cache
    def chosen(self, out=frozenset()):
        """The settings of GRID by the one-standard-error rule, on families that are not in `out`.

        Of those whose inner error is within one standard error (over families) of the smallest, the ones that let coefficients
        move least: loose ones that win by a hair extrapolate badly to a network that is unlike all others.
        """
        errors = {settings: self.errors_by_family(settings, out) for settings in GRID}
        best = min(GRID, key=lambda settings: errors[settings].mean())
        most = errors[best].mean() + errors[best].std(ddof=1) / np.sqrt(len(errors[best]))
        return min((settings for settings in GRID if errors[settings].mean() <= most), key=Settings.freedom)

    def held_out(self, name):
        """[(row, log error)] of a group: each family by a fit, and by settings, that had not seen it."""
        entries = []
        for family in sorted(self.families[name]):
            entries += self.errors(name, self.chosen(frozenset([family])), family, frozenset())
        return entries

    def bands_without(self, name, family):
        """{core: half width}: the bands that a family is judged by, from the inner errors of the others."""
        out = frozenset([family])
        others = sorted(self.families[name] - out)
        return bands_by_core([entry for other in others for entry in self.errors(name, self.chosen(out), other, out)])

    def from_one_family(self, name):
        """How wrong is a core of which one network is known? Errors of well measured cores, treated as if it were so."""
        rows, entries = self.groups[name], []
        families = defaultdict(set)
        for r in rows:
            families[r.variant].add(r.family)
        for core in sorted(c for c, names in families.items() if len(names) >= 3):
            for known, unseen in itertools.permutations(sorted(families[core]), 2):
                train = [r for r in rows if r.family != unseen and (r.variant != core or r.family == known)]
                fit = Fit(train, self.reference, self.chosen(frozenset([unseen])))
                entries += [(r, float(np.log(fit.predict(r) / r.cycles))) for r in rows if r.variant == core and r.family == unseen]
        return entries
