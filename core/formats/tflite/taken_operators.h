// Which builtin operators are imported, without the machinery of doing it: for lists of what is supported, and for tests.
#pragma once

#include <cstdint>
#include <vector>

#include "core/ops/op_kind.h"

namespace thimble::tflite {

struct TakenOperator {
  std::int32_t code;  // the published number; builtin_name() has the name
  OpKind kind;
};

std::vector<TakenOperator> taken_operators();  // in the order of their numbers

}  // namespace thimble::tflite
