#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/core/ops/op_text.h"

namespace thimble {
namespace {

using Catch::Matchers::ContainsSubstring;

}  // namespace

TEST_CASE("operators of one number keep the shape", "[ops][unit]") {
  for (const char* name : {"abs",   "neg", "exp", "log",      "sqrt",     "rsqrt", "square", "erf",  "floor",        "ceil",
                           "round", "sin", "cos", "softplus", "softsign", "elu",   "selu",   "gelu", "hard_sigmoid", "clip"}) {
    INFO(name);
    CHECK(verify_call({"[1, 2, 3]"}, "[1, 2, 3]", std::string(name) + "(%0)") == "");
    CHECK_THAT(verify_call({"[1, 2, 3]"}, "[1, 2, 4]", std::string(name) + "(%0)"), ContainsSubstring("expected [1, 2, 3]"));
  }
  CHECK(verify_call({"[4]"}, "[4]", "elu(%0) alpha=0.5") == "");
  CHECK(verify_call({"[4]"}, "[4]", "gelu(%0) approximate=\"tanh\"") == "");
  CHECK_THAT(verify_call({"[4]"}, "[4]", "gelu(%0) approximate=\"erf\""), ContainsSubstring("'erf', which is not one of its choices"));
  CHECK(verify_call({"[4]"}, "[4]", "clip(%0) low=-1.0 high=6.0") == "");
  CHECK_THAT(verify_call({"[4]"}, "[4]", "clip(%0) low=2.0 high=1.0"), ContainsSubstring("from 2 to 1, expected low at most high"));
}

TEST_CASE("operators of two numbers broadcast", "[ops][unit]") {
  for (const char* name : {"div", "minimum", "maximum", "pow"}) {
    INFO(name);
    const std::string call = std::string(name) + "(%0, %1)";
    CHECK(verify_call({"[1, 2, 3]", "[1, 2, 3]"}, "[1, 2, 3]", call) == "");
    CHECK(verify_call({"[1, 2, 3]", "[]"}, "[1, 2, 3]", call) == "");
    CHECK(verify_call({"[2, 1, 4]", "[3, 1]"}, "[2, 3, 4]", call) == "");
    CHECK_THAT(verify_call({"[2, 3]", "[2, 4]"}, "[2, 3]", call), ContainsSubstring("[2, 3] and [2, 4] do not broadcast together"));
  }
  CHECK(verify_call({"[2]", "[2]"}, "[2]", "div(%0, %1) activation=\"relu\"") == "");
  CHECK_THAT(verify_call({"[2]", "[2]"}, "[2]", "minimum(%0, %1) activation=\"relu\""), ContainsSubstring("no attribute 'activation'"));
}

TEST_CASE("prelu: slopes broadcast to the input, not the input to the slopes", "[ops][unit]") {
  CHECK(verify_call({"[1, 4, 4, 3]", "[3]"}, "[1, 4, 4, 3]", "prelu(%0, %1)") == "");
  CHECK(verify_call({"[1, 4, 4, 3]", "[1, 1, 3]"}, "[1, 4, 4, 3]", "prelu(%0, %1)") == "");
  CHECK_THAT(verify_call({"[1, 3]", "[2, 3]"}, "[2, 3]", "prelu(%0, %1)"), ContainsSubstring("larger than the input [1, 3]"));
}

TEST_CASE("reductions drop their axes, or keep them as 1", "[ops][unit]") {
  for (const char* name : {"mean", "sum", "reduce_max", "reduce_min", "reduce_prod"}) {
    INFO(name);
    const std::string call = std::string(name) + "(%0) ";
    CHECK(verify_call({"[2, 3, 4, 5]"}, "[2, 5]", call + "axes=[1, 2]") == "");
    CHECK(verify_call({"[2, 3, 4, 5]"}, "[2, 1, 1, 5]", call + "axes=[2, 1] keep_dims=1") == "");
    CHECK(verify_call({"[2, 3]"}, "[]", call + "axes=[0, 1]") == "");
    CHECK_THAT(verify_call({"[2, 3]"}, "[2]", call + "axes=[2]"), ContainsSubstring("axis 2 is out of range of shape [2, 3]"));
    CHECK_THAT(verify_call({"[2, 3]"}, "[2]", call + "axes=[1, 1]"), ContainsSubstring("axis 1 is named twice"));
  }
}

TEST_CASE("log_softmax: needs a last dimension", "[ops][unit]") {
  CHECK(verify_call({"[2, 3]"}, "[2, 3]", "log_softmax(%0)") == "");
  CHECK_THAT(verify_call({"[]"}, "[]", "log_softmax(%0)"), ContainsSubstring("softmax of a scalar"));
}

TEST_CASE("batch_norm: one number of each kind for a channel", "[ops][unit]") {
  CHECK(verify_call({"[1, 2, 3]", "[3]", "[3]", "[3]", "[3]"}, "[1, 2, 3]", "batch_norm(%0, %1, %2, %3, %4) epsilon=0.001") == "");
  CHECK_THAT(verify_call({"[1, 2, 3]", "[3]", "[3]", "[2]", "[3]"}, "[1, 2, 3]", "batch_norm(%0, %1, %2, %3, %4)"),
             ContainsSubstring("mean of shape [2], expected one number for each of 3 channels"));
  CHECK_THAT(verify_call({"[3]", "[3]", "[3]", "[3]", "[3]"}, "[3]", "batch_norm(%0, %1, %2, %3, %4) epsilon=-1.0"),
             ContainsSubstring("epsilon is -1"));
}

TEST_CASE("resize: the size that the node says", "[ops][unit]") {
  for (const char* name : {"resize_nearest", "resize_bilinear"}) {
    INFO(name);
    const std::string call = std::string(name) + "(%0) ";
    CHECK(verify_call({"[1, 2, 3, 4]"}, "[1, 6, 5, 4]", call + "out_h=6 out_w=5") == "");
    CHECK(verify_call({"[1, 2, 3, 4]"}, "[1, 1, 1, 4]", call + "out_h=1 out_w=1 half_pixel_centers=1 scale_h=0.6") == "");
    CHECK_THAT(verify_call({"[1, 2, 3, 4]"}, "[1, 6, 5, 4]", call + "out_h=6"), ContainsSubstring("out_h and out_w are missing"));
    CHECK_THAT(verify_call({"[1, 2, 3, 4]"}, "[1, 6, 5, 4]", call + "out_h=6 out_w=5 align_corners=1 half_pixel_centers=1"),
               ContainsSubstring("expected at most one of them"));
    CHECK_THAT(verify_call({"[1, 0, 3, 4]"}, "[1, 6, 5, 4]", call + "out_h=6 out_w=5"), ContainsSubstring("an empty image"));
    CHECK_THAT(verify_call({"[1, 2, 3, 4]"}, "[1, 6, 5, 4]", call + "out_h=6 out_w=5 scale_w=1e-300"),
               ContainsSubstring("expected 1e-6 to 1e6"));
    CHECK_THAT(verify_call({"[2, 3, 4]"}, "[2, 3, 4]", call + "out_h=3 out_w=4"), ContainsSubstring("expected rank 4"));
  }
}

TEST_CASE("transpose_conv2d: as large as the filters spread", "[ops][unit]") {
  CHECK(verify_call({"[1, 3, 4, 2]", "[5, 3, 2, 2]", "[5]"}, "[1, 7, 8, 5]", "transpose_conv2d(%0, %1, %2) stride_h=2 stride_w=2") == "");
  CHECK(verify_call(
            {"[1, 3, 4, 2]", "[5, 3, 3, 2]"}, "[1, 6, 8, 5]",
            "transpose_conv2d(%0, %1) stride_h=2 stride_w=2 pad_top=1 pad_bottom=1 pad_left=1 pad_right=1 out_pad_h=1 out_pad_w=1") == "");
  CHECK_THAT(verify_call({"[1, 3, 4, 2]", "[5, 3, 3, 3]"}, "[1, 5, 6, 5]", "transpose_conv2d(%0, %1)"),
             ContainsSubstring("expected [outputs, height, width, inputs]"));
  CHECK_THAT(verify_call({"[1, 1, 1, 2]", "[5, 1, 1, 2]"}, "[1, 1, 1, 5]", "transpose_conv2d(%0, %1) pad_top=1"),
             ContainsSubstring("the padding leaves an output of 0 x 1"));
  CHECK_THAT(verify_call({"[1, 3, 4, 2]", "[5, 1, 1, 2]"}, "[1, 4, 4, 5]", "transpose_conv2d(%0, %1) out_pad_h=1"),
             ContainsSubstring("as large as the stride"));
}

TEST_CASE("depth_to_space and space_to_depth: blocks have to fit", "[ops][unit]") {
  CHECK(verify_call({"[1, 2, 3, 8]"}, "[1, 4, 6, 2]", "depth_to_space(%0) block=2") == "");
  CHECK(verify_call({"[1, 2, 3, 8]"}, "[1, 4, 6, 2]", "depth_to_space(%0) block=2 mode=\"crd\"") == "");
  CHECK_THAT(verify_call({"[1, 2, 3, 6]"}, "[1, 4, 6, 2]", "depth_to_space(%0) block=2"),
             ContainsSubstring("6 channels in blocks of 2 x 2"));
  CHECK(verify_call({"[1, 4, 6, 2]"}, "[1, 2, 3, 8]", "space_to_depth(%0) block=2") == "");
  CHECK_THAT(verify_call({"[1, 4, 5, 2]"}, "[1, 2, 3, 8]", "space_to_depth(%0) block=2"), ContainsSubstring("expected multiples"));
}

TEST_CASE("batch_matmul: inner sizes agree, outer ones broadcast", "[ops][unit]") {
  CHECK(verify_call({"[2, 3, 4]", "[4, 5]"}, "[2, 3, 5]", "batch_matmul(%0, %1)") == "");
  CHECK(verify_call({"[2, 1, 4, 3]", "[7, 5, 4]"}, "[2, 7, 3, 5]", "batch_matmul(%0, %1) transpose_a=1 transpose_b=1") == "");
  CHECK_THAT(verify_call({"[3, 4]", "[5, 4]"}, "[3, 4]", "batch_matmul(%0, %1)"), ContainsSubstring("4 columns times 5 rows"));
  CHECK_THAT(verify_call({"[2, 3, 4]", "[3, 4, 5]"}, "[2, 3, 5]", "batch_matmul(%0, %1)"), ContainsSubstring("do not broadcast"));
  CHECK_THAT(verify_call({"[4]", "[4, 5]"}, "[5]", "batch_matmul(%0, %1)"), ContainsSubstring("expected matrices"));
}

TEST_CASE("gather: constant indices inside the axis", "[ops][unit]") {
  const auto gather = [](std::string_view indices, std::string_view out, std::string_view attrs) {
    return verify_text("input %0: f32 [2, 3, 4]\nconst %1: s32 " + std::string(indices) + "\n%2: f32 " + std::string(out) +
                       " = gather(%0, %1) " + std::string(attrs) + "\noutput %2\n");
  };
  CHECK(gather("[2] \"i\" = 2 0", "[2, 2, 4]", "axis=1") == "");
  CHECK(gather("[] \"i\" = 1", "[3, 4]", "axis=0") == "");
  CHECK(gather("[1, 2] \"i\" = 3 3", "[2, 3, 1, 2]", "axis=2") == "");
  CHECK_THAT(gather("[1] \"i\" = 3", "[2, 1, 4]", "axis=1"), ContainsSubstring("index 3 of a dimension of 3"));
  CHECK_THAT(gather("[1] \"i\" = -1", "[2, 1, 4]", "axis=1"), ContainsSubstring("index -1 of a dimension of 3"));
  CHECK_THAT(gather("[1] \"i\" = 0", "[2, 1, 4]", "axis=3"), ContainsSubstring("axis 3 of shape [2, 3, 4]"));
  CHECK_THAT(verify_text("input %0: f32 [2]\ninput %1: s32 [1]\n%2: f32 [1] = gather(%0, %1)\noutput %2\n"),
             ContainsSubstring("indices that the network computes"));
}

}  // namespace thimble
