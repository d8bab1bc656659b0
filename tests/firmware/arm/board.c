#include "board.h"

#include <stdint.h>

#define SYSTICK_CONTROL (*(volatile uint32_t*)0xE000E010u)
#define SYSTICK_RELOAD (*(volatile uint32_t*)0xE000E014u)
#define SYSTICK_VALUE (*(volatile uint32_t*)0xE000E018u)
#define SYSTICK_PERIOD 0x1000000u

enum { semihosting_write0 = 0x04, semihosting_exit_extended = 0x20, stopped_application_exit = 0x20026 };

static volatile uint32_t systick_wraps;

static uint32_t semihosting(uint32_t operation, const void* argument) {
  register uint32_t r0 __asm__("r0") = operation;
  register const void* r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

void board_print(const char* text) { (void)semihosting(semihosting_write0, text); }

void board_print_u32(uint32_t value) {
  char text[11];
  char* at = text + sizeof text - 1;
  *at = '\0';
  do {
    *--at = (char)('0' + value % 10u);
    value /= 10u;
  } while (value != 0);
  board_print(at);
}

void board_exit(int code) {
  const uint32_t block[2] = {stopped_application_exit, (uint32_t)code};
  (void)semihosting(semihosting_exit_extended, block);
  for (;;) {
  }
}

void board_start_counter(void) {
  SYSTICK_RELOAD = SYSTICK_PERIOD - 1;
  SYSTICK_VALUE = 0;
  SYSTICK_CONTROL = 7; /* processor clock, interrupt, on */
  while (SYSTICK_VALUE == 0) { /* the first tick loads the period */
  }
}

void board_systick(void) { systick_wraps++; }

uint32_t board_instructions(void) {
  uint32_t wraps, value;
  do {
    wraps = systick_wraps;
    value = SYSTICK_VALUE;
  } while (wraps != systick_wraps);
  return (wraps * SYSTICK_PERIOD + (SYSTICK_PERIOD - 1 - value)) * BOARD_INSTRUCTIONS_STEP;
}
