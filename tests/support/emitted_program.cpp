#include "tests/support/emitted_program.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>

#include "core/base/text.h"

namespace thimble::test {
namespace {

constexpr std::int64_t kGuard = 16;

std::vector<std::int8_t> seeded_bytes(std::int64_t count, std::uint32_t seed) {
  std::vector<std::int8_t> out(static_cast<std::size_t>(count));
  std::uint32_t x = seed;
  for (std::int8_t& byte : out) {
    x = x * 1664525u + 1013904223u;
    byte = static_cast<std::int8_t>(x >> 24);
  }
  return out;
}

std::uint32_t hash_bytes(std::span<const std::int8_t> bytes) {
  std::uint32_t h = 2166136261u;
  for (const std::int8_t byte : bytes) h = (h ^ static_cast<std::uint8_t>(byte)) * 16777619u;
  return h;
}

std::uint32_t expected_hash(const EmittedCase& c, std::uint32_t seed) {
  const KernelDef& def = kernel_def(c.call.kernel);
  std::vector<std::vector<std::int8_t>> inputs;
  std::vector<const void*> input_pointers;
  for (std::size_t i = 0; i < c.input_bytes.size(); ++i)
    inputs.push_back(seeded_bytes(c.input_bytes[i], seed + static_cast<std::uint32_t>(i)));
  for (const auto& input : inputs) input_pointers.push_back(input.data());
  std::vector<std::vector<std::int64_t>> constants;  // int64 for alignment
  std::vector<const void*> constant_pointers;
  for (const ConstantArray& constant : c.call.constants) {
    std::vector<std::int64_t> words(constant.bytes.size() / 8 + 1);
    std::memcpy(words.data(), constant.bytes.bytes().data(), constant.bytes.size());
    constants.push_back(std::move(words));
    constant_pointers.push_back(constant.bytes.empty() ? nullptr : constants.back().data());
  }
  std::vector<std::int8_t> output(static_cast<std::size_t>(c.output_bytes));
  void* outputs[] = {output.data()};
  std::vector<std::int64_t> scratch(def.scratch_bytes ? def.scratch_bytes(c.call.params) / 8 + 1 : 1);
  def.run({c.call.params.data(), input_pointers, constant_pointers, outputs, scratch.data()});
  return hash_bytes(output);
}

template <class T>
void append_numbers(std::string& out, const Blob& bytes) {
  std::size_t column = 0;
  for (const T value : bytes.copy_as<T>()) {
    const std::string text = value == INT32_MIN && sizeof(T) == 4 ? "INT32_MIN" : std::to_string(value);
    out += text + ",";
    if ((column += text.size() + 1) > 100) {
      out += "\n";
      column = 0;
    }
  }
}

std::string array_text(const EmittedArray& array) {
  std::string out = "/* " + array.comment + " */\nstatic const " + array.c_type + " " + array.name + "[] = {\n";
  if (array.c_type == "int8_t") append_numbers<std::int8_t>(out, array.bytes);
  else if (array.c_type == "uint8_t") append_numbers<std::uint8_t>(out, array.bytes);
  else if (array.c_type == "int16_t") append_numbers<std::int16_t>(out, array.bytes);
  else if (array.c_type == "int32_t") append_numbers<std::int32_t>(out, array.bytes);
  else std::abort();
  return out + "};\n";
}

constexpr std::string_view kRunner = R"(
static void fill(int8_t *to, int32_t count, uint32_t seed) {
  for (int32_t i = 0; i < count; i++) {
    seed = seed * 1664525u + 1013904223u;
    to[i] = (int8_t)(seed >> 24);
  }
}

static uint32_t hash(const int8_t *from, int32_t count) {
  uint32_t h = 2166136261u;
  for (int32_t i = 0; i < count; i++) h = (h ^ (uint8_t)from[i]) * 16777619u;
  return h;
}

static int intact(const int8_t *guard) {
  for (int32_t i = 0; i < GUARD; i++) {
    if (guard[i] != 0x5a) return 0;
  }
  return 1;
}

static int passed, failed;

static void check(int ok, const char *name, const char *what) {
  if (ok) {
    passed++;
  } else {
    failed++;
    print("failed: ");
    print(name);
    print(what);
    print("\n");
  }
}
)";

constexpr std::string_view kHost = R"(#include <stdio.h>
static void print(const char *text) { fputs(text, stdout); }
static void print_number(uint32_t value) { printf("%lu", (unsigned long)value); }
static uint32_t instructions(void) { return 0; }
)";

constexpr std::string_view kBoard = R"(#include "board.h"
#define print board_print
#define print_number board_print_u32
#define instructions board_instructions
)";

struct Emitted {
  const EmittedCase& source;
  EmittedKernel code;
  std::string function;
};

