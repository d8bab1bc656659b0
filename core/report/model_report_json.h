// model_report_json: a ModelReport as JSON, for --json and for whoever reads reports with a program.
#pragma once

#include "core/base/json_writer.h"
#include "core/report/model_report.h"

namespace thimble {

std::string_view provenance_name(Provenance provenance);
void write_json(JsonWriter& json, const TargetReport& target);
std::string to_json(const ModelReport& report);

}  // namespace thimble
