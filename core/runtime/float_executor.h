// FloatExecutor: runs a float network on the host with XNNPACK where it has the operator, else with the float device kernel
//   that defines it (kernels/device/<op>_f32.c), on one thread or several.
//   shapes  values as in the graph, batch 1; inputs and outputs are dense floats in the graph's order
//   exact   repeats bit for bit from run to run on one build, for any number of threads; within 1e-4 of the kernels that
//           define the operators, relative to the largest value of a tensor
//   errors  create: unsupported (every node that neither can run); run: invalid_argument (number or size of inputs)
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/ir/graph.h"

namespace thimble {

class FloatExecutor {
 public:
  struct Options {
    int threads = 1;
    bool reference_only = false;  // the slow twin: no XNNPACK at all
  };
  // Sees every output of every node right after it ran, and the graph's inputs before the first (node none).
  using Trace = std::function<void(NodeId node, ValueId value, std::span<const float> data)>;

  static Result<FloatExecutor> create(const Graph& graph, const Options& options);
  FloatExecutor(FloatExecutor&&) noexcept;
  FloatExecutor& operator=(FloatExecutor&&) noexcept;
  ~FloatExecutor();

  Result<std::vector<std::vector<float>>> run(std::span<const std::vector<float>> inputs, const Trace& trace = {});

  const Graph& graph() const;
  // How many nodes XNNPACK runs, for reports and tests.
  std::int64_t fast_nodes() const;

 private:
  struct State;
  explicit FloatExecutor(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace thimble
