#include "tests/support/ask_network.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <limits>
#include <span>
#include <string>

#include "core/formats/onnx/io_layout.h"
#include "core/runtime/executor.h"

namespace thimble::test {
namespace {

// Element e of the graph's order is element places[e] of the file's.
Bytes from_file(const Graph& graph, std::size_t port, const Bytes& file) {
  const std::optional<IoLayout> layout = io_layout(graph, "input", port);
  if (!layout) return file;
  const auto width = static_cast<std::size_t>(dtype_bytes(graph.value(graph.inputs[port]).dtype));
  const std::vector<std::size_t> places = file_places(*layout);
  Bytes out(file.size());
  for (std::size_t e = 0; e < places.size(); ++e) std::memcpy(out.data() + e * width, file.data() + places[e] * width, width);
  return out;
}

Bytes to_file(const Graph& graph, std::size_t port, const Bytes& ours) {
  const std::optional<IoLayout> layout = io_layout(graph, "output", port);
  if (!layout) return ours;
  const auto width = static_cast<std::size_t>(dtype_bytes(graph.value(graph.outputs[port]).dtype));
  const std::vector<std::size_t> places = file_places(*layout);
  Bytes out(ours.size());
  for (std::size_t e = 0; e < places.size(); ++e) std::memcpy(out.data() + places[e] * width, ours.data() + e * width, width);
  return out;
}

bool can_be_drawn(DType dtype) { return dtype == DType::s8 || dtype == DType::u8 || dtype == DType::s16 || dtype == DType::f32; }

// A division clamps its result to the finite floats, 1 / sqrt(x) does not.
Bytes bounded(const Bytes& floats) {
  std::vector<float> values = Blob(floats).copy_as<float>();
  for (float& value : values) value = std::clamp(value, std::numeric_limits<float>::lowest(), std::numeric_limits<float>::max());
  const auto bytes = std::as_bytes(std::span(values));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::vector<Bytes> ask_network(const Graph& graph, std::uint32_t seed, InputKind kind) {
  auto executor = Executor::create(graph);
  INFO((executor.ok() ? std::string() : executor.error().to_string()));
  REQUIRE(executor.ok());
  InputStream stream(seed);
  std::vector<Bytes> inputs;
  for (std::size_t port = 0; port < graph.inputs.size(); ++port) {
    const DType dtype = graph.value(graph.inputs[port]).dtype;
    const std::int64_t elements = graph.value_elements(graph.inputs[port]);
    const Bytes zeros(static_cast<std::size_t>(elements * dtype_bytes(dtype)));
    inputs.push_back(from_file(graph, port, can_be_drawn(dtype) ? stream.draw(dtype, elements, kind) : zeros));
  }
  auto outputs = executor->run(inputs);
  INFO((outputs.ok() ? std::string() : outputs.error().to_string()));
  REQUIRE(outputs.ok());
  std::vector<Bytes> answers;
  for (std::size_t port = 0; port < outputs->size(); ++port) answers.push_back(to_file(graph, port, (*outputs)[port]));
  return answers;
}

void check_same_answers(const Graph& one, const Graph& two, double tolerance) {
  for (const InputKind kind : {InputKind::uniform, InputKind::ends}) {
    const auto expected = ask_network(one, 17, kind), got = ask_network(two, 17, kind);
    REQUIRE(got.size() == expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      const DType dtype = one.value(one.outputs[i]).dtype;
      if (dtype == DType::f32) CHECK(float_difference(bounded(got[i]), bounded(expected[i])) <= tolerance);
      if (dtype != DType::f32) CHECK(first_difference(dtype, got[i], expected[i]) == "");
    }
  }
}

}  // namespace thimble::test
