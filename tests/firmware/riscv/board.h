/* board: what a test firmware needs of QEMU's RV32 `virt` machine: text out, an exit code, executed instructions. */
#ifndef THIMBLE_TEST_BOARD_H
#define THIMBLE_TEST_BOARD_H

#include <stdint.h>

void board_print(const char* text);
void board_print_u32(uint32_t value);    /* decimal */
void board_exit(int code);               /* ends QEMU with this exit code; never returns */

/* Instructions executed since reset, modulo 2^32; exact when QEMU runs with `-icount shift=0`. */
uint32_t board_instructions(void);

#endif
