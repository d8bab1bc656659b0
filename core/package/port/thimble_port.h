/* thimble_port.h: where a platform may say how memory is laid out and how cycles are counted.
 *   THIMBLE_WEIGHTS_SECTION  before every constant array, for parts that keep weights elsewhere than other constants
 *   THIMBLE_ARENA_SECTION    before the ready-made arena, for parts with a faster or larger memory bank
 *   THIMBLE_ALIGNED(n)       alignment in bytes
 *   thimble_port_start(), thimble_port_cycles()  counts processor cycles, 0 where the platform has no counter here
 *   thimble_port_clean_cache(address, bytes)     makes what the processor wrote visible to a DMA engine
 * Define THIMBLE_PORT_HEADER as the name of a header of yours to replace the choice below.
 * SPDX-License-Identifier: MIT-0 */
#ifndef THIMBLE_PORT_H
#define THIMBLE_PORT_H

#include <stdint.h>

/* The families' headers are C, with casts of C, wherever they are included. */
#if defined(__cplusplus) && defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#endif

#if defined(THIMBLE_PORT_HEADER)
#include THIMBLE_PORT_HEADER
#elif defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
#include "port/thimble_port_cortex_m.h"
#elif defined(__riscv)
#include "port/thimble_port_riscv.h"
#elif defined(__XTENSA__)
#include "port/thimble_port_xtensa.h"
#else
#include "port/thimble_port_host.h"
#endif

#if defined(__cplusplus) && defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#ifndef THIMBLE_ALIGNED
#define THIMBLE_ALIGNED(n) __attribute__((aligned(n)))
#endif
#ifndef THIMBLE_WEIGHTS_SECTION
#define THIMBLE_WEIGHTS_SECTION
#endif
#ifndef THIMBLE_ARENA_SECTION
#define THIMBLE_ARENA_SECTION
#endif

#endif
