#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "core/passes/pass_def.h"
#include "tests/support/float_nets.h"

namespace thimble {
namespace {

constexpr float kRoot = 1.41421356f;

// x / sqrt(2) -> erf -> + 1, as the exporters write it; `one` is what is added.
ValueId gate(FloatNet& net, ValueId x, float one = 1, float root = kRoot) {
  const ValueId inside = net.node(OpKind::div, {x, net.numbers({root}, {})});
  return net.node(OpKind::add, {net.node(OpKind::erf, {inside}), net.numbers({one}, {})});
}

std::vector<OpKind> kinds_after(const Graph& before) {
  Graph after = before;
  const auto done = run_passes(after);
  INFO((done.ok() ? std::string() : done.error().to_string()));
  REQUIRE(done.ok());
  const auto samples = random_samples(before, 3, 17, -4, 4);
  for (std::int64_t i = 0; i < 3; ++i) {
    const Sample sample = *samples->read(i);
    const auto expected = run_network(before, sample), is = run_network(after, sample);
    for (std::size_t o = 0; o < expected.size(); ++o) CHECK(sqnr_db(expected[o], is[o]) > 110);
  }
  std::vector<OpKind> out;
  for (const NodeId id : after.live_nodes()) out.push_back(after.node(id).kind);
  return out;
}

}  // namespace

TEST_CASE("fuse_gelu: what exporters write with erf is one operator, whatever the order of the factors", "[passes][property]") {
  const auto half = [](FloatNet& net) { return net.numbers({0.5f}, {1}); };
  for (int form = 0; form < 4; ++form) {
    INFO("form " << form);
    FloatNet net(1);
    const ValueId x = net.node(OpKind::tanh, {net.input({1, 3, 5})});
    ValueId y;
    if (form == 0) y = net.node(OpKind::mul, {net.node(OpKind::mul, {x, gate(net, x)}), half(net)});
    if (form == 1) y = net.node(OpKind::mul, {gate(net, x), net.node(OpKind::mul, {half(net), x})});
    if (form == 2) y = net.node(OpKind::mul, {x, net.node(OpKind::mul, {gate(net, x), half(net)})});
    if (form == 3) {
      const ValueId erf = net.node(OpKind::erf, {net.node(OpKind::mul, {net.numbers({1 / kRoot}, {}), x})});
      y = net.node(OpKind::mul, {net.node(OpKind::div, {x, net.numbers({2}, {})}), net.node(OpKind::add, {net.numbers({1}, {}), erf})});
    }
    CHECK(kinds_after(net.finish({y})) == std::vector<OpKind>{OpKind::tanh, OpKind::gelu});
  }
}

TEST_CASE("fuse_gelu: other numbers, other values and parts that are read elsewhere stay as they are", "[passes][unit]") {
  FloatNet other(2);
  const ValueId x = other.input({1, 4});
  CHECK(kinds_after(other.finish({other.node(OpKind::mul, {other.node(OpKind::mul, {x, gate(other, x)}), other.numbers({0.4f}, {})})}))
            .size() == 5);
  FloatNet root(3);
  const ValueId a = root.input({1, 4});
  CHECK(kinds_after(root.finish({root.node(OpKind::mul, {root.node(OpKind::mul, {a, gate(root, a, 1, 1.5f)}), root.numbers({0.5f}, {})})}))
            .size() == 5);
  FloatNet two(4);
  const ValueId b = two.input({1, 4}), c = two.input({1, 4});
  CHECK(kinds_after(two.finish({two.node(OpKind::mul, {two.node(OpKind::mul, {b, gate(two, c)}), two.numbers({0.5f}, {})})})).size() == 5);
  FloatNet read(5);
  const ValueId d = read.input({1, 4}), g = gate(read, d);
  CHECK(kinds_after(read.finish({read.node(OpKind::mul, {read.node(OpKind::mul, {d, g}), read.numbers({0.5f}, {})}), g})).size() == 5);
}

}  // namespace thimble
