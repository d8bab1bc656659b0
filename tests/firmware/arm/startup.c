/* Vector table and reset: copies .data, clears .bss, switches the floating-point unit on where the code uses one, calls
 * main and ends QEMU with its result. A fault ends QEMU with 70 so that a test never hangs. */
#include <stdint.h>

#include "board.h"

extern uint32_t __stack_top, __data_start, __data_end, __data_load, __bss_start, __bss_end;
extern int main(void);
void board_start_counter(void);
void board_systick(void);

static void fault(void) {
  board_print("fault\n");
  board_exit(70);
}

void board_reset(void) {
  const uint32_t* from = &__data_load;
  for (uint32_t* to = &__data_start; to < &__data_end;) *to++ = *from++;
  for (uint32_t* to = &__bss_start; to < &__bss_end;) *to++ = 0;
#if defined(__ARM_FP)
  *(volatile uint32_t*)0xE000ED88u |= 0xFu << 20;
  __asm__ volatile("dsb\n\tisb" ::: "memory");
#endif
  board_start_counter();
  board_exit(main());
}

__attribute__((section(".vectors"), used)) static const struct {
  uint32_t* stack;
  void (*handlers[15])(void);
} board_vectors = {
    &__stack_top,
    {board_reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, board_systick},
};
