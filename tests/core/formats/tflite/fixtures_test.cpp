// Real networks made by others: each loads, or is refused for exactly the reason that it should be.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <string>

#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

std::string folder() {
  const std::string fixtures = fixtures_dir();
  if (fixtures.empty()) SKIP("THIMBLE_FIXTURES is not set: real networks are not tried");
  return fixtures + "/models/tflite/";
}

// Operators in order of appearance, "conv2d x5".
std::string operators_of(const Graph& graph) {
  std::vector<std::pair<std::string, int>> counts;
  for (const NodeId id : graph.live_nodes()) {
    const std::string name(op_name(graph.node(id).kind));
    const auto found = std::find_if(counts.begin(), counts.end(), [&](const auto& item) { return item.first == name; });
    if (found == counts.end()) {
      counts.emplace_back(name, 1);
    } else {
      ++found->second;
    }
  }
  std::string out;
  for (const auto& [name, count] : counts) out += (out.empty() ? "" : ", ") + name + " x" + std::to_string(count);
  return out;
}

void check_round_trip(const Graph& graph) {
  const OpNames names{op_name, find_op};
  const std::string text = print_graph(graph, names);
  const auto again = parse_graph(text, names);
  REQUIRE(again.ok());
  CHECK(print_graph(*again, names) == text);
}

struct Taken {
  const char* file;
  const char* operators;
};
constexpr Taken kTaken[] = {
    {"mlperf_kws_int8", "conv2d x5, depthwise_conv2d x4, average_pool2d x1, reshape x1, fully_connected x1, softmax x1"},
    {"mlperf_kws_float32", "conv2d x5, depthwise_conv2d x4, average_pool2d x1, reshape x1, fully_connected x1, softmax x1"},
    {"mlperf_resnet8_int8", "conv2d x9, add x3, average_pool2d x1, reshape x1, fully_connected x1, softmax x1"},
    {"mlperf_resnet8_float", "conv2d x9, add x3, average_pool2d x1, reshape x1, fully_connected x1, softmax x1"},
    {"mlperf_ad01_int8", "fully_connected x10"},
    {"mlperf_ad01_float", "fully_connected x10"},
    {"tflm_hello_world_int8", "fully_connected x3"},
    {"tflm_hello_world_float", "fully_connected x3"},
    {"tflm_micro_speech_int8", "reshape x1, depthwise_conv2d x1, fully_connected x1, softmax x1"},
    {"tflm_person_detect_int8", "depthwise_conv2d x14, conv2d x14, average_pool2d x1, reshape x1, softmax x1"},
    {"tinyengine_lenet300_int8", "quantize x1, reshape x1, fully_connected x3, dequantize x1, log_softmax x1"},
};

struct Refused {
  const char* file;
  std::vector<const char*> reasons;
};

}  // namespace

TEST_CASE("fixtures: networks whose operators are taken load, whole", "[formats][unit]") {
  const std::string models = folder();
  for (const Taken& taken : kTaken) {
    INFO(taken.file);
    Diagnostics diagnostics;
    const auto graph = load_model(read_bytes(models + taken.file + ".tflite"), std::string(taken.file) + ".tflite", diagnostics);
    INFO((graph.ok() ? "" : graph.error().to_string()));
    REQUIRE(graph.ok());
    CHECK(operators_of(*graph) == taken.operators);
    check_round_trip(*graph);
  }
}

TEST_CASE("fixtures: the others are refused at once for everything that they need", "[formats][unit]") {
  const std::string models = folder();
  const Refused rows[] = {
      {"tflm_mnist_lstm_int8", {"UNIDIRECTIONAL_SEQUENCE_LSTM (operator 0", "recurrent layers"}},
      {"mww_v2_okay_nabu",
       {"CALL_ONCE (operator 0)", "VAR_HANDLE (6 times: operator 1", "READ_VARIABLE (6 times:", "ASSIGN_VARIABLE (6 times:", "and 3 more",
        "export it without streaming"}},
  };
  for (const Refused& row : rows) {
    INFO(row.file);
    Diagnostics diagnostics;
    const auto graph = load_model(read_bytes(models + row.file + ".tflite"), std::string(row.file) + ".tflite", diagnostics);
    REQUIRE(!graph.ok());
    INFO(graph.error().to_string());
    CHECK(graph.error().code() == ErrorCode::unsupported);
    CHECK(graph.error().where() == std::string(row.file) + ".tflite");
    for (const char* reason : row.reasons) CHECK(graph.error().message().find(reason) != std::string::npos);
  }
}

TEST_CASE("fixtures: int16 networks of single operators load", "[formats][unit]") {
  const std::string models = folder();
  int loaded = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(models + "seanet_int16")) {
    if (entry.path().extension() != ".tflite") continue;
    INFO(entry.path().filename().string());
    Diagnostics diagnostics;
    const auto graph = load_model(read_bytes(entry.path().string()), entry.path().filename().string(), diagnostics);
    INFO((graph.ok() ? "" : graph.error().to_string()));
    REQUIRE(graph.ok());
    check_round_trip(*graph);
    ++loaded;
  }
  CHECK(loaded == 99);
}

TEST_CASE("fixtures: models in other formats are called by their name", "[formats][unit]") {
  const std::string models = folder() + "../";
  const std::pair<const char*, const char*> rows[] = {{"h5/mlperf_resnet8.h5", "HDF5"},
                                                      {"keras/moonflower_mnist.keras", "Keras 3"},
                                                      {"pytorch/burn_mnist_state_dict.pt", "PyTorch"},
                                                      {"pytorch/mtcnn_pnet.pt", "pickle"},
                                                      {"pytorch/torchscript_linrelu.pt", "PyTorch"}};
  for (const auto& [file, expected] : rows) {
    INFO(file);
    Diagnostics diagnostics;
    const auto graph = load_model(read_bytes(models + file), file, diagnostics);
    REQUIRE(!graph.ok());
    INFO(graph.error().to_string());
    CHECK(graph.error().message().find(expected) != std::string::npos);
  }
}

}  // namespace thimble::test
