#!/usr/bin/env python3
"""Instructions of a portable C library's inner loops, as a Cortex-M4 executes them: the prior of such a library in model.py.

    python3 scripts/oracles/targets/count_instructions.py

Needs arm-none-eabi-gcc and qemu-system-arm. The loops are those of TinyMaix's level O0 (github:sipeed/TinyMaix@0532ece,
src/tm_layers.c and src/arch_cpu.h): a dot product of bytes for every kind of layer, windows gathered byte by byte through a
table of offsets, an output rescaled in float by a multiplication and a division, softmax by exp in double. Written anew here.
Counted as the difference of two lengths, so that what is once a call drops out. A division counts as the one instruction it is,
and of an output's instructions the prior takes those that are not its dot product.
"""

import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "firmware"))

from firmware import BY_NAME  # noqa: E402

LOOPS = r"""
#include <math.h>
#include <stdint.h>
#include "board.h"

static int8_t input[4096], weights[4096], window[4096], output[4096];
static uint32_t offsets[32];
static int32_t bias[512];
static float scale[512];
static float exponentials[512];

#define NOT_INLINED __attribute__((noipa)) /* else the same call again is made once */

NOT_INLINED int32_t dot(const int8_t* a, const int8_t* b, uint32_t count) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

NOT_INLINED void gather(int8_t* to, const int8_t* from, int32_t channels, int32_t taps) {
  for (int32_t c = 0; c < channels; ++c)
    for (int32_t t = 0; t < taps; ++t) to[c * taps + t] = from[c + offsets[t]];
}

/* One output a turn: its dot product (of `count` bytes), bias, scale, activation, division by the scale of outputs. */
NOT_INLINED void outputs(int8_t* to, int32_t channels, uint32_t count, int32_t activation, float output_scale, int32_t zero_point) {
  for (int32_t c = 0; c < channels; ++c) {
    int32_t sum = 0;
    const int8_t* its_weights = weights + (uint32_t)c * count;
    for (uint32_t i = 0; i < count; ++i) sum += input[i] * its_weights[i];
    sum += bias[c];
    float value = (float)sum * scale[c];
    switch (activation) {
      case 1: value = value > 0.0f ? value : 0.0f; break;
      case 2:
        value = value > 0.0f ? value : 0.0f;
        value = value > 6.0f ? 6.0f : value;
        break;
      default: break;
    }
    to[c] = (int8_t)(value / output_scale + (float)zero_point);
  }
}

NOT_INLINED void softmax(int8_t* to, const int8_t* from, int32_t count, float input_scale, float output_scale) {
  float sum = 0.0f;
  for (int32_t i = 0; i < count; ++i) {
    exponentials[i] = (float)exp((double)((float)from[i] * input_scale));
    sum += exponentials[i];
    exponentials[i] = (float)((double)exponentials[i] - 0.000001);
  }
  for (int32_t i = 0; i < count; ++i) to[i] = (int8_t)(exponentials[i] / sum / output_scale);
}

#define COUNT(name, call_short, call_long)                                     \
  do {                                                                         \
    uint32_t begin = board_instructions();                                     \
    for (int32_t i = 0; i < 1000; ++i) call_short;                             \
    const uint32_t few = board_instructions() - begin;                         \
    begin = board_instructions();                                              \
    for (int32_t i = 0; i < 1000; ++i) call_long;                              \
    board_print(name " ");                                                     \
    board_print_u32(board_instructions() - begin - few);                       \
    board_print("\n");                                                         \
  } while (0)

int main(void) {
  for (int32_t i = 0; i < 4096; ++i) input[i] = (int8_t)(i * 37 % 97 - 60);
  for (int32_t i = 0; i < 512; ++i) scale[i] = 0.01f;
  COUNT("dot", (void)dot(input, weights, 100), (void)dot(input, weights, 200));
  COUNT("gather", gather(window, input, 10, 9), gather(window, input, 20, 9));
  COUNT("outputs", outputs(output, 10, 9, 2, 0.02f, 3), outputs(output, 20, 9, 2, 0.02f, 3));
  COUNT("softmax", softmax(output, input, 10, 0.05f, 0.004f), softmax(output, input, 20, 0.05f, 0.004f));
  board_exit(0);
}
"""
UNITS = {"dot": (100, "a product of a dot product"), "gather": (90, "an element gathered for a window of 3x3"),
         "outputs": (10, "an output, its dot product of 9 bytes included"), "softmax": (10, "an element of softmax")}


def main():
    machine = BY_NAME["Cortex-M4"]
    with tempfile.TemporaryDirectory() as folder:
        source, elf = pathlib.Path(folder) / "loops.c", pathlib.Path(folder) / "loops.elf"
        source.write_text(LOOPS)
        machine.compile([source, "-lm"], elf, optimize="-O2")
        code, text = machine.run(elf)
    if code:
        raise SystemExit(text)
    for line in text.split("\n"):
        if line:
            name, count = line.split()
            units, what = UNITS[name]
            print(f"{int(count) / 1000 / units:8.1f} instructions: {what}")


if __name__ == "__main__":
    main()
