#include "core/runtime/xnnpack/xnnpack_twin.h"

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) { return binary_step(xnn_binary_divide, call, true, pool); }

}  // namespace

const XnnpackTwin xnnpack_div_f32{.kernel = KernelId::div_f32, .prepare = prepare};

}  // namespace thimble
