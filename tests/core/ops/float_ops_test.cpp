// The float kernels of operators against formulas in doubles, written down once more in a plain way.
#include <algorithm>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cmath>
#include <functional>

#include "core/base/rng.h"
#include "tests/core/ops/node_runner.h"

namespace thimble {
namespace {

using Floats = std::vector<float>;

Floats random_floats(std::size_t count, double low, double high) {
  Rng rng(count);
  Floats out(count);
  for (float& x : out) x = static_cast<float>(low + (high - low) * static_cast<double>(rng.uniform(0, 1 << 24)) / (1 << 24));
  return out;
}

void check_close(const Floats& got, const std::vector<double>& expected, double tolerance = 1e-6) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    INFO("element " << i << " of " << got.size());
    CHECK(std::abs(static_cast<double>(got[i]) - expected[i]) <= tolerance * std::max(1.0, std::abs(expected[i])));
  }
}

Floats run_unary(const std::string& call, const Floats& x) {
  const std::string shape = "[" + std::to_string(x.size()) + "]";
  return run_node<float>("input %0: f32 " + shape + "\n%1: f32 " + shape + " = " + call + "\noutput %1\n", {x});
}

std::string f32_input(int id, const std::string& shape) { return "input %" + std::to_string(id) + ": f32 " + shape + "\n"; }

}  // namespace

TEST_CASE("float functions of one number are what their formulas say", "[ops][unit]") {
  struct Row {
    const char* call;
    double low, high;
    std::function<double(double)> f;
  };
  const Row rows[] = {
      {"abs(%0)", -5, 5, [](double x) { return std::abs(x); }},
      {"neg(%0)", -5, 5, [](double x) { return -x; }},
      {"exp(%0)", -10, 3, [](double x) { return std::exp(x); }},
      {"log(%0)", 1e-3, 50, [](double x) { return std::log(x); }},
      {"sqrt(%0)", 0, 50, [](double x) { return std::sqrt(x); }},
      {"rsqrt(%0)", 0.01, 50, [](double x) { return 1 / std::sqrt(x); }},
      {"square(%0)", -5, 5, [](double x) { return x * x; }},
      {"erf(%0)", -4, 4, [](double x) { return std::erf(x); }},
      {"floor(%0)", -9, 9, [](double x) { return std::floor(x); }},
      {"ceil(%0)", -9, 9, [](double x) { return std::ceil(x); }},
      {"round(%0)", -9, 9, [](double x) { return std::nearbyint(x); }},
      {"sin(%0)", -30, 30, [](double x) { return std::sin(x); }},
      {"cos(%0)", -30, 30, [](double x) { return std::cos(x); }},
      {"softplus(%0)", -40, 40, [](double x) { return std::log1p(std::exp(x)); }},
      {"softsign(%0)", -5, 5, [](double x) { return x / (1 + std::abs(x)); }},
      {"elu(%0)", -5, 5, [](double x) { return x > 0 ? x : std::expm1(x); }},
      {"elu(%0) alpha=0.3", -5, 5, [](double x) { return x > 0 ? x : 0.3 * std::expm1(x); }},
      {"selu(%0)", -5, 5, [](double x) { return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * std::expm1(x)); }},
      {"gelu(%0)", -5, 5, [](double x) { return x / 2 * (1 + std::erf(x / std::sqrt(2.0))); }},
      {"gelu(%0) approximate=\"tanh\"", -5, 5,
       [](double x) { return x / 2 * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x))); }},
      {"hard_sigmoid(%0)", -5, 5, [](double x) { return std::clamp(0.2 * x + 0.5, 0.0, 1.0); }},
      {"hard_sigmoid(%0) alpha=0.5 beta=0.1", -5, 5, [](double x) { return std::clamp(0.5 * x + 0.1, 0.0, 1.0); }},
      {"clip(%0) low=-1.5 high=2.5", -5, 5, [](double x) { return std::clamp(x, -1.5, 2.5); }},
      {"clip(%0) high=2.5", -5, 5, [](double x) { return std::min(x, 2.5); }},
  };
  for (const Row& row : rows) {
    INFO(row.call);
    const Floats x = random_floats(257, row.low, row.high);
    std::vector<double> expected;
    for (const float v : x) expected.push_back(row.f(static_cast<double>(v)));
    check_close(run_unary(row.call, x), expected);
  }
  CHECK(run_unary("round(%0)", {0.5f, 1.5f, 2.5f, -0.5f, -1.5f}) == Floats{0, 2, 2, 0, -2});
}

