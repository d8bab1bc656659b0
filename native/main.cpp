// thimble: the command line. Commands are native/cli/<name>.cpp, one line each in native/cli/commands.def.
#include <cstdio>
#include <string>
#include <vector>

#include "native/cli/command.h"

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  return thimble::cli::run_command_line(words);
}
