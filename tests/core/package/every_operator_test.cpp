// Every operator's portable kernels as a package ships them: the C compiles without a warning, and its self-test finds the
// host's results in every tensor.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/ir/text_format.h"
#include "core/package/package.h"
#include "tests/support/compile_package.h"

namespace thimble {
namespace {

// Every value of the text that no node reads becomes an output.
std::string with_outputs(std::string text) {
  std::string outputs;
  for (int id = 0;; ++id) {
    const std::string name = "%" + std::to_string(id);
    if (text.find(name + ":") == std::string::npos) break;
    const bool read = text.find("(" + name + ",") != std::string::npos || text.find("(" + name + ")") != std::string::npos ||
                      text.find(" " + name + ",") != std::string::npos || text.find(" " + name + ")") != std::string::npos;
    if (!read) outputs += "output " + name + "\n";
  }
  text.insert(std::min(text.find("data @"), text.size()), outputs);
  return "thimble_ir 1\n" + text;
}

constexpr std::string_view kBytes = R"(input %0: s8 [1, 4, 4, 4] scale 0.05 zero 3 "x"
input %1: s8 [4] scale 0.05 zero 3 "y"
const %2: s8 [2, 3, 3, 4] scale 0.01 zero 0 "w" = @0
const %3: s32 [2] scale 0.0005 zero 0 "b" = 100 -200
const %4: s32 [2] "i" = 2 0
%5: s8 [1, 4, 4, 4] scale 0.05 zero -128 "abs" = abs(%0)
%6: s8 [1, 4, 4, 4] scale 0.02 zero -50 "elu" = elu(%0)
%7: s8 [1, 4, 4, 4] scale 0.01 zero 0 "prelu" = prelu(%0, %1)
%8: s8 [1, 4, 4, 4] scale 0.1 zero 0 "div" = div(%0, %1)
%9: s8 [1, 4, 4, 4] scale 0.05 zero 3 "min" = minimum(%0, %1)
%10: s8 [1, 4, 4, 4] scale 0.05 zero 3 "max" = maximum(%0, %1)
%11: s8 [1, 4, 4] scale 0.05 zero 3 "rmax" = reduce_max(%0) axes=[3]
%12: s8 [1, 4] scale 0.05 zero 3 "rmin" = reduce_min(%0) axes=[1, 2]
%13: s8 [1, 4] scale 0.5 zero 3 "sum" = sum(%0) axes=[1, 2]
%14: s8 [1, 4, 4, 4] scale 0.0625 zero 127 "ls" = log_softmax(%0)
%15: s8 [1, 7, 3, 4] scale 0.05 zero 3 "rn" = resize_nearest(%0) out_h=7 out_w=3
%16: s8 [1, 7, 3, 4] scale 0.05 zero 3 "rb" = resize_bilinear(%0) out_h=7 out_w=3 half_pixel_centers=1
%17: s8 [1, 9, 9, 2] scale 0.1 zero 0 "tc" = transpose_conv2d(%0, %2, %3) stride_h=2 stride_w=2
%18: s8 [1, 8, 8, 1] scale 0.05 zero 3 "ds" = depth_to_space(%0) block=2
%19: s8 [1, 2, 2, 16] scale 0.05 zero 3 "sd" = space_to_depth(%0) block=2
%20: s8 [1, 4, 4, 4] scale 0.2 zero 0 "mm" = batch_matmul(%0, %0) transpose_b=1
%21: s8 [1, 4, 2, 4] scale 0.05 zero 3 "g" = gather(%0, %4) axis=2
%22: s8 [1, 4, 4, 4] scale 0.05 zero 0 "clip" = clip(%0) low=-1.0 high=2.0
data @0 72
  01fe0304fb060708f70a0b0c0df20f1011ee1314151617e8191a1b1c1de21f2021de2324
  01020304fb060708f70a0b0c0d0ef11011ee131415161718e71a1b1c1d1e1fe021de2324
)";

constexpr std::string_view kShorts = R"(input %0: s16 [1, 4, 4, 4] scale 0.0005 zero 0 "x"
input %1: s16 [4] scale 0.0005 zero 0 "y"
const %2: s8 [1, 2, 2, 4] scale 0.01 zero 0 "w" = 1 -2 3 4 -5 6 7 8 -9 10 11 12 13 -14 15 16
const %3: s64 [1] scale 0.000005 zero 0 "b" = 10000
%4: s16 [1, 4, 4, 4] scale 0.0005 zero 0 "gelu" = gelu(%0)
%5: s16 [1, 4, 4, 4] scale 0.0005 zero 0 "min" = minimum(%0, %1)
%6: s16 [1, 4, 4, 4] scale 0.0005 zero 0 "max" = maximum(%0, %1)
%7: s16 [1, 4, 4] scale 0.0005 zero 0 "rmax" = reduce_max(%0) axes=[3]
%8: s16 [1, 4] scale 0.0005 zero 0 "rmin" = reduce_min(%0) axes=[1, 2]
%9: s16 [1, 4] scale 0.005 zero 0 "sum" = sum(%0) axes=[1, 2]
%10: s16 [1, 7, 3, 4] scale 0.0005 zero 0 "rb" = resize_bilinear(%0) out_h=7 out_w=3 align_corners=1
%11: s16 [1, 8, 8, 1] scale 0.001 zero 0 "tc" = transpose_conv2d(%0, %2, %3) stride_h=2 stride_w=2
%12: s16 [1, 4, 4, 4] scale 0.02 zero 0 "mm" = batch_matmul(%0, %0) transpose_b=1
%13: s32 [1, 4, 4, 4] scale 0.0000001 zero 0 "wide" = quantize(%0)
%14: s16 [1, 4, 4, 4] scale 0.001 zero 0 "narrow" = quantize(%13)
%15: s8 [1, 4, 4, 4] scale 0.1 zero 3 "least" = quantize(%13)
)";

