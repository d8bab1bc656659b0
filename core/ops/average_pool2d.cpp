#include "core/ops/pool_shared.h"

extern "C" {
#include "core/kernels/device/average_pool2d_f32.h"
#include "core/kernels/device/average_pool2d_s16.h"
#include "core/kernels/device/average_pool2d_s8.h"
}

namespace thimble {
namespace {

constexpr auto kAttrs = with_attr(kPoolAttrs, {.name = "count_include_pad", .low = 0, .high = 1});

// Pooling over a border that is there: `pad` first, whose zeros count.
bool counts_padding(const NodeView& node) {
  return node.integer("count_include_pad") == 1 &&
         node.integer("pad_top") + node.integer("pad_left") + node.integer("pad_bottom") + node.integer("pad_right") > 0;
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (!computes_floats(node) && counts_padding(node))
    return unsupported("an average over the padding too", "Pad before the pool, and pool without padding.");
  return lower_pool<thimble_average_pool2d_f32_params, thimble_average_pool2d_s8_params, thimble_average_pool2d_s16_params>(
      node, KernelId::average_pool2d_f32, KernelId::average_pool2d_s8, KernelId::average_pool2d_s16);
}

constexpr KernelId kKernels[] = {KernelId::average_pool2d_s8, KernelId::average_pool2d_s16, KernelId::average_pool2d_f32};

}  // namespace

const OpDef op_average_pool2d =
    pool_op("mean of each window; taps in the padding count with count_include_pad only", lower, kKernels, kAttrs);

}  // namespace thimble
