#!/usr/bin/env python3
"""Fits the analytic latency model of core/targets on measured networks and writes its coefficients.

    python3 scripts/oracles/fit_targets.py --hardware DIR --fixtures DIR

Needs numpy, scipy, PyYAML and ai-edge-litert (any recent version); minutes on two cores. Reads the tables and network files
of DIR, which are not part of the repository; writes core/targets/latency_coefficients.def, and for the tests
tests/core/targets/latency_rows.csv and latency_folds.csv, which are.

Hold-out: leave one network family out, on every core at once. Each row is predicted by a fit that never saw its family, with
settings chosen by an inner leave-one-family-out on the other families, and judged by a band made likewise (targets/folds.py).
Deterministic: there is no random split and so no seed.
"""

import argparse
import csv
import os
import sys
from collections import Counter, defaultdict

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the fits are small, and each core has its own

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "targets"))

import numpy as np

from bands import band_of, bands_by_core
from folds import Folds
from model import Fit, GRID, OFFSET_SD, SCALE_SD, prior_of
from rows import all_rows, power_ratios
from work import FEATURE_NAMES

REFERENCE_VERSION = {"cube_ai": "10"}  # Cube.AI 9 and newer; 8.1 is fitted beside it with one factor per core
PREDICTED_LIBRARY = {
    "cube_ai": "STM32Cube.AI 9 or newer", "tflm_cmsis_nn": "TFLite Micro with CMSIS-NN", "tflm_esp_nn": "TFLite Micro with ESP-NN",
    "tinymaix": "TinyMaix O0 (portable C)", "ncnn": "ncnn, one thread",
}
SHOWN_FOLDS = "cube_ai/int8"  # the group whose folds are written out, for the tests to recompute
ARM_M = ("cortex_m0plus", "cortex_m3", "cortex_m4", "cortex_m33", "cortex_m7", "cortex_m55")


def group_of(row):
    """Rows that share one structure."""
    if row.library in ("tflm_cmsis_nn", "tflm_esp_nn") and row.precision != "float32":
        return "tflm"
    return row.library + "/" + row.precision


def board_spread(fits):
    """Standard deviation of boards of one core around each other, in log space: (Arm M cores pooled, own by core).

    From what their rows say, not from the fitted offsets: those are shrunk, and would make boards look alike. fits: [(fit, rows)]
    """
    own = defaultdict(list)
    for fit, rows in fits:
        off = defaultdict(lambda: defaultdict(list))
        for row in rows:
            if row.variant in fit.many_boards:
                off[row.variant][row.board].append(np.log(row.cycles / fit.predict(row)) + fit.offset("board", row.variant, row.board))
        for core, boards in off.items():
            centred = np.array([np.mean(values) for values in boards.values()])
            centred -= centred.mean()
            own[core.split("/")[0]].append((float((centred ** 2).sum()), len(centred) - 1))
    arm = [v for core in ARM_M for v in own.get(core, [])]
    pooled = np.sqrt(sum(s for s, _ in arm) / sum(n for _, n in arm))
    result = {core: float(np.sqrt(sum(s for s, _ in v) / sum(n for _, n in v))) for core, v in own.items() if core not in ARM_M}
    return float(pooled), result


def evaluate(folds, name):
    """Fills in each row's held-out prediction and band; returns the fit to all rows and {variant: summary}."""
    rows = folds.groups[name]
    fit = Fit(rows, folds.reference, folds.chosen())
    entries = folds.held_out(name)
    inner = {family: folds.bands_without(name, family) for family in folds.families[name]}
    final = bands_by_core(entries)
    transfer = band_of(folds.from_one_family(name))
    summary = {}
    for variant in fit.cores:
        mine = [e for e in entries if e[0].variant == variant]
        families = {r.family for r in rows if r.variant == variant}
        errors, hits = [], []
        for row, error in mine:
            width = inner[row.family].get(variant, inner[row.family][None])
            row.predicted_cycles = predicted = row.cycles * np.exp(error)
            row.band_low, row.band_high = predicted * np.exp(-width), predicted * np.exp(width)
            errors.append(abs(np.exp(error) - 1))
            hits.append(abs(error) <= width)
        summary[variant] = dict(
            coefficients=fit.coefficients(variant), rows=sum(r.variant == variant for r in rows), families=len(families),
            held_out=len(mine), error=100 * float(np.mean(errors)) if mine else None,
            coverage=100 * float(np.mean(hits)) if mine else None, basis="networks" if mine else "one_network",
            band=final[variant] if mine else transfer)
    return fit, summary


