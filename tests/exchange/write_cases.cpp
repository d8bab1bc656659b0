// Networks as .onnx, samples for them, and what our executor answers: what tests/exchange/run asks ONNX Runtime about.
//   usage   write_cases OUT_FOLDER REPOSITORY MNIST_FOLDER; THIMBLE_FIXTURES names the folder of networks that others trained
//   layout  <name>.onnx; <name>.in, the inputs of all samples one after the other, in the file's order and element type;
//           <name>.out, the answers, as floats; cases.json: name, samples, integer, kind ("class": the greatest output has to be the
//           same, in at least `limit` of the samples, of which none has two greatest outputs; "close": outputs within `limit` of
//           the largest)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "core/base/json_writer.h"
#include "core/base/rng.h"
#include "core/formats/format_def.h"
#include "core/formats/onnx/io_layout.h"
#include "core/passes/pass_def.h"
#include "core/pipeline/network_runner.h"
#include "core/runtime/executor.h"
#include "core/runtime/network_io.h"
#include "core/techniques/technique_def.h"
#include "tests/support/float_nets.h"

namespace thimble::test {
namespace {

constexpr std::int64_t kSamples = 1000, kSpare = 500, kCalibration = 300;
constexpr double kSameClass = 0.995;

template <class T>
T need(Result<T> result) {
  if (result.ok()) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().to_string().c_str());
  std::exit(1);
}

std::vector<std::byte> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.empty()) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(1);
  }
  const auto all = std::as_bytes(std::span(bytes));
  return {all.begin(), all.end()};
}

void write_file(const std::string& path, std::span<const std::byte> bytes) {
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

Graph open(const std::string& path) {
  Diagnostics notes;
  Graph graph = need(load_model(read_file(path), path, notes));
  need(run_passes(graph));
  return graph;
}

// Images of MNIST from `first` on, pixels in [0, 1].
std::vector<Sample> digits(const std::string& folder, const std::string& set, std::int64_t first, std::int64_t count) {
  constexpr std::size_t kHeader = 16, kPixels = 28 * 28;
  const auto bytes = read_file(folder + "/" + set + "-images-idx3-ubyte");
  std::vector<Sample> out;
  for (std::int64_t i = first; i < first + count; ++i) {
    std::vector<float> pixels(kPixels);
    for (std::size_t p = 0; p < kPixels; ++p)
      pixels[p] = static_cast<float>(std::to_integer<int>(bytes[kHeader + static_cast<std::size_t>(i) * kPixels + p])) / 255.0f;
    out.push_back({.inputs = {std::move(pixels)}, .label = -1, .target = {}});
  }
  return out;
}

// Smooth random images, as pictures are: noise alone says nothing to a network, and its answers are all alike.
std::vector<Sample> pictures(const Graph& graph, std::int64_t count, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<Sample> out;
  const Shape shape = graph.shape(graph.inputs[0]);
  const QuantParams* quant = graph.quant(graph.inputs[0]);
  // The reals that the input can hold, or [-1, 1].
  const double scale = quant ? static_cast<double>(quant->scales[0]) : 1.0 / 128, zero = quant ? quant->zero_points[0] : 0;
  for (std::int64_t i = 0; i < count; ++i) {
    std::vector<float> values(static_cast<std::size_t>(element_count(shape).value_or(0)));
    const double level = rng.unit() * 200 - 100, slope = (rng.unit() - 0.5) * 4, wave = rng.unit() * 0.3, size = rng.unit() * 100;
    for (std::size_t e = 0; e < values.size(); ++e) {
      const double at = static_cast<double>(e % 97);
      const double number = level + slope * (at - 48) + size * ((static_cast<int>(at * wave) % 2) * 2 - 1) * 0.5 + (rng.unit() - 0.5) * 60;
      values[e] = static_cast<float>((std::clamp(number, -128.0, 127.0) - zero) * scale);
    }
    out.push_back({.inputs = {std::move(values)}, .label = -1, .target = {}});
  }
  return out;
}

Graph made_by(const std::string& technique, const Graph& graph, const std::vector<Sample>& calibration) {
  const TechniqueDef* def = find_technique(technique);
  TechniqueInput input{.model = &graph,
                       .calibration = std::make_shared<SampleList>(calibration),
                       .tuning = nullptr,
                       .options = need(Options::parse(def->options, {}))};
  JobControl job;
  auto task = def->run(job, std::move(input));
  while (!job.step(task, std::chrono::milliseconds(100))) {
  }
  return need(task.take()).graph;
}

// The elements in the file's order.
std::vector<std::byte> in_file_order(const Graph& graph, std::size_t input, std::vector<std::byte> bytes) {
  const auto layout = io_layout(graph, "input", input);
  if (!layout) return bytes;
  const std::vector<std::size_t> places = file_places(*layout);
  const std::size_t width = bytes.size() / places.size();
  std::vector<std::byte> out(bytes.size());
  for (std::size_t i = 0; i < places.size(); ++i)
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                out.begin() + static_cast<std::ptrdiff_t>(places[i] * width));
  return out;
}

