// OpKind: one enumerator a line of ops.def. Stored files use names, never these numbers.
#pragma once

#include <optional>
#include <string_view>

#include "core/ir/types.h"

namespace thimble {

enum class OpKind : std::uint16_t {
#define THIMBLE_OP(name) name,
#include "core/ops/ops.def"
#undef THIMBLE_OP
};

std::string_view op_name(OpKind kind);
std::optional<OpKind> find_op(std::string_view name);

}  // namespace thimble