def print_settings(folds):
    """What was chosen, with all families and without each."""
    families = sorted(frozenset().union(*folds.families.values()))
    without = Counter(folds.chosen(frozenset([family])) for family in families)
    print("settings, of", len(GRID), "with all families:", folds.chosen())
    for settings, count in without.most_common():
        print(f"  without one family, {count} of {len(families)} times: {tuple(settings)}")


def derive_lx7(summary, rows):
    """ESP32-S3 with portable C: the ESP32's coefficients, scaled by what TFLM's reference kernels needed on both."""
    cycles = {r.core: r.cycles for r in rows if r.library == "tflm_reference" and r.family == "MobileNetV1"}
    base = summary["xtensa_lx6/tinymaix/int8"]
    ratio = cycles["xtensa_lx7"] / cycles["xtensa_lx6"]
    return dict(base, coefficients=base["coefficients"] * ratio, rows=0, families=0, held_out=0, error=None, coverage=None,
                basis="scaled_core"), ratio


def power_of(root, device):
    with open(os.path.join(root, "core/targets/devices", device + ".device")) as file:
        line = next(line for line in file if line.startswith("active_power_mw"))
    return float(line.split("=")[1].split("#")[0])


def write_def(path, summary, boards, spread, ratio, energy):
    arm, own = spread
    with open(path, "w") as out:
        out.write("// Written by scripts/oracles/fit_targets.py; do not edit. How, from what and how good: core/targets/README.md\n//\n")
        out.write("// THIMBLE_LATENCY_FIT(core, library, precision, basis, rows, networks, held_out_rows, held_out_error_percent,\n")
        out.write("//     held_out_coverage_percent, band, other_board_band, cycles per unit of each work feature in the order of WorkFeature)\n")
        out.write("//   basis   networks: held out by family; one_network: scale from one network, band from cores treated as if so;\n")
        out.write(f"//           scaled_core: the coefficients of xtensa_lx6 times {ratio:.3f}, what TFLM's reference kernels needed on both\n")
        out.write("//   band    a row should lie within [predicted / (1 + band), predicted * (1 + band)] nine times in ten;\n")
        out.write("//           other_board_band is for a board of that core that has no row here\n")
        out.write("// THIMBLE_LATENCY_BOARD(device, core, library, precision, rows): the built-in devices that have rows\n")
        out.write("// THIMBLE_ENERGY_CHECK(device, rows, low, high): all measured energies lie between low and high times power * time\n")
        out.write("// clang-format off\n")
        for variant, s in sorted(summary.items()):
            core, library, precision = variant.split("/")
            sd = own.get(core, arm)
            wide = float(np.hypot(s["band"], 1.645 * sd))
            number = lambda v: "-1" if v is None else f"{v:.1f}"
            out.write(f"THIMBLE_LATENCY_FIT({core}, {library}, {precision}, {s['basis']}, {s['rows']}, {s['families']}, {s['held_out']}, "
                      f"{number(s['error'])}, {number(s['coverage'])}, {np.expm1(s['band']):.3f}, {np.expm1(wide):.3f},\n    "
                      + ", ".join(f"{c:.5g}" for c in s["coefficients"]) + ")\n")
        for (device, variant), count in sorted(boards.items()):
            core, library, precision = variant.split("/")
            out.write(f"THIMBLE_LATENCY_BOARD({device}, {core}, {library}, {precision}, {count})\n")
        device, ratios = energy
        out.write(f"THIMBLE_ENERGY_CHECK({device}, {len(ratios)}, {min(ratios):.3f}, {max(ratios):.3f})\n")
        out.write("// clang-format on\n")


def plain(text):
    return text.encode("ascii", "ignore").decode()


def write_rows(path, rows):
    head = ["device", "board", "core", "library", "version", "precision", "family", "network", "clock_mhz", "latency_ms", "energy_uj",
            *FEATURE_NAMES, "cycles", "held_out_cycles", "held_out_low", "held_out_high", "source"]
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(head)
        for r in sorted(rows, key=lambda r: (r.variant, r.family, r.network, r.board, r.version, r.latency_ms, r.source)):
            out.writerow([r.device, plain(r.board), r.core, r.library, r.version, r.precision, r.family, plain(r.network),
                          f"{r.clock_mhz:g}", f"{r.latency_ms:.7g}", f"{r.energy_uj:.7g}" if r.energy_uj else "",
                          *(f"{r.work[n]:.10g}" for n in FEATURE_NAMES), f"{r.cycles:.8g}",
                          *(f"{v:.6g}" if v else "" for v in (r.predicted_cycles, r.band_low, r.band_high)), plain(r.source)])


