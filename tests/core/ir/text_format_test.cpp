// The text form: exact both ways, and an error with a line for everything that is wrong with a text.
#include <catch2/catch_test_macros.hpp>
#include <cfloat>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/ir/text_format.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

// ir/ knows no operators; these stand for them.
constexpr std::string_view kOps[] = {"relu", "conv2d", "fully_connected", "slice", "softmax"};
std::string_view name_of(OpKind kind) { return kOps[static_cast<std::size_t>(kind)]; }
std::optional<OpKind> kind_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kOps); ++i) {
    if (kOps[i] == name) return static_cast<OpKind>(i);
  }
  return std::nullopt;
}
constexpr OpNames kNames{name_of, kind_of};

Result<Graph> parse(std::string_view text) { return parse_graph(text, kNames); }
std::string print(const Graph& graph) { return print_graph(graph, kNames); }

// Parses, prints, parses and prints again: the two prints are equal.
std::string round_trip(std::string_view text) {
  const auto graph = parse(text);
  INFO((graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  const std::string printed = print(*graph);
  const auto again = parse(printed);
  INFO((again.ok() ? "" : again.error().to_string()));
  REQUIRE(again.ok());
  CHECK(print(*again) == printed);
  return printed;
}

constexpr std::string_view kTiny = R"(thimble_ir 1
graph "tiny"
input %0: s8 [1, 4] scale 0.5 zero -3 "x"
const %1: s8 [2, 4] quant $0 "w" = 1 2 3 4 -1 -2 -3 -4
const %2: s32 [2] quant $1 "b" = 100 -100
%3: s8 [1, 2] scale 0.25 zero 7 "y" = fully_connected(%0, %1, %2) activation="relu"
output %3
quant $0 axis 0 count 2
  0.01 0.02
quant $1 axis 0 count 2
  0.005 0.01
)";

}  // namespace

TEST_CASE("text_format: the example of core/ir/README.md prints as it was read", "[ir][unit]") {
  CHECK(round_trip(kTiny) == kTiny);
  std::ifstream in(environment_or("THIMBLE_ROOT", ".") + "/core/ir/README.md");
  const std::string readme{std::istreambuf_iterator<char>(in), {}};
  CHECK(readme.find(kTiny) != std::string::npos);
}

TEST_CASE("text_format: a parsed graph holds what the text says", "[ir][unit]") {
  const auto graph = parse(kTiny);
  REQUIRE(graph.ok());
  CHECK(graph->name == "tiny");
  REQUIRE(graph->nodes.size() == 1);
  const auto inputs = graph->node_inputs(NodeId{0});
  REQUIRE(inputs.size() == 3);
  CHECK(graph->value_name(inputs[1]) == "w");
  CHECK(graph->shape(inputs[1]) == Shape{2, 4});
  CHECK(*graph->quant(inputs[1]) == QuantParams{{0.01f, 0.02f}, {0, 0}, 0});
  CHECK(*graph->quant(inputs[0]) == QuantParams{{0.5f}, {-3}, -1});
  CHECK(graph->constant(inputs[1])->copy_as<std::int8_t>() == std::vector<std::int8_t>{1, 2, 3, 4, -1, -2, -3, -4});
  CHECK(graph->constant(inputs[2])->copy_as<std::int32_t>() == std::vector<std::int32_t>{100, -100});
  CHECK(graph->node_attrs(NodeId{0}) == AttrSet{{"activation", std::string("relu")}});
  CHECK(graph->is_output(ValueId{3}));
}

TEST_CASE("text_format: every form of the grammar survives", "[ir][unit]") {
  const std::string path = environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/text_ir/all_forms.tir";
  std::ifstream in(path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  REQUIRE(!text.empty());
  const std::string printed = round_trip(text);
  for (const char* part :
       {"graph \"a \\\"name\\\" \\\\ \\x00\\xff\"", "1.5 -inf 1e-45", "-9223372036854775808", "0.02:1", "data @0 2", "= @0",
        "= 0 1 2 3 -1 -2 -3 -4", "%13: f32 [1], %14: f32 [2] = softmax(%1, _) beta=1.0 other=-2 text=\"\" list=[] exponent=1e+30"}) {
    INFO(part);
    CHECK(printed.find(part) != std::string::npos);
  }
}

TEST_CASE("text_format: what the fuzzer found or started from is an error or prints exactly", "[ir][unit]") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/text_ir")) {
    INFO(entry.path().filename().string());
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    ++files;
    const auto graph = parse(text);
    if (!graph.ok()) continue;
    const auto again = parse(print(*graph));
    REQUIRE(again.ok());
    CHECK(print(*again) == print(*graph));
  }
  CHECK(files > 5);
}