// Two classes are the greatest: there is none to compare.
bool is_tie(std::vector<float> answer) {
  std::nth_element(answer.begin(), answer.begin() + 1, answer.end(), std::greater<>());
  return answer[0] == answer[1];
}

class CaseWriter {
 public:
  explicit CaseWriter(std::string folder) : folder_(std::move(folder)) { json_.begin_array(); }

  // The first kSamples of `samples` that have a class.
  void add(const std::string& name, const Graph& graph, const std::vector<Sample>& samples, std::string_view kind, double limit) {
    Diagnostics notes;
    write_file(folder_ + "/" + name + ".onnx", need(save_model(*find_format("onnx"), graph, {}, notes)));
    Executor executor = need(Executor::create(graph));
    std::vector<std::byte> all_inputs;
    std::vector<float> all_answers;
    std::int64_t taken = 0;
    for (const Sample& sample : samples) {
      if (taken == kSamples) break;
      const auto encoded = need(encode_values(graph, graph.inputs[0], sample.inputs[0]));
      const auto outputs = need(executor.run(std::span(&encoded, 1)));
      const auto answer = need(decode_values(graph, graph.outputs[0], outputs[0]));
      if (kind == "class" && is_tie(answer)) continue;
      const auto ordered = in_file_order(graph, 0, encoded);
      all_inputs.insert(all_inputs.end(), ordered.begin(), ordered.end());
      all_answers.insert(all_answers.end(), answer.begin(), answer.end());
      ++taken;
    }
    write_file(folder_ + "/" + name + ".in", all_inputs);
    write_file(folder_ + "/" + name + ".out", std::as_bytes(std::span(all_answers)));
    const QuantParams* quant = graph.quant(graph.outputs[0]);
    json_.begin_object()
        .field("name", name)
        .field("samples", taken)
        .field("integer", has_integer_activations(graph))
        .field("kind", kind)
        .field("limit", limit)
        .field("scale", quant ? static_cast<double>(quant->scales[0]) : 1.0)
        .field("zero_point", std::int64_t{quant ? quant->zero_points[0] : 0})
        .end_object();
  }

  void finish() {
    json_.end_array();
    const std::string text = json_.text() + "\n";
    write_file(folder_ + "/cases.json", std::as_bytes(std::span(text)));
  }

 private:
  std::string folder_;
  JsonWriter json_;
};

// The ways in which a float network is written, after each technique. Classes are compared where the network was trained to
// tell them apart: between those of random weights the least step of a number decides.
void add_techniques(CaseWriter& cases, const std::string& name, const Graph& graph, const std::vector<Sample>& calibration,
                    const std::vector<Sample>& samples, bool trained) {
  const std::string_view kind = trained ? "class" : "close";
  cases.add(name + "_float", graph, samples, "close", 1e-5);
  cases.add(name + "_float16", made_by("float16", graph, calibration), samples, "close", 1e-5);
  cases.add(name + "_dynamic_range", made_by("dynamic_range", graph, calibration), samples, "close", 1e-5);
  cases.add(name + "_int8", made_by("ptq_int8", graph, calibration), samples, kind, trained ? kSameClass : 0.03);
  cases.add(name + "_int16x8", made_by("ptq_int16x8", graph, calibration), samples, kind, trained ? kSameClass : 5e-4);
}

