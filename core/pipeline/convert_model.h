// convert_model: an open model as a file of another format, its float weights stored in fewer bits where that is asked for.
//   weights  as_they_are: integer networks stay integer, float ones float; float16, dynamic_range: the techniques of that name
//   errors   invalid_argument: fewer bits for a network without float weights; what save_model() and the technique refuse
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/formats/format_def.h"
#include "core/pipeline/open_model.h"

namespace thimble {

enum class WeightStorage : std::uint8_t { as_they_are, float16, dynamic_range };

struct ConvertedModel {
  std::vector<std::byte> bytes;
  Diagnostics notes;  // what the technique and the format had to do otherwise
};

Result<ConvertedModel> convert_model(const OpenModel& model, const FormatDef& format, WeightStorage weights,
                                     const SaveOptions& options = {});

}  // namespace thimble