TEST_CASE("float functions of two numbers broadcast", "[ops][unit]") {
  struct Row {
    const char* call;
    std::function<double(double, double)> f;
  };
  const Row rows[] = {{"div(%0, %1)", [](double a, double b) { return a / b; }},
                      {"div(%0, %1) activation=\"relu6\"", [](double a, double b) { return std::clamp(a / b, 0.0, 6.0); }},
                      {"minimum(%0, %1)", [](double a, double b) { return std::min(a, b); }},
                      {"maximum(%0, %1)", [](double a, double b) { return std::max(a, b); }},
                      {"pow(%0, %1)", [](double a, double b) { return std::pow(a, b); }}};
  const Floats a = random_floats(2 * 4, 0.1, 3), b = random_floats(3, 0.5, 2);
  for (const Row& row : rows) {
    INFO(row.call);
    std::vector<double> expected;  // [2, 1, 4] and [3, 1] to [2, 3, 4]
    for (std::size_t i = 0; i < 2 * 3 * 4; ++i)
      expected.push_back(row.f(static_cast<double>(a[i / 12 * 4 + i % 4]), static_cast<double>(b[i / 4 % 3])));
    check_close(
        run_node<float>(f32_input(0, "[2, 1, 4]") + f32_input(1, "[3, 1]") + "%2: f32 [2, 3, 4] = " + row.call + "\noutput %2\n", {a, b}),
        expected);
  }
  const std::string prelu = f32_input(0, "[2, 3]") + f32_input(1, "[3]") + "%2: f32 [2, 3] = prelu(%0, %1)\noutput %2\n";
  CHECK(run_node<float>(prelu, {{1, -2, -3, -4, 5, 0}, {0.5f, 0.25f, 2}}) == Floats{1, -0.5f, -6, -2, 5, 0});
}

TEST_CASE("float reductions run over neighbouring dimensions", "[ops][unit]") {
  const Floats x{1, 2, 3, 4, 5, 6, -1, 2, -3, 4, -5, 6};
  const auto run = [&](const std::string& call, const char* out) {
    return run_node<float>(f32_input(0, "[2, 3, 2]") + "%1: f32 " + out + " = " + call + "\noutput %1\n", {x});
  };
  CHECK(run("sum(%0) axes=[1]", "[2, 2]") == Floats{9, 12, -9, 12});
  CHECK(run("sum(%0) axes=[1, 2] keep_dims=1", "[2, 1, 1]") == Floats{21, 3});
  CHECK(run("reduce_max(%0) axes=[2]", "[2, 3]") == Floats{2, 4, 6, 2, 4, 6});
  CHECK(run("reduce_min(%0) axes=[0]", "[3, 2]") == Floats{-1, 2, -3, 4, -5, 6});
  CHECK(run("reduce_prod(%0) axes=[1]", "[2, 2]") == Floats{15, 48, -15, 48});
}

TEST_CASE("log_softmax and batch_norm in floats", "[ops][unit]") {
  const Floats x = random_floats(10, -8, 8);
  double sum[2] = {};
  for (std::size_t i = 0; i < 10; ++i) sum[i / 5] += std::exp(static_cast<double>(x[i]));
  std::vector<double> expected;
  for (std::size_t i = 0; i < 10; ++i) expected.push_back(static_cast<double>(x[i]) - std::log(sum[i / 5]));
  check_close(run_node<float>(f32_input(0, "[2, 5]") + "%1: f32 [2, 5] = log_softmax(%0)\noutput %1\n", {x}), expected);

  const std::string norm = f32_input(0, "[5, 2]") +
                           "const %1: f32 [2] \"s\" = 1.5 -2.0\nconst %2: f32 [2] \"b\" = 0.25 3.0\nconst %3: f32 [2] \"m\" = 0.5 -1.0\n"
                           "const %4: f32 [2] \"v\" = 4.0 0.01\n"
                           "%5: f32 [5, 2] = batch_norm(%0, %1, %2, %3, %4) epsilon=0.001\noutput %5\n";
  expected.clear();
  for (std::size_t i = 0; i < 10; ++i) {
    const double s[] = {1.5, -2}, b[] = {0.25, 3}, m[] = {0.5, -1}, v[] = {4, 0.01};
    const std::size_t c = i % 2;
    expected.push_back(s[c] * (static_cast<double>(x[i]) - m[c]) / std::sqrt(v[c] + 0.001) + b[c]);
  }
  check_close(run_node<float>(norm, {x}), expected);
}

