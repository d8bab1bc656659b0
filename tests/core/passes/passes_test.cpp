#include <catch2/catch_test_macros.hpp>

#include "core/base/rng.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"
#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"
#include "tests/support/text_graph.h"

namespace thimble {
namespace {

constexpr OpNames kNames{op_name, find_op};

constexpr std::string_view kPadConv = R"(thimble_ir 1
input %0: s8 [1, 5, 6, 2] scale 0.5 zero 3 "x"
const %1: s8 [3, 3, 3, 2] scale 0.01 zero 0 "w" = @0
const %2: s32 [3] scale 0.005 zero 0 "b" = 100 -200 300
%3: s8 [1, 8, 8, 2] scale 0.5 zero 3 "p" = pad(%0) pads=[0, 0, 1, 2, 1, 1, 0, 0] value=0.0
%4: s8 [1, 6, 6, 3] scale 0.05 zero -7 "y" = conv2d(%3, %1, %2)
output %4
data @0 54
  01fe0304fb060708f70a0b0c0df20f101112010203040506f908090a0bf40d0e0f101112ff02030405fa0708090a0b0c0d0e0f101112
)";

std::vector<Bytes> random_inputs(const Graph& graph, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<Bytes> out;
  for (const ValueId id : graph.inputs) {
    Bytes bytes(static_cast<std::size_t>(graph.value_bytes(id)));
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(rng.next());
    out.push_back(std::move(bytes));
  }
  return out;
}

void check_same_outputs(const Graph& before, const Graph& after) {
  Result<Executor> a = Executor::create(before);
  Result<Executor> b = Executor::create(after);
  REQUIRE(a.ok());
  REQUIRE(b.ok());
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto inputs = random_inputs(before, seed);
    CHECK(*a->run(inputs) == *b->run(inputs));
  }
}

}  // namespace

TEST_CASE("fuse_pad: a convolution takes over the border, with the same outputs", "[passes][unit]") {
  const Graph before = test::text_graph(kPadConv);
  Graph after = before;
  const Result<std::vector<PassRun>> runs = run_passes(after);
  REQUIRE(runs.ok());
  CHECK(after.nodes.size() == 1);
  const NodeView conv(after, NodeId{0});
  CHECK(conv.integer("pad_top") == 1);
  CHECK(conv.integer("pad_bottom") == 2);
  CHECK(conv.integer("pad_left") == 1);
  CHECK(conv.integer("pad_right") == 1);
  check_same_outputs(before, after);
}

TEST_CASE("fuse_pad: a border of another value stays, and says why", "[passes][unit]") {
  std::string text(kPadConv);
  text.replace(text.find("value=0.0"), 9, "value=1.5");
  Graph graph = test::text_graph(text);
  const Result<std::vector<PassRun>> runs = run_passes(graph);
  REQUIRE(runs.ok());
  CHECK(graph.nodes.size() == 2);
  REQUIRE((*runs)[1].why_not.size() == 1);
  CHECK((*runs)[1].why_not[0].find("another value than 0") != std::string::npos);
}

TEST_CASE("fuse_pad: a padded value with two readers stays", "[passes][unit]") {
  std::string text(kPadConv);
  text.insert(text.find("data @0"), "output %3\n");
  Graph graph = test::text_graph(text);
  REQUIRE(run_passes(graph).ok());
  CHECK(graph.nodes.size() == 2);
}

TEST_CASE("eliminate_identity: nodes that change nothing go, outputs keep their names", "[passes][unit]") {
  const Graph before = test::text_graph(R"(thimble_ir 1
input %0: s8 [1, 4, 2] scale 0.5 zero 3 "x"
%1: s8 [1, 4, 2] scale 0.5 zero 3 "same" = reshape(%0) shape=[1, 4, 2]
%2: s8 [1, 4, 2] scale 0.5 zero 3 "again" = quantize(%1)
%3: s8 [1, 4, 2] scale 0.5 zero 3 "still" = transpose(%2) perm=[0, 1, 2]
%4: s8 [1, 4, 2] scale 0.25 zero 0 "other" = quantize(%3)
%5: s8 [1, 4, 2] scale 0.25 zero 0 "out" = reshape(%4) shape=[1, 4, 2]
output %5
)");
  Graph after = before;
  REQUIRE(run_passes(after).ok());
  CHECK(after.nodes.size() == 2);
  CHECK(after.value_name(after.outputs[0]) == "out");
  check_same_outputs(before, after);
}

TEST_CASE("eliminate_dead_nodes: what no output depends on goes, chains of it too", "[passes][unit]") {
  Graph graph = test::text_graph(R"(thimble_ir 1
input %0: s8 [1, 4] scale 0.5 zero 3 "x"
%1: s8 [1, 4] scale 0.1 zero 0 "a" = quantize(%0)
%2: s8 [1, 4] scale 0.2 zero 0 "b" = quantize(%1)
%3: s8 [1, 4] scale 0.3 zero 0 "y" = quantize(%0)
output %3
)");
  REQUIRE(run_passes(graph).ok());
  CHECK(graph.nodes.size() == 1);
}

TEST_CASE("run_passes: running again changes nothing", "[passes][property]") {
  Graph graph = test::text_graph(kPadConv);
  REQUIRE(run_passes(graph).ok());
  const std::string once = print_graph(graph, kNames);
  const Result<std::vector<PassRun>> again = run_passes(graph);
  REQUIRE(again.ok());
  for (const PassRun& run : *again) CHECK(run.applied == 0);
  CHECK(print_graph(graph, kNames) == once);
}

}  // namespace thimble