// Convolutions of every kind, a residual, pools, a concatenation, an average over the picture, dense layers.
Graph small_network(std::uint64_t seed) {
  FloatNet net(seed);
  const ValueId x = net.input({1, 16, 16, 3});
  const ValueId a = net.conv(x, 8, 3, 1, "relu");
  const ValueId b = net.conv(net.depthwise(a, 3, "relu6"), 8, 1, 1, "none");
  const ValueId sum = net.node(OpKind::add, {a, b}, {{"activation", std::string("relu")}});
  const ValueId wide = net.conv(sum, 16, 3, 2, "relu");
  const ValueId joined = net.node(OpKind::concatenation, {wide, net.conv(sum, 8, 1, 2, "relu")}, {{"axis", std::int64_t{3}}});
  const ValueId pooled = net.node(
      OpKind::max_pool2d, {joined},
      {{"filter_h", std::int64_t{2}}, {"filter_w", std::int64_t{2}}, {"stride_h", std::int64_t{2}}, {"stride_w", std::int64_t{2}}});
  const ValueId mean = net.node(OpKind::mean, {pooled}, {{"axes", std::vector<std::int64_t>{1, 2}}, {"keep_dims", std::int64_t{0}}});
  return net.finish({net.dense(net.dense(mean, 24, "relu"), 10, "none")});
}

// Networks that are not in the repository. ResNet8 is sensitive to single steps: LiteRT's own kernels for processors (XNNPACK) give
// the class of its reference kernels on 98.1 % of CIFAR-10's first 1,000 test images, ONNX Runtime on 98.2 %; on pictures that are
// no photographs it is less.
void add_fixtures(CaseWriter& cases, const std::string& fixtures) {
  for (const auto& [name, least] : {std::pair("mlperf_resnet8_int8", 0.95), std::pair("mlperf_kws_int8", kSameClass),
                                    std::pair("tflm_micro_speech_int8", kSameClass)}) {
    const Graph graph = open(fixtures + "/models/tflite/" + name + ".tflite");
    cases.add(name, graph, pictures(graph, kSamples + kSpare, 5), "class", least);
  }
}

void write_all(const std::string& folder, const std::string& repository, const std::string& mnist, const char* fixtures) {
  CaseWriter cases(folder);
  const auto calibration = digits(mnist, "train", 0, kCalibration), samples = digits(mnist, "t10k", 0, kSamples + kSpare);
  cases.add("digits_int8", open(repository + "/assets/sample/digits_int8.tflite"), samples, "class", kSameClass);
  add_techniques(cases, "digits_cnn", open(repository + "/assets/sample/digits_cnn.onnx"), calibration, samples, true);
  for (const char* name : {"ds_cnn_kws", "resnet8_ic", "autoencoder_ad"}) {
    const Graph graph = open(repository + "/tests/data/topologies/" + name + ".tflite");
    cases.add(name, graph, pictures(graph, kSamples, 5), "close", 0.05);
  }
  for (const std::uint64_t seed : {1, 2}) {
    const Graph graph = small_network(seed);
    add_techniques(cases, "small_" + std::to_string(seed), graph, pictures(graph, kCalibration, 8), pictures(graph, kSamples, 9), false);
  }
  if (fixtures && *fixtures) add_fixtures(cases, fixtures);
  cases.finish();
}

}  // namespace
}  // namespace thimble::test

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: write_cases OUT_FOLDER REPOSITORY MNIST_FOLDER\n");
    return 2;
  }
  thimble::test::write_all(argv[1], argv[2], argv[3], std::getenv("THIMBLE_FIXTURES"));
  return 0;
}
