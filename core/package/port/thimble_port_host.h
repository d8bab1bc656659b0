/* Any other machine: no cycle counter, no cache to care for. SPDX-License-Identifier: MIT-0 */
#ifndef THIMBLE_PORT_HOST_H
#define THIMBLE_PORT_HOST_H

#include <stdint.h>

static inline void thimble_port_start(void) {}
static inline uint32_t thimble_port_cycles(void) { return 0; }
static inline void thimble_port_clean_cache(void *address, uint32_t bytes) {
  (void)address;
  (void)bytes;
}

#endif
