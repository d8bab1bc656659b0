/* RISC-V. The counter is the CSR mcycle (RISC-V Privileged Architecture, 3.1.10), readable in machine mode; parts that
 * count elsewhere (the ESP32-C3 has a performance counter of its own) define THIMBLE_CYCLES(). SPDX-License-Identifier: MIT-0 */
#ifndef THIMBLE_PORT_RISCV_H
#define THIMBLE_PORT_RISCV_H

#include <stdint.h>

static inline void thimble_port_start(void) {}

static inline uint32_t thimble_port_cycles(void) {
#ifdef THIMBLE_CYCLES
  return THIMBLE_CYCLES();
#else
  unsigned long cycles;
  __asm__ volatile("csrr %0, 0xb00" : "=r"(cycles)); /* mcycle, by number: older assemblers want an extension's name for it */
  return (uint32_t)cycles;
#endif
}

static inline void thimble_port_clean_cache(void *address, uint32_t bytes) {
  (void)address;
  (void)bytes;
}

#endif
