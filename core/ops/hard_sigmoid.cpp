#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "alpha", .type = AttrType::real, .real = 0.2},
                               {.name = "beta", .type = AttrType::real, .real = 0.5}};

}  // namespace

const OpDef op_hard_sigmoid = unary_op("alpha * x + beta, clamped to [0, 1]", kAttrs);

}  // namespace thimble
