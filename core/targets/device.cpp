#include "core/targets/device.h"

#include <array>

#include "core/base/text.h"
#include "core/base/unknown_name.h"
#include "embedded/devices.h"

namespace thimble {
namespace {

constexpr std::array kIsaNames{
#define THIMBLE_ISA(name, doc) std::string_view(#name),
#include "core/targets/isas.def"
#undef THIMBLE_ISA
};
constexpr std::array kIsas{
#define THIMBLE_ISA(name, doc) Isa::name,
#include "core/targets/isas.def"
#undef THIMBLE_ISA
};

std::vector<Device> parse_builtin_devices() {
  std::vector<Device> devices;
  for (const auto& [file, text] : builtin_device_files()) {
    Result<Device> device = parse_device(text, file);
    THIMBLE_CHECK(device.ok());  // our own files; device_test.cpp says which line is wrong
    devices.push_back(std::move(device).value());
  }
  return devices;
}

std::string folded(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

}  // namespace

std::string_view isa_name(Isa isa) { return kIsaNames[static_cast<std::size_t>(isa)]; }
std::span<const Isa> all_isas() { return kIsas; }

std::optional<Isa> parse_isa(std::string_view name) {
  for (Isa isa : kIsas)
    if (isa_name(isa) == name) return isa;
  return std::nullopt;
}

std::string_view confidence_name(Confidence confidence) {
  constexpr std::array<std::string_view, 3> names{"verified", "recalled", "stated"};
  return names[static_cast<std::size_t>(confidence)];
}

std::span<const Device> builtin_devices() {
  static const std::vector<Device> devices = parse_builtin_devices();
  return devices;
}

std::span<const std::pair<std::string_view, std::string_view>> builtin_device_files() { return embedded::devices(); }

const Device* find_device(std::string_view name) {
  const std::string wanted = folded(name);
  if (wanted.empty()) return nullptr;
  for (const Device& device : builtin_devices())
    if (folded(device.id) == wanted || folded(device.name) == wanted) return &device;
  return nullptr;
}

Result<const Device*> device_by_name(std::string_view name) {
  if (const Device* device = find_device(name)) return device;
  std::vector<std::string> ids;
  for (const Device& device : builtin_devices()) ids.push_back(device.id);
  return invalid_argument(unknown_name("device", name, ids),
                          "There is: " + join(ids, ", ") + "; a file of your own is given by its path, ending in .device");
}

const Fact* find_fact(const Device& device, std::string_view key) {
  for (const Fact& fact : device.facts)
    if (fact.key == key) return &fact;
  return nullptr;
}

}  // namespace thimble