def write_folds(path, folds, name):
    """The parameters of each outer fit of a group: a test recomputes predictions from them, and that the fit is one."""
    numbers = lambda values: [f"{v:.12g}" for v in values]
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["family", "what", "of", "values"])
        out.writerow(["", "prior", "", *numbers(prior_of(name.split("/")[0]))])
        for family in sorted(folds.families[name]):
            settings = folds.chosen(frozenset([family]))
            fit = Fit([r for r in folds.groups[name] if r.family != family], folds.reference, settings)
            shape, scale, deviation, offset = fit.split(fit.solution)
            out.writerow([family, "settings", "", *numbers([*settings, OFFSET_SD, SCALE_SD])])
            out.writerow([family, "shape", "", *numbers(shape)])
            for core, its_scale, its_deviation in zip(fit.cores, scale, deviation.reshape(len(fit.cores), -1)):
                out.writerow([family, "scale", core, *numbers([its_scale])])
                out.writerow([family, "deviation", core, *numbers(its_deviation)])
            for (kind, core, key), value in zip(fit.keys, offset):
                out.writerow([family, kind, core + "/" + plain(key), *numbers([value])])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardware", required=True, help="folder with measured/*.csv and models/")
    parser.add_argument("--fixtures", required=True, help="folder with models/tflite/mlperf_*.tflite")
    parser.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    args = parser.parse_args()

    rows = [r for r in all_rows(args.hardware, args.fixtures) if r.library != "other_engine"]
    reference = {r.variant: REFERENCE_VERSION.get(r.library, "1") for r in rows}
    groups = defaultdict(list)
    for r in rows:
        groups[group_of(r)].append(r)
    # TFLM's reference kernels are left out: three rows of two networks, used only to relate LX7 to LX6.
    groups = {name: members for name, members in sorted(groups.items()) if members[0].library in PREDICTED_LIBRARY}
    folds = Folds(groups, reference)
    print_settings(folds)
    summary, fits, kept = {}, [], []
    for name, members in groups.items():
        fit, part = evaluate(folds, name)
        fits.append((fit, members))
        kept += members
        summary.update(part)
        for kind, core, key in fit.keys:
            print(f"  {core}: {kind} {key} takes {np.exp(fit.offset(kind, core, key)):.2f} times the reference")
    summary["xtensa_lx7/tinymaix/int8"], ratio = derive_lx7(summary, rows)
    spread = board_spread(fits)
    boards = defaultdict(int)
    for r in kept:
        if r.device:
            boards[(r.device, r.variant)] += 1

    print(f"\n{'core / library / precision':38} rows networks  held-out rows  mean error  in band   band")
    for variant, s in sorted(summary.items()):
        held = f"{s['error']:9.1f} % {s['coverage']:7.0f} %" if s["held_out"] else "        -         -"
        print(f"{variant:38} {s['rows']:4d} {s['families']:8d} {s['held_out']:14d} {held}  x/{1 + np.expm1(s['band']):.2f}")
    held = [r for r in kept if r.predicted_cycles]
    inside = np.mean([r.band_low <= r.cycles <= r.band_high for r in held])
    error = np.mean([abs(r.predicted_cycles / r.cycles - 1) for r in held])
    print(f"all held-out rows: {len(held)}, mean error {100 * error:.1f} %, in band {100 * inside:.1f} %")
    print(f"boards of one core differ by {100 * np.expm1(spread[0]):.0f} % (Arm M), "
          + ", ".join(f"{c} {100 * np.expm1(v):.0f} %" for c, v in spread[1].items()))

    energy = power_ratios(args.hardware, "stm32l4r5", power_of(args.out, "stm32l4r5"))
    print(f"stm32l4r5: measured energy is {min(energy):.2f} to {max(energy):.2f} times power * time, "
          f"median {np.median(energy):.2f}, {len(energy)} rows")
    write_def(os.path.join(args.out, "core/targets/latency_coefficients.def"), summary, boards, spread, ratio, ("stm32l4r5", energy))
    write_rows(os.path.join(args.out, "tests/core/targets/latency_rows.csv"), kept)
    write_folds(os.path.join(args.out, "tests/core/targets/latency_folds.csv"), folds, SHOWN_FOLDS)


if __name__ == "__main__":
    main()
