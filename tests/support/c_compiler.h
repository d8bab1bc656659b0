// Compiling and running C from a test, with the compilers that the machine has.
#pragma once

#include <string>

namespace thimble::test {

// A folder of its own for one test, removed with it.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& name);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::string path(const std::string& file) const { return path_ + "/" + file; }
  void write(const std::string& file, const std::string& text) const;
  std::string read(const std::string& file) const;

 private:
  std::string path_;
};

bool has_program(const std::string& name);  // false everywhere under wasm
int run_command(const std::string& command);  // exit code, as the shell gives it

// Compiles <folder>/<name>.c for RV32IMC with the start-up code of tests/firmware/riscv and runs it in QEMU; what it prints
// is in <folder>/<name>.out. `flags` may hold further sources.
bool has_rv32_board();
int run_on_rv32_board(const ScratchFolder& folder, const std::string& name, const std::string& flags);

std::string snippets_folder();

}  // namespace thimble::test
