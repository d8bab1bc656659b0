// The committed table of measured rows with their held-out predictions: latency_rows.csv, beside this file.
#pragma once

#include <string>
#include <vector>

#include "core/targets/work_features.h"

namespace thimble {

struct LatencyRow {
  std::string device, board, core, library, version, precision, family, network;
  double clock_mhz = 0, latency_ms = 0, energy_uj = 0;
  WorkFeatures work{};
  double cycles = 0, held_out_cycles = 0, held_out_low = 0, held_out_high = 0;
  std::string source;

  Precision precision_value() const {
    return precision == "int8" ? Precision::int8 : precision == "int16x8" ? Precision::int16x8 : Precision::float32;
  }
};

std::vector<LatencyRow> read_latency_rows();

}  // namespace thimble
