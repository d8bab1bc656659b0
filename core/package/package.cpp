#include "core/package/package.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/shipped_sources.h"
#include "core/ops/litert_difference.h"
#include "core/package/fill_template.h"
#include "core/package/manifest.h"

namespace thimble {
namespace {

std::string source_list(const std::vector<EmittedFile>& files, const NetworkProgram& program) {
  std::string out;
  for (const EmittedFile& file : files) {
    if (file.path.ends_with(".c") && file.path != "src/" + program.name + "_arena.c") out += "  " + file.path + "\n";
  }
  if (!out.empty()) out.pop_back();
  return out;
}

// A portable pattern-filler of one input, as C; the twin of self_test_inputs().
std::string fill_loop(const NetworkProgram& program, ValueId id, const std::string& role) {
  const Graph& graph = program.graph;
  const std::string type = value_c_type(graph.value(id).dtype);
  const FloatSteps steps = float_steps(graph, id);
  std::string value = "(" + type + ")number";
  switch (graph.value(id).dtype) {
    case DType::u8:
    case DType::b8: value = "(uint8_t)(number + 128)"; break;
    case DType::s16:
    case DType::f16: value = "(" + type + ")(number * 256 + (int32_t)((random >> 16) & 255u))"; break;
    case DType::f32:
      value = cat("(float)", steps.zero_point == 0 ? "number" : "(number" + plus(-steps.zero_point) + ")", " * ", number_text(steps.step),
                  number_text(steps.step).find_first_of(".e") == std::string::npos ? ".0f" : "f");
      break;
    default: break;
  }
  return cat("  for (int32_t i = 0; i < ", macro_prefix(program), "_", upper_case(role), "_LENGTH; i++) {\n",
             "    const uint32_t random = next_random(&state);\n    const int32_t number = pattern(vector, i, random);\n    ", program.name,
             "_", role, "(arena)[i] = ", value, ";\n  }\n");
}

std::string checksum_rows(const SelfTest& self_test) {
  std::string out;
  for (const std::vector<std::uint32_t>& row : self_test.checksums) {
    std::string line = "  {";
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (line.size() + 13 > kLineColumns) {
        out += line + "\n";
        line = "  ";
      }
      const bool opens = line.back() == '{' || line.size() == 2;
      line += format("%s0x%08xu%s", opens ? "" : " ", row[i], i + 1 < row.size() ? "," : "");
    }
    out += line + "},\n";
  }
  return out;
}

// Which ends of int8 and int16 the self-test's inputs lead to.
std::string saturation(const SelfTest& self_test) {
  const auto count = [](std::int32_t vectors) { return vectors == 0 ? std::string("none") : cat(vectors); };
  const bool unreached = self_test.saturated_low == 0 || self_test.saturated_high == 0;
  return cat("Of the inputs, ", count(self_test.saturated_low), " drive an integer tensor to the least and ",
             count(self_test.saturated_high), " to the greatest number of its type",
             unreached ? ": saturation at an end that none reaches is not checked." : ".");
}

std::string layer_table(const NetworkProgram& program) {
  std::string out = "| step | operator | output | kernel |\n| --: | --- | --- | --- |\n";
  for (std::size_t step = 0; step < program.nodes.size(); ++step) {
    const NodeCode& node = program.nodes[step];
    out += cat("| ", step, " | ", op_name(program.graph.node(node.node).kind), " | ",
               shape_text(program.graph.shape(program.graph.node_outputs(node.node)[0])), " | `", kernels_label(node), "` |\n");
  }
  return out;
}

// One row of several numbers, and not what went in: scores of classes.
bool answers_classes(const Graph& graph) {
  const Shape& shape = graph.shape(graph.outputs[0]);
  const std::int64_t elements = graph.value_elements(graph.outputs[0]);
  return graph.outputs.size() == 1 && elements > 1 && !shape.empty() && shape.back() == elements &&
         graph.value_elements(graph.inputs[0]) != elements;
}

// A value as another type, where it is not of that type already.
std::string converted(std::string_view type, std::string_view from, std::string_view value) {
  return type == from ? std::string(value) : cat("(", type, ")", value);
}

std::string quantizer(const NetworkProgram& program, ValueId id, std::string_view verb, std::string_view role) {
  return has_conversions(program, id) ? cat(program.name, "_", verb, "_", role) : std::string();
}

// A function that fills the inputs, runs, and looks at the outputs: shown in the README and compiled in the example.
std::string usage(const NetworkProgram& program) {
  const Graph& graph = program.graph;
  const auto inputs = tensor_identifiers(program, graph.inputs, "input");
  const auto outputs = tensor_identifiers(program, graph.outputs, "output");
  const bool classes = answers_classes(graph);
  const std::string arena = program.name + "_arena", prefix = "  const ",
                    length = cat(macro_prefix(program), "_", upper_case(outputs[0]), "_LENGTH");
  std::string out = classes ? "/* The class with the greatest score. */\nstatic int32_t classify(void) {\n"
                            : cat("/* The first output as real numbers. */\nstatic void infer(float results[", length, "]) {\n");
  for (const std::string& role : inputs) out += cat("  fill_", role, "(", program.name, "_", role, "(", arena, "));\n");
  out += cat("  ", program.name, "_run(", arena, ");\n");
  out += cat("  const ", value_c_type(graph.value(graph.outputs[0]).dtype), " *", classes ? "scores" : "output", " = ", program.name, "_",
             outputs[0], "(", arena, ");\n");
  if (classes) {
    return out + cat("  int32_t best = 0;\n  for (int32_t i = 1; i < ", length,
                     "; i++) {\n    if (scores[i] > scores[best]) best = i;\n  }\n  return best;\n}\n");
  }
  const std::string dequantize = quantizer(program, graph.outputs[0], "dequantize", outputs[0]);
  return out + cat("  for (int32_t i = 0; i < ", length, "; i++) results[i] = ",
                   dequantize.empty() ? converted("float", value_c_type(graph.value(graph.outputs[0]).dtype), "output[i]")
                                      : dequantize + "(output[i])",
                   ";\n}\n");
}

std::string example_main(const NetworkProgram& program) {
  if (answers_classes(program.graph)) return "  return (int)classify();\n";
  const auto outputs = tensor_identifiers(program, program.graph.outputs, "output");
  return cat("  static float results[", macro_prefix(program), "_", upper_case(outputs[0]),
             "_LENGTH];\n  infer(results);\n  return results[0] > 0.0f;\n");
}

std::string sketch_run(const NetworkProgram& program) {
  if (answers_classes(program.graph)) return "  const int32_t best = classify();\n";
  const auto outputs = tensor_identifiers(program, program.graph.outputs, "output");
  return cat("  static float results[", macro_prefix(program), "_", upper_case(outputs[0]), "_LENGTH];\n  infer(results);\n");
}

std::string example_fill(const NetworkProgram& program) {
  const auto inputs = tensor_identifiers(program, program.graph.inputs, "input");
  std::string out;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const ValueId id = program.graph.inputs[i];
    const std::string quantize = quantizer(program, id, "quantize", inputs[i]);
    const std::string type = value_c_type(program.graph.value(id).dtype);
    out += cat("/* A ramp from 0 to 1 stands for the sensor. */\nstatic void fill_", inputs[i], "(", type,
               " *data) {\n  for (int32_t i = 0; i < ", macro_prefix(program), "_", upper_case(inputs[i]),
               "_LENGTH; i++) {\n    const float real = (float)i / ", macro_prefix(program), "_", upper_case(inputs[i]),
               "_LENGTH;\n    data[i] = ", quantize.empty() ? converted(type, "float", "real") : quantize + "(real)", ";\n  }\n}\n\n");
  }
  return out;
}

