/* board: what a test firmware needs of QEMU's Cortex-M machines: text out, an exit code, executed instructions.
 *   machines  mps2-an385 (M3), mps2-an386 (M4), mps2-an500 (M7) with mps2.ld; microbit (M0) with microbit.ld;
 *             mps2-an505 (M33) and mps3-an547 (M55) with theirs
 *   run       qemu-system-arm -M mps2-an386 -icount shift=0 -nographic -monitor none -serial none
 *             -semihosting-config enable=on,target=native -kernel firmware.elf
 */
#ifndef THIMBLE_TEST_BOARD_H
#define THIMBLE_TEST_BOARD_H

#include <stdint.h>

void board_print(const char* text);
void board_print_u32(uint32_t value); /* decimal */
void board_exit(int code);            /* ends QEMU with this exit code; never returns */

/* Instructions executed since reset, modulo 2^32, when QEMU runs with `-icount shift=0`: one instruction is 1 ns of QEMU's
 * clock and SysTick counts that clock, so the value moves in steps of BOARD_INSTRUCTIONS_STEP. */
uint32_t board_instructions(void);

#ifndef BOARD_INSTRUCTIONS_STEP
#define BOARD_INSTRUCTIONS_STEP 40 /* 25 MHz; where the clock's period is no whole number, for self-tests, not for figures */
#endif

#endif
