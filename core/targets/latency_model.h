// The analytic latency and energy model, level 1 of the simulation: estimated, in microseconds of host time.
//   cycles = sum over features of work * cycles per unit, fitted on published measurements of one kernel library and core
//   energy = active power * time
//   Every answer carries its band, where it comes from, and whether the board itself was measured.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/targets/device.h"
#include "core/targets/latency_fits.h"
#include "core/targets/work_features.h"

namespace thimble {

struct LatencyEstimate {
  bool available = false;         // false: nothing is known of this core or precision; provenance says so
  bool has_measurements = false;  // rows of the fit were measured on this very device
  KernelLibrary library = KernelLibrary::thimble;  // whose measurements the number comes from
  const LatencyFit* fit = nullptr;
  double cycles = 0;
  double time_us = 0, low_us = 0, high_us = 0;  // nine in ten should lie between low and high
  std::vector<double> layer_cycles;             // one a layer; what is missing to `cycles` is the start of an inference
  std::string provenance;
};

// library thimble: our own kernels, which have no measurements yet and are taken to be like the library that cores.def names.
LatencyEstimate estimate_latency(const Device& device, const NetworkWork& work, KernelLibrary library = KernelLibrary::thimble);

struct EnergyEstimate {
  bool available = false;  // false: no latency, or the device's file gives no active power
  double energy_uj = 0, low_uj = 0, high_uj = 0;
  std::string provenance;
};

EnergyEstimate estimate_energy(const Device& device, const LatencyEstimate& latency);

}  // namespace thimble