constexpr std::string_view kFloats = R"(input %0: f32 [1, 4, 4, 4] "x"
input %1: f32 [4] "y"
const %2: f32 [1, 2, 2, 4] "w" = 1.0 -2.0 3.0 4.0 -5.0 6.0 7.0 8.0 -9.0 10.0 11.0 12.0 13.0 -14.0 15.0 16.0
const %3: f32 [4] "c" = 1.0 0.5 2.0 3.0
%4: f32 [1, 4, 4, 4] "a" = abs(%0)
%5: f32 [1, 4, 4, 4] "neg" = neg(%0)
%6: f32 [1, 4, 4, 4] "exp" = exp(%0)
%7: f32 [1, 4, 4, 4] "log" = log(%4)
%8: f32 [1, 4, 4, 4] "sqrt" = sqrt(%4)
%9: f32 [1, 4, 4, 4] "rsqrt" = rsqrt(%4)
%10: f32 [1, 4, 4, 4] "square" = square(%0)
%11: f32 [1, 4, 4, 4] "erf" = erf(%0)
%12: f32 [1, 4, 4, 4] "floor" = floor(%0)
%13: f32 [1, 4, 4, 4] "ceil" = ceil(%0)
%14: f32 [1, 4, 4, 4] "round" = round(%0)
%15: f32 [1, 4, 4, 4] "sin" = sin(%0)
%16: f32 [1, 4, 4, 4] "cos" = cos(%0)
%17: f32 [1, 4, 4, 4] "softplus" = softplus(%0)
%18: f32 [1, 4, 4, 4] "softsign" = softsign(%0)
%19: f32 [1, 4, 4, 4] "elu" = elu(%0) alpha=0.5
%20: f32 [1, 4, 4, 4] "selu" = selu(%0)
%21: f32 [1, 4, 4, 4] "gelu" = gelu(%0)
%22: f32 [1, 4, 4, 4] "gelu_tanh" = gelu(%0) approximate="tanh"
%23: f32 [1, 4, 4, 4] "hs" = hard_sigmoid(%0)
%24: f32 [1, 4, 4, 4] "clip" = clip(%0) low=-1.0 high=2.0
%25: f32 [1, 4, 4, 4] "div" = div(%0, %1)
%26: f32 [1, 4, 4, 4] "min" = minimum(%0, %1)
%27: f32 [1, 4, 4, 4] "max" = maximum(%0, %1)
%28: f32 [1, 4, 4, 4] "pow" = pow(%4, %1)
%29: f32 [1, 4, 4, 4] "prelu" = prelu(%0, %1)
%30: f32 [1, 4] "s" = sum(%0) axes=[1, 2]
%31: f32 [1, 4] "ma" = reduce_max(%0) axes=[1, 2]
%32: f32 [1, 4] "mi" = reduce_min(%0) axes=[1, 2]
%33: f32 [1, 4, 4] "p" = reduce_prod(%0) axes=[3]
%34: f32 [1, 4, 4, 4] "ls" = log_softmax(%0)
%35: f32 [1, 4, 4, 4] "bn" = batch_norm(%0, %3, %3, %3, %3)
%36: f32 [1, 7, 3, 4] "rb" = resize_bilinear(%0) out_h=7 out_w=3
%37: f32 [1, 7, 3, 4] "rn" = resize_nearest(%0) out_h=7 out_w=3
%38: f32 [1, 8, 8, 1] "tc" = transpose_conv2d(%0, %2) stride_h=2 stride_w=2 activation="relu"
%39: f32 [1, 4, 4, 4] "mm" = batch_matmul(%0, %0)
%40: f32 [1, 8, 8, 1] "ds" = depth_to_space(%0) block=2 mode="crd"
)";

void check_package(std::string_view text) {
  const Result<Graph> graph = parse_graph(with_outputs(std::string(text)), {op_name, find_op});
  INFO((graph.ok() ? std::string() : graph.error().to_string()));
  REQUIRE(graph.ok());
  const Result<void> verified = verify(*graph);
  INFO((verified.ok() ? std::string() : verified.error().to_string()));
  REQUIRE(verified.ok());
  const Result<NetworkProgram> net = build_program(*graph, {.name = "every"});
  INFO((net.ok() ? std::string() : net.error().to_string()));
  REQUIRE(net.ok());
  JobControl job;
  const Result<std::vector<EmittedFile>> made = job.run(make_package(job, &*net, {.file_name = "every.tir", .sha256 = "00", .device = ""}));
  REQUIRE(made.ok());
  const test::ScratchFolder folder("every_operator");
  const test::PackageSources sources = test::write_package(folder, *made);
  if (test::c_compilers().empty()) SKIP("no C compiler here");
  for (const std::string& compiler : test::c_compilers()) {
    INFO(compiler);
    const int compiled =
        test::compile_package(compiler, folder, sources.network + sources.self_test, "-O2 -ffp-contract=off -Wshadow -DEVERY_SELF_TEST");
    INFO(folder.read("log"));
    REQUIRE(compiled == 0);
    const int code = test::run_command(folder.path("program") + " > " + folder.path("said"));
    INFO(folder.read("said"));
    CHECK(code == 0);
  }
}

}  // namespace

TEST_CASE("package: every new operator in int8 passes the self-test of its C", "[package][unit]") { check_package(kBytes); }
TEST_CASE("package: every new operator in int16 passes the self-test of its C", "[package][unit]") { check_package(kShorts); }
TEST_CASE("package: every new operator in floats passes the self-test of its C", "[package][unit]") { check_package(kFloats); }

}  // namespace thimble
