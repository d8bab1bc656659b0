// Layout: reshapes and transposes as bookkeeping, held against moving the elements themselves.
#include "core/formats/onnx/layout.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "core/base/rng.h"

namespace thimble::test {
namespace {

using onnx::Factors;
using onnx::Layout;

// For each element in the file's order, its place in ours.
std::vector<std::int64_t> places(const Layout& layout) {
  const Factors logical = onnx::flat(layout.logical), physical = onnx::flat(layout.physical);
  std::vector<std::int64_t> stride(layout.sizes.size(), 1), index(logical.size(), 0);
  std::int64_t step = 1;
  for (std::size_t i = physical.size(); i-- > 0;) {
    stride[physical[i]] = step;
    step *= layout.sizes[physical[i]];
  }
  std::vector<std::int64_t> out(static_cast<std::size_t>(step));
  for (std::int64_t& place : out) {
    place = 0;
    for (std::size_t i = 0; i < logical.size(); ++i) place += index[i] * stride[logical[i]];
    for (std::size_t i = logical.size(); i-- > 0;) {
      if (++index[i] < layout.sizes[logical[i]]) break;
      index[i] = 0;
    }
  }
  return out;
}

Layout channels_last(const Shape& dims) {
  Layout layout = Layout::plain(dims);
  const std::vector<Factors> l = layout.logical;
  layout.physical = {l[0], l[2], l[3], l[1]};
  return layout;
}

}  // namespace

TEST_CASE("layout: NCHW kept as NHWC, flattened, is the same elements", "[formats][unit]") {
  const Layout image = channels_last({1, 2, 3, 4});
  CHECK(image.physical_shape() == Shape{1, 3, 4, 2});
  const std::optional<Layout> flat = image.reshaped({1, 24});
  REQUIRE(flat);
  CHECK(flat->logical_shape() == Shape{1, 24});
  CHECK(places(*flat) == places(image));
  CHECK(places(image)[1] == 2);  // the second pixel of the first channel
  CHECK_FALSE(image.is_plain());
  CHECK(Layout::plain({2, 3}).is_plain());
}

TEST_CASE("layout: a transpose and its inverse cancel; a reshape splits and joins", "[formats][unit]") {
  const Layout image = channels_last({1, 6, 2, 2});
  const Layout there = image.permuted(std::vector<std::int64_t>{0, 2, 3, 1});
  CHECK(there.is_plain());
  CHECK(places(there.permuted(std::vector<std::int64_t>{0, 3, 1, 2})) == places(image));
  // Channel shuffle: [1, 2, 3, 2, 2], the groups swapped, joined again.
  const std::optional<Layout> groups = image.reshaped({1, 2, 3, 2, 2});
  REQUIRE(groups);
  const std::optional<Layout> shuffled = groups->permuted(std::vector<std::int64_t>{0, 2, 1, 3, 4}).reshaped({1, 6, 2, 2});
  REQUIRE(shuffled);
  CHECK(shuffled->physical_shape() == image.physical_shape());
  CHECK(places(*shuffled) != places(image));
  const auto move = onnx::move_between(*shuffled, onnx::flat(shuffled->physical), [&] {
    const std::vector<Factors>& l = shuffled->logical;
    return onnx::flat(std::vector<Factors>{l[0], l[2], l[3], l[1]});
  }());
  REQUIRE(move);
  CHECK(move->from == Shape{4, 2, 3});
  CHECK(move->perm == std::vector<std::int64_t>{0, 2, 1});
}

TEST_CASE("layout: a cut that does not divide is no bookkeeping", "[formats][unit]") {
  CHECK_FALSE(channels_last({1, 6, 2, 2}).reshaped({1, 4, 6}));
  CHECK_FALSE(Layout::plain({6, 4}).reshaped({4, 6}));
  CHECK_FALSE(Layout::plain({6, 4}).reshaped({6, 5}));
  CHECK(Layout::plain({6, 4}).reshaped({2, 12}));
  CHECK(Layout::plain({1, 1}).reshaped({}));
}

TEST_CASE("layout: refining two of the same shape gives them the same factors", "[formats][unit]") {
  Layout a = *Layout::plain({2, 3, 4}).reshaped({6, 4}), b = *Layout::plain({6, 2, 2}).reshaped({6, 4});
  REQUIRE(Layout::refine(a, b));
  for (std::size_t dim = 0; dim < 2; ++dim) {
    CHECK(a.shape_of(std::vector<Factors>{a.logical[dim]}) == b.shape_of(std::vector<Factors>{b.logical[dim]}));
    CHECK(a.logical[dim].size() == b.logical[dim].size());
  }
  Layout c = *Layout::plain({2, 3}).reshaped({6}), d = *Layout::plain({3, 2}).reshaped({6});
  CHECK_FALSE(Layout::refine(c, d));
}

TEST_CASE("layout: random chains of reshapes and transposes move no element", "[formats][property]") {
  Rng rng(7);
  for (int round = 0; round < 500; ++round) {
    // The same chain on indices, as a file would do it.
    Shape dims = {2, 6, 4};
    Layout layout = Layout::plain(dims);
    std::vector<std::int64_t> values(48);
    std::iota(values.begin(), values.end(), 0);
    for (int step = 0; step < 4; ++step) {
      if (rng.next() % 2 == 0) {
        std::vector<std::int64_t> perm(dims.size());
        std::iota(perm.begin(), perm.end(), 0);
        for (std::size_t i = perm.size(); i > 1; --i) std::swap(perm[i - 1], perm[rng.next() % i]);
        const Layout source = Layout::plain(dims);
        const std::vector<std::int64_t> from = places(source.permuted(perm));
        std::vector<std::int64_t> moved;
        for (const std::int64_t place : from) moved.push_back(values[static_cast<std::size_t>(place)]);
        values = moved;
        Shape next;
        for (const std::int64_t dim : perm) next.push_back(dims[static_cast<std::size_t>(dim)]);
        dims = next;
        layout = layout.permuted(perm);
      } else {
        const Shape targets[] = {{48}, {2, 24}, {4, 12}, {8, 6}, {2, 2, 12}, {3, 16}, {2, 3, 2, 4}};
        const Shape& target = targets[rng.next() % std::size(targets)];
        const std::optional<Layout> next = layout.reshaped(target);
        if (!next) continue;
        layout = *next;
        dims = target;
      }
    }
    CHECK(layout.logical_shape() == dims);
    CHECK(places(layout) == values);
  }
}

}  // namespace thimble::test