void write_case(std::string& out, const Emitted& e, std::uint32_t seed) {
  const EmittedCase& c = e.source;
  const char* name = c.name.c_str();
  const int output_bytes = static_cast<int>(c.output_bytes);
  // Through void: kernels take elements of several types.
  const std::string second = c.input_bytes.size() > 1 ? ", (void *)input2" : "";
  const std::string scratch = e.code.scratch_bytes > 0 ? ", scratch" : "";
  const std::string expected = format("0x%08xu", expected_hash(c, seed));
  const auto fill_inputs = [&](const char* first) {
    out += format("  fill(%s, %d, %uu);\n", first, static_cast<int>(c.input_bytes[0]), seed);
    if (c.input_bytes.size() > 1) out += format("  fill(input2, %d, %uu);\n", static_cast<int>(c.input_bytes[1]), seed + 1);
  };
  out += format("static void run_%s(void) {\n", e.function.c_str());
  fill_inputs("input");
  out += format("  memset(output + %d, 0x5a, GUARD);\n  memset(scratch + %d, 0x5a, GUARD);\n", output_bytes,
                static_cast<int>(e.code.scratch_bytes));
  out += "  uint32_t count = instructions();\n";
  out += format("  %s((void *)input%s, (void *)output%s);\n", e.function.c_str(), second.c_str(), scratch.c_str());
  out += "  count = instructions() - count;\n";
  out += format("  check(hash(output, %d) == %s, \"%s\", \"\");\n", output_bytes, expected.c_str(), name);
  out += format(
      "  check(intact(output + %d) && intact(output - GUARD) && intact(scratch + %d) && intact(scratch - GUARD), \"%s\", \": wrote "
      "outside\");\n",
      output_bytes, static_cast<int>(e.code.scratch_bytes), name);
  if (e.code.in_place) {
    fill_inputs("output");
    out += format("  memset(output + %d, 0x5a, GUARD);\n", static_cast<int>(std::max(c.output_bytes, c.input_bytes[0])));
    out += format("  %s((void *)output%s, (void *)output%s);\n", e.function.c_str(), second.c_str(), scratch.c_str());
    out += format("  check(hash(output, %d) == %s, \"%s\", \": in place\");\n", output_bytes, expected.c_str(), name);
  }
  out += format("  if (count != 0) {\n    print(\"count \");\n    print_number(count);\n    print(\" %s\\n\");\n  }\n}\n\n", name);
}

}  // namespace

std::string emitted_program(std::span<const EmittedCase> cases, KernelSet kernel_set) {
  std::vector<Emitted> emitted;
  std::set<std::string> includes;
  std::int64_t input = 0, output = 0, scratch = 0;
  for (const EmittedCase& c : cases) {
    const KernelEmitter* emitter = find_emitter(c.call, kernel_set);
    if (!emitter) std::abort();
    Emitted e{c, {}, format("layer_%d", static_cast<int>(emitted.size()))};
    e.code = emitter->emit({c.call, e.function});
    for (const std::int64_t bytes : c.input_bytes) input = std::max(input, bytes);
    output = std::max({output, c.output_bytes, c.input_bytes[0]});
    scratch = std::max(scratch, e.code.scratch_bytes);
    includes.insert(e.code.includes.begin(), e.code.includes.end());
    emitted.push_back(std::move(e));
  }
  std::string out = "#include <stdint.h>\n#include <string.h>\n";
  for (const std::string& include : includes) out += "#include \"" + include + "\"\n";
  out += "\n#ifdef THIMBLE_TEST_BOARD\n" + std::string(kBoard) + "#else\n" + std::string(kHost) + "#endif\n\n";
  std::set<std::string> helpers;
  for (const Emitted& e : emitted) {
    for (const EmittedHelper& helper : e.code.helpers) {
      if (helpers.insert(helper.name).second) out += helper.definition + "\n";
    }
    for (const EmittedArray& array : e.code.arrays) out += array_text(array) + "\n";
    out += e.code.definition + "\n";
  }
  const auto buffer = [&](const char* name, std::int64_t bytes) {
    const int size = static_cast<int>((bytes + 2 * kGuard + 3) / 4);
    out += format("static int32_t %s_words[%d];\nstatic int8_t *const %s = (int8_t *)%s_words + GUARD;\n", name, size, name, name);
  };
  out += format("enum { GUARD = %d };\n", static_cast<int>(kGuard));
  buffer("input", input);
  buffer("input2", input);
  buffer("output", output);
  buffer("scratch", scratch);
  out += kRunner;
  std::uint32_t seed = 1;
  for (const Emitted& e : emitted) write_case(out, e, seed++);
  out += "int main(void) {\n  (void)input2;\n  memset(output - GUARD, 0x5a, GUARD);\n  memset(scratch - GUARD, 0x5a, GUARD);\n";
  for (const Emitted& e : emitted) out += format("  run_%s();\n", e.function.c_str());
  out +=
      "  print_number((uint32_t)passed);\n  print(\" passed, \");\n  print_number((uint32_t)failed);\n  print(\" failed\\n\");\n  return "
      "failed != 0;\n}\n";
  return out;
}

EmittedSizes emitted_sizes(const EmittedCase& c, KernelSet kernel_set) {
  const KernelEmitter* emitter = find_emitter(c.call, kernel_set);
  if (!emitter) std::abort();
  const EmittedKernel code = emitter->emit({c.call, "layer"});
  EmittedSizes sizes{code.scratch_bytes, 0, code.in_place};
  for (const EmittedArray& array : code.arrays) sizes.constants += static_cast<std::int64_t>(array.bytes.size());
  return sizes;
}

}  // namespace thimble::test
