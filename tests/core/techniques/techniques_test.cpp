#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/techniques/technique_def.h"
#include "tests/support/float_nets.h"

namespace thimble {
namespace {

Graph small_network() {
  FloatNet net(71);
  ValueId x = net.conv(net.input({1, 6, 6, 3}), 8, 3, 1, "none");
  if (!op_def(OpKind::batch_norm).kernels.empty()) x = net.batch_norm(x);
  x = net.depthwise(net.node(OpKind::relu, {x}), 3, "relu6");
  x = net.node(OpKind::mean, {x}, {{"axes", std::vector<std::int64_t>{1, 2}}});
  return net.finish({net.dense(x, 4, "none")});
}

TechniqueInput input_for(const TechniqueDef& def, const Graph& model) {
  Result<Options> options = Options::parse(def.options, {});
  INFO((options.ok() ? std::string() : options.error().to_string()));
  REQUIRE(options.ok());
  return {.model = &model,
          .calibration = random_samples(model, 30, 1, -1, 1, 4),
          .tuning = random_samples(model, 20, 2, -1, 1, 4),
          .options = std::move(*options)};
}

}  // namespace

TEST_CASE("techniques: each says what it is, has a name of its own and options whose fallbacks are in range", "[techniques][unit]") {
  std::set<std::string_view> names;
  for (const NamedTechnique& technique : all_techniques()) {
    INFO(technique.name);
    CHECK(names.insert(technique.name).second);
    CHECK(find_technique(technique.name) == technique.def);
    CHECK_FALSE((technique.def->title.empty() || technique.def->doc.empty() || technique.def->paper.empty()));
    Result<Options> options = Options::parse(technique.def->options, {});
    REQUIRE(options.ok());
    for (const OptionSpec& spec : technique.def->options) {
      CHECK_FALSE(spec.help.empty());
      CHECK(options->set(technique.def->options, spec.name, spec.fallback).ok());
    }
  }
  CHECK(find_technique("ptq_int3") == nullptr);
}

TEST_CASE("techniques: each makes a network that runs and is near the model, which stays as it was", "[techniques][property]") {
  const Graph model = small_network();
  const auto samples = random_samples(model, 5, 9);
  for (const NamedTechnique& technique : all_techniques()) {
    INFO(technique.name);
    const Graph before = model;
    JobControl job;
    Result<TechniqueOutput> made = job.run(technique.def->run(job, input_for(*technique.def, model)));
    INFO((made.ok() ? std::string() : made.error().to_string()));
    REQUIRE(made.ok());
    REQUIRE(verify(made->graph).ok());
    CHECK(model.values.size() == before.values.size());
    // A batch norm goes into the weights of the layer before it.
    for (const NodeId id : made->graph.live_nodes()) CHECK(made->graph.node(id).kind != OpKind::batch_norm);
    for (std::int64_t i = 0; i < 5; ++i) {
      const Sample sample = *samples->read(i);
      CHECK(sqnr_db(run_network(model, sample)[0], run_network(made->graph, sample)[0]) > 20);
    }
  }
}

TEST_CASE("techniques: those that need data say so without them", "[techniques][unit]") {
  const Graph model = small_network();
  for (const NamedTechnique& technique : all_techniques()) {
    TechniqueInput input = input_for(*technique.def, model);
    input.calibration = nullptr;
    input.tuning = nullptr;
    JobControl job;
    Result<TechniqueOutput> made = job.run(technique.def->run(job, std::move(input)));
    CHECK(made.ok() == !technique.def->needs_data);
    if (!made.ok()) CHECK(made.error().code() == ErrorCode::invalid_argument);
  }
}

TEST_CASE("techniques: a network that is quantized already is refused", "[techniques][unit]") {
  const Graph model = small_network();
  JobControl job;
  const TechniqueDef& int8 = *find_technique("ptq_int8");
  Result<TechniqueOutput> made = job.run(int8.run(job, input_for(int8, model)));
  REQUIRE(made.ok());
  for (const NamedTechnique& technique : all_techniques()) {
    Result<TechniqueOutput> again = job.run(technique.def->run(job, input_for(*technique.def, made->graph)));
    REQUIRE_FALSE(again.ok());
    CHECK(again.error().message().starts_with("the network is quantized already"));
  }
}

TEST_CASE("techniques: a network of stored weights is quantized to int8 as its floats are", "[techniques][unit]") {
  const Graph model = small_network();
  JobControl job;
  const TechniqueDef& int8 = *find_technique("ptq_int8");
  for (const std::string_view name : {"float16", "dynamic_range"}) {
    Result<TechniqueOutput> stored = job.run(find_technique(name)->run(job, input_for(*find_technique(name), model)));
    REQUIRE(stored.ok());
    Result<TechniqueOutput> made = job.run(int8.run(job, input_for(int8, stored->graph)));
    REQUIRE(made.ok());
    for (const NodeId id : made->graph.live_nodes()) CHECK(made->graph.node(id).kind != OpKind::dequantize);
    const Sample sample = *random_samples(model, 1, 9)->read(0);
    CHECK(sqnr_db(run_network(stored->graph, sample)[0], run_network(made->graph, sample)[0]) > 20);
  }
}

TEST_CASE("techniques: can be dropped after any step", "[techniques][unit]") {
  const Graph model = small_network();
  const TechniqueDef& def = *find_technique("ptq_int8");
  int dropped = 0;
  for (int steps = 1; steps < 400; steps += 37) {
    JobControl job;
    auto task = def.run(job, input_for(def, model));
    for (int i = 0; i < steps && !job.step(task, std::chrono::nanoseconds(0)); ++i) {
    }
    dropped += task.done() ? 0 : 1;
  }
  CHECK(dropped > 3);  // in the middle of the work, not behind it
}

}  // namespace thimble
