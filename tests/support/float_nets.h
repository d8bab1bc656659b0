// FloatNet: small float networks with weights by seed, and samples for them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/data/samples.h"
#include "core/ops/op_def.h"

namespace thimble {

class FloatNet {
 public:
  explicit FloatNet(std::uint64_t seed) : rng_(seed) {}

  ValueId input(const Shape& shape);
  // Uniform in [low, high).
  ValueId constant(const Shape& shape, double low, double high);
  ValueId numbers(const std::vector<float>& values, const Shape& shape);
  ValueId indices(const std::vector<std::int32_t>& values);
  // Its output's shape is inferred.
  ValueId node(OpKind kind, std::vector<ValueId> inputs, AttrSet attrs = {});

  // Weights of a spread that keeps the size of activations; a bias.
  ValueId conv(ValueId x, std::int64_t channels, std::int64_t filter, std::int64_t stride, std::string activation);
  ValueId depthwise(ValueId x, std::int64_t filter, std::string activation);
  ValueId dense(ValueId x, std::int64_t outputs, std::string activation);
  ValueId batch_norm(ValueId x);

  // The network, verified.
  Graph finish(std::vector<ValueId> outputs);

  Graph graph;

 private:
  Rng rng_;
  int made_ = 0;
  std::string next_name(std::string_view what);
};

// Numbers in [low, high), labels 0 to classes - 1 where classes > 0.
std::shared_ptr<const SampleList> random_samples(const Graph& graph, std::int64_t count, std::uint64_t seed, double low = -1,
                                                 double high = 1, std::int32_t classes = 0);

// What the executor makes of a sample, as real numbers.
std::vector<std::vector<float>> run_network(const Graph& graph, const Sample& sample);

double sqnr_db(const std::vector<float>& real, const std::vector<float>& other);

}  // namespace thimble
