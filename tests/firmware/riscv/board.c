#include "board.h"

/* Addresses of QEMU's `virt` machine: a 16550 UART, and the SiFive test device that ends the emulation. */
#define UART_DATA (*(volatile uint8_t*)0x10000000u)
#define TEST_FINISHER (*(volatile uint32_t*)0x00100000u)

void board_print(const char* text) {
  while (*text != '\0') UART_DATA = (uint8_t)*text++;
}

void board_print_u32(uint32_t value) {
  char digits[11];
  int at = 10;
  digits[at] = '\0';
  do {
    digits[--at] = (char)('0' + value % 10u);
    value /= 10u;
  } while (value != 0);
  board_print(&digits[at]);
}

void board_exit(int code) {
  TEST_FINISHER = code == 0 ? 0x5555u : ((uint32_t)code << 16 | 0x3333u);
  for (;;) {
  }
}
