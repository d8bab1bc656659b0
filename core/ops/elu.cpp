#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "alpha", .type = AttrType::real, .real = 1.0}};

}  // namespace

const OpDef op_elu = unary_op("x where positive, else alpha * (exp(x) - 1)", kAttrs);

}  // namespace thimble
