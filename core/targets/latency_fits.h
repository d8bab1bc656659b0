// The fitted coefficients, as data: latency_coefficients.def, written by scripts/oracles/fit_targets.py.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/targets/work_features.h"

namespace thimble {

// Whose kernels a prediction is of. thimble stands for our own, which are taken to be like one of the others (cores.def).
enum class KernelLibrary : std::uint8_t { thimble, cube_ai, tflm_cmsis_nn, tflm_esp_nn, tinymaix, ncnn };
std::string_view library_name(KernelLibrary library);  // the identifier, as options spell it
std::string_view library_doc(KernelLibrary library);   // "STM32Cube.AI 9 or newer"
std::optional<KernelLibrary> parse_library(std::string_view name);

enum class FitBasis : std::uint8_t {
  networks,     // several network families; error and coverage are of families held out
  one_network,  // the scale comes from one network; the band from well measured cores treated as if they had one
  scaled_core,  // another core's coefficients, scaled by what a third library needed on both
};

struct LatencyFit {
  std::string_view core;
  KernelLibrary library;
  Precision precision;
  FitBasis basis;
  int rows, networks, held_out_rows;
  double held_out_error_percent;     // mean absolute; negative: nothing was held out
  double held_out_coverage_percent;  // of rows in a band made without their family
  double band;                       // nine rows in ten lie within [t / (1 + band), t * (1 + band)]
  double other_board_band;           // the same for a board of this core that has no rows
  WorkFeatures cycles_per;           // one unit of each feature
};

std::span<const LatencyFit> latency_fits();
const LatencyFit* find_fit(std::string_view core, KernelLibrary library, Precision precision);

// Which measured library thimble's kernels are taken to be like; nothing for a core that cores.def does not have.
std::optional<KernelLibrary> thimble_like(std::string_view core);
std::string_view core_doc(std::string_view core);  // "Arm Cortex-M4"; the name itself for an unknown core

// Rows of the fit that were measured on this very device.
int measured_rows(std::string_view device_id, KernelLibrary library, Precision precision);

// How far measured energy is from power * time: all of `rows` lie between the factors. Checked on one board only.
struct EnergyCheck {
  std::string_view device;
  int rows;
  double low, high;
};
EnergyCheck energy_check();

}  // namespace thimble
