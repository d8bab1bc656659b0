#include "core/targets/latency_model.h"

#include <algorithm>
#include <catch2/catch_all.hpp>
#include <cmath>

#include "core/base/text.h"
#include "tests/core/targets/latency_rows.h"

namespace thimble {
namespace {

Device device_of(std::string_view id) { return *find_device(id); }

NetworkWork small_network() {
  NetworkWork work;
  work.layers = {{.kind = LayerKind::conv, .macs = 442368, .outputs = 16384, .output_channels = 16, .input_channels = 3, .weights = 432},
                 {.kind = LayerKind::depthwise, .macs = 147456, .outputs = 16384, .output_channels = 16, .weights = 144},
                 {.kind = LayerKind::pointwise, .macs = 524288, .outputs = 32768, .output_channels = 32, .weights = 512},
                 {.kind = LayerKind::elementwise, .outputs = 32768},
                 {.kind = LayerKind::pool, .outputs = 32, .window_inputs = 32768},
                 {.kind = LayerKind::fully_connected, .macs = 320, .outputs = 10, .output_channels = 10, .weights = 320},
                 {.kind = LayerKind::copy, .outputs = 10},
                 {.kind = LayerKind::transcendental, .outputs = 10}};
  return work;
}

}  // namespace

TEST_CASE("latency fits: every coefficient is positive and every band is one", "[targets][unit]") {
  REQUIRE(latency_fits().size() > 20);
  for (const LatencyFit& fit : latency_fits()) {
    INFO(fit.core << " " << library_name(fit.library) << " " << precision_name(fit.precision));
    for (double cycles : fit.cycles_per) CHECK((cycles > 0 && std::isfinite(cycles)));
    CHECK(fit.band > 0);
    CHECK(fit.other_board_band >= fit.band);
    CHECK((fit.basis == FitBasis::networks) == (fit.held_out_rows > 0));
    CHECK(find_fit(fit.core, fit.library, fit.precision) == &fit);
  }
}

TEST_CASE("latency fits: held-out error is at most 25 % but where the README says so, and the band covers 90 % of held-out rows",
          "[targets][unit]") {
  // Two boards, built by two versions of a compiler, differ by 1.5 to 1.9: its band is wide instead. If it gets better, it leaves here.
  const std::string coarse = "cortex_m4 tinymaix int8";
  for (const LatencyFit& fit : latency_fits()) {
    if (fit.held_out_rows == 0) continue;
    const std::string name = cat(fit.core, " ", library_name(fit.library), " ", precision_name(fit.precision));
    INFO(name);
    CHECK((fit.held_out_error_percent > 25.0) == (name == coarse));
    CHECK(fit.held_out_error_percent <= 100 * fit.band);
    CHECK(fit.held_out_coverage_percent >= 90.0);
  }
}

TEST_CASE("latency fits: the held-out figures are those of the committed rows", "[targets][unit]") {
  const std::vector<LatencyRow> rows = read_latency_rows();
  REQUIRE(rows.size() > 200);
  for (const LatencyFit& fit : latency_fits()) {
    int count = 0, inside = 0, all = 0;
    double error = 0;
    for (const LatencyRow& row : rows) {
      if (row.core != fit.core || row.library != library_name(fit.library) || row.precision != precision_name(fit.precision)) continue;
      ++all;
      if (row.held_out_cycles == 0) continue;
      ++count;
      error += std::abs(row.held_out_cycles / row.cycles - 1);
      inside += row.held_out_low <= row.cycles && row.cycles <= row.held_out_high;
    }
    INFO(fit.core << " " << library_name(fit.library) << " " << precision_name(fit.precision));
    CHECK(all == fit.rows);
    CHECK(count == fit.held_out_rows);
    if (count == 0) continue;
    CHECK(100 * error / count == Catch::Approx(fit.held_out_error_percent).margin(0.06));
    CHECK(100.0 * inside / count == Catch::Approx(fit.held_out_coverage_percent).margin(0.06));
  }
}

TEST_CASE("latency fits: the rows of a device are those of the committed table", "[targets][unit]") {
  const std::vector<LatencyRow> rows = read_latency_rows();
  for (const Device& device : builtin_devices())
    for (const LatencyFit& fit : latency_fits()) {
      const auto same = [&](const LatencyRow& row) {
        return row.device == device.id && row.core == fit.core && row.library == library_name(fit.library) &&
               row.precision == precision_name(fit.precision);
      };
      INFO(device.id << " " << fit.core << " " << library_name(fit.library));
      if (fit.core == device.core) CHECK(measured_rows(device.id, fit.library, fit.precision) == std::ranges::count_if(rows, same));
    }
}

TEST_CASE("latency: the shipped coefficients reproduce measured rows of the predicted version within their band", "[targets][unit]") {
  int inside = 0, count = 0;
  for (const LatencyRow& row : read_latency_rows()) {
    if (row.library == "cube_ai" && row.version != "10") continue;  // the model predicts 9 and newer
    if (row.library == "tinymaix" || row.version == "microtvm") continue;  // several boards a core: their offsets are not shipped
    const LatencyFit* fit = find_fit(row.core, *parse_library(row.library), row.precision_value());
    REQUIRE(fit);
    double cycles = 0;
    for (std::size_t i = 0; i < kWorkFeatures; ++i) cycles += fit->cycles_per[i] * row.work[i];
    ++count;
    inside += cycles <= row.cycles * (1 + fit->band) && cycles >= row.cycles / (1 + fit->band);
  }
  REQUIRE(count > 100);
  CHECK(inside >= count * 95 / 100);
}

TEST_CASE("latency: more work never takes less time, on any device", "[targets][property]") {
  const NetworkWork base = small_network();
  for (const Device& device : builtin_devices()) {
    const double before = estimate_latency(device, base).time_us;
    INFO(device.id);
    REQUIRE(before > 0);
    for (std::size_t i = 0; i < base.layers.size(); ++i) {
      NetworkWork more = base;
      more.layers[i].macs *= 2;
      more.layers[i].outputs *= 2;
      more.layers[i].window_inputs *= 2;
      CHECK(estimate_latency(device, more).time_us > before);
      more.layers[i].weights = kStreamedWeights + 1;
      CHECK(estimate_latency(device, more).time_us > before);
      more = base;
      more.layers.push_back(base.layers[i]);
      CHECK(estimate_latency(device, more).time_us > before);
    }
  }
}

TEST_CASE("latency: layers add up to the network, but for the start of an inference", "[targets][unit]") {
  const LatencyEstimate estimate = estimate_latency(device_of("stm32h747"), small_network());
  REQUIRE(estimate.layer_cycles.size() == 8);
  double sum = 0;
  for (double cycles : estimate.layer_cycles) sum += cycles;
  CHECK(estimate.cycles - sum == Catch::Approx(estimate.fit->cycles_per[static_cast<std::size_t>(WorkFeature::inferences)]).epsilon(1e-9));
}

TEST_CASE("latency: a number says whose kernels it is of, that it is estimated, and how far off", "[targets][unit]") {
  const LatencyEstimate estimate = estimate_latency(device_of("stm32h747"), small_network());
  CHECK(estimate.available);
  CHECK(estimate.has_measurements);
  CHECK(estimate.library == KernelLibrary::cube_ai);
  CHECK(estimate.low_us < estimate.time_us);
  CHECK(estimate.time_us < estimate.high_us);
  for (std::string_view part : {"estimated", "STM32Cube.AI 9 or newer", "Arm Cortex-M7", "held out", "nine in ten", "not measured yet"})
    CHECK_THAT(estimate.provenance, Catch::Matchers::ContainsSubstring(std::string(part)));
}

TEST_CASE("latency: a board without measurements says so and has a wider band", "[targets][unit]") {
  const LatencyEstimate measured = estimate_latency(device_of("stm32l4r5"), small_network());
  const LatencyEstimate other = estimate_latency(device_of("nrf52840"), small_network());
  CHECK(measured.has_measurements);
  CHECK_FALSE(other.has_measurements);
  CHECK_THAT(other.provenance, Catch::Matchers::ContainsSubstring("no measurements for this board"));
  CHECK(other.high_us / other.time_us > measured.high_us / measured.time_us);
}

TEST_CASE("latency: a core or precision that nobody measured has no estimate, not a guess", "[targets][unit]") {
  Device device = device_of("stm32h747");
  device.core = "cortex_m85";
  LatencyEstimate estimate = estimate_latency(device, small_network());
  CHECK_FALSE(estimate.available);
  CHECK(estimate.time_us == 0);
  CHECK_THAT(estimate.provenance, Catch::Matchers::ContainsSubstring("no measurements for this board"));
  NetworkWork work = small_network();
  work.precision = Precision::float32;
  CHECK_FALSE(estimate_latency(device_of("rp2040"), work).available);
  CHECK_FALSE(estimate_energy(device_of("rp2040"), estimate_latency(device_of("rp2040"), work)).available);
  CHECK(estimate_latency(device_of("stm32l4r5"), work).library == KernelLibrary::tflm_cmsis_nn);
}

TEST_CASE("latency: every built-in device has an int8 estimate", "[targets][unit]") {
  for (const Device& device : builtin_devices()) {
    INFO(device.id);
    CHECK(estimate_latency(device, small_network()).available);
  }
}

TEST_CASE("energy: power times time, and the committed energies of the checked board lie in the factors given", "[targets][unit]") {
  const Device device = device_of("stm32l4r5");
  const LatencyEstimate latency = estimate_latency(device, small_network());
  const EnergyEstimate energy = estimate_energy(device, latency);
  REQUIRE(energy.available);
  CHECK(energy.energy_uj == Catch::Approx(*device.active_power_mw * latency.time_us / 1000));
  CHECK(energy.low_uj < energy.energy_uj);
  CHECK(energy.energy_uj < energy.high_uj);
  const EnergyCheck check = energy_check();
  CHECK(check.device == device.id);
  int count = 0, inside = 0;
  for (const LatencyRow& row : read_latency_rows()) {
    if (row.device != device.id || row.energy_uj == 0) continue;
    const double ratio = row.energy_uj / (*device.active_power_mw * row.latency_ms);
    ++count;
    inside += ratio >= check.low * 0.93 && ratio <= check.high * 1.07;  // energy and latency are of separate runs
  }
  CHECK(count >= 12);
  CHECK(inside == count);
}

TEST_CASE("energy: a device without active power has none, and says why", "[targets][unit]") {
  const Device device = device_of("rv32imc");
  const EnergyEstimate energy = estimate_energy(device, estimate_latency(device, small_network()));
  CHECK_FALSE(energy.available);
  CHECK_THAT(energy.provenance, Catch::Matchers::ContainsSubstring("no active power"));
}

}  // namespace thimble
