#include "core/targets/device.h"

#include <catch2/catch_all.hpp>
#include <set>
#include <sstream>

#include "core/targets/latency_fits.h"

namespace thimble {
namespace {

const std::string kGood =
    "name = My board  # -; verified; the data sheet, page 1\n"
    "core = cortex_m4\n"
    "isa = armv7em\n"
    "clock_hz = 100000000 # Hz; recalled; memory\n"
    "flash_bytes = 524288\n"
    "ram_bytes = 131072\n";

std::string error_of(const std::string& text, std::string_view file = "my.device") {
  const Result<Device> device = parse_device(text, file);
  return device.ok() ? "parsed" : device.error().to_string();
}

}  // namespace

TEST_CASE("devices: every built-in file parses, and every fact has a source and a confidence", "[targets][unit]") {
  CHECK(builtin_device_files().size() == 21);
  std::set<std::string> ids;
  for (const auto& [file, text] : builtin_device_files()) {
    const Result<Device> device = parse_device(text, file);
    INFO(file << ": " << (device.ok() ? "" : device.error().to_string()));
    REQUIRE(device.ok());
    CHECK(ids.insert(device->id).second);
    CHECK_FALSE(device->vendor.empty());
    CHECK_FALSE(device->boards.empty());
    CHECK(thimble_like(device->core).has_value());
    for (const Fact& fact : device->facts) {
      INFO(fact.key);
      CHECK(fact.confidence != Confidence::stated);
      CHECK(fact.source.size() > 3);
      CHECK(fact.source != file);
    }
  }
  CHECK(builtin_devices().size() == ids.size());
}

TEST_CASE("devices: the banks of a built-in device add up to its RAM, and the arena is a range of them", "[targets][unit]") {
  for (const Device& device : builtin_devices()) {
    INFO(device.id);
    std::int64_t sum = 0;
    for (const RamBank& bank : device.ram_banks) sum += bank.bytes;
    CHECK(sum == device.ram_bytes);
    CHECK(device.arena_bytes <= device.ram_bytes);
    CHECK(device.constants_in_flash == (device.flash_bytes > 0));
  }
}

TEST_CASE("find_device: id or name, in any case, with or without punctuation", "[targets][unit]") {
  REQUIRE(find_device("esp32s3"));
  CHECK(find_device("ESP32-S3") == find_device("esp32s3"));
  CHECK(find_device("STM32H743ZI") == find_device("stm32h743"));
  CHECK(find_device("") == nullptr);
  CHECK(find_device("--") == nullptr);
}

TEST_CASE("device_by_name: an unknown name is answered with the nearest one", "[targets][unit]") {
  const Result<const Device*> device = device_by_name("stm32h734");
  REQUIRE_FALSE(device.ok());
  CHECK(device.error().message().find("did you mean `stm32h743`?") != std::string::npos);
  CHECK(device.error().hint().find("rp2040") != std::string::npos);
}

TEST_CASE("parse_device: a user's file needs six lines, and facts without a comment are stated by it", "[targets][unit]") {
  const Result<Device> device = parse_device(kGood, "some/folder/my-board.device");
  REQUIRE(device.ok());
  CHECK(device->id == "my_board");
  CHECK(device->clock_hz == 100000000);
  CHECK(device->arena_bytes == 131072);
  CHECK(device->cores == 1);
  CHECK(find_fact(*device, "clock_hz")->confidence == Confidence::recalled);
  CHECK(find_fact(*device, "core")->confidence == Confidence::stated);
  CHECK(find_fact(*device, "core")->source == "some/folder/my-board.device");
  CHECK_FALSE(device->active_power_mw);
}

TEST_CASE("parse_device: carriage returns, tabs and comment lines are read over", "[targets][unit]") {
  const Result<Device> device = parse_device(
      "# mine\r\n\r\nname\t=\tX\r\ncore=cortex_m7\r\nisa = armv7em\r\nclock_hz=1000000\r\nflash_bytes=1\r\nram_bytes = 30\r\n"
      "ram_bank = a 10\r\nram_bank = b 20",
      "x.device");
  REQUIRE(device.ok());
  CHECK(device->arena_bytes == 20);
}

TEST_CASE("parse_device: each malformed line is answered with its place, what was found and what was expected", "[targets][unit]") {
  struct Case {
    std::string line, expected;
  };
  const std::vector<Case> cases{
      {"what is this", "my.device:7: line 'what is this', expected 'key = value  # unit; confidence; source'"},
      {"clok_hz = 3", "my.device:7: unknown key 'clok_hz', expected one of: name,"},
      {"clok_hz = 3", "did you mean 'clock_hz'?"},
      {"cores =", "my.device:7: no value of cores after '='"},
      {"clock_hz = 5000", "my.device:7: key 'clock_hz' a second time, expected it once"},
      {"cores = two", "my.device:7: value 'two', expected a whole number, cores from 1 to 1024 (-)"},
      {"icache_bytes = 16K", "write 524288, not 512K"},
      {"cores = 0", "my.device:7: value '0' is out of range, expected cores from 1 to 1024 (-)"},
      {"icache_bytes = 99999999999999999999", "expected a whole number"},
      {"active_power_mw = nan", "my.device:7: value 'nan', expected a number, active_power_mw from 0.001 to 1000000 (mW)"},
      {"active_power_mw = -1", "my.device:7: value '-1', expected a number"},
      {"price_usd = 3", "my.device:7: value '3' of price_usd, expected two numbers, low and high"},
      {"price_usd = 3 2", "my.device:7: price band '3 2' is upside down"},
      {"ram_bank = dtcm", "my.device:7: value 'dtcm' of ram_bank, expected a lower-case name and a size"},
      {"ram_bank = DTCM 100", "expected a lower-case name and a size"},
      {"ram_bank = a 131073", "my.device: the RAM banks add up to 131073 bytes, more than ram_bytes = 131072"},
      {"arena_bytes = 131073", "my.device: arena_bytes = 131073 is more than ram_bytes = 131072"},
      {"constants_in = rom", "my.device:7: constants_in 'rom', expected flash or ram"},
      {"boards = A;;B", "my.device:7: empty board name"},
      {"cores = 1 # two of them", "my.device:7: comment 'two of them' after a value, expected '# unit; confidence; source'"},
      {"cores = 1 # bytes; verified; x", "my.device:7: unit 'bytes' of cores, expected '-'"},
      {"cores = 1 # -; sure; x", "my.device:7: confidence 'sure', expected verified, recalled or stated"},
      {"cores = 1 # -; verified; ", "my.device:7: no source of cores after its confidence"},
  };
  for (const Case& wrong : cases) {
    INFO(wrong.line);
    CHECK_THAT(error_of(kGood + wrong.line + "\n"), Catch::Matchers::ContainsSubstring(wrong.expected));
  }
}

TEST_CASE("parse_device: a missing line is named", "[targets][unit]") {
  for (std::string_view key : {"name", "core", "isa", "clock_hz", "flash_bytes", "ram_bytes"}) {
    std::string text;
    std::istringstream lines(kGood);
    for (std::string line; std::getline(lines, line);)
      if (!line.starts_with(std::string(key) + " ")) text += line + "\n";
    INFO(key);
    CHECK_THAT(error_of(text), Catch::Matchers::StartsWith("my.device: no line for " + std::string(key)));
  }
  CHECK(error_of("") == "my.device: no line for name, which every device has to have");
}

TEST_CASE("parse_device: bad names of isa and core are answered with the list", "[targets][unit]") {
  CHECK_THAT(error_of("isa = armv9000\n"), Catch::Matchers::ContainsSubstring("unknown isa 'armv9000', expected one of: armv6m, "));
  CHECK_THAT(error_of("core = Cortex-M4\n"), Catch::Matchers::ContainsSubstring("expected a lower-case name such as cortex_m4"));
}

TEST_CASE("parse_device: huge and binary input is refused, in bounds", "[targets][unit]") {
  CHECK_THAT(error_of(std::string(70000, 'x')), Catch::Matchers::ContainsSubstring("at most 65536"));
  CHECK_THAT(error_of(std::string(500, '\n')), Catch::Matchers::ContainsSubstring("more than 400 lines"));
  const std::string answer = error_of(std::string("\x00\xff\x1b[31m=\n", 9), "a\nb.device");
  CHECK(answer.find('\n') == std::string::npos);
  CHECK(answer.find('\x1b') == std::string::npos);
  std::string banks = kGood;
  for (int i = 0; i < 33; ++i) banks += "ram_bank = b" + std::to_string(i) + " 1\n";
  CHECK_THAT(error_of(banks), Catch::Matchers::ContainsSubstring("more than 32 RAM banks"));
}

TEST_CASE("parse_device: no truncation of a good file does anything but parse or answer", "[targets][unit]") {
  for (std::size_t n = 0; n <= kGood.size(); ++n) {
    const Result<Device> device = parse_device(std::string_view(kGood).substr(0, n), "cut.device");
    if (!device.ok()) CHECK(device.error().to_string().starts_with("cut.device"));
  }
}

}  // namespace thimble