bool computes_floats(const NetworkProgram& program) {
  for (const NodeCode& node : program.nodes) {
    for (const ValueId id : program.graph.node_outputs(node.node)) {
      if (program.graph.value(id).dtype == DType::f32 && !node.calls.empty()) return true;
    }
  }
  return false;
}

std::string exactness(const NetworkProgram& program) {
  if (computes_floats(program))
    return "The results are those that Thimble measured the network with, bit for bit: sums of floats have a fixed order.";
  std::string out = "The results are those of LiteRT's reference kernels, bit for bit", exceptions;
  for (const NodeCode& node : program.nodes) {
    const std::string_view difference = litert_difference(NodeView(program.graph, node.node));
    const std::string line = cat("- ", op_name(program.graph.node(node.node).kind), ": ", difference, ".\n");
    if (!difference.empty() && exceptions.find(line) == std::string::npos) exceptions += line;
  }
  return out + (exceptions.empty() ? "." : ", except for:\n\n" + exceptions);
}

std::string float_mathematics(const NetworkProgram& program) {
  if (!computes_floats(program)) return {};
  return cat(" Its mathematical functions are in `src/", program.name, "_kernels/` too: libm is not needed.");
}

// What the README says of preprocessing.
std::string preprocessing_section(const NetworkProgram& program, const PreprocessingSource& source) {
  std::string out = cat("\n## Raw samples\n\n`", program.name, "_preprocess` (`src/", program.name,
                        "_preprocess.h`) makes the network's input of a raw sample, bit for bit as the network was measured:\n\n");
  for (const std::string& sentence : describe_preprocessing(source.preprocessing)) out += "- " + sentence + "\n";
  return out;
}

// Paragraphs of Markdown in lines of kLineColumns; headings, tables, lists and code stay as they are, `code` stays whole.
std::string wrapped(std::string_view text) {
  std::string out;
  bool code = false, paragraph = false, quoted = false;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const bool fence = line.starts_with("```");
    code = code != fence;
    if (line.empty() || code || fence || std::string_view("|# -").find(line.front()) != std::string_view::npos) {
      if (paragraph) out += '\n';
      out.append(line).push_back('\n');
      paragraph = false;
      continue;
    }
    for (const std::string_view word : split(line, ' ')) {
      const bool fits = quoted || column + 1 + word.size() <= kLineColumns;
      if (paragraph) out += fits ? ' ' : '\n';
      column = paragraph && fits ? column + 1 + word.size() : word.size();
      out += word;
      paragraph = true;
      quoted = quoted != (std::ranges::count(word, '`') % 2 == 1);
    }
  }
  return out + (paragraph ? "\n" : "");
}

