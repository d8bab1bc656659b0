#include "core/codegen/code_writer.h"

#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace thimble::test {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

const std::string kLong(70, 'a'), kLonger(90, 'b');

TEST_CASE("indentation follows the braces") {
  CodeWriter c;
  c.line("void f(void) {");
  c.line("for (int i = 0; i < %d; i++) {", 3);
  c.text("g(i);\n  h(i);\n");
  c.text("}\n}\n");
  CHECK(c.take() == "void f(void) {\n  for (int i = 0; i < 3; i++) {\n    g(i);\n    h(i);\n  }\n}\n");
}

TEST_CASE("a long line is broken behind a comma below the open bracket, else before the operator that binds least") {
  CHECK(break_lines("f(" + kLong + ", " + kLong + ");") == "f(" + kLong + ",\n  " + kLong + ");\n");
  CHECK(break_lines("x[0] + " + kLong + " * 2 + " + kLong + ";") == "x[0] + " + kLong + " * 2\n    + " + kLong + ";\n");
  CHECK(break_lines("return " + kLong + " * " + kLong + ";") == "return " + kLong + "\n    * " + kLong + ";\n");
  CHECK(break_lines("return " + kLong + " - " + kLong + ";") == "return " + kLong + "\n    - " + kLong + ";\n");
}

TEST_CASE("the left side of an assignment stays whole") {
  const std::string left = "output[(row + 3) * 8 + column]";
  CHECK(break_lines(left + " = " + kLonger + "(1);") == left + " =\n    " + kLonger + "(1);\n");
  CHECK(break_lines(left + " = " + kLong + " + " + kLong + ";").starts_with(left + " = " + kLong + "\n    + "));
}

TEST_CASE("arguments on a right side that stands in a line of its own go on below their bracket") {
  const std::string left = "output[(row + 3) * 8 + column]";
  CHECK(break_lines(left + " = f(" + kLonger + ", " + kLong + ");") == left + " =\n    f(" + kLonger + ",\n      " + kLong + ");\n");
}

TEST_CASE("comments, strings and directives are not broken, and nothing is lost") {
  for (const std::string& whole :
       {"/* " + kLonger + ", " + kLonger + " */", "#define X " + kLonger + " + " + kLonger, "\"" + kLonger + ", " + kLonger + "\""})
    CHECK(break_lines(whole) == whole + "\n");
  const std::string text = "    y[(i * 3 + " + kLong + ") * 2] = clip(" + kLong + " * scale[i] + " + kLong + ", -128, 127);";
  const std::string broken = break_lines(text);
  CHECK(without_blanks(broken) == without_blanks(text));
  for (const std::string& line : lines_of(broken)) CHECK(line.size() <= kLineColumns);
}

}  // namespace
}  // namespace thimble::test
