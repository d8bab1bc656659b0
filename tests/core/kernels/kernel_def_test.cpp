// What KernelDef says of a kernel against the kernel's own C: members, operands, headers.
#include "core/kernels/kernel_def.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/paths.h"

namespace thimble::test {
namespace {

std::string device_text(const std::string& file) {
  std::ifstream in(data_path("../../core/kernels/device/" + file));
  REQUIRE(in);
  std::ostringstream text;
  text << in.rdbuf();
  return std::regex_replace(text.str(), std::regex(R"(/\*[^*]*\*+([^/*][^*]*\*+)*/)"), "");
}

std::vector<std::string> names_in(const std::string& text, const std::regex& name) {
  std::vector<std::string> names;
  for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it) names.push_back((*it)[1]);
  return names;
}

// In order, those of one C type only where `type` says so.
std::vector<std::string> struct_members(const std::string& header, const std::string& kernel, const std::string& type = "int32_t|float") {
  std::smatch body;
  // The same struct as another kernel's, under a name of its own.
  if (std::smatch alias; std::regex_search(header, alias, std::regex("typedef thimble_(\\w+)_params thimble_" + kernel + "_params;")))
    return struct_members(device_text(alias.str(1) + ".h"), alias[1], type);
  REQUIRE(std::regex_search(header, body, std::regex(R"(typedef struct \{([^}]*)\} thimble_)" + kernel + "_params;")));
  const std::string text = body[1];
  std::vector<std::string> out;
  const std::regex declaration("(?:" + type + ") ([^;]*;)");
  for (std::sregex_iterator it(text.begin(), text.end(), declaration), end; it != end; ++it) {
    for (const std::string& name : names_in((*it)[1], std::regex(R"(([a-z][a-z0-9_]*)\s*[,;])"))) out.push_back(name);
  }
  return out;
}

struct Operand {
  std::string type, name;
  bool constant;
};

std::vector<Operand> operands(const std::string& header, const std::string& kernel) {
  std::smatch found;
  REQUIRE(std::regex_search(header, found, std::regex("void thimble_" + kernel + R"(\(([^)]*)\);)")));
  const std::string list = found[1];
  std::vector<Operand> out;
  const std::regex operand(R"((const )?(\w+) \*(\w+))");
  for (std::sregex_iterator it(list.begin(), list.end(), operand), end; it != end; ++it)
    out.push_back({(*it)[2], (*it)[3], (*it)[1].matched});
  REQUIRE(out.at(0).type == "thimble_" + kernel + "_params");
  out.erase(out.begin());
  return out;
}

void collect_headers(const std::string& file, std::set<std::string>& headers) {
  for (const std::string& name : names_in(device_text(file), std::regex("#include \"([a-z0-9_]+\\.h)\""))) {
    if (headers.insert(name).second) collect_headers(name, headers);
  }
}

}  // namespace

TEST_CASE("kernel_def: the fields are the members of the C struct, in order", "[kernels][unit]") {
  for (const KernelId id : all_kernels()) {
    const KernelDef& def = kernel_def(id);
    const std::string name(def.name);
    CAPTURE(name);
    const std::vector<std::string> members = struct_members(device_text(name + ".h"), name);
    CHECK(members == std::vector<std::string>(def.fields.begin(), def.fields.end()));
    const std::vector<std::string> reals = struct_members(device_text(name + ".h"), name, "float");
    CHECK(reals == std::vector<std::string>(def.real_fields.begin(), def.real_fields.end()));
  }
}

TEST_CASE("kernel_def: inputs, constants and outputs are the C function's pointers, in order", "[kernels][unit]") {
  for (const KernelId id : all_kernels()) {
    const KernelDef& def = kernel_def(id);
    const std::string name(def.name);
    CAPTURE(name);
    const std::vector<Operand> pointers = operands(device_text(name + ".h"), name);
    REQUIRE(pointers.size() == def.inputs.size() + def.constants.size() + def.outputs.size() + (def.scratch_bytes ? 1 : 0));
    std::size_t i = 0;
    for (const ElementType type : def.inputs) {
      CHECK(pointers[i].type == c_type_name(type));
      CHECK(pointers[i++].constant);
    }
    for (const ConstantSlot& slot : def.constants) {
      CHECK(pointers[i].type == c_type_name(slot.type));
      CHECK(pointers[i].name == slot.name);
      CHECK(pointers[i++].constant);
    }
    for (const ElementType type : def.outputs) {
      CHECK(pointers[i].type == c_type_name(type));
      CHECK_FALSE(pointers[i++].constant);
    }
  }
}

TEST_CASE("kernel_def: the headers are what the sources include, also indirectly", "[kernels][unit]") {
  for (const KernelId id : all_kernels()) {
    const KernelDef& def = kernel_def(id);
    const std::string name(def.name);
    CAPTURE(name);
    std::set<std::string> headers;
    collect_headers(name + ".c", headers);
    CHECK(headers.erase(name + ".h") == 1);
    CHECK(headers == std::set<std::string>(def.headers.begin(), def.headers.end()));
  }
}

TEST_CASE("kernel_def: names differ, and every kernel has a sentence", "[kernels][unit]") {
  std::set<std::string_view> names;
  for (const KernelId id : all_kernels()) {
    CHECK(names.insert(kernel_def(id).name).second);
    CHECK_FALSE(kernel_def(id).doc.empty());
    CHECK(kernel_def(id).run != nullptr);
  }
  CHECK(names.size() == all_kernels().size());
}

TEST_CASE("kernel_def: an element is as wide as its C type says", "[kernels][unit]") {
  CHECK(element_bytes(ElementType::s8) == sizeof(std::int8_t));
  CHECK(element_bytes(ElementType::u8) == sizeof(std::uint8_t));
  CHECK(element_bytes(ElementType::s16) == sizeof(std::int16_t));
  CHECK(element_bytes(ElementType::s32) == sizeof(std::int32_t));
  CHECK(element_bytes(ElementType::s64) == sizeof(std::int64_t));
  CHECK(element_bytes(ElementType::f32) == sizeof(float));
  CHECK(element_bytes(ElementType::f16) == sizeof(std::uint16_t));
  CHECK(c_type_name(ElementType::s16) == "int16_t");
}

}  // namespace thimble::test
