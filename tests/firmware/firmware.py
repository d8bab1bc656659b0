"""Packages as firmware: emit, cross-compile, run in QEMU. Used by tests/firmware/run and tests/bench/instruction_counts."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
THIMBLE = pathlib.Path(os.environ.get("THIMBLE_BUILD", ROOT / "build/native-release")) / "native/thimble"

WARNINGS = ["-std=gnu99", "-Wall", "-Wextra", "-Werror"]
SECTIONS = ["-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections"]


@dataclass(frozen=True)
class Machine:
    """A QEMU machine, the compiler for it, and the device that Thimble emits for."""
    name: str
    device: str
    compiler: str
    flags: tuple
    link: tuple
    qemu: tuple
    board: tuple
    ram: int
    flash: int

    def compile(self, sources, elf, defines=(), includes=(), optimize="-O3"):
        command = [self.compiler, *self.flags, *WARNINGS, optimize, *SECTIONS, *defines]
        command += [f"-I{folder}" for folder in includes] + [str(s) for s in sources] + [*self.board, *self.link, "-o", str(elf)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"{self.compiler}: {done.stderr.strip()[:2000]}")

    def run(self, elf, seconds=600):
        try:
            done = subprocess.run([*self.qemu, "-kernel", str(elf)], capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            raise Failure(f"QEMU did not end within {seconds} s") from None
        return done.returncode, done.stdout + done.stderr


class Failure(Exception):
    """What a test reports as its reason."""


def arm(name, device, cpu, machine, script="mps2.ld", ram=4 << 20, flash=4 << 20, flags=(), instructions_a_tick=40):
    flags = (*flags, f"-DBOARD_INSTRUCTIONS_STEP={instructions_a_tick}")
    folder = HERE / "arm"
    return Machine(name, device, "arm-none-eabi-gcc", ("-mthumb", f"-mcpu={cpu}", *flags), ("-nostartfiles", f"-L{folder}", f"-T{folder / script}"),
                   ("qemu-system-arm", "-M", machine, "-icount", "shift=0", "-nographic", "-monitor", "none", "-serial", "none", "-semihosting-config",
                    "enable=on,target=native"), (f"-I{folder}", str(folder / "startup.c"), str(folder / "board.c")), ram, flash)


def riscv():
    folder = HERE / "riscv"
    return Machine("RV32IMC", "rv32imc", "riscv64-unknown-elf-gcc", ("-march=rv32imc", "-mabi=ilp32", "--specs=picolibc.specs"),
                   ("-nostartfiles", f"-T{folder / 'virt.ld'}"),
                   ("qemu-system-riscv32", "-M", "virt", "-bios", "none", "-icount", "shift=0", "-nographic", "-monitor", "none", "-serial", "stdio"),
                   (f"-I{folder}", str(folder / "startup.S"), str(folder / "board.c")), 16 << 20, 16 << 20)


BORROWED = "esp32"  # no device has an M3: the plain C that an ESP32 gets
MACHINES = [
    arm("Cortex-M0", "rp2040", "cortex-m0", "microbit", "microbit.ld", 16 << 10, 256 << 10, instructions_a_tick=62),
    arm("Cortex-M3", BORROWED, "cortex-m3", "mps2-an385"),
    arm("Cortex-M4", "stm32l4r5", "cortex-m4", "mps2-an386", flags=("-mfpu=fpv4-sp-d16", "-mfloat-abi=hard")),
    arm("Cortex-M7", "stm32f746", "cortex-m7", "mps2-an500", flags=("-mfpu=fpv5-sp-d16", "-mfloat-abi=hard")),
    riscv(),
]
# They get the code for Armv7E-M.
MACHINES_ARMV8M = [
    arm("Cortex-M33", "rp2350", "cortex-m33", "mps2-an505", "mps2_an505.ld", flags=("-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"), instructions_a_tick=50),
    arm("Cortex-M55", "cortex_m55", "cortex-m55", "mps3-an547", "mps3_an547.ld", 512 << 10, 512 << 10, ("-mfloat-abi=hard",), instructions_a_tick=31),
]
# For float networks: the FPU of the others has fused multiply-adds, which strict_float.h keeps out of the kernels.
MACHINE_WITHOUT_FPU = arm("Cortex-M4 without FPU", BORROWED, "cortex-m4", "mps2-an386")
BY_NAME = {machine.name: machine for machine in [*MACHINES, *MACHINES_ARMV8M, MACHINE_WITHOUT_FPU]}


def thimble(*words):
    done = subprocess.run([str(THIMBLE), *map(str, words)], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        raise Failure((done.stderr or done.stdout).strip()[:1000])
    return done.stdout


class Package:
    """One model emitted for one machine, in a folder of its own."""

    def __init__(self, model, machine, folder):
        self.machine = machine
        self.folder = pathlib.Path(folder)
        self.facts = json.loads(thimble("emit", model, "--target", machine.device, "-o", self.folder, "--force", "--json"))
        self.name = self.facts["name"]
        self.sources = sorted((self.folder / "src").rglob("*.c"))

    @classmethod
    def optimized(cls, model, data, technique, machine, folder):
        """What `thimble optimize` takes home, preprocessing included."""
        out = cls.__new__(cls)
        out.machine = machine
        goal = pathlib.Path(folder)
        words = ("--data", data, "--calibration", "10", "--technique", technique, "--target", machine.device, "-o", goal, "--force", "--json")
        thimble("optimize", model, *words)
        out.folder = goal / "package"
        out.facts = json.loads((out.folder / "manifest.json").read_text())
        out.name = out.facts["name"]
        out.sources = sorted((out.folder / "src").rglob("*.c"))
        return out

    def too_large(self):
        """Why the machine's memories cannot hold the self-test, or nothing. 4 KiB of stack, 32 KiB of code are set aside."""
        arena, constants = self.facts["arena_bytes"], self.facts["constant_bytes"]
        if arena + (4 << 10) > self.machine.ram:
            return f"{arena} bytes of arena do not fit {self.machine.ram} bytes of RAM"
        if constants + (32 << 10) > self.machine.flash:
            return f"{constants} bytes of constants do not fit {self.machine.flash} bytes of flash"
        return None

    def build(self, main, elf, defines=(), extra=()):
        path = self.folder / "main_qemu.c"
        path.write_text(main)
        self.machine.compile([*self.sources, *extra, path], elf, defines, [HERE, self.folder / "src", self.folder / "test"])

    def self_test(self):
        """Runs the package's own self-test; raises unless it passes."""
        name, elf = self.name, self.folder / "self_test.elf"
        main = f'''#include "board.h"
#include "{name}.h"
#include "{name}_self_test.h"
int main(void) {{
  const int32_t failures = {name}_self_test({name}_arena);
  if (failures != 0) {{
    board_print("vector "); board_print_u32((uint32_t){name}_self_test_first.vector);
    board_print(" step "); board_print_u32((uint32_t){name}_self_test_first.step); board_print("\\n");
  }}
  board_print(failures == 0 ? "self-test passed\\n" : "self-test FAILED\\n");
  board_exit(failures == 0 ? 0 : 1);
}}
'''
        self.build(main, elf, [f"-D{name.upper()}_SELF_TEST"], [self.folder / "test" / f"{name}_self_test.c"])
        code, text = self.machine.run(elf)
        if code != 0 or "self-test passed" not in text:
            raise Failure(f"self-test: exit code {code}, {text.strip()[:300]}")

    def counts(self):
        """Executed instructions of one run, as QEMU counts them, and the bytes of stack below its caller that it wrote to."""
        name, elf = self.name, self.folder / "count.elf"
        main = f'''#include "board.h"
#include "stack.h"
#include "{name}.h"
int main(void) {{
  uint8_t *bytes = {name}_arena;
  for (uint32_t i = 0; i < {name.upper()}_ARENA_BYTES; ++i) bytes[i] = (uint8_t)(i * 37u + 11u);
  paint_stack();
  const uint32_t start = board_instructions();
  {name}_run({name}_arena);
  const uint32_t end = board_instructions();
  const uint32_t stack = painted_over();
  board_print("instructions "); board_print_u32(end - start); board_print("\\n");
  board_print("stack "); board_print_u32(stack); board_print("\\n");
  board_exit(0);
}}
'''
        self.build(main, elf)
        code, text = self.machine.run(elf)
        found = re.search(r"instructions (\d+)\nstack (\d+)", text)
        if code != 0 or not found:
            raise Failure(f"counting: exit code {code}, {text.strip()[:300]}")
        return int(found.group(1)), int(found.group(2))

    def sizes(self, model):
        """Arena, constants, code and stack in bytes; code is linked sections less an empty program. None for a borrowed device."""
        if self.machine.device == BORROWED:
            return None
        target = json.loads(thimble("simulate", model, "--target", self.machine.device, "--json"))["targets"][0]
        if target["code_bytes"]["provenance"] != "exact":
            raise Failure("the command line found no cross compiler for " + self.machine.device)
        return {"arena": target["arena_bytes"], "constants": target["constant_bytes"], "code": int(target["code_bytes"]["value"]),
                "stack": int(target["stack_bytes"]["value"])}


def scratch_folder():
    return tempfile.TemporaryDirectory(prefix="thimble-firmware-")