TEST_CASE("resize_bilinear: the weights of the four pixels around, in each mode", "[ops][unit]") {
  const Floats x = random_floats(3 * 4 * 2, -5, 5);
  for (const std::string mode : {"", "align_corners", "half_pixel_centers"}) {
    INFO(mode);
    const auto place = [&](int i, int in, int out) {
      const double at = mode == "align_corners"        ? i * (in - 1.0) / (out - 1.0)
                        : mode == "half_pixel_centers" ? (i + 0.5) * in / out - 0.5
                                                       : static_cast<double>(i) * in / out;
      return std::clamp(at, 0.0, in - 1.0);
    };
    std::vector<double> expected;
    for (int oy = 0; oy < 5; ++oy) {
      for (int ox = 0; ox < 7; ++ox) {
        for (int c = 0; c < 2; ++c) {
          const double y = place(oy, 3, 5), px = place(ox, 4, 7);
          double sum = 0;  // every pixel, weighted by its nearness
          for (int iy = 0; iy < 3; ++iy) {
            for (int ix = 0; ix < 4; ++ix)
              sum += static_cast<double>(x[static_cast<std::size_t>((iy * 4 + ix) * 2 + c)]) * std::max(0.0, 1 - std::abs(y - iy)) *
                     std::max(0.0, 1 - std::abs(px - ix));
          }
          expected.push_back(sum);
        }
      }
    }
    const std::string attrs = mode.empty() ? "" : " " + mode + "=1";
    check_close(
        run_node<float>(
            f32_input(0, "[1, 3, 4, 2]") + "%1: f32 [1, 5, 7, 2] = resize_bilinear(%0) out_h=5 out_w=7" + attrs + "\noutput %1\n", {x}),
        expected, 1e-5);
  }
}

TEST_CASE("resize_nearest: roundings differ at halves", "[ops][unit]") {
  const auto run = [](const char* attrs) {
    return run_node<float>(
        f32_input(0, "[1, 1, 4, 1]") + "%1: f32 [1, 1, 2, 1] = resize_nearest(%0) out_h=1 out_w=2 " + attrs + "\noutput %1\n",
        {{10, 11, 12, 13}});
  };
  CHECK(run("") == Floats{10, 12});                                                             // floor of 0, 2
  CHECK(run("half_pixel_centers=1") == Floats{11, 13});                                         // of 0.5 and 2.5, up
  CHECK(run("half_pixel_centers=1 rounding=\"round_prefer_floor\"") == Floats{10, 12});
  CHECK(run("half_pixel_centers=1 rounding=\"ceil\"") == Floats{11, 13});
  CHECK(run("half_pixel_centers=1 rounding=\"floor\"") == Floats{10, 12});
  CHECK(run("align_corners=1") == Floats{10, 13});
  CHECK(run("scale_w=0.6") == Floats{10, 11});                                                  // floor of 0, 1.67
}