TEST_CASE("text_format: names number values in the order of their lines; numbers 0 to n-1 are the ids", "[ir][unit]") {
  const auto named = parse("thimble_ir 1\ninput %b: f32 [1]\n%a: f32 [1] = relu(%b)\noutput %a\n");
  REQUIRE(named.ok());
  CHECK(named->inputs[0] == ValueId{0});
  const auto numbered = parse("thimble_ir 1\ninput %1: f32 [1]\n%0: f32 [1] = relu(%1)\noutput %0\n");
  REQUIRE(numbered.ok());
  CHECK(numbered->inputs[0] == ValueId{1});
  CHECK(print(*numbered) == "thimble_ir 1\ninput %1: f32 [1]\n%0: f32 [1] = relu(%1)\noutput %0\n");
  const auto sparse = parse("thimble_ir 1\ninput %7: f32 [1]\n%9: f32 [1] = relu(%7)\noutput %9\n");
  REQUIRE(sparse.ok());
  CHECK(sparse->inputs[0] == ValueId{0});
}

TEST_CASE("text_format: constants that share their bytes share the block", "[ir][unit]") {
  Graph graph;
  const Blob bytes(std::vector<std::byte>(40, std::byte{5}));
  const ValueId x = graph.add_value(DType::s8, {40}, "x");
  graph.inputs = {x};
  for (const char* name : {"first", "second"}) {
    const ValueId constant = graph.add_constant(DType::s8, {40}, bytes, name);
    const ValueId out = graph.add_value(DType::s8, {40}, "");
    graph.add_node(OpKind{0}, std::vector{x, constant}, std::vector{out}, {});
    graph.outputs.push_back(out);
  }
  const std::string text = print(graph);
  CHECK(text.find("data @0 40") != std::string::npos);
  CHECK(text.find("data @1") == std::string::npos);
  const auto again = parse(text);
  REQUIRE(again.ok());
  CHECK(again->constants[0].bytes().data() == again->constants[1].bytes().data());
}

TEST_CASE("text_format: dead nodes are left out", "[ir][unit]") {
  auto graph = parse("thimble_ir 1\ninput %0: f32 [1]\n%1: f32 [1] = relu(%0)\n%2: f32 [1] = relu(%0)\noutput %2\n");
  REQUIRE(graph.ok());
  graph->nodes[0].dead = true;
  CHECK(print(*graph) == "thimble_ir 1\ninput %0: f32 [1]\nvalue %1: f32 [1]\n%2: f32 [1] = relu(%0)\noutput %2\n");
}

TEST_CASE("text_format: floats of any bits come back as they were", "[ir][property]") {
  Rng rng(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<float> numbers(static_cast<std::size_t>(rng.uniform(0, 20)));
    for (float& number : numbers) {
      const auto bits = static_cast<std::uint32_t>(rng.next());
      std::memcpy(&number, &bits, sizeof number);
    }
    Graph graph;
    const QuantParams quant{{std::abs(static_cast<float>(rng.unit())) + 1e-30f}, {static_cast<std::int32_t>(rng.uniform(-128, 127))}, -1};
    const ValueId constant = graph.add_constant(DType::f32, {static_cast<std::int64_t>(numbers.size())}, Blob::of(numbers), "c", &quant);
    graph.outputs = {constant};
    const auto again = parse(print(graph));
    REQUIRE(again.ok());
    const auto found = again->constants[0].bytes(), expected = graph.constants[0].bytes();
    REQUIRE(std::equal(found.begin(), found.end(), expected.begin(), expected.end()));
    REQUIRE(again->quants[0] == quant);
  }
}

TEST_CASE("text_format: the greatest float comes back by its shortest text, which is a larger double", "[ir][unit]") {
  Graph graph;
  graph.outputs = {graph.add_constant(DType::f32, {2}, Blob::of(std::vector<float>{FLT_MAX, -FLT_MAX}), "c")};
  const std::string text = print(graph);
  REQUIRE(text.find("3.4028235e+38 -3.4028235e+38") != std::string::npos);
  const auto again = parse(text);
  INFO((again.ok() ? "" : again.error().to_string()));
  REQUIRE(again.ok());
  CHECK(print(*again) == text);
  std::string larger = text;
  larger.replace(larger.find("5e+38"), 1, "6");
  CHECK_FALSE(parse(larger).ok());
}

