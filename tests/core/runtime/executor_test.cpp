#include <catch2/catch_test_macros.hpp>

#include "core/base/rng.h"
#include "core/runtime/executor.h"
#include "tests/support/text_graph.h"

namespace thimble {
namespace {

// A residual block: the input is read again after two steps, so writing over it in place would be wrong.
constexpr std::string_view kResidual = R"(thimble_ir 1
input %0: s8 [1, 3, 3, 2] scale 0.5 zero 1 "x"
%1: s8 [1, 3, 3, 2] scale 0.4 zero -3 "r" = relu(%0)
%2: s8 [1, 3, 3, 2] scale 0.3 zero 2 "l" = leaky_relu(%1) alpha=0.25
%3: s8 [1, 3, 3, 2] scale 0.7 zero 0 "y" = add(%0, %2)
%4: s8 [1, 18] scale 0.7 zero 0 "flat" = reshape(%3) shape=[1, 18]
output %4
)";

Bytes random_bytes(std::size_t count, std::uint64_t seed) {
  Rng rng(seed);
  Bytes out(count);
  for (std::byte& byte : out) byte = static_cast<std::byte>(rng.next());
  return out;
}

// The slow twin: every value in a buffer of its own.
std::vector<Bytes> run_without_arena(const Graph& graph, const std::vector<Bytes>& inputs) {
  const Result<std::vector<LoweredNode>> lowered = lower_graph(graph);
  REQUIRE(lowered.ok());
  std::vector<std::vector<std::uint64_t>> memory(graph.values.size());
  for (std::size_t v = 0; v < memory.size(); ++v)
    memory[v].resize(static_cast<std::size_t>(graph.value_bytes(static_cast<ValueId>(v))) / 8 + 1);
  const auto address = [&](ValueId id) { return reinterpret_cast<std::byte*>(memory[index_of(id)].data()); };
  for (std::size_t i = 0; i < inputs.size(); ++i) std::copy(inputs[i].begin(), inputs[i].end(), address(graph.inputs[i]));
  for (const LoweredNode& node : *lowered) {
    const auto in = graph.node_inputs(node.node);
    const auto out = graph.node_outputs(node.node);
    if (node.calls.empty()) std::copy_n(address(in[0]), graph.value_bytes(in[0]), address(out[0]));
    for (const KernelCall& call : node.calls) {
      std::vector<const void*> operands, constants;
      std::vector<void*> results;
      for (const std::uint8_t i : call.inputs) {
        const Blob* constant = graph.constant(in[i]);
        operands.push_back(constant ? static_cast<const void*>(constant->bytes().data()) : address(in[i]));
      }
      for (const ConstantArray& array : call.constants) constants.push_back(array.bytes.empty() ? nullptr : array.bytes.bytes().data());
      for (const std::uint8_t i : call.outputs) results.push_back(address(out[i]));
      const KernelDef& def = kernel_def(call.kernel);
      std::vector<std::uint64_t> scratch(def.scratch_bytes ? def.scratch_bytes(call.params) / 8 + 1 : 1);
      def.run({call.params.data(), operands, constants, results, scratch.data()});
    }
  }
  std::vector<Bytes> out;
  for (const ValueId id : graph.outputs) out.emplace_back(address(id), address(id) + graph.value_bytes(id));
  return out;
}

}  // namespace

TEST_CASE("executor: sharing memory changes no result", "[runtime][unit]") {
  const Graph graph = test::text_graph(kResidual);
  Result<Executor> executor = Executor::create(graph);
  REQUIRE(executor.ok());
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    const std::vector<Bytes> inputs = {random_bytes(18, seed)};
    CHECK(*executor->run(inputs) == run_without_arena(graph, inputs));
  }
}

TEST_CASE("executor: the input outlives the steps that read it later", "[runtime][unit]") {
  const Graph graph = test::text_graph(kResidual);
  Result<Executor> executor = Executor::create(graph);
  REQUIRE(executor.ok());
  const MemoryPlan& memory = executor->memory();
  // relu may not write over x, which add reads; leaky_relu may write over r; the sum may take either place.
  CHECK(memory.value_request[0] != memory.value_request[1]);
  CHECK(memory.value_request[1] == memory.value_request[2]);
  CHECK(memory.value_request[3] == memory.value_request[4]);
  CHECK(memory.arena.arena_bytes == 40);
}

TEST_CASE("executor: a trace sees every step's output", "[runtime][unit]") {
  Result<Executor> executor = Executor::create(test::text_graph(kResidual));
  REQUIRE(executor.ok());
  std::vector<std::size_t> sizes;
  REQUIRE(executor
              ->run(std::vector<Bytes>{random_bytes(18, 3)},
                    [&](std::size_t, NodeId, std::span<const std::byte> output) { sizes.push_back(output.size()); })
              .ok());
  CHECK(sizes == std::vector<std::size_t>{18, 18, 18, 18});
}

TEST_CASE("executor: inputs of another number or size are refused", "[runtime][unit]") {
  Result<Executor> executor = Executor::create(test::text_graph(kResidual));
  REQUIRE(executor.ok());
  CHECK_FALSE(executor->run({}).ok());
  const Result<std::vector<Bytes>> result = executor->run(std::vector<Bytes>{Bytes(17)});
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message() == "input 0 has 17 bytes, expected 18");
}

TEST_CASE("lower_graph: every node without a kernel is named at once", "[runtime][unit]") {
  const Graph graph = test::text_graph(R"(thimble_ir 1
input %0: s32 [1, 4] "x"
%1: s32 [1, 4] "a" = relu(%0)
%2: s32 [1, 4] "b" = tanh(%1)
output %2
)");
  const Result<std::vector<LoweredNode>> lowered = lower_graph(graph);
  REQUIRE_FALSE(lowered.ok());
  CHECK(lowered.error().code() == ErrorCode::unsupported);
  CHECK(lowered.error().message().find("2 of 2 nodes") != std::string::npos);
  CHECK(lowered.error().message().find("relu") != std::string::npos);
  CHECK(lowered.error().message().find("tanh") != std::string::npos);
}

}  // namespace thimble
