# Reset on QEMU's RV32 `virt` machine with `-bios none`: the hart starts at 0x80000000 in machine mode.
  .option arch, +zicsr      # the firmware itself is plain rv32imc
  .section .text.start
  .globl _start
_start:
  .option push
  .option norelax
  la gp, __global_pointer$
  .option pop
  la sp, __stack_top
  la t0, trap
  csrw mtvec, t0
  la a0, __bss_start
  la a1, __bss_end
clear_bss:
  bgeu a0, a1, run
  sw zero, 0(a0)
  addi a0, a0, 4
  j clear_bss
run:
  call main
  call board_exit
  .balign 4
trap:                       # any exception ends the run, with a code that no test uses
  li a0, 99
  call board_exit

  .globl board_instructions   # uint32_t board_instructions(void), see board.h
board_instructions:
  rdinstret a0
  ret