TEST_CASE("text_format: a wrong text is answered with the line, what was found and what was expected", "[ir][unit]") {
  struct Row {
    const char* text;  // after the first line
    const char* error;
  };
  const Row rows[] = {
      {"inptu %0: f32 [1]", "line 2: found 'inptu', expected input, const"},
      {"input 0: f32 [1]", "line 2: found '0', expected a new value"},
      {"input %0 f32 [1]", "line 2: found 'f32', expected ':'"},
      {"input %0: float [1]", "line 2: found 'float', expected an element type (one of f32"},
      {"input %0: f32 [1", "line 2: found the end of the line, expected ','"},
      {"input %0: f32 [-1]", "line 2: found '-1', expected a dimension (an integer, 0 to 2147483648)"},
      {"input %0: f32 [1, 2, 3, 4, 5, 6, 7]", "line 2: a shape of more than 6 dimensions"},
      {"input %0: f32 [2147483648, 2]", "line 2: shape [2147483648, 2] has more than 2^31 elements"},
      {"input %0: f32 [1] scale -1", "line 2: scale -1, expected a positive finite number"},
      {"input %0: f32 [1] scale nan", "line 2: scale nan, expected"},
      {"input %0: f32 [1] scale 1e99", "line 2: a scale is 1e+99, expected a number that a 32-bit float can hold"},
      {"input %0: f32 [1] zero 1", "line 2: found 'zero', expected the end of the line"},
      {"input %0: f32 [1] quant $q", "line 2: no block of scales $q (add 'quant $q"},
      {"input %0: f32 [1] \"name", "line 2: a string without its closing quote"},
      {"input %0: f32 [1] \"\\n\"", "line 2: unknown escape in a string (write"},
      {"input %0: f32 [1]\ninput %0: f32 [1]", "line 3: %0 is made a second time; the first is in line 2"},
      {"input %a-b: f32 [1]", "line 2: found %a-b, expected a new value"},
      {"const %0: s8 [2] = 1", "line 2: 1 number, expected 2 for shape [2]"},
      {"const %0: s8 [1] = 128", "line 2: found '128', expected a number of the constant (an integer, -128 to 127)"},
      {"const %0: u8 [1] = -1", "line 2: found '-1', expected a number of the constant (an integer, 0 to 255)"},
      {"const %0: f32 [1] = 1e50", "line 2: a number of the constant is 1e+50"},
      {"const %0: f16 [1] = 1", "line 2: numbers of type f16 are not read"},
      {"const %0: s8 [2]", "line 2: found the end of the line, expected '='"},
      {"const %0: s8 [2] = @x", "line 2: no block of bytes @x (add 'data @x"},
      {"const %0: s8 [2] = @x\noutput %0\ndata @x 3\n  000102", "value 0: constant of 3 bytes, expected 2"},
      {"data @x 3\n  0001", "line 3: the text ends after 2 of 3 bytes"},
      {"data @x 90\n  0001", "line 2: a block of 90 bytes, but only"},
      {"data @x 2\n  00011", "line 3: 5 hex digits, expected two a byte"},
      {"data @x 2\n  0001ff", "line 3: more than the 2 bytes"},
      {"data @x 1\n  0G", "line 3: found '0G', expected two lower-case hex digits"},
      {"data @x 0\ndata @x 0", "line 3: a second block @x"},
      {"data @x 99999999999", "line 2: found '99999999999', expected the count of bytes"},
      {"quant $q axis 9 count 1", "line 2: found '9', expected the axis"},
      {"quant $q axis 0 count 0", "line 2: found '0', expected the count of scales"},
      {"quant $q axis 0 count 2\n  1", "line 3: the text ends after 1 of 2 scales"},
      {"quant $q axis 0 count 1\n  1 2", "line 3: found '2', expected the end of the line"},
      {"quant $q axis 0 count 1\n 1\nquant $q axis 0 count 1\n 1", "line 5: a second block $q, before line 4"},
      {"input %0: f32 [1]\n%1: f32 [1] = rleu(%0)", "line 3: no operator 'rleu'"},
      {"input %0: f32 [1]\n%1: f32 [1] = relu(%2)", "line 3: %2 is read before a line makes it (inputs and constants come first"},
      {"%1: f32 [1] = relu(%1)", "line 2: the node reads its own output"},
      {"%1: f32 [1] = relu(_", "line 2: found the end of the line, expected ','"},
      {"%1: f32 [1] relu()", "line 2: found 'relu', expected ','"},
      {"%1: f32 [1] = relu() a", "line 2: found the end of the line, expected '='"},
      {"%1: f32 [1] = relu() a=b", "line 2: found 'b', expected a number (texts stand in double quotes"},
      {"%1: f32 [1] = relu() a=1 a=2", "line 2: attribute a stands twice"},
      {"%1: f32 [1] = relu() a=[1.5]", "line 2: found '1.5', expected a number of the list"},
      {"%1: f32 [1] = relu() \"name\" a=1", "line 2: found 'a', expected the end of the line"},
      {"output %0", "line 2: %0 is read before"},
      {"output _", "line 2: found '_', expected a value"},
      {"input %0: f32 [1]", "no outputs, expected at least one"},
      {"value %0: f32 [1]\noutput %0", "a graph output is never made"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto graph = parse("thimble_ir 1\n" + std::string(row.text) + "\n");
    REQUIRE(!graph.ok());
    INFO(graph.error().to_string());
    CHECK(graph.error().to_string().find(row.error) != std::string::npos);
  }
}

TEST_CASE("text_format: the first line says what it is", "[ir][unit]") {
  CHECK(parse("").error().to_string() == "an empty text (the first line is 'thimble_ir 1')");
  CHECK(parse("hello").error().to_string() == "line 1: found 'hello', expected 'thimble_ir'");
  CHECK(parse("# comment\n\nthimble_ir 2").error().to_string() ==
        "line 3: version 2 of the text form, expected 1 (print it with the same version of thimble)");
}

TEST_CASE("text_format: a text cut off anywhere is an error or a smaller graph, never worse", "[ir][unit]") {
  for (std::size_t length = 0; length < kTiny.size(); ++length) {
    const auto graph = parse(kTiny.substr(0, length));
    INFO(length);
    if (graph.ok()) {
      // Only the end of the last line is gone.
      CHECK(length + 2 >= kTiny.size());
    } else {
      CHECK(!graph.error().message().empty());
    }
  }
}

TEST_CASE("text_format: limits end a text before it fills the memory", "[ir][unit]") {
  const auto repeated = [](const char* form, std::size_t count) {
    std::string text = "thimble_ir 1\n";
    for (std::size_t i = 0; i < count; ++i) text += format(form, i);
    return text;
  };
  const auto many = parse(repeated("value %%%zu: f32 [1]\n", kMaxTextValues + 1));
  REQUIRE(!many.ok());
  CHECK(many.error().code() == ErrorCode::out_of_budget);
  CHECK(many.error().where() == format("line %zu", kMaxTextValues + 2));
  std::string list = "thimble_ir 1\n%0: f32 [1] = relu() a=[0";
  for (std::size_t i = 0; i < kMaxTextListItems; ++i) list += ", 1";
  CHECK(parse(list + "]").error().code() == ErrorCode::out_of_budget);
  CHECK(parse("thimble_ir 1\ngraph \"" + std::string(kMaxTextStringBytes + 2, 'a') + "\"").error().code() == ErrorCode::out_of_budget);
  std::string operands = "thimble_ir 1\n%0: f32 [1] = relu(_";
  for (std::size_t i = 0; i < kMaxTextOperands; ++i) operands += ", _";
  CHECK(parse(operands + ")").error().code() == ErrorCode::out_of_budget);
  std::string attrs = "thimble_ir 1\n%0: f32 [1] = relu()";
  for (std::size_t i = 0; i <= kMaxTextAttrs; ++i) attrs += format(" a%zu=1", i);
  CHECK(parse(attrs).error().code() == ErrorCode::out_of_budget);
}

TEST_CASE("text_format: many different shapes and long equal scales take no quadratic time", "[ir][unit]") {
  // 16,000 shapes, and blocks of scales that differ in the last one only: a linear search of the pools would take minutes.
  std::string text = "thimble_ir 1\n";
  for (int i = 0; i < 15000; ++i) text += format("value %%v%d: f32 [%d]\n", i, i);
  for (int i = 0; i < 300; ++i) {
    text += format("value %%q%d: f32 [2000] quant $q%d\nquant $q%d axis 0 count 2000\n ", i, i, i);
    for (int j = 0; j < 1999; ++j) text += " 1";
    text += format(" %d\n", i + 1);
  }
  text += "const %c: f32 [0] =\noutput %c\n";
  const auto graph = parse(text);
  REQUIRE(graph.ok());
  CHECK(graph->quants.size() == 300);
}

}  // namespace thimble::test
