#include <cstdio>

#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "native/cli/files.h"
#include "native/cli/table.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kJsonOption};
constexpr std::string_view kExamples[] = {"thimble targets", "thimble targets stm32f411", "thimble targets my_board.device --json"};

void write_device(JsonWriter& json, const Device& device) {
  json.begin_object()
      .field("id", device.id)
      .field("name", device.name)
      .field("vendor", device.vendor)
      .field("core", device.core)
      .field("isa", isa_name(device.isa));
  json.key("facts").begin_array();
  for (const Fact& fact : device.facts) {
    json.begin_object()
        .field("key", fact.key)
        .field("value", fact.value)
        .field("unit", fact.unit)
        .field("confidence", confidence_name(fact.confidence))
        .field("source", fact.source)
        .end_object();
  }
  json.end_array().end_object();
}

void print_list() {
  Table table({"device", "name", "core", ">clock", ">flash", ">RAM", ">largest arena"});
  for (const Device& device : builtin_devices()) {
    table.row({device.id, device.name, device.core, format("%lld MHz", static_cast<long long>(device.clock_hz / 1000000)),
               device.flash_bytes > 0 ? bytes_text(device.flash_bytes) : "-", bytes_text(device.ram_bytes),
               bytes_text(device.arena_bytes)});
  }
  table.print();
  std::printf(
      "\nA board of your own is one file: `thimble targets stm32f411` shows the facts that it has; give its path as --target "
      "my_board.device\n");
}

void print_device(const Device& device) {
  std::printf("%s: %s, %s\n\n", device.id.c_str(), device.name.c_str(), device.vendor.c_str());
  Table table({"fact", ">value", "unit", "confidence", "source"});
  for (const Fact& fact : device.facts)
    table.row({fact.key, fact.value, fact.unit, std::string(confidence_name(fact.confidence)), fact.source});
  table.print();
}

Result<ExitCode> run(const Arguments& arguments) {
  const bool one = !arguments.operands().empty();
  std::optional<Device> device;
  if (one) {
    THIMBLE_TRY(device, named_device(arguments.operands()[0]));
  }
  if (arguments.has("--json")) {
    JsonWriter json(2);
    if (one) {
      write_device(json, *device);
    } else {
      json.begin_array();
      for (const Device& each : builtin_devices()) write_device(json, each);
      json.end_array();
    }
    std::printf("%s\n", json.text().c_str());
  } else if (one) {
    print_device(*device);
  } else {
    print_list();
  }
  return ExitCode::done;
}

}  // namespace

extern const CommandDef command_targets{.name = "targets",
                                        .doc = "the devices that are known, and the source of every fact",
                                        .operands = "[DEVICE]",
                                        .options = kOptions,
                                        .examples = kExamples,
                                        .run = run};

}  // namespace thimble::cli
