// The scatter plot as files: SVG to be printed, CSV to be computed with.
#pragma once

#include <string>

#include "view_generated.h"
#include "wasm/ui/theme.h"

namespace thimble::ui {

std::string scatter_svg(const Theme& theme, const view::Scatter& scatter);
std::string scatter_csv(const view::Scatter& scatter);

}  // namespace thimble::ui