TemplateValues template_values(const NetworkProgram& program, const PackageOrigin& origin, const SelfTest& self_test,
                               const std::vector<EmittedFile>& sources, const PreprocessingSource* preprocessing) {
  std::int64_t macs = 0;
  for (const NodeCode& node : program.nodes)
    macs += op_def(program.graph.node(node.node).kind).cost(NodeView(program.graph, node.node)).macs;
  const bool classes = answers_classes(program.graph);
  std::string fill;
  const auto inputs = tensor_identifiers(program, program.graph.inputs, "input");
  for (std::size_t i = 0; i < inputs.size(); ++i) fill += fill_loop(program, program.graph.inputs[i], inputs[i]);
  return {{"name", program.name},
          {"NAME", macro_prefix(program)},
          {"isa_text", std::string(kernel_set_doc(program.kernel_set))},
          {"arena_bytes", cat(program.arena_bytes())},
          {"constant_bytes", cat(program.constant_bytes())},
          {"macs", cat(macs)},
          {"file_name", printable(origin.file_name)},
          {"sha256", origin.sha256},
          {"vectors", cat(kSelfTestVectors)},
          {"steps", cat(program.nodes.size())},
          {"saturation", saturation(self_test)},
          {"expected", checksum_rows(self_test)},
          {"fill", fill},
          {"sources", source_list(sources, program)},
          {"layers", layer_table(program)},
          {"usage", usage(program)},
          {"example_includes", preprocessing ? "#include \"" + program.name + "_preprocess.h\"\n" : std::string()},
          {"example_fill", preprocessing ? preprocessing_example(program, *preprocessing) : example_fill(program)},
          {"preprocessing", preprocessing ? preprocessing_section(program, *preprocessing) : std::string()},
          {"example_main", example_main(program)},
          {"sketch_run", sketch_run(program)},
          {"sketch_print", cat("  Serial.print(\"", classes ? "class " : "first result ", "\");\n  Serial.print(",
                               classes ? "best" : "results[0]", ");\n")},
          {"compiler", origin.compiler_flags.empty() ? "" : cat(", for ", origin.device, " with `", origin.compiler_flags, "`")},
          {"exactness", exactness(program)},
          {"mathematics", float_mathematics(program)}};
}

}  // namespace

Task<Result<Package>> make_package(JobControl& job, const NetworkProgram* network, PackageOrigin origin,
                                   const PreprocessingSource* preprocessing) {
  const NetworkProgram& program = *network;
  std::vector<EmittedFile> files = write_network(program);
  co_await job.pause();
  for (EmittedFile& file : shipped_sources(program)) files.push_back(std::move(file));
  if (preprocessing) {
    THIMBLE_CO_TRY(std::vector<EmittedFile> more, write_preprocessing(program, *preprocessing));
    for (EmittedFile& file : more) {
      // A header that the network's kernels bring along already.
      const auto same = [&](const EmittedFile& other) { return other.path == file.path; };
      if (std::none_of(files.begin(), files.end(), same)) files.push_back(std::move(file));
    }
  }
  THIMBLE_CO_TRY(const SelfTest self_test, co_await make_self_test(job, &program.graph));
  const TemplateValues values = template_values(program, origin, self_test, files, preprocessing);
  const auto add = [&](const std::string& path, std::string_view name) {
    files.push_back({path, fill_template(package_template(name), values)});
  };
  add("src/thimble_port.h", "thimble_port.h");
  for (const std::string family : {"cortex_m", "riscv", "xtensa", "host"})
    add("src/port/thimble_port_" + family + ".h", "thimble_port_" + family + ".h");
  add("test/" + program.name + "_self_test.h", "self_test.h");
  add("test/" + program.name + "_self_test.c", "self_test.c");
  add("test/main.c", "self_test_main.c");
  add("examples/" + program.name + "_example.c", "example.c");
  add("examples/" + program.name + "/" + program.name + ".ino", "sketch.ino");
  add("CMakeLists.txt", "CMakeLists.txt");
  add("library.json", "library.json");
  add("library.properties", "library.properties");
  add("LICENSE", "LICENSE");
  files.push_back({"README.md", wrapped(fill_template(package_template("README.md"), values))});
  if (!origin.recipe.empty()) files.push_back({"recipe.json", origin.recipe});
  if (!origin.report_html.empty()) files.push_back({"report.html", origin.report_html});
  files.push_back({"manifest.json", write_manifest(program, origin, self_test, files, preprocessing)});
  co_return Package{program.name, std::move(files)};
}

}  // namespace thimble
