#include "core/codegen/self_test.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/base/hash.h"

namespace thimble {
namespace {

std::uint32_t next_random(std::uint32_t& state) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

std::int32_t pattern(std::int32_t vector, std::int32_t i, std::uint32_t random) {
  switch (vector & 7) {
    case 0: return static_cast<std::int32_t>((random >> 8) & 255u) - 128;
    case 1: return vector & 8 ? 127 : -128;
    case 2: return i & 1 ? 127 : -128;
    case 3: return ((i * 7 + vector) & 255) - 128;
    case 4: return random & 256u ? 127 : -128;
    case 5: return static_cast<std::int32_t>((random >> 8) % 33u) - 16;
    case 6: return (((i >> 4) * 37 + vector * 11) & 255) - 128;
    default: return (random & 0x700u) == 0 ? 127 : -128 + static_cast<std::int32_t>((random >> 16) & 15u);
  }
}

template <class T>
void store(Bytes& bytes, std::size_t i, T value) {
  std::memcpy(bytes.data() + i * sizeof(T), &value, sizeof(T));
}

// The greatest and least number that a tensor reached, as flags.
struct Reached {
  bool low = false, high = false;
};

template <class T>
void look(std::span<const std::byte> bytes, Reached& reached) {
  for (std::size_t i = 0; i + sizeof(T) <= bytes.size(); i += sizeof(T)) {
    T value;
    std::memcpy(&value, bytes.data() + i, sizeof(T));
    reached.low = reached.low || value == std::numeric_limits<T>::min();
    reached.high = reached.high || value == std::numeric_limits<T>::max();
  }
}

}  // namespace

FloatSteps float_steps(const Graph& graph, ValueId input) {
  for (const NodeId id : graph.live_nodes()) {
    if (graph.node(id).kind != OpKind::quantize || graph.node_inputs(id)[0] != input) continue;
    const QuantParams* quant = graph.quant(graph.node_outputs(id)[0]);
    if (quant && quant->per_tensor())
      return {quant->scales[0], graph.value(graph.node_outputs(id)[0]).dtype == DType::s8 ? quant->zero_points[0] : 0};
  }
  return {};
}

std::vector<Bytes> self_test_inputs(const Graph& graph, std::int32_t vector) {
  std::uint32_t state = 0x9e3779b9u * static_cast<std::uint32_t>(vector + 1);
  std::vector<Bytes> out;
  for (const ValueId id : graph.inputs) {
    const DType dtype = graph.value(id).dtype;
    const FloatSteps steps = float_steps(graph, id);
    Bytes bytes(static_cast<std::size_t>(graph.value_bytes(id)));
    const auto count = static_cast<std::int32_t>(graph.value_elements(id));
    for (std::int32_t i = 0; i < count; ++i) {
      const std::uint32_t random = next_random(state);
      const std::int32_t number = pattern(vector, i, random);
      const auto at = static_cast<std::size_t>(i);
      switch (dtype) {
        case DType::s8: store(bytes, at, static_cast<std::int8_t>(number)); break;
        case DType::u8:
        case DType::b8: store(bytes, at, static_cast<std::uint8_t>(number + 128)); break;
        case DType::s16:
        case DType::f16:
          store(bytes, at, static_cast<std::int16_t>(number * 256 + static_cast<std::int32_t>((random >> 16) & 255u)));
          break;
        case DType::f32: store(bytes, at, static_cast<float>(number - steps.zero_point) * steps.step); break;
        case DType::s32: store(bytes, at, number); break;
        case DType::s64: store(bytes, at, static_cast<std::int64_t>(number)); break;
      }
    }
    out.push_back(std::move(bytes));
  }
  return out;
}

Task<Result<SelfTest>> make_self_test(JobControl& job, const Graph* graph) {
  THIMBLE_CO_TRY(Executor executor, Executor::create(*graph));
  SelfTest out;
  for (std::int32_t vector = 0; vector < kSelfTestVectors; ++vector) {
    job.progress("self-test", vector, kSelfTestVectors);
    co_await job.pause();
    std::vector<std::uint32_t> checksums;
    Reached reached;
    const auto trace = [&](std::size_t, NodeId node, std::span<const std::byte> bytes) {
      checksums.push_back(crc32(bytes));
      const DType dtype = graph->value(graph->node_outputs(node)[0]).dtype;
      if (dtype == DType::s8) look<std::int8_t>(bytes, reached);
      if (dtype == DType::s16) look<std::int16_t>(bytes, reached);
    };
    THIMBLE_CO_TRY(const std::vector<Bytes> ignored, executor.run(self_test_inputs(*graph, vector), trace));
    static_cast<void>(ignored);
    out.checksums.push_back(std::move(checksums));
    out.saturated_low += reached.low ? 1 : 0;
    out.saturated_high += reached.high ? 1 : 0;
  }
  co_return out;
}

}  // namespace thimble
