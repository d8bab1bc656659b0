#include "core/codegen/write_network.h"

#include <algorithm>
#include <bit>
#include <map>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/shipped_sources.h"
#include "core/codegen/write_arrays.h"
#include "core/ops/shared.h"

namespace thimble {
namespace {

template <class... Pieces>
void put(CodeWriter& out, const Pieces&... pieces) {
  out.text(cat(pieces...));
}

std::string value_summary(const NetworkProgram& program, ValueId id) {
  return std::string(dtype_name(program.graph.value(id).dtype)) + " " + shape_text(program.graph.shape(id));
}

// As a macro's value.
std::string parenthesized(std::int64_t value) { return value < 0 ? cat("(", value, ")") : cat(value); }

// Pointers to anything wider are made by way of void: the arena is aligned, which -Wcast-align cannot know.
bool is_byte(std::string_view type) { return type == "int8_t" || type == "uint8_t"; }

// Accessor, size and conversion helpers of one input or output.
void write_tensor(CodeWriter& out, const NetworkProgram& program, ValueId id, const std::string& role, bool input) {
  const Graph& graph = program.graph;
  const std::string macro = macro_prefix(program) + "_" + role;
  const std::string upper = upper_case(macro);
  const std::string type = value_c_type(graph.value(id).dtype);
  out.comment(cat(role, ": '", printable(graph.value_name(id)), "', ", value_summary(program, id), ", dimensions outermost first"));
  put(out, "#define ", upper, "_LENGTH ", graph.value_elements(id));
  put(out, "#define ", upper, "_OFFSET ", program.memory.value_offset(id));
  const std::string pointer = (input ? "" : "const ") + type + " *";
  put(out, "static inline ", pointer, program.name, "_", role, "(", input ? "" : "const ", "void *arena)", " {");
  const std::string step = is_byte(type) ? std::string() : cat("(", input ? "" : "const ", "void *)");
  const std::string place = cat("(", input ? "" : "const ", "uint8_t *)arena + ", upper, "_OFFSET");
  put(out, "return ", type == "uint8_t" ? place : cat("(", pointer, ")", step, "(", place, ")"), ";");
  put(out, "}");
  if (!has_conversions(program, id)) {
    out.blank();
    return;
  }
  const QuantParams& quant = *graph.quant(id);
  put(out, "#define ", upper, "_SCALE ", float_literal(quant.scales[0]));
  put(out, "#define ", upper, "_ZERO_POINT ", parenthesized(quant.zero_points[0]));
  const auto [low, high] = integer_limits(graph.value(id).dtype);
  if (input) {
    out.comment("A real number as the network's: rounded half away from zero, clamped to the type.");
    put(out, "static inline ", type, " ", program.name, "_quantize_", role, "(float real)", " {");
    put(out, "const float scaled = real / ", upper, "_SCALE;");
    out.comment("Clamped before the conversion: a float outside of int32_t has no defined integer.");
    put(out, "if (!(scaled > ", float_literal(static_cast<float>(low - quant.zero_points[0]) - 1.0f), ")) return ", low, ";");
    put(out, "if (scaled > ", float_literal(static_cast<float>(high - quant.zero_points[0]) + 1.0f), ") return ", high, ";");
    // Adding a half first would round the float below 0.5 up to 1.
    put(out, "const int32_t whole = (int32_t)scaled;");
    put(out, "const float rest = scaled - (float)whole;");
    put(out, "const int32_t q = whole + (rest >= 0.5f) - (rest <= -0.5f) + ", upper, "_ZERO_POINT;");
    put(out, "return (", type, ")(q < ", low, " ? ", low, " : q > ", high, " ? ", high, " : q);");
    put(out, "}");
  }
  put(out, "static inline float ", program.name, "_dequantize_", role, "(", type, " q)", " {");
  put(out, "return ", upper, "_SCALE * (float)((int32_t)q - ", upper, "_ZERO_POINT);");
  put(out, "}");
  out.blank();
}

EmittedFile write_header(const NetworkProgram& program) {
  const std::string macro = macro_prefix(program);
  CodeWriter out;
  out.comment(
      "Bytes of working memory, aligned to 8. Everything that a run writes lies in here, so each caller's arena is an instance of its "
      "own.");
  put(out, "#define ", macro, "_ARENA_BYTES ", program.arena_bytes());
  out.comment("Bytes of weights and tables in read-only memory.");
  put(out, "#define ", macro, "_CONSTANT_BYTES ", program.constant_bytes());
  out.blank();
  out.comment("An arena for programs that need just one; it is linked in only where it is used.");
  put(out, "extern uint8_t ", program.name, "_arena[", macro, "_ARENA_BYTES];");
  out.blank();
  out.comment(
      "Runs the network once. Fill the inputs before every call: their memory is reused while running. The outputs may lie where the "
      "inputs did: they stay valid until an input is filled again, or until the next call.");
  put(out, "void ", program.name, "_run(void *arena);");
  out.blank();
  put(out, "#if defined(__cplusplus) && defined(__GNUC__)");
  put(out, "#pragma GCC diagnostic push");
  put(out, "#pragma GCC diagnostic ignored \"-Wold-style-cast\"");
  put(out, "#endif");
  out.blank();
  const auto inputs = tensor_identifiers(program, program.graph.inputs, "input");
  const auto outputs = tensor_identifiers(program, program.graph.outputs, "output");
  for (std::size_t i = 0; i < inputs.size(); ++i) write_tensor(out, program, program.graph.inputs[i], inputs[i], true);
  for (std::size_t i = 0; i < outputs.size(); ++i) write_tensor(out, program, program.graph.outputs[i], outputs[i], false);
  put(out, "#if defined(__cplusplus) && defined(__GNUC__)");
  put(out, "#pragma GCC diagnostic pop");
  put(out, "#endif");
  out.blank();
  return header_file(program, "", "what an application includes", {"<stdint.h>"}, out.take());
}

std::string parameter_list(const CallCode& call) {
  const KernelDef& def = kernel_def(call.call.kernel);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < call.call.inputs.size(); ++i) {
    parts.push_back(cat("const ", c_type_name(def.inputs[i]), " *input", i == 0 ? std::string() : std::to_string(i + 1)));
  }
  for (std::size_t i = 0; i < call.call.outputs.size(); ++i) {
    parts.push_back(cat(c_type_name(def.outputs[i]), " *output", i == 0 ? std::string() : std::to_string(i + 1)));
  }
  if (call.code.scratch_bytes > 0) parts.push_back("void *scratch");
  return join(parts, ", ");
}

// A member of the params struct as C writes it.
std::string field_literal(const KernelDef& def, std::size_t i, std::int32_t bits) {
  if (std::find(def.real_fields.begin(), def.real_fields.end(), def.fields[i]) != def.real_fields.end())
    return float_literal(std::bit_cast<float>(bits));
  return bits == INT32_MIN ? "INT32_MIN" : std::to_string(bits);
}

// The portable kernel with this call's constants: the compiler sees every number.
std::string portable_call_text(const NetworkProgram& program, const CallCode& call) {
  CodeWriter out;
  const KernelDef& def = kernel_def(call.call.kernel);
  put(out, "static void ", call.function, "(", parameter_list(call), ")", " {");
  put(out, "static const thimble_", def.name, "_params params =", " {");
  std::string row;
  for (std::size_t i = 0; i < def.fields.size(); ++i) {
    const std::string item = cat(".", def.fields[i], " = ", field_literal(def, i, call.call.params[i]), ",");
    if (row.size() + item.size() > 110) {
      put(out, row);
      row.clear();
    }
    row += (row.empty() ? "" : " ") + item;
  }
  put(out, row);
  put(out, "}", ";");
  std::vector<std::string> arguments = {"&params"};
  for (std::size_t i = 0; i < call.call.inputs.size(); ++i) arguments.push_back(i == 0 ? "input" : cat("input", i + 1));
  for (std::size_t i = 0; i < call.call.constants.size(); ++i) {
    arguments.push_back(call.call.constants[i].bytes.empty() ? "0" : call.function + "_" + std::string(def.constants[i].name));
  }
  for (std::size_t i = 0; i < call.call.outputs.size(); ++i) arguments.push_back(i == 0 ? "output" : cat("output", i + 1));
  if (def.scratch_bytes) arguments.push_back(call.code.scratch_bytes > 0 ? "scratch" : "0");
  put(out, program.name, "_", def.name, "(", join(arguments, ", "), ");");
  put(out, "}");
  return out.take();
}

// Every helper once, before the first function that calls it, in order of first use.
std::vector<const EmittedHelper*> all_helpers(const NetworkProgram& program) {
  std::vector<const EmittedHelper*> out;
  for (const NodeCode& node : program.nodes) {
    for (const CallCode& call : node.calls) {
      for (const EmittedHelper& helper : call.code.helpers) {
        if (std::ranges::none_of(out, [&](const EmittedHelper* known) { return known->name == helper.name; })) out.push_back(&helper);
      }
    }
  }
  return out;
}

// What helpers are called here, by their names.
std::map<std::string, std::string, std::less<>> helper_labels(const std::vector<const EmittedHelper*>& helpers) {
  std::map<std::string, int> owners, numbered;
  for (const EmittedHelper* helper : helpers) {
    for (const std::string& label : helper->labels) ++owners[label];
  }
  std::map<std::string, std::string, std::less<>> out;
  for (const EmittedHelper* helper : helpers) {
    if (helper->labels.empty()) continue;
    const auto own = std::ranges::find_if(helper->labels, [&](const std::string& label) { return owners[label] == 1; });
    const std::string& last = helper->labels.back();
    out[helper->name] = own != helper->labels.end() ? *own : last + format("_%d", ++numbered[last]);
  }
  return out;
}

// The text with whole identifiers replaced.
std::string renamed(std::string_view text, const std::map<std::string, std::string, std::less<>>& labels) {
  const auto in_word = [](char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (in_word(text[i])) {
      while (end < text.size() && in_word(text[end])) ++end;
    }
    const std::string_view word = text.substr(i, end - i);
    const auto label = labels.find(word);
    out += label == labels.end() ? word : std::string_view(label->second);
    i = end;
  }
  return out;
}

std::string arena_place(std::int64_t offset) { return offset == 0 ? "base" : cat("base + ", offset); }

std::string address(const NetworkProgram& program, ValueId id, std::string_view type, bool constant) {
  const auto& known = program.constant_operand_values;
  const auto found = std::find(known.begin(), known.end(), id);
  if (found != known.end()) return program.constant_operands[static_cast<std::size_t>(found - known.begin())].name;
  const std::string place = arena_place(program.memory.value_offset(id));
  return cat("(", constant ? "const " : "", type, " *)", is_byte(type) ? "" : "(void *)", place == "base" ? place : "(" + place + ")");
}

std::string call_text(const NetworkProgram& program, const NodeCode& node, const CallCode& call, std::size_t step) {
  const KernelDef& def = kernel_def(call.call.kernel);
  std::vector<std::string> arguments;
  for (std::size_t i = 0; i < call.call.inputs.size(); ++i) {
    arguments.push_back(address(program, program.graph.node_inputs(node.node)[call.call.inputs[i]], c_type_name(def.inputs[i]), true));
  }
  for (std::size_t i = 0; i < call.call.outputs.size(); ++i) {
    arguments.push_back(address(program, program.graph.node_outputs(node.node)[call.call.outputs[i]], c_type_name(def.outputs[i]), false));
  }
  if (call.code.scratch_bytes > 0) arguments.push_back(arena_place(program.memory.scratch_offset(step)));
  return cat(call.function, "(", join(arguments, ", "), ");");
}

std::string step_comment(const NetworkProgram& program, const NodeCode& node, std::size_t step) {
  const Graph& graph = program.graph;
  const ValueId in = graph.node_inputs(node.node)[0];
  const ValueId out = graph.node_outputs(node.node)[0];
  return cat(step, ": ", op_name(graph.node(node.node).kind), " ", shape_text(graph.shape(in)), " -> ", shape_text(graph.shape(out)),
             node.calls.empty() ? " (the same bytes)" : "", ": ", value_label(graph, out));
}

std::string run_text(const NetworkProgram& program) {
  CodeWriter out;
  const std::string macro = macro_prefix(program);
  put(out, "void ", program.name, "_run(void *arena)", " {");
  if (program.nodes.empty()) {
    put(out, "(void)arena;");
  } else {
    out.comment("Tensors lie at base + n, as planned; those that are never needed at the same time share memory.");
    put(out, "uint8_t *const base = (uint8_t *)arena;");
  }
  for (std::size_t step = 0; step < program.nodes.size(); ++step) {
    const NodeCode& node = program.nodes[step];
    const ValueId result = program.graph.node_outputs(node.node)[0];
    out.blank();
    out.comment(step_comment(program, node, step));
    for (const CallCode& call : node.calls) put(out, call_text(program, node, call, step));
    put(out, macro, "_TRACE(", step, ", ", arena_place(program.memory.value_offset(result)), ", ", program.graph.value_bytes(result), ");");
  }
  put(out, "}");
  return out.take();
}

// The run function is the last.
std::string functions_text(const NetworkProgram& program) {
  std::string out;
  const auto labels = helper_labels(all_helpers(program));
  visit_functions(program, [&](std::string_view text) {
    if (!out.empty()) out += '\n';
    out += renamed(text, labels);
    if (!text.ends_with('\n')) out += '\n';
  });
  return out;
}

EmittedFile write_source(const NetworkProgram& program) {
  const std::string macro = macro_prefix(program);
  CodeWriter out;
  out.text(file_banner(program, program.name + ".c", "the layers, in the order in which they run"));
  put(out, "#include \"", program.name, ".h\"");
  out.blank();
  put(out, "#include \"", program.name, "_weights.h\"");
  for (const std::string& snippet : program.snippets()) put(out, "#include \"", shipped_path(program, snippet), "\"");
  for (const KernelId id : program.portable_kernels()) put(out, "#include \"", shipped_path(program, cat(kernel_def(id).name, ".h")), "\"");
  out.blank();
  out.comment("The self-test is built with " + macro + "_SELF_TEST to see every intermediate tensor; a product is not.");
  put(out, "#ifdef ", macro, "_SELF_TEST");
  put(out, "void ", program.name, "_trace(int32_t step, const void *data, int32_t bytes);");
  put(out, "#define ", macro, "_TRACE(step, data, bytes) ", program.name, "_trace((step), (data), (bytes))");
  put(out, "#else");
  put(out, "#define ", macro, "_TRACE(step, data, bytes) ((void)(data))");
  put(out, "#endif");
  out.blank();
  return {"src/" + program.name + ".c", break_lines(out.take() + functions_text(program))};
}

EmittedFile write_arena(const NetworkProgram& program) {
  CodeWriter out;
  out.text(file_banner(program, program.name + "_arena.c", "one arena for programs that need just one"));
  put(out, "#include \"", program.name, ".h\"");
  put(out, "#include \"thimble_port.h\"");
  out.blank();
  put(out, "THIMBLE_ARENA_SECTION THIMBLE_ALIGNED(8) uint8_t ", program.name, "_arena[", macro_prefix(program), "_ARENA_BYTES];");
  return {"src/" + program.name + "_arena.c", out.take()};
}

std::vector<EmittedFile> write_weights(const NetworkProgram& program) {
  constexpr std::string_view what = "constants of the layers";
  CodeWriter declarations;
  std::string source = file_banner(program, program.name + "_weights.c", what);
  source += "#include \"" + program.name + "_weights.h\"\n";
  for (const EmittedArray* array : program.arrays()) {
    // Said here too: compilers for a PC take arrays for aligned to 16 bytes, whatever their definition says elsewhere.
    put(declarations, "extern THIMBLE_ALIGNED(", array->alignment, ") ", array_declarator(*array), ";");
    source += '\n';
    if (!array->comment.empty()) source += "/* " + array->comment + " */\n";
    source += cat("THIMBLE_WEIGHTS_SECTION THIMBLE_ALIGNED(", array->alignment, ") ", array_declarator(*array), " = ");
    source += array_initializer(*array);
    source += ";\n";
  }
  declarations.blank();
  return {header_file(program, "_weights", what, {"<stdint.h>", "\"thimble_port.h\""}, declarations.take()),
          {"src/" + program.name + "_weights.c", std::move(source)}};
}

}  // namespace

