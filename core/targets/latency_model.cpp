#include "core/targets/latency_model.h"

#include "core/base/counts.h"
#include "core/base/text.h"

namespace thimble {
namespace {

std::string text(std::string_view view) { return std::string(view); }

double cycles_of(const LatencyFit& fit, const WorkFeatures& work) {
  double sum = 0;
  for (std::size_t i = 0; i < kWorkFeatures; ++i) sum += fit.cycles_per[i] * work[i];
  return sum;
}

// The library asked for; for our own, the one that it is taken to be like, or any that has this precision on this core.
const LatencyFit* choose_fit(std::string_view core, KernelLibrary library, Precision precision) {
  if (library != KernelLibrary::thimble) return find_fit(core, library, precision);
  const std::optional<KernelLibrary> like = thimble_like(core);
  if (!like) return nullptr;
  if (const LatencyFit* fit = find_fit(core, *like, precision)) return fit;
  for (const LatencyFit& fit : latency_fits())
    if (fit.core == core && fit.precision == precision) return &fit;
  return nullptr;
}

std::string basis_text(const LatencyFit& fit) {
  switch (fit.basis) {
    case FitBasis::networks:
      return cat(counted(fit.rows, "measured row"), " of ", counted(fit.networks, "network"),
                 format(", mean error %.1f %% on networks held out", fit.held_out_error_percent));
    case FitBasis::one_network: return cat(counted(fit.rows, "measured row"), " of one network: nothing could be held out");
    case FitBasis::scaled_core: return "another core's coefficients, scaled by what TFLite Micro's reference kernels need on both";
  }
  return {};
}

std::string provenance_of(const LatencyEstimate& estimate, const Device& device, KernelLibrary asked, double band) {
  std::string out = "estimated";
  if (!estimate.has_measurements) out += "; no measurements for this board";
  out += "; as " + text(library_doc(estimate.library)) + " on " + text(core_doc(device.core)) + " (" +
         text(precision_name(estimate.fit->precision)) + "): " + basis_text(*estimate.fit);
  out += format("; nine in ten within a factor of %.2f", 1 + band);
  if (asked == KernelLibrary::thimble) out += "; thimble's own kernels are not measured yet";
  return out;
}

std::string nothing_known(const Device& device, KernelLibrary library, Precision precision) {
  std::string out = "no measurements for this board, and no estimate: nothing measured of ";
  out += library == KernelLibrary::thimble ? text(precision_name(precision)) + " kernels"
                                           : text(library_doc(library)) + " (" + text(precision_name(precision)) + ")";
  return out + " on core " + text(core_doc(device.core));
}

}  // namespace

LatencyEstimate estimate_latency(const Device& device, const NetworkWork& work, KernelLibrary library) {
  LatencyEstimate estimate;
  estimate.library = library;
  estimate.fit = choose_fit(device.core, library, work.precision);
  if (!estimate.fit) {
    estimate.provenance = nothing_known(device, library, work.precision);
    return estimate;
  }
  const LatencyFit& fit = *estimate.fit;
  estimate.available = true;
  estimate.library = fit.library;
  estimate.has_measurements = measured_rows(device.id, fit.library, fit.precision) > 0;
  for (const LayerWork& layer : work.layers) estimate.layer_cycles.push_back(cycles_of(fit, work_features(layer)));
  estimate.cycles = cycles_of(fit, work_features(work));
  estimate.time_us = estimate.cycles * 1e6 / static_cast<double>(device.clock_hz);
  const double band = estimate.has_measurements ? fit.band : fit.other_board_band;
  estimate.low_us = estimate.time_us / (1 + band);
  estimate.high_us = estimate.time_us * (1 + band);
  estimate.provenance = provenance_of(estimate, device, library, band);
  return estimate;
}

EnergyEstimate estimate_energy(const Device& device, const LatencyEstimate& latency) {
  EnergyEstimate energy;
  if (!latency.available || !device.active_power_mw) {
    energy.provenance = latency.available ? "no estimate: the device's file gives no active power" : "no estimate: no latency";
    return energy;
  }
  const EnergyCheck check = energy_check();
  const double uj_per_us = *device.active_power_mw * 1e-3;
  energy.available = true;
  energy.energy_uj = uj_per_us * latency.time_us;
  energy.low_uj = uj_per_us * latency.low_us * check.low;
  energy.high_uj = uj_per_us * latency.high_us * check.high;
  const Fact* fact = find_fact(device, "active_power_mw");
  energy.provenance = format("estimated; active power %s mW", number_text(*device.active_power_mw).c_str());
  if (fact) energy.provenance += " (" + text(confidence_name(fact->confidence)) + ": " + fact->source + ")";
  energy.provenance += " times time; on " + text(check.device) +
                       format(", the only board it could be checked on, %d measured energies are %.2f to %.2f times that", check.rows,
                              check.low, check.high);
  return energy;
}

}  // namespace thimble
