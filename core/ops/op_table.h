// Declares every op_<name> of ops.def, and the pieces that several operators share.
#pragma once

#include "core/ops/op_def.h"

namespace thimble {

#define THIMBLE_OP(name) extern const OpDef op_##name;
#include "core/ops/ops.def"
#undef THIMBLE_OP

}  // namespace thimble
