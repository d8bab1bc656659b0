#include "core/targets/latency_fits.h"

#include <array>

namespace thimble {
namespace {

struct LibraryRow {
  std::string_view name, doc;
};
constexpr std::array kLibraries{
    LibraryRow{"thimble", "thimble's own kernels"},
    LibraryRow{"cube_ai", "STM32Cube.AI 9 or newer"},
    LibraryRow{"tflm_cmsis_nn", "TFLite Micro with CMSIS-NN"},
    LibraryRow{"tflm_esp_nn", "TFLite Micro with ESP-NN"},
    LibraryRow{"tinymaix", "TinyMaix, portable C"},
    LibraryRow{"ncnn", "ncnn, one thread"},
};

constexpr std::array kFits{
#define THIMBLE_LATENCY_FIT(core, library, precision, basis, rows, networks, held_out, error, coverage, band, other, ...)           \
  LatencyFit{#core, KernelLibrary::library, Precision::precision, FitBasis::basis, rows, networks, held_out, error, coverage, band, \
             other, {__VA_ARGS__}},
#define THIMBLE_LATENCY_BOARD(...)
#define THIMBLE_ENERGY_CHECK(...)
#include "core/targets/latency_coefficients.def"
#undef THIMBLE_LATENCY_FIT
#undef THIMBLE_LATENCY_BOARD
#undef THIMBLE_ENERGY_CHECK
};

struct BoardRow {
  std::string_view device;
  KernelLibrary library;
  Precision precision;
  int rows;
};
constexpr std::array kBoards{
#define THIMBLE_LATENCY_FIT(...)
#define THIMBLE_LATENCY_BOARD(device, core, library, precision, rows) BoardRow{#device, KernelLibrary::library, Precision::precision, rows},
#define THIMBLE_ENERGY_CHECK(...)
#include "core/targets/latency_coefficients.def"
#undef THIMBLE_LATENCY_FIT
#undef THIMBLE_LATENCY_BOARD
#undef THIMBLE_ENERGY_CHECK
};

constexpr EnergyCheck kEnergyCheck =
#define THIMBLE_LATENCY_FIT(...)
#define THIMBLE_LATENCY_BOARD(...)
#define THIMBLE_ENERGY_CHECK(device, rows, low, high) \
  EnergyCheck { #device, rows, low, high }
#include "core/targets/latency_coefficients.def"
#undef THIMBLE_LATENCY_FIT
#undef THIMBLE_LATENCY_BOARD
#undef THIMBLE_ENERGY_CHECK
    ;

struct CoreRow {
  std::string_view name, doc;
  KernelLibrary library;
};
constexpr std::array kCores{
#define THIMBLE_CORE(name, doc, library, flags) CoreRow{#name, doc, KernelLibrary::library},
#include "core/targets/cores.def"
#undef THIMBLE_CORE
};

const CoreRow* find_core(std::string_view name) {
  for (const CoreRow& row : kCores)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace

std::string_view library_name(KernelLibrary library) { return kLibraries[static_cast<std::size_t>(library)].name; }
std::string_view library_doc(KernelLibrary library) { return kLibraries[static_cast<std::size_t>(library)].doc; }

std::optional<KernelLibrary> parse_library(std::string_view name) {
  for (std::size_t i = 0; i < kLibraries.size(); ++i)
    if (kLibraries[i].name == name) return static_cast<KernelLibrary>(i);
  return std::nullopt;
}

std::span<const LatencyFit> latency_fits() { return kFits; }

const LatencyFit* find_fit(std::string_view core, KernelLibrary library, Precision precision) {
  for (const LatencyFit& fit : kFits)
    if (fit.core == core && fit.library == library && fit.precision == precision) return &fit;
  return nullptr;
}

std::optional<KernelLibrary> thimble_like(std::string_view core) {
  const CoreRow* row = find_core(core);
  return row ? std::optional(row->library) : std::nullopt;
}

std::string_view core_doc(std::string_view core) {
  const CoreRow* row = find_core(core);
  return row ? row->doc : core;
}

int measured_rows(std::string_view device_id, KernelLibrary library, Precision precision) {
  for (const BoardRow& row : kBoards)
    if (row.device == device_id && row.library == library && row.precision == precision) return row.rows;
  return 0;
}

EnergyCheck energy_check() { return kEnergyCheck; }

}  // namespace thimble
