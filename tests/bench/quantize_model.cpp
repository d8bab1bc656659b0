// Quantizes a model by a technique and judges it: what tests/bench/quantization compares with other quantizers.
//   thimble_quantize_model MODEL DATA TECHNIQUE [option=value]... [calibration=300] [tuning=200] [threads=1] [evaluation=10000]
//                          [float=1] [notes=0] [first=0]
//   DATA      CIFAR-10 binaries, calibration first, evaluation last: FILE,FILE; samples go in as bytes 0 to 255
//   prints    one JSON line: seconds (of the processor, import to quantized graph), samples, accuracy of the float model and of the
//   integers in %
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <thread>

#include "core/base/text.h"
#include "core/data/dataset.h"
#include "core/data/model_input.h"
#include "core/data/preprocessed_samples.h"
#include "core/formats/format_def.h"
#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"
#include "core/runtime/float_executor.h"
#include "core/runtime/network_io.h"
#include "core/techniques/technique_def.h"

namespace thimble {
namespace {

[[noreturn]] void fail(const std::string& message) {
  std::cerr << message << "\n";
  std::exit(1);
}

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fail(result.error().to_string());
  return std::move(*result);
}

std::vector<std::byte> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("cannot read " + path);
  const std::vector<char> chars((std::istreambuf_iterator<char>(in)), {});
  std::vector<std::byte> out(chars.size());
  std::memcpy(out.data(), chars.data(), chars.size());
  return out;
}

std::shared_ptr<const Samples> samples_of(const std::string& path, const Graph& model) {
  Diagnostics unheard;
  const std::string name = path.substr(path.find_last_of('/') + 1);
  auto data = must(open_dataset({memory_source(name, read_file(path))}, unheard));
  std::vector<ModelInput> inputs;
  for (const ValueId id : model.inputs)
    inputs.push_back({.name = std::string(model.value_name(id)), .shape = model.shape(id), .quantization = {}});
  return must(PreprocessedSamples::make(data, {}, inputs));
}

std::shared_ptr<const Samples> part_of(std::shared_ptr<const Samples> all, std::int64_t first, std::int64_t count) {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < count; ++i) indices.push_back(first + i);
  return std::make_shared<SampleSubset>(std::move(all), std::move(indices));
}

std::int32_t class_of(const std::vector<float>& scores) {
  return static_cast<std::int32_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

// Share of right answers in %, with every second sample on another thread.
template <class MakeRunner>
double accuracy(const Samples& samples, std::int64_t count, MakeRunner make) {
  constexpr int kThreads = 2;
  std::int64_t right[kThreads] = {};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      auto run = make();
      for (std::int64_t i = t; i < count; i += kThreads) {
        const Sample sample = must(samples.read(i));
        right[t] += class_of(run(sample)) == sample.label ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return 100.0 * static_cast<double>(right[0] + right[1]) / static_cast<double>(count);
}

double float_accuracy(const Graph& model, const Samples& samples, std::int64_t count) {
  return accuracy(samples, count, [&] {
    return [executor = std::make_shared<FloatExecutor>(must(FloatExecutor::create(model, {})))](const Sample& sample) {
      return must(executor->run(sample.inputs))[0];
    };
  });
}

double integer_accuracy(const Graph& graph, const Samples& samples, std::int64_t count) {
  return accuracy(samples, count, [&] {
    return [&graph, executor = std::make_shared<Executor>(must(Executor::create(graph)))](const Sample& sample) {
      const auto outputs = must(executor->run(must(encode_inputs(graph, sample.inputs))));
      const ValueId id = graph.outputs[0];
      return must(decode_values(graph, id, outputs[0]));
    };
  });
}

int run(const std::vector<std::string>& words) {
  if (words.size() < 3) fail("usage: thimble_quantize_model MODEL DATA,DATA TECHNIQUE [name=value]...");
  std::map<std::string, std::string> own{{"calibration", "300"}, {"tuning", "200"}, {"threads", "1"}, {"evaluation", "10000"},
                                         {"notes", "0"},         {"float", "1"},    {"first", "0"}};
  const TechniqueDef* technique = find_technique(words[2]);
  if (!technique) fail("no technique " + words[2]);
  TechniqueInput input{
      .model = nullptr, .calibration = nullptr, .tuning = nullptr, .options = must(Options::parse(technique->options, {}))};
  for (std::size_t i = 3; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    const std::string name = words[i].substr(0, equals), value = words[i].substr(equals + 1);
    if (own.contains(name)) {
      own[name] = value;
    } else if (const auto set = input.options.set(technique->options, name, value); !set.ok()) {
      fail(set.error().to_string());
    }
  }
  const std::size_t comma = words[1].find(',');
  const std::vector<std::byte> bytes = read_file(words[0]);
  Diagnostics notes;
  const Graph probe = must(load_model(bytes, words[0], notes));
  const auto training = samples_of(words[1].substr(0, comma), probe), test = samples_of(words[1].substr(comma + 1), probe);
  const std::int64_t calibration = std::stoll(own["calibration"]), tuning = std::stoll(own["tuning"]),
                     evaluation = std::stoll(own["evaluation"]);

  const std::clock_t start = std::clock();  // of the processor: other work on the machine does not count
  Graph model = must(load_model(bytes, words[0], notes));
  must(run_passes(model));
  input.model = &model;
  const std::int64_t first = std::stoll(own["first"]);
  input.calibration = part_of(training, first, calibration);
  if (tuning > 0) input.tuning = part_of(training, first + calibration, tuning);
  input.threads = std::stoi(own["threads"]);
  JobControl job;
  TechniqueOutput made = must(job.run(technique->run(job, std::move(input))));
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

  if (own["notes"] == "1") {
    for (const Diagnostic& note : made.notes.items()) std::cerr << note.where << ": " << note.message << "\n";
    for (const LayerSensitivity& layer : made.sensitivity)
      std::cerr << layer.layer << " " << layer.op << " " << layer.sqnr_db << " dB, output " << layer.output_sqnr_db << " dB "
                << layer.repair << "\n";
  }
  std::printf("{\"technique\": \"%s\", \"seconds\": %.3f", words[2].c_str(), seconds);
  if (evaluation > 0) {
    std::printf(", \"samples\": %lld", static_cast<long long>(evaluation));
    if (own["float"] == "1") std::printf(", \"float_accuracy\": %.2f", float_accuracy(model, *test, evaluation));
    std::printf(", \"accuracy\": %.2f", integer_accuracy(made.graph, *test, evaluation));
  }
  std::printf("}\n");
  return 0;
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) { return thimble::run(std::vector<std::string>(argv + 1, argv + argc)); }
