// parse_device: text of a .device file -> Device.
//   line     key = value [# unit; confidence; source]      blank lines and lines that start with '#' are skipped
//   limits   64 KiB, 400 lines, 32 RAM banks; numbers are whole unless the table below says real
//   errors   the first wrong line, as "file:line: found, expected"
#include <algorithm>
#include <array>
#include <set>

#include "core/base/text.h"
#include "core/targets/device.h"

namespace thimble {
namespace {

constexpr std::size_t kMaxFileBytes = 64 * 1024, kMaxLines = 400, kMaxBanks = 32, kMaxTextBytes = 200;

enum class ValueKind : std::uint8_t { text, name, isa, place, integer, real, range, bank, list };

struct KeySpec {
  std::string_view key;
  ValueKind kind;
  std::string_view unit;
  double low = 0, high = 0;  // of numbers, both included
  bool required = false;
};

constexpr double kTera = 1e12;
constexpr std::array kKeys{
    KeySpec{"name", ValueKind::text, "-", 0, 0, true},
    KeySpec{"vendor", ValueKind::text, "-"},
    KeySpec{"core", ValueKind::name, "-", 0, 0, true},
    KeySpec{"isa", ValueKind::isa, "-", 0, 0, true},
    KeySpec{"cores", ValueKind::integer, "-", 1, 1024},
    KeySpec{"clock_hz", ValueKind::integer, "Hz", 1e3, 1e11, true},
    KeySpec{"constants_in", ValueKind::place, "-"},
    KeySpec{"flash_bytes", ValueKind::integer, "bytes", 1, kTera},
    KeySpec{"ram_bytes", ValueKind::integer, "bytes", 1, kTera, true},
    KeySpec{"ram_bank", ValueKind::bank, "bytes", 1, kTera},
    KeySpec{"arena_bytes", ValueKind::integer, "bytes", 1, kTera},
    KeySpec{"flash_wait_states", ValueKind::integer, "cycles", 0, 1000},
    KeySpec{"icache_bytes", ValueKind::integer, "bytes", 0, 1e9},
    KeySpec{"dcache_bytes", ValueKind::integer, "bytes", 0, 1e9},
    KeySpec{"active_power_mw", ValueKind::real, "mW", 1e-3, 1e6},
    KeySpec{"price_usd", ValueKind::range, "USD", 0, 1e6},
    KeySpec{"boards", ValueKind::list, "-"},
};

std::string quoted(std::string_view text) { return format("'%s'", printable(text, 60).c_str()); }

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

const KeySpec* find_key(std::string_view key) {
  const auto* spec = std::ranges::find(kKeys, key, &KeySpec::key);
  return spec == kKeys.end() ? nullptr : spec;
}

Error unknown_key(std::string_view key) {
  std::vector<std::string> names;
  for (const KeySpec& spec : kKeys) names.emplace_back(spec.key);
  const std::string near = nearest_name(key, names);
  return bad_data("unknown key " + quoted(key) + ", expected one of: " + join(names, ", "),
                  near.empty() ? std::string() : "did you mean '" + near + "'?");
}

// "unit; confidence; source" after the '#'.
Result<void> parse_origin(std::string_view comment, const KeySpec& spec, Fact& fact) {
  const std::size_t first = comment.find(';');
  const std::size_t second = first == comment.npos ? comment.npos : comment.find(';', first + 1);
  if (second == comment.npos)
    return bad_data("comment " + quoted(trim(comment)) + " after a value, expected '# unit; confidence; source'",
                    "leave the comment out if you have no source");
  fact.unit = trim(comment.substr(0, first));
  if (fact.unit != spec.unit)
    return bad_data("unit " + quoted(fact.unit) + " of " + fact.key + ", expected '" + std::string(spec.unit) + "'");
  const std::string_view confidence = trim(comment.substr(first + 1, second - first - 1));
  const auto known = {Confidence::verified, Confidence::recalled, Confidence::stated};
  const auto* at = std::ranges::find(known, confidence, confidence_name);
  if (at == known.end()) return bad_data("confidence " + quoted(confidence) + ", expected verified, recalled or stated");
  fact.confidence = *at;
  fact.source = printable(trim(comment.substr(second + 1)), 400);
  if (fact.source.empty()) return bad_data("no source of " + fact.key + " after its confidence", "say where the value is from");
  return {};
}

std::string limits(const KeySpec& spec) {
  return std::string(spec.key) + " from " + number_text(spec.low) + " to " + number_text(spec.high) + " (" + std::string(spec.unit) + ")";
}

Result<std::int64_t> parse_whole(std::string_view text, const KeySpec& spec) {
  const std::optional<std::int64_t> value = parse_int(text);
  if (!value) return bad_data("value " + quoted(text) + ", expected a whole number, " + limits(spec), "write 524288, not 512K");
  if (static_cast<double>(*value) < spec.low || static_cast<double>(*value) > spec.high)
    return bad_data("value " + quoted(text) + " is out of range, expected " + limits(spec));
  return *value;
}

Result<double> parse_real(std::string_view text, const KeySpec& spec) {
  const std::optional<double> value = parse_double(text);
  if (!value || !(*value >= spec.low && *value <= spec.high))
    return bad_data("value " + quoted(text) + ", expected a number, " + limits(spec));
  return *value;
}

void set_number(Device& device, std::string_view key, std::int64_t value) {
  if (key == "cores") device.cores = value;
  else if (key == "clock_hz") device.clock_hz = value;
  else if (key == "flash_bytes") device.flash_bytes = value;
  else if (key == "ram_bytes") device.ram_bytes = value;
  else if (key == "arena_bytes") device.arena_bytes = value;
  else if (key == "flash_wait_states") device.flash_wait_states = value;
  else if (key == "icache_bytes") device.icache_bytes = value;
  else if (key == "dcache_bytes") device.dcache_bytes = value;
  else THIMBLE_CHECK(false);  // a row of kKeys that nobody wired
}

Result<void> set_bank(Device& device, std::string_view value, const KeySpec& spec) {
  const std::size_t space = value.find_first_of(" \t");
  const std::string_view name = value.substr(0, space);
  if (space == value.npos || !is_name(name))
    return bad_data("value " + quoted(value) + " of ram_bank, expected a lower-case name and a size", "ram_bank = dtcm 131072");
  THIMBLE_TRY(const std::int64_t bytes, parse_whole(trim(value.substr(space)), spec));
  if (device.ram_banks.size() == kMaxBanks) return bad_data("more than 32 RAM banks");
  if (std::ranges::find(device.ram_banks, name, &RamBank::name) != device.ram_banks.end())
    return bad_data("RAM bank " + quoted(name) + " a second time");
  device.ram_banks.push_back({std::string(name), bytes});
  return {};
}

Result<void> set_price(Device& device, std::string_view value, const KeySpec& spec) {
  const std::size_t space = value.find_first_of(" \t");
  if (space == value.npos) return bad_data("value " + quoted(value) + " of price_usd, expected two numbers, low and high");
  THIMBLE_TRY(const double low, parse_real(value.substr(0, space), spec));
  THIMBLE_TRY(const double high, parse_real(trim(value.substr(space)), spec));
  if (low > high) return bad_data("price band " + quoted(value) + " is upside down, expected low, then high");
  device.price_low_usd = low;
  device.price_high_usd = high;
  return {};
}

Result<void> set_text(Device& device, std::string_view key, std::string_view value) {
  if (value.size() > kMaxTextBytes) return bad_data("value of " + std::string(key) + " is longer than 200 bytes");
  std::string& text = key == "name" ? device.name : key == "vendor" ? device.vendor : device.core;
  text = printable(value, kMaxTextBytes);
  return {};
}

Result<void> set_boards(Device& device, std::string_view value) {
  for (std::string_view part : split(value, ';')) {
    if (trim(part).empty()) return bad_data("empty board name in " + quoted(value), "separate boards with one ';'");
    device.boards.push_back(printable(trim(part), kMaxTextBytes));
  }
  return {};
}

Result<void> set_value(Device& device, const KeySpec& spec, std::string_view value) {
  switch (spec.kind) {
    case ValueKind::text: return set_text(device, spec.key, value);
    case ValueKind::name:
      if (!is_name(value)) return bad_data("value " + quoted(value) + " of core, expected a lower-case name such as cortex_m4");
      return set_text(device, spec.key, value);
    case ValueKind::isa: {
      const std::optional<Isa> isa = parse_isa(value);
      std::vector<std::string> names;
      for (Isa known : all_isas()) names.emplace_back(isa_name(known));
      if (!isa) return bad_data("unknown isa " + quoted(value) + ", expected one of: " + join(names, ", "));
      device.isa = *isa;
      return {};
    }
    case ValueKind::place:
      if (value != "flash" && value != "ram") return bad_data("constants_in " + quoted(value) + ", expected flash or ram");
      device.constants_in_flash = value == "flash";
      return {};
    case ValueKind::integer: {
      THIMBLE_TRY(const std::int64_t number, parse_whole(value, spec));
      set_number(device, spec.key, number);
      return {};
    }
    case ValueKind::real: {
      THIMBLE_TRY(const double power, parse_real(value, spec));
      device.active_power_mw = power;
      return {};
    }
    case ValueKind::range: return set_price(device, value, spec);
    case ValueKind::bank: return set_bank(device, value, spec);
    case ValueKind::list: return set_boards(device, value);
  }
  return {};
}

Result<void> parse_line(std::string_view line, std::set<std::string, std::less<>>& seen, Device& device) {
  const std::size_t hash = line.find('#');
  const std::string_view body = trim(line.substr(0, hash));
  if (body.empty()) return {};
  const std::size_t equals = body.find('=');
  if (equals == body.npos) return bad_data("line " + quoted(body) + ", expected 'key = value  # unit; confidence; source'");
  const std::string_view key = trim(body.substr(0, equals)), value = trim(body.substr(equals + 1));
  const KeySpec* spec = find_key(key);
  if (!spec) return unknown_key(key);
  if (value.empty()) return bad_data("no value of " + std::string(key) + " after '='");
  if (spec->kind != ValueKind::bank && !seen.emplace(key).second)
    return bad_data("key " + quoted(key) + " a second time, expected it once");
  Fact fact{std::string(key), printable(value, kMaxTextBytes), std::string(spec->unit), Confidence::stated, {}};
  if (hash != line.npos) THIMBLE_TRY_VOID(parse_origin(line.substr(hash + 1), *spec, fact));
  THIMBLE_TRY_VOID(set_value(device, *spec, value));
  device.facts.push_back(std::move(fact));
  return {};
}

// What no single line can say.
Result<void> complete(Device& device) {
  for (const KeySpec& spec : kKeys)
    if (spec.required && !find_fact(device, spec.key))
      return bad_data("no line for " + std::string(spec.key) + ", which every device has to have");
  if (device.constants_in_flash && device.flash_bytes == 0)
    return bad_data("no line for flash_bytes", "a computer that loads programs into RAM says 'constants_in = ram'");
  std::int64_t sum = 0, largest = 0;  // 32 banks of at most 1e12: no overflow
  for (const RamBank& bank : device.ram_banks) {
    sum += bank.bytes;
    largest = std::max(largest, bank.bytes);
  }
  if (sum > device.ram_bytes)
    return bad_data(format("the RAM banks add up to %lld bytes, more than ram_bytes = %lld", static_cast<long long>(sum),
                           static_cast<long long>(device.ram_bytes)));
  if (device.arena_bytes == 0) device.arena_bytes = largest ? largest : device.ram_bytes;
  if (device.arena_bytes > device.ram_bytes)
    return bad_data(format("arena_bytes = %lld is more than ram_bytes = %lld", static_cast<long long>(device.arena_bytes),
                           static_cast<long long>(device.ram_bytes)));
  return {};
}

}  // namespace

Result<Device> parse_device(std::string_view text, std::string_view file_name) {
  const std::string file = printable(file_name, 120);
  if (text.size() > kMaxFileBytes)
    return bad_data(format("%zu bytes, expected a device description of at most 65536", text.size())).in(file);
  Device device;
  std::string_view stem = file_name.substr(file_name.find_last_of("/\\") + 1);
  device.id = c_identifier(stem.substr(0, stem.find('.')));
  std::set<std::string, std::less<>> seen;
  std::size_t number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    if (number > kMaxLines) return bad_data("more than 400 lines").in(file);
    if (Result<void> done = parse_line(line, seen, device); !done.ok())
      return std::move(done).error().in(format("%s:%zu", file.c_str(), number));
  }
  if (Result<void> done = complete(device); !done.ok()) return std::move(done).error().in(file);
  for (Fact& fact : device.facts)
    if (fact.source.empty()) fact.source = file;
  return device;
}

}  // namespace thimble
