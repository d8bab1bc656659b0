#include "core/ops/resize_shared.h"
#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

// Without `rounding`: floor, but with align_corners or half_pixel_centers halves go up, as in TensorFlow Lite.
constexpr std::string_view kRoundings[] = {"by_mode", "floor", "ceil", "round_prefer_floor", "round_prefer_ceil"};
constexpr AttrSpec kAttrs[] = {kResizeOutH,
                               kResizeOutW,
                               kAlignCorners,
                               kHalfPixelCenters,
                               kScaleH,
                               kScaleW,
                               {.name = "rounding", .type = AttrType::text, .choices = kRoundings, .text = "by_mode"}};

}  // namespace

const OpDef op_resize_nearest{.doc = "an image of another size, each element a copy of the nearest one",
                              .attrs = kAttrs,
                              .infer_shape = infer_resize_shape,
                              .cost = data_movement_cost,
                              .lower = lower_nothing};

}  // namespace thimble
