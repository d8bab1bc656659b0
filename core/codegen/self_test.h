// SelfTest: inputs made from patterns, and the CRC-32 of every tensor that they lead to on the host. The emitted C makes
//   the same inputs from the same patterns (core/package/templates/self_test.c), so that only checksums are stored.
//   exact   the host runs the portable device kernels: what differs on a device is the device's build
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/codegen/network_program.h"
#include "core/runtime/executor.h"

namespace thimble {

inline constexpr std::int32_t kSelfTestVectors = 32;

struct SelfTest {
  std::vector<std::vector<std::uint32_t>> checksums;  // [vector][step], of output 0 of each step
  std::int32_t saturated_low = 0, saturated_high = 0; // vectors in which some computed int8 or int16 tensor reaches its type's end
};

// Element i of vector v of one input, as the C computes it: integers in [-128, 127] spread over the type. Floats count in
// steps that fit the scale of the quantize operator that reads them.
struct FloatSteps {
  float step = 1.0f / 64;
  std::int32_t zero_point = 0;
};
FloatSteps float_steps(const Graph& graph, ValueId input);
std::vector<Bytes> self_test_inputs(const Graph& graph, std::int32_t vector);

// A step a vector. `graph` outlives the task.
Task<Result<SelfTest>> make_self_test(JobControl& job, const Graph* graph);

}  // namespace thimble
