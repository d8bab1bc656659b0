// Text of Thumb-2 assembly inside emitted C: register names, and functions with two bodies.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/codegen/kernel_emitter.h"

namespace thimble {

// r0 to r12; 14 is lr, the last one that a kernel may use. Two-digit numbers in the order of LDM's register list.
std::string register_name(std::int64_t index);
std::string register_list(const std::vector<std::int64_t>& registers);  // "{r3, r4, lr}", ascending

// `count` registers from `next` on, skipping r13.
std::vector<std::int64_t> take_registers(std::int64_t& next, std::int64_t count);

// "add rd, rn, #value" for any value: through `temp` where the immediate has no encoding.
std::string add_constant(const std::string& rd, const std::string& rn, std::int64_t value, const std::string& temp);

// A static function whose body is assembly where THIMBLE_DSP is 1 and C elsewhere. `parameters` as in C, at most four.
EmittedHelper assembly_helper(const std::string& name, const std::string& why, const std::string& parameters, const std::string& assembly,
                              const std::string& twin);

}  // namespace thimble
