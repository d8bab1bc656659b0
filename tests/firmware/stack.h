/* stack: the bytes below its own frame that a function's calls have written to. The function paints, calls and counts; both
 * of these are part of it. Interrupts use the same stack on Cortex-M, so that they are off from painting on. */
#ifndef THIMBLE_TEST_STACK_H
#define THIMBLE_TEST_STACK_H

#include <stdint.h>

#define STACK_PAINT 0xa5c3u

extern uint32_t __bss_end;

__attribute__((always_inline)) static inline volatile uint32_t* stack_pointer(void) {
  volatile uint32_t* at;
#ifdef __arm__
  __asm__ volatile("cpsid i\n\tmov %0, sp" : "=r"(at)::"memory");
#else
  __asm__ volatile("mv %0, sp" : "=r"(at)::"memory");
#endif
  return at;
}

__attribute__((always_inline)) static inline void paint_stack(void) {
  volatile uint32_t* const top = stack_pointer();
  for (volatile uint32_t* at = &__bss_end; at < top; at++) *at = STACK_PAINT;
}

__attribute__((always_inline)) static inline uint32_t painted_over(void) {
  volatile uint32_t *const top = stack_pointer(), *at = &__bss_end;
  while (at < top && *at == STACK_PAINT) at++;
  return (uint32_t)((volatile uint8_t*)top - (volatile uint8_t*)at);
}

#endif
