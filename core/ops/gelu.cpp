#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr std::string_view kForms[] = {"none", "tanh"};
constexpr AttrSpec kAttrs[] = {{.name = "approximate", .type = AttrType::text, .choices = kForms, .text = "none"}};

}  // namespace

const OpDef op_gelu = unary_op("x times the normal distribution's share below x; `tanh`: its usual approximation", kAttrs);

}  // namespace thimble
