// What resize and center_crop share: both are rows of the device's image_row_u8.
#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/preprocessing.h"

extern "C" {
#include "core/kernels/device/image_row_u8.h"
}

namespace thimble {

Result<void> check_picture(const RawSample& sample);

// The part of a picture, and what it becomes, as the device is told.
thimble_image_row_u8_params resize_params(const ResizeStep& step, std::int64_t height, std::int64_t width, std::int64_t channels);

}  // namespace thimble
