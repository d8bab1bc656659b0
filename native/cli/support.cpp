#include <algorithm>
#include <cstdio>

#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/codegen/kernel_emitter.h"
#include "core/formats/format_def.h"
#include "core/ops/op_def.h"
#include "core/pipeline/recipe.h"
#include "native/cli/command.h"
#include "native/cli/table.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kJsonOption};
constexpr std::string_view kExamples[] = {"thimble support", "thimble support --json"};

// Emitters made for a kernel, by kernel set: "portable, rv32".
std::string emitter_sets(KernelId kernel) {
  std::vector<std::string> sets;
  for (const KernelEmitter* emitter : all_emitters()) {
    const std::string name(kernel_set_name(emitter->kernel_set));
    if (emitter->kernel == kernel && std::find(sets.begin(), sets.end(), name) == sets.end()) sets.push_back(name);
  }
  return join(sets, ", ");
}

void print_json() {
  JsonWriter json(2);
  json.begin_object().key("formats").begin_array();
  for (const FormatDef* format : all_formats()) {
    json.begin_object()
        .field("name", format->name)
        .field("doc", format->doc)
        .field("read", true)
        .field("written", format->save != nullptr)
        .key("operators")
        .begin_array();
    for (const std::string& name : format->operators ? format->operators() : std::vector<std::string>()) json.value(name);
    json.end_array().end_object();
  }
  json.end_array().key("operators").begin_array();
  for (const OpKind kind : all_ops()) {
    json.begin_object()
        .field("name", op_name(kind))
        .field("doc", op_def(kind).doc)
        .field("renames_bytes_only", op_def(kind).alias)
        .key("kernels")
        .begin_array();
    for (const KernelId id : op_def(kind).kernels)
      json.begin_object().field("name", kernel_def(id).name).field("specialised_for", emitter_sets(id)).end_object();
    json.end_array().end_object();
  }
  json.end_array().key("techniques").begin_array();
  for (const NamedTechnique& technique : all_techniques())
    json.begin_object()
        .field("name", technique.name)
        .field("doc", technique.def->doc)
        .field("paper", technique.def->paper)
        .field("needs_data", technique.def->needs_data)
        .key("options")
        .raw(Options::parse(technique.def->options, JsonValue()).value().to_json())
        .end_object();
  json.end_array().end_object();
  std::printf("%s\n", json.text().c_str());
}

// In lines of a terminal's width.
void print_names(const std::vector<std::string>& names) {
  constexpr std::size_t kColumns = 118;
  std::string line;
  for (const std::string& name : names) {
    if (!line.empty() && line.size() + name.size() + 2 > kColumns) {
      std::printf("           %s\n", line.c_str());
      line.clear();
    }
    line += (line.empty() ? "" : ", ") + name;
  }
  std::printf("           %s\n", line.c_str());
}

Result<ExitCode> run(const Arguments& arguments) {
  if (arguments.has("--json")) {
    print_json();
    return ExitCode::done;
  }
  std::printf("Formats\n");
  for (const FormatDef* format : all_formats()) {
    std::printf("  %-8s %s (%s)\n", std::string(format->name).c_str(), std::string(format->doc).c_str(),
                format->save ? "read and written" : "only read");
    if (format->operators) print_names(format->operators());
  }
  std::printf("\nTechniques of `thimble optimize` and `thimble quantize`, and their options (--set NAME=VALUE)\n");
  for (const NamedTechnique& technique : all_techniques()) {
    std::printf("  %-14s %s\n", std::string(technique.name).c_str(), std::string(technique.def->doc).c_str());
    for (const OptionSpec& option : technique.def->options)
      std::printf("    %-18s %s (default %s)\n", std::string(option.name).c_str(), std::string(option.help).c_str(),
                  std::string(option.fallback).c_str());
  }
  std::printf("\nOperators, the device kernels that compute them (C99, every processor), and where code is written for the layer itself\n");
  Table table({"operator", "kernel", "specialised for", "what it computes"});
  for (const OpKind kind : all_ops()) {
    const OpDef& def = op_def(kind);
    if (def.alias) table.row({std::string(op_name(kind)), "none: the same bytes", "", std::string(def.doc)});
    bool first = true;
    for (const KernelId id : def.kernels) {
      table.row(
          {first ? std::string(op_name(kind)) : "", std::string(kernel_def(id).name), emitter_sets(id), first ? std::string(def.doc) : ""});
      first = false;
    }
  }
  table.print();
  return ExitCode::done;
}

}  // namespace

extern const CommandDef command_support{.name = "support",
                                        .doc = "formats, operators and kernels: who has what",
                                        .operands = "",
                                        .options = kOptions,
                                        .examples = kExamples,
                                        .run = run};

}  // namespace thimble::cli