TEST_CASE("transpose_conv2d: every input spreads a filter over the output", "[ops][unit]") {
  const int in_h = 3, in_w = 4, in_c = 2, k_h = 3, k_w = 2, out_c = 3, stride_h = 2, stride_w = 3, pad_top = 1, pad_left = 1;
  const int out_h = (in_h - 1) * stride_h + k_h - pad_top - 0 + 1, out_w = (in_w - 1) * stride_w + k_w - pad_left - 0 + 2;
  const Floats x = random_floats(in_h * in_w * in_c, -1, 1), w = random_floats(out_c * k_h * k_w * in_c, -1, 1);
  std::vector<double> expected(static_cast<std::size_t>(out_h * out_w * out_c));
  for (std::size_t i = 0; i < expected.size(); ++i) expected[i] = 0.5 * static_cast<double>(i % out_c);
  for (int y = 0; y < in_h; ++y) {
    for (int px = 0; px < in_w; ++px) {
      for (int o = 0; o < out_c; ++o) {
        for (int ky = 0; ky < k_h; ++ky) {
          for (int kx = 0; kx < k_w; ++kx) {
            const int oy = y * stride_h + ky - pad_top, ox = px * stride_w + kx - pad_left;
            if (oy < 0 || oy >= out_h || ox < 0 || ox >= out_w) continue;
            for (int c = 0; c < in_c; ++c)
              expected[static_cast<std::size_t>((oy * out_w + ox) * out_c + o)] +=
                  static_cast<double>(x[static_cast<std::size_t>((y * in_w + px) * in_c + c)]) *
                  static_cast<double>(w[static_cast<std::size_t>(((o * k_h + ky) * k_w + kx) * in_c + c)]);
          }
        }
      }
    }
  }
  std::string numbers;
  for (const float v : w) numbers += " " + std::to_string(static_cast<double>(v));
  const std::string text = f32_input(0, "[1, 3, 4, 2]") + "const %1: f32 [3, 3, 2, 2] \"w\" =" + numbers +
                           "\nconst %2: f32 [3] \"b\" = 0.0 0.5 1.0\n%3: f32 [1, " + std::to_string(out_h) + ", " + std::to_string(out_w) +
                           ", 3] = transpose_conv2d(%0, %1, %2) stride_h=2 stride_w=3 pad_top=1 pad_left=1 out_pad_h=1 out_pad_w=2\n"
                           "output %3\n";
  check_close(run_node<float>(text, {x}), expected, 1e-5);
}

TEST_CASE("batch_matmul: every way to turn and repeat", "[ops][unit]") {
  const Floats a = random_floats(2 * 3 * 4, -1, 1), b = random_floats(4 * 5, -1, 1);
  const auto run = [&](const char* a_shape, const char* b_shape, const char* attrs) {
    return run_node<float>(
        f32_input(0, a_shape) + f32_input(1, b_shape) + "%2: f32 [2, 3, 5] = batch_matmul(%0, %1)" + attrs + "\noutput %2\n", {a, b});
  };
  for (const bool turn_a : {false, true}) {
    for (const bool turn_b : {false, true}) {
      INFO(turn_a << turn_b);
      std::vector<double> expected;
      for (std::size_t n = 0; n < 2; ++n) {
        for (std::size_t i = 0; i < 3; ++i) {
          for (std::size_t j = 0; j < 5; ++j) {
            double sum = 0;
            for (std::size_t k = 0; k < 4; ++k)
              sum += static_cast<double>(a[n * 12 + (turn_a ? k * 3 + i : i * 4 + k)]) *
                     static_cast<double>(b[turn_b ? j * 4 + k : k * 5 + j]);
            expected.push_back(sum);
          }
        }
      }
      const std::string attrs = std::string(turn_a ? " transpose_a=1" : "") + (turn_b ? " transpose_b=1" : "");
      check_close(run(turn_a ? "[2, 4, 3]" : "[2, 3, 4]", turn_b ? "[5, 4]" : "[4, 5]", attrs.c_str()), expected, 1e-5);
    }
  }
}

TEST_CASE("blocks of pixels: the examples of the ONNX specification, with channels last", "[ops][unit]") {
  // Channels 0 to 7 of one row of two pixels; element = channel * 9 + pixel.
  Floats x;
  for (int pixel = 0; pixel < 2; ++pixel) {
    for (int c = 0; c < 8; ++c) x.push_back(static_cast<float>(c * 9 + pixel));
  }
  const auto run = [&](const char* mode) {
    return run_node<float>(
        f32_input(0, "[1, 1, 2, 8]") + "%1: f32 [1, 2, 4, 2] = depth_to_space(%0) block=2 mode=\"" + mode + "\"\noutput %1\n", {x});
  };
  CHECK(run("dcr") == Floats{0, 9, 18, 27, 1, 10, 19, 28, 36, 45, 54, 63, 37, 46, 55, 64});
  CHECK(run("crd") == Floats{0, 36, 9, 45, 1, 37, 10, 46, 18, 54, 27, 63, 19, 55, 28, 64});
  const Floats back =
      run_node<float>(f32_input(0, "[1, 2, 4, 2]") + "%1: f32 [1, 1, 2, 8] = space_to_depth(%0) block=2\noutput %1\n", {run("dcr")});
  CHECK(back == x);
}

