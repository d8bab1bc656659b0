// Every XNNPACK twin against the float kernel that defines it, over random shapes; the whole executor against its slow twin; any
// number of threads gives the same bits.
#include "core/runtime/xnnpack/xnnpack_twin.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <map>

#include "core/base/half.h"
#include "core/base/rng.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"
#include "core/runtime/float_executor.h"
#include "tests/core/kernels/window_cases.h"
#include "tests/support/random.h"

extern "C" {
#include "core/kernels/device/average_pool2d_f32.h"
#include "core/kernels/device/clip_f32.h"
#include "core/kernels/device/conv2d_f32.h"
#include "core/kernels/device/depthwise_conv2d_f32.h"
#include "core/kernels/device/fully_connected_f32.h"
#include "core/kernels/device/max_pool2d_f32.h"
#include "core/kernels/device/mean_f32.h"
}

namespace thimble::test {
namespace {

constexpr float kMax = std::numeric_limits<float>::max();

ConstantArray array_of(const std::vector<float>& values) { return {ElementType::f32, Blob::of(values)}; }

std::vector<float> by_kernel(const KernelCall& call, const std::vector<std::vector<float>>& inputs, std::size_t outputs) {
  std::vector<float> out(outputs);
  std::vector<const void*> in, constants;
  for (const auto& input : inputs) in.push_back(input.data());
  for (const ConstantArray& array : call.constants) constants.push_back(array.bytes.empty() ? nullptr : array.bytes.bytes().data());
  void* results[] = {out.data()};
  kernel_def(call.kernel).run({.params = call.params.data(), .inputs = in, .constants = constants, .outputs = results, .scratch = nullptr});
  return out;
}

pthreadpool_t three_threads() {
  static const std::unique_ptr<pthreadpool, void (*)(pthreadpool_t)> pool(pthreadpool_create(3), pthreadpool_destroy);
  return pool.get();
}

// Nothing: XNNPACK does not do this form.
std::optional<std::vector<float>> by_xnnpack(const KernelCall& call, std::vector<std::vector<float>> inputs, std::size_t outputs,
                                             pthreadpool_t pool) {
  REQUIRE(start_xnnpack());
  const KernelCall plain = with_float_weights(call);
  const XnnpackTwin* twin = find_xnnpack_twin(plain.kernel);
  REQUIRE(twin);
  const std::optional<XnnpackStep> step = twin->prepare(plain, pool);
  if (!step) return std::nullopt;
  std::vector<std::uint64_t> workspace((step->workspace_bytes + 192) / 8);
  void* aligned = workspace.data();
  std::size_t room = workspace.size() * 8;
  REQUIRE(std::align(64, step->workspace_bytes, aligned, room));
  for (auto& input : inputs) input.resize(input.size() + XNN_EXTRA_BYTES / sizeof(float), std::numeric_limits<float>::quiet_NaN());
  std::vector<float> out(outputs + 1, 12345.0f);
  XnnpackAddresses at{.inputs = {}, .output = out.data(), .workspace = aligned};
  for (std::size_t i = 0; i < inputs.size(); ++i) at.inputs[i] = inputs[i].data();
  for (const XnnpackOperator& op : step->operators) {
    REQUIRE(op.setup(op.handle.get(), at) == xnn_status_success);
    REQUIRE(xnn_run_operator(op.handle.get(), pool) == xnn_status_success);
  }
  REQUIRE(out.back() == 12345.0f);
  out.pop_back();
  return out;
}

// True when XNNPACK computed it, and then close to the kernel, and some of the calls with the same bits for three threads.
bool check(const KernelCall& call, const std::vector<std::vector<float>>& inputs, std::size_t outputs) {
  const std::vector<float> want = by_kernel(call, inputs, outputs);
  const auto got = by_xnnpack(call, inputs, outputs, nullptr);
  if (!got) return false;
  float greatest = 0;
  for (const float value : want) greatest = std::max(greatest, std::fabs(value));
  std::size_t worst = 0;
  const auto error = [&](std::size_t i) { return std::fabs((*got)[i] - want[i]); };
  for (std::size_t i = 0; i < outputs; ++i) worst = !(error(i) <= error(worst)) ? i : worst;
  CAPTURE(kernel_def(call.kernel).name, worst, (*got)[worst], want[worst], greatest);
  REQUIRE(error(worst) <= 1e-5f * greatest + 1e-30f);
  // Threads that wait burn time, so only some calls are repeated on them.
  static int calls = 0;
  if (++calls % 5 == 0) REQUIRE(by_xnnpack(call, inputs, outputs, three_threads()) == got);
  return true;
}

// `form`: 0 f32, 1 f16, 2 s8.
std::vector<ConstantArray> random_constants(Rng& rng, int form, std::size_t weights, std::size_t channels, bool biased) {
  std::vector<ConstantArray> out;
  const std::vector<float> plain = random_floats(rng, weights);
  std::vector<std::uint16_t> halves;
  for (const float value : plain) halves.push_back(half_of(value));
  if (form == 0) out.push_back(array_of(plain));
  if (form == 1) out.push_back({ElementType::f16, Blob::of(halves)});
  if (form == 2) {
    out.push_back({ElementType::s8, Blob::of(random_vector<std::int8_t>(rng, weights, -127, 127))});
    out.push_back(array_of(random_floats(rng, channels, 0.01, 0.02)));
  }
  out.push_back(biased ? array_of(random_floats(rng, channels)) : ConstantArray{ElementType::f32, {}});
  return out;
}

template <class Params>
void random_clamp(Rng& rng, Params& p) {
  p.out_min = rng.uniform(0, 1) ? 0.0f : -kMax, p.out_max = rng.uniform(0, 1) ? 6.0f : kMax;
}

constexpr KernelId kConv[] = {KernelId::conv2d_f32, KernelId::conv2d_f32_f16, KernelId::conv2d_f32_s8};
constexpr KernelId kDepthwise[] = {KernelId::depthwise_conv2d_f32, KernelId::depthwise_conv2d_f32_f16, KernelId::depthwise_conv2d_f32_s8};
constexpr KernelId kDense[] = {KernelId::fully_connected_f32, KernelId::fully_connected_f32_f16, KernelId::fully_connected_f32_s8};

}  // namespace

TEST_CASE("xnnpack: convolutions are those of the kernels, for every way to keep weights", "[runtime][property]") {
  Rng rng(seed());
  int done = 0;
  for (int round = 0; round < 150; ++round) {
    auto p = with_geometry<thimble_conv2d_f32_params>(random_geometry(rng));
    p.groups = static_cast<std::int32_t>(rng.uniform(1, 3));
    const auto depth = static_cast<std::int32_t>(rng.uniform(1, 19));
    p.in_c = p.groups * depth, p.out_c = p.groups * static_cast<std::int32_t>(rng.uniform(1, 17));
    random_clamp(rng, p);
    const auto constants = random_constants(rng, round % 3, static_cast<std::size_t>(p.out_c * p.filter_h * p.filter_w * depth),
                                            static_cast<std::size_t>(p.out_c), rng.uniform(0, 3) != 0);
    const auto input = random_floats(rng, static_cast<std::size_t>(p.batches * p.in_h * p.in_w * p.in_c));
    done += check({kConv[round % 3], params_of(p), {0}, constants, {0}}, {input}, positions(p) * static_cast<std::size_t>(p.out_c));
  }
  CHECK(done == 150);
  for (int round = 0; round < 150; ++round) {
    auto p = with_geometry<thimble_depthwise_conv2d_f32_params>(random_geometry(rng));
    p.in_c = static_cast<std::int32_t>(rng.uniform(1, 35)), p.depth_multiplier = static_cast<std::int32_t>(rng.uniform(1, 3));
    random_clamp(rng, p);
    const std::int32_t out_c = p.in_c * p.depth_multiplier;
    const auto constants = random_constants(rng, round % 3, static_cast<std::size_t>(p.filter_h * p.filter_w * out_c),
                                            static_cast<std::size_t>(out_c), rng.uniform(0, 3) != 0);
    const auto input = random_floats(rng, static_cast<std::size_t>(p.batches * p.in_h * p.in_w * p.in_c));
    check({kDepthwise[round % 3], params_of(p), {0}, constants, {0}}, {input}, positions(p) * static_cast<std::size_t>(out_c));
  }
  for (int round = 0; round < 60; ++round) {
    thimble_fully_connected_f32_params p{static_cast<std::int32_t>(rng.uniform(1, 5)), static_cast<std::int32_t>(rng.uniform(1, 90)),
                                         static_cast<std::int32_t>(rng.uniform(1, 40)), 0, 0};
    random_clamp(rng, p);
    const auto constants = random_constants(rng, round % 3, static_cast<std::size_t>(p.in_c * p.out_c), static_cast<std::size_t>(p.out_c),
                                            rng.uniform(0, 3) != 0);
    const auto input = random_floats(rng, static_cast<std::size_t>(p.batches * p.in_c));
    CHECK(check({kDense[round % 3], params_of(p), {0}, constants, {0}}, {input}, static_cast<std::size_t>(p.batches * p.out_c)));
  }
}

TEST_CASE("xnnpack: pools and means are those of the kernels", "[runtime][property]") {
  Rng rng(seed());
  int done = 0;
  for (int round = 0; round < 120; ++round) {
    Geometry g = random_geometry(rng);
    g.dilation_h = g.dilation_w = 1;
    g.pad_top = std::min(g.pad_top, g.filter_h - 1), g.pad_left = std::min(g.pad_left, g.filter_w - 1);
    // Every window has to reach the input.
    g.out_h = std::min(g.out_h, (g.in_h - 1 + g.pad_top) / g.stride_h + 1);
    g.out_w = std::min(g.out_w, (g.in_w - 1 + g.pad_left) / g.stride_w + 1);
    thimble_average_pool2d_f32_params a{};
    a.batches = g.batches, a.in_h = g.in_h, a.in_w = g.in_w, a.channels = static_cast<std::int32_t>(rng.uniform(1, 35)), a.out_h = g.out_h;
    a.out_w = g.out_w, a.filter_h = g.filter_h, a.filter_w = g.filter_w, a.stride_h = g.stride_h, a.stride_w = g.stride_w;
    a.pad_top = g.pad_top, a.pad_left = g.pad_left, a.count_padding = round % 2;
    random_clamp(rng, a);
    thimble_max_pool2d_f32_params m{};
    m.batches = a.batches, m.in_h = a.in_h, m.in_w = a.in_w, m.channels = a.channels, m.out_h = a.out_h, m.out_w = a.out_w;
    m.filter_h = a.filter_h, m.filter_w = a.filter_w, m.stride_h = a.stride_h, m.stride_w = a.stride_w, m.pad_top = a.pad_top;
    m.pad_left = a.pad_left, m.out_min = a.out_min, m.out_max = a.out_max;
    const auto input = random_floats(rng, static_cast<std::size_t>(a.batches * a.in_h * a.in_w * a.channels));
    const std::size_t count = positions(a) * static_cast<std::size_t>(a.channels);
    done += check({KernelId::average_pool2d_f32, params_of(a), {0}, {}, {0}}, {input}, count);
    done += check({KernelId::max_pool2d_f32, params_of(m), {0}, {}, {0}}, {input}, count);
    const thimble_mean_f32_params mean{static_cast<std::int32_t>(rng.uniform(1, 4)), static_cast<std::int32_t>(rng.uniform(1, 70)),
                                       static_cast<std::int32_t>(rng.uniform(1, 40))};
    const auto block = random_floats(rng, static_cast<std::size_t>(mean.outer * mean.count * mean.inner), 0, 2);
    done += check({KernelId::mean_f32, params_of(mean), {0}, {}, {0}}, {block}, static_cast<std::size_t>(mean.outer * mean.inner));
  }
  // Windows of one element, and those that count their padding, are left to the kernels.
  CHECK(done > 120);
}

TEST_CASE("xnnpack: elementwise operators, with and without broadcasting", "[runtime][property]") {
  Rng rng(seed());
  constexpr KernelId kBinary[] = {KernelId::add_f32, KernelId::sub_f32,     KernelId::mul_f32,
                                  KernelId::div_f32, KernelId::minimum_f32, KernelId::maximum_f32};
  for (int round = 0; round < 120; ++round) {
    const KernelId kernel = kBinary[round % 6];
    std::int32_t size[4], a_stride[4] = {}, b_stride[4] = {}, a_count = 1, b_count = 1, count = 1;
    for (int i = 3; i >= 0; --i) {
      size[i] = static_cast<std::int32_t>(rng.uniform(1, 9));
      const std::int64_t who = rng.uniform(0, 3);
      if (who != 1) a_stride[i] = a_count, a_count *= size[i];
      if (who != 2) b_stride[i] = b_count, b_count *= size[i];
      count *= size[i];
    }
    std::vector<std::int32_t> params;
    for (const auto& part : {size, a_stride, b_stride}) params.insert(params.end(), part, part + 4);
    if (kernel_def(kernel).fields.size() == 14) {
      for (const float bound : {round % 4 ? -kMax : 0.0f, round % 3 ? kMax : 1.0f}) params.push_back(std::bit_cast<std::int32_t>(bound));
    }
    const auto a = random_floats(rng, static_cast<std::size_t>(a_count)), b = random_floats(rng, static_cast<std::size_t>(b_count), 0.5, 2);
    CHECK(check({kernel, params, {0, 1}, {}, {0}}, {a, b}, static_cast<std::size_t>(count)));
  }
}

TEST_CASE("xnnpack: functions of one argument", "[runtime][property]") {
  Rng rng(seed());
  const auto bits = [](float value) { return std::bit_cast<std::int32_t>(value); };
  const std::map<KernelId, std::vector<std::int32_t>> more = {{KernelId::relu_f32, {bits(0), bits(6)}},
                                                              {KernelId::clip_f32, {bits(-0.5f), bits(kMax)}},
                                                              {KernelId::leaky_relu_f32, {bits(0.1f)}},
                                                              {KernelId::elu_f32, {bits(1.5f)}},
                                                              {KernelId::hard_swish_f32, {}},
                                                              {KernelId::logistic_f32, {}},
                                                              {KernelId::tanh_f32, {}},
                                                              {KernelId::exp_f32, {}},
                                                              {KernelId::abs_f32, {}},
                                                              {KernelId::square_f32, {}},
                                                              {KernelId::gelu_f32, {}}};
  for (const auto& [kernel, tail] : more) {
    for (const std::int32_t count : {1, 3, 16, 1001, 40000}) {
      std::vector<std::int32_t> params = {count};
      params.insert(params.end(), tail.begin(), tail.end());
      CHECK(check({kernel, params, {0}, {}, {0}}, {random_floats(rng, static_cast<std::size_t>(count), -9, 9)},
                  static_cast<std::size_t>(count)));
    }
  }
  CHECK(check({KernelId::sqrt_f32, {1000}, {0}, {}, {0}}, {random_floats(rng, 1000, 0, 9)}, 1000));
  for (const std::int32_t depth : {1, 2, 10, 1001}) {
    const std::vector<std::int32_t> params = {3, depth, bits(1)};
    CHECK(check({KernelId::softmax_f32, params, {0}, {}, {0}}, {random_floats(rng, static_cast<std::size_t>(3 * depth), -9, 9)},
                static_cast<std::size_t>(3 * depth)));
  }
}

TEST_CASE("float_executor: a mixed network, traced, with one thread and several", "[runtime][unit]") {
  // tanh twice in a row, a transpose that XNNPACK's twins do not have, an int8 island, a constant operand.
  const Result<Graph> parsed = parse_graph(R"(thimble_ir 1
input %0: f32 [1, 4, 6, 3] "x"
const %1: f32 [3] "c" = 1 2 -2
%2: f32 [1, 4, 6, 3] "sum" = add(%0, %1) activation="relu"
%3: f32 [1, 6, 4, 3] "turned" = transpose(%2) perm=[0, 2, 1, 3]
%4: s8 [1, 6, 4, 3] scale 0.05 zero -3 "q" = quantize(%3)
%5: s8 [1, 6, 4, 3] scale 0.05 zero -3 "r" = relu(%4)
%6: f32 [1, 6, 4, 3] "d" = dequantize(%5)
%7: f32 [1, 6, 4, 3] "y" = tanh(%6)
output %7
)",
                                           {op_name, find_op});
  INFO((parsed.ok() ? std::string() : parsed.error().to_string()));
  REQUIRE(parsed.ok());
  REQUIRE(verify(*parsed).ok());
  Rng rng(seed());
  const std::vector<std::vector<float>> inputs = {random_floats(rng, 72)};
  Result<FloatExecutor> slow = FloatExecutor::create(*parsed, {.threads = 1, .reference_only = true});
  REQUIRE(slow.ok());
  CHECK(slow->fast_nodes() == 0);
  const auto want = slow->run(inputs);
  REQUIRE(want.ok());
  for (const int threads : {1, 2, 3}) {
    Result<FloatExecutor> fast = FloatExecutor::create(*parsed, {.threads = threads, .reference_only = false});
    REQUIRE(fast.ok());
    CHECK(fast->fast_nodes() == 2);
    std::vector<std::string> seen;
    const auto got = fast->run(inputs, [&](NodeId node, ValueId value, std::span<const float> data) {
      CHECK(static_cast<std::int64_t>(data.size()) == parsed->value_elements(value));
      seen.push_back((is_valid(node) ? "" : "in ") + std::string(parsed->value_name(value)));
    });
    REQUIRE(got.ok());
    CHECK(seen == std::vector<std::string>{"in x", "sum", "turned", "d", "y"});
    for (std::size_t i = 0; i < 72; ++i) CHECK(std::fabs((*got)[0][i] - (*want)[0][i]) <= 1e-6f);
  }
  const auto wrong = slow->run({});
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().message() == "0 inputs, expected 1");
}

}  // namespace thimble::test