bool has_conversions(const NetworkProgram& program, ValueId id) {
  const DType dtype = program.graph.value(id).dtype;
  const QuantParams* quant = program.graph.quant(id);
  return quant && quant->per_tensor() && (dtype == DType::s8 || dtype == DType::s16 || dtype == DType::u8);
}

std::string macro_prefix(const NetworkProgram& program) { return upper_case(program.name); }

std::string value_c_type(DType dtype) {
  switch (dtype) {
    case DType::s8: return "int8_t";
    case DType::u8:
    case DType::b8: return "uint8_t";
    case DType::s16: return "int16_t";
    case DType::f16: return "uint16_t";
    case DType::s32: return "int32_t";
    case DType::s64: return "int64_t";
    case DType::f32: return "float";
  }
  return "uint8_t";
}

std::vector<std::string> tensor_identifiers(const NetworkProgram& program, const std::vector<ValueId>& ids, std::string_view role) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::string name(role);
    if (ids.size() > 1) name += "_" + c_identifier(value_label(program.graph, ids[i]));
    std::string unique = name;
    for (std::size_t n = i; std::ranges::find(out, unique) != out.end(); ++n) unique = name + format("_%zu", n);
    out.push_back(std::move(unique));
  }
  return out;
}

std::string file_banner(const NetworkProgram& program, std::string_view file, std::string_view what) {
  return cat("/* ", file, ": ", what, ".\n * Network '", printable(program.graph.name), "', made by Thimble for ",
             kernel_set_doc(program.kernel_set), ".\n * SPDX-License-Identifier: MIT-0 */\n");
}

