// NetworkRunner: any network as a function from floats to floats, by what the device would compute: integer and mixed networks
//   on the device kernels (Executor), float ones on the FloatExecutor.
//   shapes  inputs and outputs in the graph's order, dense, batch 1
//   errors  as network_io, Executor and FloatExecutor
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/runtime/executor.h"
#include "core/runtime/float_executor.h"

namespace thimble {

// Some value that is computed, not constant, has integers with a scale.
bool has_integer_activations(const Graph& graph);

// How many of `most` threads pay for one network: in a small one they wait for each other longer than they work.
int threads_worth(const Graph& graph, int most);

class NetworkRunner {
 public:
  static Result<NetworkRunner> create(const Graph& graph, int threads);
  Result<std::vector<std::vector<float>>> run(std::span<const std::vector<float>> inputs);
  // What an input of the network holds for these numbers: bytes of its element type.
  Result<Bytes> encoded(std::size_t input, std::span<const float> values) const;
  std::string_view judge() const { return integer_ ? "integer kernels" : "float executor"; }

 private:
  NetworkRunner() = default;
  std::optional<Executor> integer_;
  std::optional<FloatExecutor> float_;
};

}  // namespace thimble
