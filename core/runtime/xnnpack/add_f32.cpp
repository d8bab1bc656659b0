#include "core/runtime/xnnpack/xnnpack_twin.h"

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) { return binary_step(xnn_binary_add, call, true, pool); }

}  // namespace

const XnnpackTwin xnnpack_add_f32{.kernel = KernelId::add_f32, .prepare = prepare};

}  // namespace thimble
