#include <catch2/catch_test_macros.hpp>

#include "core/base/rng.h"
#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"
#include "tests/support/text_graph.h"

namespace thimble {
namespace {

// Two branches that widen and narrow again, written side by side: both wide values would live at once.
constexpr std::string_view kSideBySide = R"(thimble_ir 1
input %0: s8 [1, 8] scale 0.5 zero 0 "x"
%1: s8 [1, 4096] scale 0.5 zero 0 "wide a" = pad(%0) pads=[0, 0, 0, 4088] value=0.0
%2: s8 [1, 4096] scale 0.5 zero 0 "wide b" = pad(%0) pads=[0, 0, 4088, 0] value=0.0
%3: s8 [1, 8] scale 0.5 zero 0 "narrow a" = slice(%1) begin=[0, 4] size=[1, 8] stride=[1, 1]
%4: s8 [1, 8] scale 0.5 zero 0 "narrow b" = slice(%2) begin=[0, 4084] size=[1, 8] stride=[1, 1]
%5: s8 [1, 8] scale 0.9 zero 0 "y" = add(%3, %4)
output %5
)";

std::int64_t arena_of(const Graph& graph) {
  auto executor = Executor::create(graph);
  REQUIRE(executor.ok());
  return executor->memory().arena.arena_bytes;
}

}  // namespace

TEST_CASE("order_for_memory: branches run one after the other where that needs less", "[passes][unit]") {
  const Graph parsed = test::text_graph(kSideBySide);
  Graph graph = parsed;
  REQUIRE(run_passes(graph).ok());
  CHECK(arena_of(parsed) >= 2 * 4096);
  CHECK(arena_of(graph) < 4096 + 64);
  Rng rng(1);
  for (int run = 0; run < 5; ++run) {
    Bytes input(8);
    for (std::byte& byte : input) byte = static_cast<std::byte>(rng.next());
    CHECK(*Executor::create(parsed)->run(std::vector<Bytes>{input}) == *Executor::create(graph)->run(std::vector<Bytes>{input}));
  }
}

TEST_CASE("order_for_memory: an order that is good already stays", "[passes][unit]") {
  Graph graph = test::text_graph(kSideBySide);
  REQUIRE(run_passes(graph).ok());
  const auto again = run_passes(graph);
  REQUIRE(again.ok());
  for (const PassRun& run : *again) CHECK(run.applied == 0);
}

}  // namespace thimble
