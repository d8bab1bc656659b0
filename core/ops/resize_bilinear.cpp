#include "core/ops/resize_shared.h"
#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {kResizeOutH, kResizeOutW, kAlignCorners, kHalfPixelCenters, kScaleH, kScaleW};

}  // namespace

const OpDef op_resize_bilinear{.doc = "an image of another size, each element between the four around it",
                               .attrs = kAttrs,
                               .infer_shape = infer_resize_shape,
                               .cost = elementwise_cost,
                               .lower = lower_nothing};

}  // namespace thimble
