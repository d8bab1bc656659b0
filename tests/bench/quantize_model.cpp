// Quantizes a model by a technique, from its bytes to the bytes of the exported .tflite and .onnx, and judges it: what
// tests/bench/quantization compares with other quantizers, and tests/bench/wasm_speed with itself in another build.
//   thimble_quantize_model MODEL DATA,DATA TECHNIQUE [option=value]... [calibration=300] [tuning=200] [threads=1] [evaluation=10000]
//                          [float=1] [notes=0] [first=0] [step_ms=0] [rounds=1] [out=PATH]
//   DATA      calibration first (tuning behind it), evaluation last; samples go in as their files have them (bytes 0 to 255)
//   rounds    the work is done so many times; the time is that of the quickest
//   out       the exported files' path, without their endings; left out: they are made, not written
//   prints    one JSON line: seconds (of the processor, import to exported files), longest step, peak of memory, samples, accuracy
//             of the float model and of the integers in %
#include <cstdio>
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
#include "native/cli/data_files.h"
#include "tests/bench/bench_support.h"

namespace thimble {
namespace {

using bench::fail;
using bench::must;

using OwnOptions = std::map<std::string, std::string>;

std::shared_ptr<const Samples> samples_of(const std::string& path, const Graph& model) {
  Diagnostics unheard;
  auto data = must(open_dataset(must(cli::data_files({path})), unheard));
  std::vector<ModelInput> inputs;
  for (const ValueId id : model.inputs)
    inputs.push_back({.name = std::string(model.value_name(id)), .shape = model.shape(id), .quantization = {}});
  return must(PreprocessedSamples::make(data, {}, inputs));
}

std::shared_ptr<const Samples> part_of(std::shared_ptr<const Samples> all, std::int64_t first, std::int64_t count) {
  if (first + count > all->size())
    fail(format("%lld samples, expected %lld", static_cast<long long>(all->size()), static_cast<long long>(first + count)));
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

struct Work {
  std::string model_path;
  std::vector<std::byte> bytes;
  const TechniqueDef* technique = nullptr;
  Options options;
  std::shared_ptr<const Samples> calibration, tuning;
  int threads = 1;
  std::chrono::milliseconds step{0};
};

struct Made {
  Graph model;  // the float network
  TechniqueOutput output;
  std::vector<std::pair<std::string, std::vector<std::byte>>> files;  // by format
  bench::Steps steps;
  double seconds = 0;
};

Made import_to_files(const Work& work) {
  Made out;
  const double start = bench::thread_seconds();
  Diagnostics notes;
  out.model = must(load_model(work.bytes, work.model_path, notes));
  must(run_passes(out.model));
  TechniqueInput input{.model = &out.model, .calibration = work.calibration, .tuning = work.tuning, .options = work.options};
  input.threads = work.threads;
  JobControl job;
  out.output = must(bench::run_in_steps(job, work.technique->run(job, std::move(input)), work.step, out.steps));
  must(run_passes(out.output.graph));
  for (const char* name : {"tflite", "onnx"})
    out.files.emplace_back(name, must(save_model(*find_format(name), out.output.graph, {}, notes)));
  out.seconds = bench::thread_seconds() - start;
  return out;
}

void print_notes(const TechniqueOutput& made) {
  for (const Diagnostic& note : made.notes.items()) std::cerr << note.where << ": " << note.message << "\n";
  for (const LayerSensitivity& layer : made.sensitivity)
    std::cerr << layer.layer << " " << layer.op << " " << layer.sqnr_db << " dB, output " << layer.output_sqnr_db << " dB " << layer.repair
              << "\n";
}

void write_files(const Made& made, const std::string& path) {
  for (const auto& [format, bytes] : made.files) {
    std::ofstream out(path + "." + format, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) fail("cannot write " + path + "." + format);
  }
}

OwnOptions parse(const std::vector<std::string>& words, Work& work) {
  OwnOptions own{{"calibration", "300"}, {"tuning", "200"}, {"threads", "1"}, {"evaluation", "10000"}, {"notes", "0"},
                 {"float", "1"},         {"first", "0"},    {"step_ms", "0"}, {"rounds", "1"},         {"out", ""}};
  work.technique = find_technique(words[2]);
  if (!work.technique) fail("no technique " + words[2]);
  work.options = must(Options::parse(work.technique->options, {}));
  for (std::size_t i = 3; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos) fail(words[i] + ": expected name=value");
    const std::string name = words[i].substr(0, equals), value = words[i].substr(equals + 1);
    if (own.contains(name)) {
      own[name] = value;
    } else {
      must(work.options.set(work.technique->options, name, value));
    }
  }
  return own;
}

int run(const std::vector<std::string>& words) {
  if (words.size() < 3) fail("usage: thimble_quantize_model MODEL DATA,DATA TECHNIQUE [name=value]...");
  Work work{.model_path = words[0], .bytes = bench::read_file(words[0]), .options = {}, .calibration = nullptr, .tuning = nullptr};
  OwnOptions own = parse(words, work);
  const auto number = [&](const char* name) { return std::stoll(own[name]); };
  const std::size_t comma = words[1].find(',');
  Diagnostics notes;
  const Graph probe = must(load_model(work.bytes, work.model_path, notes));
  const auto training = samples_of(words[1].substr(0, comma), probe), test = samples_of(words[1].substr(comma + 1), probe);
  work.calibration = part_of(training, number("first"), number("calibration"));
  if (number("tuning") > 0) work.tuning = part_of(training, number("first") + number("calibration"), number("tuning"));
  work.threads = static_cast<int>(number("threads"));
  work.step = std::chrono::milliseconds(number("step_ms"));

  Made made = import_to_files(work);
  for (std::int64_t round = 1; round < number("rounds"); ++round) {
    Made again = import_to_files(work);
    if (again.files != made.files) fail("two rounds made different files");
    if (again.seconds < made.seconds) made.seconds = again.seconds;
  }
  if (own["notes"] == "1") print_notes(made.output);
  if (!own["out"].empty()) write_files(made, own["out"]);
  std::printf("{\"technique\": \"%s\", \"seconds\": %.3f, \"peak_mb\": %.1f", words[2].c_str(), made.seconds, bench::peak_mb());
  if (work.step.count() > 0)
    std::printf(", \"longest_step_ms\": %.1f, \"in\": \"%s\"", made.steps.longest_ms, made.steps.longest_in.c_str());
  if (const std::int64_t evaluation = number("evaluation"); evaluation > 0) {
    std::printf(", \"samples\": %lld", static_cast<long long>(evaluation));
    if (own["float"] == "1") std::printf(", \"float_accuracy\": %.2f", float_accuracy(made.model, *test, evaluation));
    std::printf(", \"accuracy\": %.2f", integer_accuracy(made.output.graph, *test, evaluation));
  }
  std::printf("}\n");
  return 0;
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) { return thimble::run(std::vector<std::string>(argv + 1, argv + argc)); }
