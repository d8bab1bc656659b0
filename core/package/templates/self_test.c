/* @name@_self_test.c: @vectors@ inputs, made here from patterns and a small generator,
 * and the CRC-32 of every tensor that each of them leads to.
 * @saturation@
 * SPDX-License-Identifier: MIT-0 */
#include "@name@_self_test.h"

#include "@name@.h"

@name@_self_test_difference @name@_self_test_first;
static int32_t current_vector;
static int32_t differences;
static int32_t compared;

static const uint32_t expected[@NAME@_SELF_TEST_VECTORS][@NAME@_SELF_TEST_STEPS] = {
@expected@};

/* CRC-32 as in ZIP, four bits at a time. */
static uint32_t crc32(const uint8_t *bytes, int32_t count) {
  static const uint32_t table[16] = {0x00000000u, 0x1db71064u, 0x3b6e20c8u, 0x26d930acu, 0x76dc4190u, 0x6b6b51f4u,
                                     0x4db26158u, 0x5005713cu, 0xedb88320u, 0xf00f9344u, 0xd6d6a3e8u, 0xcb61b38cu,
                                     0x9b64c2b0u, 0x86d3d2d4u, 0xa00ae278u, 0xbdbdf21cu};
  uint32_t crc = 0xffffffffu;
  for (int32_t i = 0; i < count; i++) {
    crc ^= bytes[i];
    crc = (crc >> 4) ^ table[crc & 15u];
    crc = (crc >> 4) ^ table[crc & 15u];
  }
  return ~crc;
}

/* The network calls this after every step. */
void @name@_trace(int32_t step, const void *data, int32_t bytes);
void @name@_trace(int32_t step, const void *data, int32_t bytes) {
  const uint32_t got = crc32((const uint8_t *)data, bytes);
  compared++;
  if (got == expected[current_vector][step]) return;
  if (differences == 0) {
    @name@_self_test_first.vector = current_vector;
    @name@_self_test_first.step = step;
    @name@_self_test_first.expected = expected[current_vector][step];
    @name@_self_test_first.got = got;
  }
  differences++;
}

/* Element i of a vector, in [-128, 127]: extremes, ramps, noise. `random` is the generator's next number. */
static int32_t pattern(int32_t vector, int32_t i, uint32_t random) {
  switch (vector & 7) {
    case 0: return (int32_t)((random >> 8) & 255u) - 128;
    case 1: return vector & 8 ? 127 : -128;
    case 2: return i & 1 ? 127 : -128;
    case 3: return ((i * 7 + vector) & 255) - 128;
    case 4: return random & 256u ? 127 : -128;
    case 5: return (int32_t)((random >> 8) % 33u) - 16;
    case 6: return (((i >> 4) * 37 + vector * 11) & 255) - 128;
    default: return (random & 0x700u) == 0 ? 127 : -128 + (int32_t)((random >> 16) & 15u);
  }
}

static uint32_t next_random(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

static void fill_inputs(void *arena, int32_t vector) {
  uint32_t state = 0x9e3779b9u * (uint32_t)(vector + 1);
@fill@}

int32_t @name@_self_test(void *arena) {
  differences = 0;
  compared = 0;
  for (current_vector = 0; current_vector < @NAME@_SELF_TEST_VECTORS; current_vector++) {
    fill_inputs(arena, current_vector);
    @name@_run(arena);
  }
  return compared == @NAME@_SELF_TEST_VECTORS * @NAME@_SELF_TEST_STEPS ? differences : -1;
}
