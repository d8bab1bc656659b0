#include "core/package/package.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/shipped_sources.h"
#include "core/package/fill_template.h"
#include "core/package/manifest.h"

namespace thimble {
namespace {

std::string_view isa_text(KernelSet kernel_set) {
  switch (kernel_set) {
    case KernelSet::portable: return "any processor with a C99 compiler";
    case KernelSet::armv6m: return "Cortex-M0 and M0+";
    case KernelSet::rv32: return "RISC-V (RV32IM and up)";
    case KernelSet::armv7em: return "Cortex-M with the DSP extension (M4, M7, M33)";
    case KernelSet::armv81m: return "Cortex-M55 and up";
  }
  return "";
}

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
      value = cat("(float)(number - (", steps.zero_point, ")) * ", number_text(steps.step),
                  number_text(steps.step).find_first_of(".e") == std::string::npos ? ".0f" : "f");
      break;
    default: break;
  }
  return cat("  for (int32_t i = 0; i < ", macro_prefix(program), "_", upper_case(role), "_LENGTH; ++i) {\n",
             "    const uint32_t random = next_random(&state);\n    const int32_t number = pattern(vector, i, random);\n    ", program.name,
             "_", role, "(arena)[i] = ", value, ";\n  }\n");
}

std::string checksum_rows(const SelfTest& self_test) {
  std::string out;
  for (const std::vector<std::uint32_t>& row : self_test.checksums) {
    std::string line = "  {";
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (line.size() > 110) {
        out += line + "\n";
        line = "  ";
      }
      line += format("0x%08xu%s", row[i], i + 1 < row.size() ? ", " : "");
    }
    out += line + "},\n";
  }
  return out;
}

std::string layer_table(const NetworkProgram& program) {
  std::string out = "| step | operator | output | kernel |\n| --: | --- | --- | --- |\n";
  for (std::size_t step = 0; step < program.nodes.size(); ++step) {
    const NodeCode& node = program.nodes[step];
    out += cat("| ", step, " | ", op_name(program.graph.node(node.node).kind), " | ",
               shape_text(program.graph.shape(program.graph.node_outputs(node.node)[0])), " | `", kernels_label(node), "` |\n");
  }
  return out + "\n";
}

// The lines that fill inputs, run, and look at the outputs: shown in the README and compiled in the example.
std::string usage_body(const NetworkProgram& program) {
  const auto inputs = tensor_identifiers(program, program.graph.inputs, "input");
  const auto outputs = tensor_identifiers(program, program.graph.outputs, "output");
  std::string out;
  for (const std::string& role : inputs) out += cat("  fill_", role, "(", program.name, "_", role, "(", program.name, "_arena));\n");
  out += cat("  ", program.name, "_run(", program.name, "_arena);\n");
  const ValueId first = program.graph.outputs[0];
  const std::string length = cat(macro_prefix(program), "_", upper_case(outputs[0]), "_LENGTH");
  out += cat("  const ", value_c_type(program.graph.value(first).dtype), " *result = ", program.name, "_", outputs[0], "(", program.name,
             "_arena);\n");
  out += cat("  int32_t best = 0; /* the class with the greatest score */\n  for (int32_t i = 1; i < ", length,
             "; ++i) {\n    if (result[i] > result[best]) best = i;\n  }\n  return (int)best;\n");
  return out;
}

std::string example_fill(const NetworkProgram& program) {
  const auto inputs = tensor_identifiers(program, program.graph.inputs, "input");
  std::string out;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const ValueId id = program.graph.inputs[i];
    const QuantParams* quant = program.graph.quant(id);
    const bool quantized = quant && quant->per_tensor() && program.graph.value(id).dtype != DType::f32;
    const std::string type = value_c_type(program.graph.value(id).dtype);
    out += cat("/* A ramp from 0 to 1 stands for the sensor. */\nstatic void fill_", inputs[i], "(", type,
               " *data) {\n  for (int32_t i = 0; i < ", macro_prefix(program), "_", upper_case(inputs[i]),
               "_LENGTH; ++i) {\n    const float real = (float)i / ", macro_prefix(program), "_", upper_case(inputs[i]),
               "_LENGTH;\n    data[i] = ", quantized ? cat(program.name, "_quantize_", inputs[i], "(real)") : cat("(", type, ")real"),
               ";\n  }\n}\n\n");
  }
  return out;
}