TEST_CASE("gather: blocks at indices, scalars drop the dimension", "[ops][unit]") {
  const Floats x{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  const auto run = [&](const char* indices, const char* out, const char* axis) {
    return run_node<float>(
        f32_input(0, "[2, 3, 2]") + "const %1: s32 " + indices + "\n%2: f32 " + out + " = gather(%0, %1) axis=" + axis + "\noutput %2\n",
        {x});
  };
  CHECK(run("[2] \"i\" = 2 0", "[2, 2, 2]", "1") == Floats{4, 5, 0, 1, 10, 11, 6, 7});
  CHECK(run("[] \"i\" = 1", "[3, 2]", "0") == Floats{6, 7, 8, 9, 10, 11});
  CHECK(run("[1] \"i\" = 1", "[2, 3, 1]", "2") == Floats{1, 3, 5, 7, 9, 11});
}

TEST_CASE("average_pool2d: the padding counts where a node says so", "[ops][unit]") {
  const auto run = [](const char* attrs) {
    return run_node<float>(
        f32_input(0, "[1, 2, 2, 1]") +
            "%1: f32 [1, 3, 3, 1] = average_pool2d(%0) filter_h=2 filter_w=2 pad_top=1 pad_left=1 pad_bottom=1 pad_right=1 " + attrs +
            "\noutput %1\n",
        {{4, 8, 12, 16}});
  };
  CHECK(run("") == Floats{4, 6, 8, 8, 10, 12, 12, 14, 16});
  CHECK(run("count_include_pad=1") == Floats{1, 3, 2, 4, 10, 6, 3, 7, 4});
}

TEST_CASE("sum in int8 is the mean's kernel without the division", "[ops][unit]") {
  const std::vector<std::int8_t> out = run_node<std::int8_t>(
      "input %0: s8 [2, 3] scale 0.5 zero -1\n%1: s8 [2] scale 2.0 zero 3 = sum(%0) axes=[1]\noutput %1\n", {{9, 19, 29, -128, 127, 6}});
  CHECK(out == std::vector<std::int8_t>{18, 5});  // (10 + 20 + 30) / 4 + 3, (-127 + 128 + 7) / 4 + 3
}

TEST_CASE("div in int8: by zero and with scales far apart it saturates", "[ops][unit]") {
  const auto divide = [](const char* a_scale, const char* out_scale) {
    return run_node<std::int8_t>(std::string("input %0: s8 [5] scale ") + a_scale +
                                     " zero 0\ninput %1: s8 [5] scale 0.1 zero 0\n%2: s8 [5] scale " + out_scale +
                                     " zero 3 = div(%0, %1)\noutput %2\n",
                                 {{5, -5, 0, 100, -100}, {0, 0, 0, 10, 10}});
  };
  CHECK(divide("0.1", "1.0") == std::vector<std::int8_t>{127, -128, 3, 13, -7});
  CHECK(divide("100000.0", "0.00001") == std::vector<std::int8_t>{127, -128, 3, 127, -128});
  CHECK(divide("0.00001", "100000.0") == std::vector<std::int8_t>{127, -128, 3, 3, 3});
}

TEST_CASE("div in int8: small numerators, for which the reference shifts too far", "[ops][unit]") {
  const std::vector<std::int8_t> out = run_node<std::int8_t>(
      "input %0: s8 [5] scale 0.1 zero 0\ninput %1: s8 [5] scale 0.1 zero 0\n%2: s8 [5] scale 0.05 zero 3 = div(%0, %1)\noutput %2\n",
      {{1, -1, 2, 0, 5}, {10, 10, -10, 10, 20}});
  CHECK(out == std::vector<std::int8_t>{5, 1, -1, 3, 8});  // 2, -2, -4, 0, 5 and the zero point
}

TEST_CASE("clip and pow in int8", "[ops][unit]") {
  const std::vector<std::int8_t> clipped = run_node<std::int8_t>(
      "input %0: s8 [4] scale 0.5 zero 0\n%1: s8 [4] scale 0.25 zero -10 = clip(%0) low=-1.0 high=6.0\noutput %1\n", {{-100, -1, 5, 100}});
  CHECK(clipped == std::vector<std::int8_t>{-14, -12, 0, 14});
  const std::vector<std::int8_t> squares = run_node<std::int8_t>(
      "input %0: s8 [3] scale 0.5 zero 0\nconst %1: f32 [] \"two\" = 2.0\n%2: s8 [3] scale 0.25 zero 0 = pow(%0, %1)\noutput %2\n",
      {{-3, 4, 10}});
  CHECK(squares == std::vector<std::int8_t>{9, 16, 100});
}

}  // namespace thimble
