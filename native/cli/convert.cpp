#include "core/pipeline/convert_model.h"

#include <cstdio>

#include "core/base/json_writer.h"
#include "core/base/note_lines.h"
#include "core/base/text.h"
#include "native/cli/files.h"
#include "native/cli/show.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kSizeOption,
                                  {"-o", "FILE", "the file to write; its ending says the format"},
                                  {"--float16", "", "store float weights in 16 bits; it still computes with floats"},
                                  {"--dynamic-range", "", "store float weights in 8 bits, one scale an output channel"},
                                  {"--force", "", "replace what is there"},
                                  kSampleOption,
                                  kJsonOption};
constexpr std::string_view kExamples[] = {"thimble convert model.onnx -o model.tflite",
                                          "thimble convert model.tflite -o model_f16.tflite --float16",
                                          "thimble convert --sample -o digits.tflite --force --json"};

Result<const FormatDef*> asked_format(const std::optional<std::string>& goal) {
  if (!goal) return invalid_argument("no file to write given", "Name it with -o; written are " + writable_formats() + ".");
  const FormatDef* format = format_of_file_name(*goal);
  if (!format || !format->save) {
    return Error(ErrorCode::invalid_argument, "the file's ending says no format that is written",
                 "Choose an ending of " + writable_formats() + ".")
        .in(*goal);
  }
  return format;
}

Result<WeightStorage> asked_weights(const Arguments& arguments) {
  const bool half = arguments.has("--float16"), dynamic = arguments.has("--dynamic-range");
  if (half && dynamic) return invalid_argument("both --float16 and --dynamic-range are given", "Choose one of them.");
  return half ? WeightStorage::float16 : dynamic ? WeightStorage::dynamic_range : WeightStorage::as_they_are;
}

void print_json(const OpenModel& model, const std::string& goal, const FormatDef& format, const ConvertedModel& made) {
  JsonWriter json(2);
  json.begin_object()
      .field("path", goal)
      .field("format", format.name)
      .field("bytes", static_cast<std::int64_t>(made.bytes.size()))
      .field("from", model.file_name)
      .field("from_format", model.format)
      .field("from_bytes", model.file_bytes)
      .key("notes")
      .begin_array();
  for (const Diagnostic& note : made.notes.items())
    json.begin_object().field("where", note.where).field("message", note.message).field("level", level_name(note.level)).end_object();
  json.end_array().end_object();
  std::printf("%s\n", json.text().c_str());
}

void print_lines(const OpenModel& model, const std::string& goal, const FormatDef& format, const ConvertedModel& made) {
  std::printf("%s (%s, %s) -> %s (%s, %s)\n", model.file_name.c_str(), model.format.c_str(), bytes_text(model.file_bytes).c_str(),
              goal.c_str(), std::string(format.name).c_str(), bytes_text(static_cast<std::int64_t>(made.bytes.size())).c_str());
  print_notes("  ", note_lines(made.notes.items(), Level::warning), note_lines(made.notes.items(), Level::note));
}

Result<ExitCode> run(const Arguments& arguments) {
  THIMBLE_TRY(const FormatDef* format, asked_format(arguments.get("-o")));
  THIMBLE_TRY(const WeightStorage weights, asked_weights(arguments));
  THIMBLE_TRY(const OpenModel model, open_named_model(arguments));
  THIMBLE_TRY(const ConvertedModel made, convert_model(model, *format, weights));
  const std::string goal = *arguments.get("-o");
  THIMBLE_TRY_VOID(write_whole_file(goal, made.bytes, arguments.has("--force")));
  (arguments.has("--json") ? print_json : print_lines)(model, goal, *format, made);
  return ExitCode::done;
}

}  // namespace

extern const CommandDef command_convert{.name = "convert",
                                        .doc = "the network in another format, or with its float weights in fewer bits",
                                        .operands = "MODEL",
                                        .options = kOptions,
                                        .examples = kExamples,
                                        .run = run};

}  // namespace thimble::cli
