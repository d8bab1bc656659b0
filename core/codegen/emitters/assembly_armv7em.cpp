#include "core/codegen/emitters/assembly_armv7em.h"

#include "core/base/text.h"
#include "core/codegen/code_writer.h"

namespace thimble {
namespace {

constexpr int kStatementLines = 100;  // C99 compilers need not take strings of more than 4095 characters

// One quoted string a line, labels without indentation; several statements when it is long.
void write_statements(CodeWriter& c, const std::string& lines) {
  int count = 0;
  for (const std::string_view line : split(lines, '\n')) {
    if (line.empty()) continue;
    if (count % kStatementLines == 0) c.text(count == 0 ? "__asm__ volatile(\n" : ");\n__asm__ volatile(\n");
    c.text(format("\"%s%.*s\\n\"\n", line.back() == ':' ? "" : "  ", static_cast<int>(line.size()), line.data()));
    ++count;
  }
  c.text(");\n");
}

}  // namespace

std::string register_name(std::int64_t index) { return index == 14 ? "lr" : format("r%d", static_cast<int>(index)); }

std::string register_list(const std::vector<std::int64_t>& registers) {
  std::vector<std::string> names;
  for (const std::int64_t r : registers) names.push_back(register_name(r));
  return "{" + join(names, ", ") + "}";
}

std::vector<std::int64_t> take_registers(std::int64_t& next, std::int64_t count) {
  std::vector<std::int64_t> out;
  for (std::int64_t i = 0; i < count; ++i, next = next == 12 ? 14 : next + 1) out.push_back(next);
  return out;
}

std::string add_constant(const std::string& rd, const std::string& rn, std::int64_t value, const std::string& temp) {
  const auto amount = static_cast<int>(value < 0 ? -value : value);
  const char* const operation = value < 0 ? "sub" : "add";
  if (amount <= 4095) return format("%sw %s, %s, #%d\n", operation, rd.c_str(), rn.c_str(), amount);
  std::string out = format("movw %s, #%d\n", temp.c_str(), amount & 0xffff);
  if (amount > 0xffff) out += format("movt %s, #%d\n", temp.c_str(), amount >> 16);
  return out + format("%s %s, %s, %s\n", operation, rd.c_str(), rn.c_str(), temp.c_str());
}

EmittedHelper assembly_helper(const std::string& name, const std::string& why, const std::string& parameters, const std::string& assembly,
                              const std::string& twin) {
  // Assembly reads its arguments from registers: to the compiler they look unused.
  std::vector<std::string> marked;
  for (const std::string_view parameter : split(parameters, ',')) marked.push_back(std::string(trim(parameter)) + " THIMBLE_UNUSED");
  CodeWriter c;
  c.comment(why);
  c.text("#if THIMBLE_DSP\n");
  c.line("static THIMBLE_NAKED void %s(%s) {", name.c_str(), join(marked, ", ").c_str());
  write_statements(c, assembly);
  c.text("}\n#else\n");
  c.line("static void %s(%s) {", name.c_str(), parameters.c_str());
  c.text(twin);
  c.text("}\n#endif\n");
  return {.name = name, .definition = c.take()};
}

}  // namespace thimble
