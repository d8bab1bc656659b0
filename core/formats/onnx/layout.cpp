#include "core/formats/onnx/layout.h"

#include <algorithm>

#include "core/base/check.h"

namespace thimble::onnx {
namespace {

// In every list of factors, `factor` becomes `factor, added`.
void insert_behind(std::vector<Factors>& groups, std::uint32_t factor, std::uint32_t added) {
  for (Factors& group : groups) {
    const auto place = std::find(group.begin(), group.end(), factor);
    if (place == group.end()) continue;
    group.insert(place + 1, added);
    return;
  }
}

// Cuts `factor` into outer * inner; the inner part is a new factor.
void cut(Layout& layout, std::uint32_t factor, std::int64_t outer) {
  const auto added = static_cast<std::uint32_t>(layout.sizes.size());
  layout.sizes.push_back(layout.sizes[factor] / outer);
  layout.sizes[factor] = outer;
  insert_behind(layout.logical, factor, added);
  insert_behind(layout.physical, factor, added);
}

bool refine_dimension(Layout& a, Layout& b, std::size_t dim) {
  for (std::size_t i = 0; i < a.logical[dim].size() && i < b.logical[dim].size(); ++i) {
    const std::uint32_t fa = a.logical[dim][i], fb = b.logical[dim][i];
    const std::int64_t sa = a.sizes[fa], sb = b.sizes[fb];
    if (sa == sb) continue;
    if (sa % sb == 0) {
      cut(a, fa, sb);
    } else if (sb % sa == 0) {
      cut(b, fb, sa);
    } else {
      return false;
    }
  }
  return a.logical[dim].size() == b.logical[dim].size();
}

}  // namespace

Factors flat(std::span<const Factors> groups) {
  Factors out;
  for (const Factors& group : groups) out.insert(out.end(), group.begin(), group.end());
  return out;
}

Layout Layout::plain(const Shape& dims) {
  Layout out;
  for (const std::int64_t dim : dims) {
    Factors factors;
    if (dim != 1) {
      factors.push_back(static_cast<std::uint32_t>(out.sizes.size()));
      out.sizes.push_back(dim);
    }
    out.logical.push_back(std::move(factors));
  }
  out.physical = out.logical;
  return out;
}

std::int64_t Layout::size_of(const Factors& factors) const {
  std::int64_t size = 1;
  for (const std::uint32_t factor : factors) size *= sizes[factor];
  return size;
}

Shape Layout::shape_of(std::span<const Factors> groups) const {
  Shape out;
  for (const Factors& group : groups) out.push_back(size_of(group));
  return out;
}

bool Layout::is_plain() const { return logical_shape() == physical_shape() && flat(logical) == flat(physical); }

Layout Layout::permuted(std::span<const std::int64_t> perm) const {
  Layout out = *this;
  for (std::size_t i = 0; i < perm.size(); ++i) out.logical[i] = logical[static_cast<std::size_t>(perm[i])];
  return out;
}

std::optional<Layout> Layout::reshaped(const Shape& dims) const {
  Layout out = *this;
  out.logical = {flat(logical)};  // as one dimension, so that cut() keeps it up to date
  std::vector<std::size_t> ends;
  std::size_t next = 0;
  for (const std::int64_t dim : dims) {
    std::int64_t have = 1;
    while (have < dim) {
      if (next >= out.logical[0].size()) return std::nullopt;
      const std::uint32_t factor = out.logical[0][next++];
      const std::int64_t missing = dim / have;
      if (dim % have != 0) return std::nullopt;
      if (out.sizes[factor] > missing) {
        if (out.sizes[factor] % missing != 0) return std::nullopt;
        cut(out, factor, missing);
      }
      have *= out.sizes[factor];
    }
    if (have != dim) return std::nullopt;
    ends.push_back(next);
  }
  if (next != out.logical[0].size()) return std::nullopt;
  const Factors all = out.logical[0];
  out.logical.clear();
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    out.logical.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end;
  }
  return out;
}

Layout Layout::with_physical(std::vector<Factors> groups) const {
  Layout out = *this;
  out.physical = std::move(groups);
  return out;
}

bool Layout::refine(Layout& a, Layout& b) {
  THIMBLE_CHECK(a.logical.size() == b.logical.size());
  for (std::size_t i = 0; i < a.logical.size(); ++i) {
    if (a.size_of(a.logical[i]) == b.size_of(b.logical[i]) && !refine_dimension(a, b, i)) return false;
  }
  return true;
}

std::optional<Move> move_between(const Layout& layout, const Factors& from, const Factors& to) {
  if (from == to) return std::nullopt;
  std::vector<std::size_t> place(layout.sizes.size());
  for (std::size_t i = 0; i < to.size(); ++i) place[to[i]] = i;
  // Neighbours that stay neighbours move as one.
  struct Block {
    std::size_t target;
    std::int64_t size;
  };
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (i > 0 && place[from[i]] == place[from[i - 1]] + 1) {
      blocks.back().size *= layout.sizes[from[i]];
    } else {
      blocks.push_back({place[from[i]], layout.sizes[from[i]]});
    }
  }
  Move move;
  std::vector<std::int64_t> order(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    move.from.push_back(blocks[i].size);
    order[i] = static_cast<std::int64_t>(i);
  }
  std::sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return blocks[static_cast<std::size_t>(a)].target < blocks[static_cast<std::size_t>(b)].target;
  });
  move.perm = std::move(order);
  return move;
}

}  // namespace thimble::onnx
