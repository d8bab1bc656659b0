#include "core/runtime/network_io.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <limits>

using namespace thimble;

namespace {

struct Value {
  Graph graph;
  ValueId id;
};

Value value_of(DType dtype, std::int64_t count, const QuantParams* quant = nullptr) {
  Value out;
  out.id = out.graph.add_value(dtype, {1, count}, "x", quant);
  return out;
}

}  // namespace

TEST_CASE("network_io: int8 is the nearest step, half away from zero, clamped; NaN is the least", "[runtime][unit]") {
  const QuantParams quant{.scales = {0.5f}, .zero_points = {10}, .axis = -1};
  const Value value = value_of(DType::s8, 7, &quant);
  const float values[] = {0, 0.25f, -0.25f, 0.2f, 1000, -1000, std::numeric_limits<float>::quiet_NaN()};
  const auto bytes = encode_values(value.graph, value.id, values);
  REQUIRE(bytes.ok());
  const std::int8_t expected[] = {10, 11, 9, 10, 127, -128, -128};
  for (std::size_t i = 0; i < 7; ++i) CHECK(static_cast<std::int8_t>((*bytes)[i]) == expected[i]);
  const auto again = decode_values(value.graph, value.id, *bytes);
  REQUIRE(again.ok());
  CHECK((*again)[1] == 0.5f);
  CHECK((*again)[4] == 0.5f * (127 - 10));
}

TEST_CASE("network_io: inside the range, out and in again is within half a step", "[runtime][property]") {
  for (const DType dtype : {DType::s8, DType::u8, DType::s16}) {
    const QuantParams quant{.scales = {0.037f}, .zero_points = {dtype == DType::u8 ? 128 : 0}, .axis = -1};
    const Value value = value_of(dtype, 101, &quant);
    std::vector<float> values(101);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = (static_cast<float>(i) - 50) * 0.09f;
    const auto bytes = encode_values(value.graph, value.id, values);
    REQUIRE(bytes.ok());
    const auto again = decode_values(value.graph, value.id, *bytes);
    REQUIRE(again.ok());
    for (std::size_t i = 0; i < values.size(); ++i) REQUIRE(std::fabs((*again)[i] - values[i]) <= 0.037f / 2 * 1.0001f);
  }
}

TEST_CASE("network_io: floats, halves and whole numbers pass", "[runtime][unit]") {
  for (const DType dtype : {DType::f32, DType::f16, DType::s32, DType::s64}) {
    const Value value = value_of(dtype, 3);
    const float values[] = {-2, 0, 5};
    const auto bytes = encode_values(value.graph, value.id, values);
    REQUIRE(bytes.ok());
    CHECK(static_cast<std::int64_t>(bytes->size()) == value.graph.value_bytes(value.id));
    CHECK(*decode_values(value.graph, value.id, *bytes) == std::vector<float>{-2, 0, 5});
  }
}

TEST_CASE("network_io: another number of elements, and a scale per channel, are refused", "[runtime][unit]") {
  const Value value = value_of(DType::f32, 3);
  const float two[] = {1, 2};
  const auto wrong = encode_values(value.graph, value.id, two);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().message().find("given 2 numbers, expected 3") != std::string::npos);
  const QuantParams per_channel{.scales = {1, 2}, .zero_points = {0, 0}, .axis = 1};
  const Value channels = value_of(DType::s8, 2, &per_channel);
  CHECK_FALSE(encode_values(channels.graph, channels.id, two).ok());
}