EmittedFile header_file(const NetworkProgram& program, std::string_view suffix, std::string_view what,
                        std::initializer_list<std::string_view> includes, std::string_view declarations) {
  const std::string name = cat(program.name, suffix, ".h"), guard = cat(macro_prefix(program), upper_case(suffix), "_H");
  CodeWriter out;
  out.text(file_banner(program, name, what));
  put(out, "#ifndef ", guard);
  put(out, "#define ", guard);
  out.blank();
  for (const std::string_view include : includes) {
    put(out, "#include ", include);
    out.blank();
  }
  put(out, "#ifdef __cplusplus");
  put(out, "extern \"C\" {");
  put(out, "#endif");
  out.blank();
  out.text(declarations);
  put(out, "#ifdef __cplusplus");
  put(out, "}");
  put(out, "#endif");
  out.blank();
  put(out, "#endif");
  return {"src/" + name, break_lines(out.take())};
}

void visit_functions(const NetworkProgram& program, const std::function<void(std::string_view text)>& visit) {
  const std::vector<const EmittedHelper*> helpers = all_helpers(program);
  std::size_t written = 0;
  for (const NodeCode& node : program.nodes) {
    for (const CallCode& call : node.calls) {
      for (const EmittedHelper& helper : call.code.helpers) {
        if (written < helpers.size() && &helper == helpers[written]) visit(helpers[written++]->definition);
      }
      visit(call.emitter ? call.code.definition : portable_call_text(program, call));
    }
  }
  visit(run_text(program));
}

std::vector<EmittedFile> write_network(const NetworkProgram& program) {
  std::vector<EmittedFile> files = {write_header(program), write_source(program), write_arena(program)};
  for (EmittedFile& file : write_weights(program)) files.push_back(std::move(file));
  return files;
}

}  // namespace thimble
