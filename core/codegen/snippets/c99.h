/* What the plain C99 kernels of this file share. */
#ifndef THIMBLE_C99_H
#define THIMBLE_C99_H

#include <stdint.h>
#include <string.h>

/* gcc's first scheduling pass moves loads ahead until the sums no longer fit the registers; the order written here
 * fits. */
#if defined(__riscv) && defined(__GNUC__) && !defined(__clang__)
#define THIMBLE_KEEP_ORDER __attribute__((optimize("no-schedule-insns")))
#else
#define THIMBLE_KEEP_ORDER
#endif

/* memcpy between 4-byte aligned places: without the hint, cores that need aligned loads copy byte by byte. */
#if defined(__GNUC__)
#define THIMBLE_COPY_WORDS(to, from, bytes) \
  memcpy(__builtin_assume_aligned(to, 4), __builtin_assume_aligned(from, 4), bytes)
#else
#define THIMBLE_COPY_WORDS(to, from, bytes) memcpy(to, from, bytes)
#endif

#endif
