/* RISC-V. The counter is the CSR mcycle (RISC-V Privileged Architecture, 3.1.10), readable in machine mode. The
 * ESP32-C3 counts elsewhere, which its framework knows (ESP-IDF 5 Programming Guide, esp_cpu.h); for other parts that
 * do, define THIMBLE_CYCLES(). SPDX-License-Identifier: MIT-0 */
#ifndef THIMBLE_PORT_RISCV_H
#define THIMBLE_PORT_RISCV_H

#include <stdint.h>

#if defined(ESP_PLATFORM) && !defined(THIMBLE_CYCLES)
#include "esp_cpu.h"
#define THIMBLE_CYCLES() esp_cpu_get_cycle_count()
#endif

static inline void thimble_port_start(void) {}

static inline uint32_t thimble_port_cycles(void) {
#ifdef THIMBLE_CYCLES
  return THIMBLE_CYCLES();
#else
  unsigned long cycles;
  /* mcycle, by number: older assemblers want an extension's name for it. */
  __asm__ volatile("csrr %0, 0xb00" : "=r"(cycles));
  return (uint32_t)cycles;
#endif
}

static inline void thimble_port_clean_cache(void *address, uint32_t bytes) {
  (void)address;
  (void)bytes;
}

#endif
