#include "tests/support/float_nets.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <stdexcept>

#include "core/base/text.h"
#include "core/runtime/executor.h"
#include "core/runtime/network_io.h"

namespace thimble {

std::string FloatNet::next_name(std::string_view what) { return std::string(what) + "_" + std::to_string(made_++); }

ValueId FloatNet::input(const Shape& shape) {
  const ValueId id = graph.add_value(DType::f32, shape, next_name("input"));
  graph.inputs.push_back(id);
  return id;
}

ValueId FloatNet::constant(const Shape& shape, double low, double high) {
  std::vector<float> values(static_cast<std::size_t>(*element_count(shape)));
  for (float& value : values) value = static_cast<float>(low + (high - low) * rng_.unit());
  return numbers(values, shape);
}

ValueId FloatNet::numbers(const std::vector<float>& values, const Shape& shape) {
  return graph.add_constant(DType::f32, shape, Blob::of(values), next_name("constant"));
}

ValueId FloatNet::indices(const std::vector<std::int32_t>& values) {
  return graph.add_constant(DType::s32, {static_cast<std::int64_t>(values.size())}, Blob::of(values), next_name("indices"));
}

ValueId FloatNet::node(OpKind kind, std::vector<ValueId> inputs, AttrSet attrs) {
  const std::string name = next_name(op_name(kind));
  const ValueId out = graph.add_value(DType::f32, {}, name);
  const NodeId id = graph.add_node(kind, inputs, std::vector{out}, std::move(attrs), name);
  const Result<std::vector<Shape>> shapes = op_def(kind).infer_shape(NodeView(graph, id));
  if (!shapes.ok()) throw std::runtime_error(shapes.error().to_string());  // also where no test runs (tests/exchange)
  graph.values[index_of(out)].shape = graph.intern_shape((*shapes)[0]);
  return out;
}

ValueId FloatNet::conv(ValueId x, std::int64_t channels, std::int64_t filter, std::int64_t stride, std::string activation) {
  const std::int64_t in = graph.shape(x)[3], pad = filter / 2;
  const double reach = std::sqrt(3.0 / static_cast<double>(filter * filter * in));
  const ValueId weights = constant({channels, filter, filter, in}, -reach, reach), bias = constant({channels}, -0.3, 0.3);
  return node(OpKind::conv2d, {x, weights, bias},
              {{"stride_h", stride},
               {"stride_w", stride},
               {"pad_top", pad},
               {"pad_left", pad},
               {"pad_bottom", pad},
               {"pad_right", pad},
               {"activation", std::move(activation)}});
}

ValueId FloatNet::depthwise(ValueId x, std::int64_t filter, std::string activation) {
  const std::int64_t channels = graph.shape(x)[3], pad = filter / 2;
  const double reach = std::sqrt(3.0 / static_cast<double>(filter * filter));
  const ValueId weights = constant({1, filter, filter, channels}, -reach, reach), bias = constant({channels}, -0.3, 0.3);
  return node(OpKind::depthwise_conv2d, {x, weights, bias},
              {{"pad_top", pad}, {"pad_left", pad}, {"pad_bottom", pad}, {"pad_right", pad}, {"activation", std::move(activation)}});
}

ValueId FloatNet::dense(ValueId x, std::int64_t outputs, std::string activation) {
  const std::int64_t in = graph.shape(x).back();
  const double reach = std::sqrt(3.0 / static_cast<double>(in));
  const ValueId weights = constant({outputs, in}, -reach, reach), bias = constant({outputs}, -0.3, 0.3);
  return node(OpKind::fully_connected, {x, weights, bias}, {{"activation", std::move(activation)}});
}

ValueId FloatNet::batch_norm(ValueId x) {
  const Shape channels{graph.shape(x).back()};
  const ValueId scale = constant(channels, 0.3, 2), bias = constant(channels, -0.5, 0.5);
  const ValueId mean = constant(channels, -0.4, 0.4), variance = constant(channels, 0.2, 1.5);
  return node(OpKind::batch_norm, {x, scale, bias, mean, variance}, {{"epsilon", 1e-3}});
}

Graph FloatNet::finish(std::vector<ValueId> outputs) {
  graph.outputs = std::move(outputs);
  const Result<void> verified = verify(graph);
  if (!verified.ok()) throw std::runtime_error(verified.error().to_string());
  return graph;
}

std::shared_ptr<const SampleList> random_samples(const Graph& graph, std::int64_t count, std::uint64_t seed, double low, double high,
                                                 std::int32_t classes) {
  Rng rng(seed);
  std::vector<Sample> out(static_cast<std::size_t>(count));
  for (Sample& sample : out) {
    for (const ValueId id : graph.inputs) {
      std::vector<float>& values = sample.inputs.emplace_back(static_cast<std::size_t>(graph.value_elements(id)));
      for (float& value : values) value = static_cast<float>(low + (high - low) * rng.unit());
    }
    if (classes > 0) sample.label = static_cast<std::int32_t>(rng.uniform(0, classes - 1));
  }
  return std::make_shared<SampleList>(std::move(out));
}

std::vector<std::vector<float>> run_network(const Graph& graph, const Sample& sample) {
  Result<Executor> executor = Executor::create(graph);
  INFO((executor.ok() ? std::string() : executor.error().to_string()));
  REQUIRE(executor.ok());
  const Result<std::vector<Bytes>> inputs = encode_inputs(graph, sample.inputs);
  REQUIRE(inputs.ok());
  const Result<std::vector<Bytes>> outputs = executor->run(*inputs);
  REQUIRE(outputs.ok());
  std::vector<std::vector<float>> out;
  for (std::size_t i = 0; i < outputs->size(); ++i) {
    const ValueId id = graph.outputs[i];
    const Result<std::vector<float>> values = decode_values(graph, id, (*outputs)[i]);
    REQUIRE(values.ok());
    out.push_back(*values);
  }
  return out;
}

double sqnr_db(const std::vector<float>& real, const std::vector<float>& other) {
  REQUIRE(real.size() == other.size());
  double signal = 0, noise = 0;
  for (std::size_t i = 0; i < real.size(); ++i) {
    const double difference = static_cast<double>(real[i]) - static_cast<double>(other[i]);
    signal += static_cast<double>(real[i]) * static_cast<double>(real[i]);
    noise += difference * difference;
  }
  return noise > 0 ? 10 * std::log10(signal / noise) : 200;
}

}  // namespace thimble
