#include "core/api/command_def.h"

namespace thimble {

std::span<const CommandDef* const> all_commands() {
  static constexpr const CommandDef* commands[] = {
#define THIMBLE_COMMAND(name) &command_##name,
#include "core/api/commands.def"
#undef THIMBLE_COMMAND
  };
  return commands;
}

}  // namespace thimble
