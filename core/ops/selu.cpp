#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "alpha", .type = AttrType::real, .real = 1.67326319217681884765625},
                               {.name = "gamma", .type = AttrType::real, .real = 1.05070102214813232421875}};

}  // namespace

const OpDef op_selu = unary_op("gamma * x where positive, else gamma * alpha * (exp(x) - 1)", kAttrs);

}  // namespace thimble
