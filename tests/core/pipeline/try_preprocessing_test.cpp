#include "core/pipeline/try_preprocessing.h"

#include <catch2/catch_test_macros.hpp>

#include "core/pipeline/prepare_data.h"
#include "tests/support/float_nets.h"

namespace thimble {
namespace {

// One-hot rows of the classes' numbers, in turns; every ninth is of the next class.
class Turns final : public Dataset {
 public:
  explicit Turns(std::vector<std::string> names) : names_(std::move(names)) {}
  std::string_view format() const override { return "csv"; }
  std::int64_t size() const override { return 90; }
  Result<RawSample> read(std::int64_t index) const override {
    RawSample sample{.shape = {std::ssize(names_)}, .label = label(index), .name = name(index)};
    sample.values.assign(names_.size(), 0.25f);
    sample.values[static_cast<std::size_t>((label(index) + (index % 9 == 0 ? 1 : 0)) % std::ssize(names_))] = 1.5f;
    return sample;
  }
  std::int32_t label(std::int64_t index) const override { return static_cast<std::int32_t>(index % std::ssize(names_)); }
  std::string name(std::int64_t index) const override { return std::to_string(index); }
  std::vector<std::string> class_names() const override { return names_; }
  std::string summary() const override { return "turns"; }

 private:
  std::vector<std::string> names_;
};

// Answers with class order[i] for a row whose number i is the greatest.
Graph permuting(const std::vector<std::size_t>& order) {
  FloatNet net(1);
  std::vector<float> weights(order.size() * order.size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) weights[order[i] * order.size() + i] = 1;
  const auto count = static_cast<std::int64_t>(order.size());
  const ValueId x = net.input({1, count});
  return net.finish({net.node(OpKind::fully_connected,
                              {x, net.numbers(weights, {count, count}), net.numbers(std::vector<float>(order.size(), 0), {count})})});
}

ChosenPreprocessing chosen(const Graph& graph, const std::vector<std::string>& names) {
  const auto data = std::make_shared<const Turns>(names);
  std::vector<std::int64_t> all;
  for (std::int64_t i = 0; i < data->size(); ++i) all.push_back(i);
  JobControl job;
  Result<ChosenPreprocessing> out = job.run(choose_preprocessing(job, &graph, data, {}, all, 1));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return *out;
}

}  // namespace

TEST_CASE("try_preprocessing: classes that stand in another order than the model's are told, with the order", "[pipeline][unit]") {
  const std::vector<std::string> names{"high", "low", "noise"};
  CHECK(chosen(permuting({0, 1, 2}), names).warnings.empty());
  const ChosenPreprocessing other = chosen(permuting({1, 0, 2}), names);
  REQUIRE(other.warnings.size() == 1);
  CHECK(other.warnings[0].find("'high' is its class 1, 'low' is its class 0, 'noise' is its class 2; 80 of 90 answers would be right") !=
        std::string::npos);
  CHECK(other.warnings[0].ends_with("0_low, 1_high, 2_noise."));
}

TEST_CASE("try_preprocessing: a model that answers one class for all is not out of order", "[pipeline][unit]") {
  FloatNet net(2);
  const ValueId x = net.input({1, 3});
  const Graph stuck =
      net.finish({net.node(OpKind::fully_connected, {x, net.numbers(std::vector<float>(9, 0), {3, 3}), net.numbers({0, 1, 0}, {3})})});
  CHECK(chosen(stuck, {"a", "b", "c"}).warnings.empty());
  const auto data = std::make_shared<const Turns>(std::vector<std::string>{"a", "b", "c"});
  JobControl job;
  const auto trials = job.run(try_preprocessing(job, &stuck, data, {{"as they are", {}}}, {0, 1, 2, 3, 4, 5}, 1));
  REQUIRE(trials.ok());
  CHECK((*trials)[0].right == 2);
  CHECK((*trials)[0].order.empty());
}

}  // namespace thimble
