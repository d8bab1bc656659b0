// The orders of elements that operators ask for, and what it takes to get there from the one a value has: nothing, a reshape
// (free: the same bytes), or a transpose. Constants are moved here, at import.
#include <algorithm>
#include <numeric>

#include "core/base/text.h"
#include "core/formats/onnx/importer.h"
#include "core/formats/onnx/io_layout.h"
#include "core/ops/op_kind.h"

namespace thimble::onnx {
namespace {

std::vector<std::int64_t> arrangement_key(const Shape& shape, const Factors& order) {
  std::vector<std::int64_t> key(order.begin(), order.end());
  key.push_back(-1);
  key.insert(key.end(), shape.begin(), shape.end());
  return key;
}

bool contains(const Factors& factors, std::uint32_t factor) { return std::find(factors.begin(), factors.end(), factor) != factors.end(); }

// Where a factor stands in its logical dimension: (dimension, index).
std::vector<std::pair<std::size_t, std::size_t>> places_of(const Layout& layout) {
  std::vector<std::pair<std::size_t, std::size_t>> out(layout.sizes.size());
  for (std::size_t dim = 0; dim < layout.logical.size(); ++dim) {
    for (std::size_t i = 0; i < layout.logical[dim].size(); ++i) out[layout.logical[dim][i]] = {dim, i};
  }
  return out;
}

std::vector<Factors> groups_of(const Layout& layout, std::span<const std::int64_t> order) {
  std::vector<Factors> out;
  for (const std::int64_t dim : order) out.push_back(layout.logical[static_cast<std::size_t>(dim)]);
  return out;
}

}  // namespace

Result<Operand> OpContext::arranged(const Operand& operand, std::vector<Factors> physical) {
  const Layout target = operand.layout.with_physical(std::move(physical));
  const Shape shape = target.physical_shape();
  if (shape.size() > kMaxRank) return unsupported(format("%zu dimensions", shape.size()), "at most six are taken");
  const Factors order = flat(target.physical);
  if (operand.constant) {
    const std::optional<Move> move = move_between(operand.layout, flat(operand.layout.physical), order);
    const Tensor& tensor = *operand.constant;
    if (tensor.quant && tensor.quant->axis >= 0) {
      Tensor real = Tensor::of_reals(Elem::f32, tensor.dims, tensor.reals());
      return arranged({ValueId::none, &keep(real), operand.layout}, target.physical);
    }
    Blob bytes = move ? permute_bytes(tensor.bytes, elem_bytes(tensor.elem), move->from, move->perm) : tensor.bytes;
    THIMBLE_TRY(const ValueId value, constant_value(tensor, shape, std::move(bytes)));
    return Operand{value, nullptr, target};
  }
  const Graph& graph = importer_.graph_;
  if (flat(operand.layout.physical) == order && graph.shape(operand.value) == shape) return Operand{operand.value, nullptr, target};
  const auto key = std::pair(operand.value, arrangement_key(shape, order));
  const auto known = importer_.arranged_.find(key);
  if (known != importer_.arranged_.end()) return Operand{known->second, nullptr, target};
  const auto reshape = [&](ValueId value, const Shape& dims) -> Result<ValueId> {
    if (graph.shape(value) == dims) return value;
    return emit(OpKind::reshape, std::span(&value, 1), {{"shape", std::vector<std::int64_t>(dims)}});
  };
  ValueId value = operand.value;
  if (const std::optional<Move> move = move_between(operand.layout, flat(operand.layout.physical), order)) {
    if (move->from.size() > kMaxRank)
      return unsupported(format("a transpose of %zu dimensions", move->from.size()), "at most six are taken");
    THIMBLE_TRY(value, reshape(value, move->from));
    THIMBLE_TRY(value, emit(OpKind::transpose, std::span(&value, 1), {{"perm", move->perm}}));
    ++importer_.transposes_;
    note("a transpose of " + shape_text(move->from) + " stays: the operator reads the elements in another order than they are made in");
  }
  THIMBLE_TRY(value, reshape(value, shape));
  importer_.arranged_[key] = value;
  return Operand{value, nullptr, target};
}

Result<Operand> OpContext::plain(const Operand& operand) { return arranged(operand, operand.layout.logical); }

Result<Operand> OpContext::spatial(const Operand& operand) {
  const std::vector<Factors>& l = operand.layout.logical;
  if (l.size() == 4) return arranged(operand, {l[0], l[2], l[3], l[1]});
  if (l.size() == 3) return arranged(operand, {l[0], {}, l[2], l[1]});
  const std::string shape = shape_text(operand.layout.logical_shape());
  if (l.size() == 5) return unsupported("three spatial dimensions (shape " + shape + ")", "networks on volumes are not taken");
  return bad_data("an input of shape " + shape + ", expected [N, C, W] or [N, C, H, W]");
}

Result<Operand> OpContext::trailing(const Operand& operand, const Ints& dims) {
  const Layout& layout = operand.layout;
  Factors last, ordered_last, others;
  for (const std::int64_t dim : dims) {
    const Factors& factors = layout.logical[static_cast<std::size_t>(dim)];
    last.insert(last.end(), factors.begin(), factors.end());
  }
  for (const std::uint32_t factor : flat(layout.physical)) (contains(last, factor) ? ordered_last : others).push_back(factor);
  // The present dimensions stay where the last one is just that, or is a 1 that may stand for nothing.
  const bool same_order = [&] {
    Factors all = others;
    all.insert(all.end(), ordered_last.begin(), ordered_last.end());
    return all == flat(layout.physical);
  }();
  if (same_order && !layout.physical.empty() && layout.physical.back() == ordered_last && layout.physical.size() >= 2)
    return arranged(operand, layout.physical);
  return arranged(operand, {others, ordered_last});
}

std::int64_t OpContext::Ordered::physical(std::int64_t dim) const { return std::find(order.begin(), order.end(), dim) - order.begin(); }

Result<Operand> OpContext::in_order(const Operand& operand, const Ints& order) {
  return arranged(operand, groups_of(operand.layout, order));
}

Result<OpContext::Ordered> OpContext::dimwise(const Operand& operand) {
  const Layout& layout = operand.layout;
  const std::size_t rank = layout.logical.size();
  const Factors now = flat(layout.physical);
  std::vector<Ints> candidates;
  if (rank == 4) candidates.push_back({0, 2, 3, 1});
  if (rank == 3) candidates.push_back({0, 2, 1});
  Ints plain(rank);
  std::iota(plain.begin(), plain.end(), 0);
  candidates.push_back(plain);
  // By where each dimension's first factor lies; those of size 1 stay beside their neighbour.
  Ints by_place = plain;
  std::vector<std::int64_t> place(rank, -1);
  for (std::size_t dim = 0; dim < rank; ++dim) {
    const Factors& factors = layout.logical[dim];
    place[dim] = factors.empty() ? (dim > 0 ? place[dim - 1] : -1) : std::find(now.begin(), now.end(), factors[0]) - now.begin();
  }
  std::sort(by_place.begin(), by_place.end(), [&](std::int64_t a, std::int64_t b) {
    const std::int64_t at_a = place[static_cast<std::size_t>(a)], at_b = place[static_cast<std::size_t>(b)];
    return at_a != at_b ? at_a < at_b : a < b;
  });
  candidates.push_back(by_place);
  const Ints* best = nullptr;
  for (const Ints& candidate : candidates) {
    const std::vector<Factors> groups = groups_of(layout, candidate);
    if (flat(groups) != now) continue;
    if (!best) best = &candidate;
    if (!operand.constant && layout.shape_of(groups) == layout.physical_shape()) {
      best = &candidate;
      break;
    }
  }
  const Ints order = best ? *best : by_place;
  THIMBLE_TRY(Operand moved, in_order(operand, order));
  return Ordered{std::move(moved), order};
}

// Both operands under shapes that broadcast in our graph, in the order of the larger one.
Result<OpContext::Pair> OpContext::broadcast(Operand a, Operand b) {
  THIMBLE_TRY(const Shape out_dims, broadcast_dims(a.layout.logical_shape(), b.layout.logical_shape()));
  const std::size_t rank = out_dims.size();
  for (Operand* operand : {&a, &b}) {
    while (operand->layout.logical.size() < rank) operand->layout.logical.insert(operand->layout.logical.begin(), Factors{});
  }
  const auto is_full = [&](const Operand& operand) { return operand.layout.logical_shape() == out_dims; };
  const bool swap = a.constant && !b.constant ? is_full(b) : !is_full(a) && is_full(b);
  Operand& first = swap ? b : a;
  Operand& second = swap ? a : b;
  if (!is_full(first) || first.constant) {
    // Each repeats where the other does not: every dimension by itself, in the order of the one that has more of them.
    Operand& more = count_of(a.layout.logical_shape()) >= count_of(b.layout.logical_shape()) ? a : b;
    THIMBLE_TRY(const Ordered ordered, dimwise(more.constant ? (&more == &a ? b : a) : more));
    THIMBLE_TRY(a, in_order(a, ordered.order));
    THIMBLE_TRY(b, in_order(b, ordered.order));
    Layout out = Layout::plain(out_dims);
    out.physical = groups_of(out, ordered.order);
    return Pair{std::move(a), std::move(b), std::move(out)};
  }
  if (!Layout::refine(first.layout, second.layout)) {
    THIMBLE_TRY(first, plain(first));
    THIMBLE_TRY(second, plain(second));
    first.layout = Layout::plain(first.layout.logical_shape());
    second.layout = Layout::plain(second.layout.logical_shape());
  }
  // Dimensions of `first` that hold both what the other has and what it lacks are cut.
  const auto places = places_of(first.layout);
  std::vector<Factors> mine, its;
  for (const Factors& group : first.layout.physical) {
    std::optional<bool> present;
    mine.emplace_back();
    its.emplace_back();
    for (const std::uint32_t factor : group) {
      const Factors& other = second.layout.logical[places[factor].first];
      if (present && *present == other.empty()) {
        mine.emplace_back();
        its.emplace_back();
      }
      present = !other.empty();
      mine.back().push_back(factor);
      if (*present) its.back().push_back(other[places[factor].second]);
    }
  }
  THIMBLE_TRY(first, arranged(first, std::move(mine)));
  THIMBLE_TRY(second, arranged(second, std::move(its)));
  Layout out = first.layout;
  return Pair{std::move(a), std::move(b), std::move(out)};
}

// No transposes: dimensions of our graph are cut so that each is reduced or kept as a whole. Reduced ones that are no
// neighbours are reduced one after the other.
Result<Operand> OpContext::emit_reduce(OpKind kind, const Operand& in, const Ints& dims, bool keep_dims) {
  Layout layout = in.layout;
  Factors reduced;
  for (const std::int64_t dim : dims) {
    const Factors& factors = layout.logical[static_cast<std::size_t>(dim)];
    reduced.insert(reduced.end(), factors.begin(), factors.end());
  }
  std::vector<Factors> groups;
  for (const Factors& group : layout.physical) {
    groups.emplace_back();
    for (const std::uint32_t factor : group) {
      if (!groups.back().empty() && contains(reduced, groups.back().back()) != contains(reduced, factor)) groups.emplace_back();
      groups.back().push_back(factor);
    }
  }
  THIMBLE_TRY(Operand value, arranged(in, groups));
  const auto is_reduced = [&](const Factors& group) { return !group.empty() && contains(reduced, group[0]); };
  std::size_t end = groups.size();
  while (end > 0) {
    while (end > 0 && !is_reduced(groups[end - 1])) --end;
    Ints axes;
    std::size_t begin = end;
    while (begin > 0 && (is_reduced(groups[begin - 1]) || groups[begin - 1].empty())) {
      if (is_reduced(groups[begin - 1])) axes.insert(axes.begin(), static_cast<std::int64_t>(begin - 1));
      --begin;
    }
    end = begin;
    if (axes.empty()) continue;
    THIMBLE_TRY(value.value, emit(kind, std::span(&value.value, 1), {{"axes", axes}, {"keep_dims", std::int64_t{1}}}));
  }
  // What is left of the layout: the factors that stay, under new numbers.
  std::vector<std::uint32_t> number(layout.sizes.size());
  Layout out;
  for (std::uint32_t factor = 0; factor < layout.sizes.size(); ++factor) {
    if (contains(reduced, factor)) continue;
    number[factor] = static_cast<std::uint32_t>(out.sizes.size());
    out.sizes.push_back(layout.sizes[factor]);
  }
  const auto left = [&](const Factors& group) {
    Factors kept;
    for (const std::uint32_t factor : group) {
      if (!contains(reduced, factor)) kept.push_back(number[factor]);
    }
    return kept;
  };
  for (const Factors& group : groups) out.physical.push_back(left(group));
  for (std::size_t dim = 0; dim < layout.logical.size(); ++dim) {
    const bool gone = std::find(dims.begin(), dims.end(), static_cast<std::int64_t>(dim)) != dims.end();
    if (!gone || keep_dims) out.logical.push_back(left(layout.logical[dim]));
  }
  return Operand{value.value, nullptr, std::move(out)};
}

void Importer::describe_port(std::string_view port, std::size_t index, const Layout& layout) {
  constexpr std::size_t kMaxDescribed = 60;  // the text form takes 64 attributes
  const Shape file = layout.logical_shape();
  if (layout.is_plain() || graph_.meta.size() + 2 > kMaxDescribed) return;
  // Every dimension of ours is one of the file's, or a 1.
  Ints axes;
  std::vector<bool> used(layout.logical.size(), false);
  for (const Factors& group : layout.physical) {
    std::int64_t axis = -1;
    for (std::size_t dim = 0; dim < layout.logical.size() && axis < 0; ++dim) {
      if (used[dim] || layout.logical[dim] != group) continue;
      axis = static_cast<std::int64_t>(dim);
      used[dim] = true;
    }
    axes.push_back(axis);
  }
  const std::string prefix = std::string(port) + format("_%zu_", index);
  graph_.meta.push_back({prefix + "file_shape", std::vector<std::int64_t>(file)});
  graph_.meta.push_back({prefix + "axes", std::move(axes)});
}

// An output keeps the order it is made in where each of its dimensions is one of the file's; else it takes the file's.
Result<ValueId> Importer::finished_output(const std::string& name) {
  const Entry* entry = find(name);
  if (!entry) return bad_data("no node makes it", "the file is damaged: export it again");
  if (entry->kind == Entry::Kind::refused) return unsupported("it depends on what was refused");
  if (entry->constant()) return unsupported("an output that does not depend on the inputs", "remove it from the network's outputs");
  if (model_.node_count() == 0) return unsupported("a network without operators", "give us one that computes something");
  OpContext context(*this, entry->maker);  // what has to move here is that node's cost
  THIMBLE_TRY(const OpContext::Ordered ordered, context.dimwise({entry->value, nullptr, entry->layout}));
  ValueId value = ordered.operand.value;
  if (entry->numbers == Numbers::view) {
    THIMBLE_TRY(value, context.dequantized(value));
  } else if (entry->numbers == Numbers::pick) {
    diagnostics_.note(
        "output '" + printable(name) + "'",
        "ArgMax is left to the program: the scores that it picks from are the output, and the class is the place of the greatest");
    graph_.meta.push_back({format("output_%zu_picks", graph_.outputs.size()), std::int64_t{1}});
  } else if (entry->shifted) {
    QuantParams unsigned_params = *graph_.quant(value);
    unsigned_params.zero_points[0] += 128;
    THIMBLE_TRY(value, context.requantized(value, unsigned_params, DType::u8));
  }
  // An input that is an output too is copied: both have a name and a place of their own.
  if (std::find(graph_.inputs.begin(), graph_.inputs.end(), value) != graph_.inputs.end()) {
    const Shape dims = graph_.shape(value);
    THIMBLE_TRY(value, context.emit(OpKind::reshape, std::span(&value, 1), {{"shape", std::vector<std::int64_t>(dims)}}));
  }
  graph_.values[index_of(value)].name = graph_.intern_string(clean_name(name));
  describe_port("output", graph_.outputs.size(), ordered.operand.layout);
  return value;
}

}  // namespace thimble::onnx