// What the README says of preprocessing.
std::string preprocessing_section(const NetworkProgram& program, const PreprocessingSource& source) {
  std::string out = cat("\n## Raw samples\n\n`", program.name, "_preprocess` (`src/", program.name,
                        "_preprocess.h`) makes the network's input of a raw sample, bit for bit as the network was measured:\n\n");
  for (const std::string& sentence : describe_preprocessing(source.preprocessing)) out += "- " + sentence + "\n";
  return out;
}

TemplateValues template_values(const NetworkProgram& program, const PackageOrigin& origin, const SelfTest& self_test,
                               const std::vector<EmittedFile>& sources, const PreprocessingSource* preprocessing) {
  std::int64_t macs = 0;
  for (const NodeCode& node : program.nodes)
    macs += op_def(program.graph.node(node.node).kind).cost(NodeView(program.graph, node.node)).macs;
  std::string fill;
  const auto inputs = tensor_identifiers(program, program.graph.inputs, "input");
  for (std::size_t i = 0; i < inputs.size(); ++i) fill += fill_loop(program, program.graph.inputs[i], inputs[i]);
  return {{"name", program.name},
          {"NAME", macro_prefix(program)},
          {"isa_text", std::string(isa_text(program.kernel_set))},
          {"arena_bytes", cat(program.arena_bytes())},
          {"constant_bytes", cat(program.constant_bytes())},
          {"macs", cat(macs)},
          {"file_name", printable(origin.file_name)},
          {"sha256", origin.sha256},
          {"vectors", cat(kSelfTestVectors)},
          {"steps", cat(program.nodes.size())},
          {"saturation", format("Of the vectors, %d drive some tensor to the least and %d to the greatest\n * number of its type.",
                                self_test.saturated_low, self_test.saturated_high)},
          {"expected", checksum_rows(self_test)},
          {"fill", fill},
          {"sources", source_list(sources, program)},
          {"layers", layer_table(program)},
          {"usage", usage_body(program)},
          {"example_includes", preprocessing ? "#include \"" + program.name + "_preprocess.h\"\n" : std::string()},
          {"example_fill", preprocessing ? preprocessing_example(program, *preprocessing) : example_fill(program)},
          {"preprocessing", preprocessing ? preprocessing_section(program, *preprocessing) : std::string()},
          {"example_body", usage_body(program)}};
}

}  // namespace

Result<std::vector<EmittedFile>> make_package(const NetworkProgram& program, const PackageOrigin& origin,
                                              const PreprocessingSource* preprocessing) {
  THIMBLE_TRY(const SelfTest self_test, make_self_test(program.graph));
  std::vector<EmittedFile> files = write_network(program);
  for (EmittedFile& file : shipped_sources(program)) files.push_back(std::move(file));
  if (preprocessing) {
    THIMBLE_TRY(std::vector<EmittedFile> more, write_preprocessing(program, *preprocessing));
    for (EmittedFile& file : more) {
      // A header that the network's kernels bring along already.
      const auto same = [&](const EmittedFile& other) { return other.path == file.path; };
      if (std::none_of(files.begin(), files.end(), same)) files.push_back(std::move(file));
    }
  }
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
  add("CMakeLists.txt", "CMakeLists.txt");
  add("library.json", "library.json");
  add("library.properties", "library.properties");
  add("LICENSE", "LICENSE");
  add("README.md", "README.md");
  if (!origin.recipe.empty()) files.push_back({"recipe.json", origin.recipe});
  if (!origin.report_html.empty()) files.push_back({"report.html", origin.report_html});
  files.push_back({"manifest.json", write_manifest(program, origin, self_test, files, preprocessing)});
  return files;
}

}  // namespace thimble
