#include "tests/support/c_compiler.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/paths.h"

#ifndef __EMSCRIPTEN__
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace thimble::test {

#ifdef __EMSCRIPTEN__
ScratchFolder::ScratchFolder(const std::string& name) : path_("/tmp/thimble-" + name) { std::filesystem::create_directories(path_); }
bool has_program(const std::string&) { return false; }
int run_command(const std::string&) { return -1; }
#else
ScratchFolder::ScratchFolder(const std::string& name)
    : path_((std::filesystem::temp_directory_path() / ("thimble-" + name + "-" + std::to_string(getpid()))).string()) {
  std::filesystem::create_directories(path_);
}
bool has_program(const std::string& name) { return run_command("command -v " + name + " > /dev/null 2>&1") == 0; }
int run_command(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
#endif

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void ScratchFolder::write(const std::string& file, const std::string& text) const { std::ofstream(path(file)) << text; }

std::string ScratchFolder::read(const std::string& file) const {
  std::ostringstream text;
  text << std::ifstream(path(file)).rdbuf();
  return text.str();
}

bool has_rv32_board() { return has_program("riscv64-unknown-elf-gcc") && has_program("qemu-system-riscv32"); }

int run_on_rv32_board(const ScratchFolder& folder, const std::string& name, const std::string& flags) {
  const std::string board = data_path("../firmware/riscv");
  const std::string elf = folder.path(name + ".elf");
  const int compiled =
      run_command("riscv64-unknown-elf-gcc -march=rv32imc -mabi=ilp32 --specs=picolibc.specs -nostartfiles -Wl,--no-warn-rwx-segments -T" +
                  board + "/virt.ld -DTHIMBLE_TEST_BOARD -I" + board + " -I" + snippets_folder() + " " + board + "/startup.S " + board +
                  "/board.c " + folder.path(name + ".c") + " " + flags + " -o " + elf);
  if (compiled != 0) return compiled;
  return run_command("timeout 120 qemu-system-riscv32 -M virt -bios none -nographic -monitor none -serial stdio -icount shift=0 -kernel " +
                     elf + " > " + folder.path(name + ".out") + " < /dev/null");
}

std::string snippets_folder() { return data_path("../../core/codegen/snippets"); }

}  // namespace thimble::test
