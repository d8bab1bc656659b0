/* Xtensa (ESP32, ESP32-S3). The counter is the special register CCOUNT (Xtensa ISA summary, timer interrupt option).
 * SPDX-License-Identifier: MIT-0 */
#ifndef THIMBLE_PORT_XTENSA_H
#define THIMBLE_PORT_XTENSA_H

#include <stdint.h>

static inline void thimble_port_start(void) {}

static inline uint32_t thimble_port_cycles(void) {
  uint32_t cycles;
  __asm__ volatile("rsr %0, ccount" : "=r"(cycles));
  return cycles;
}

static inline void thimble_port_clean_cache(void *address, uint32_t bytes) {
  (void)address;
  (void)bytes;
}

#endif
