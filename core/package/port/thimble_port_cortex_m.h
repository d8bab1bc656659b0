/* Cortex-M. The cycle counter is the one of the Data Watchpoint and Trace unit (ARMv7-M Architecture Reference Manual,
 * DDI 0403, C1.8); ARMv6-M has none and counts 0. SPDX-License-Identifier: MIT-0 */
#ifndef THIMBLE_PORT_CORTEX_M_H
#define THIMBLE_PORT_CORTEX_M_H

#include <stdint.h>

#if defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_8M_BASE__)
static inline void thimble_port_start(void) {}
static inline uint32_t thimble_port_cycles(void) { return 0; }
#else
#define THIMBLE_DEMCR (*(volatile uint32_t *)0xE000EDFCu)
#define THIMBLE_DWT_CTRL (*(volatile uint32_t *)0xE0001000u)
#define THIMBLE_DWT_CYCCNT (*(volatile uint32_t *)0xE0001004u)
#define THIMBLE_DWT_LAR (*(volatile uint32_t *)0xE0001FB0u)

static inline void thimble_port_start(void) {
  THIMBLE_DEMCR |= 1u << 24; /* TRCENA: the unit has power */
  THIMBLE_DWT_LAR = 0xC5ACCE55u; /* Cortex-M7 parts lock the unit; elsewhere the write is ignored */
  THIMBLE_DWT_CYCCNT = 0;
  THIMBLE_DWT_CTRL |= 1u;
}
static inline uint32_t thimble_port_cycles(void) { return THIMBLE_DWT_CYCCNT; }
#endif

/* Only parts with a data cache (Cortex-M7, M55) need more: define THIMBLE_DCACHE_CLEAN, usually as the vendor's
 * SCB_CleanDCache_by_Addr((uint32_t *)(address), (int32_t)(bytes)). */
static inline void thimble_port_clean_cache(void *address, uint32_t bytes) {
#ifdef THIMBLE_DCACHE_CLEAN
  THIMBLE_DCACHE_CLEAN(address, bytes);
#else
  (void)address;
  (void)bytes;
#endif
}

#endif
