// Interner: Graph::add_value for graphs that come from outside. The same pools, found through ordered maps, because the
// linear search of Graph::intern_* is quadratic in what a hostile file holds.
//   scales must be finite (NaN has no order); one Interner serves one Graph and is the only one that adds to its pools
#pragma once

#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/ir/graph.h"

namespace thimble {

class Interner {
 public:
  explicit Interner(Graph& graph) : graph_(graph) {}

  ShapeId shape(const Shape& shape) {
    const auto [place, fresh] = shapes_.try_emplace(shape, static_cast<ShapeId>(graph_.shapes.size()));
    if (fresh) graph_.shapes.push_back(shape);
    return place->second;
  }

  QuantId quant(const QuantParams& quant) {
    const auto [place, fresh] =
        quants_.try_emplace(Key(quant.axis, quant.scales, quant.zero_points), static_cast<QuantId>(graph_.quants.size()));
    if (fresh) graph_.quants.push_back(quant);
    return place->second;
  }

  ValueId add_value(DType dtype, const Shape& dims, std::string_view name, const QuantParams* params = nullptr) {
    ValueInfo info;
    info.dtype = dtype;
    info.shape = shape(dims);
    info.quant = params ? quant(*params) : QuantId::none;
    info.name = graph_.intern_string(name);
    graph_.values.push_back(info);
    return static_cast<ValueId>(graph_.values.size() - 1);
  }

  ValueId add_constant(DType dtype, const Shape& dims, Blob bytes, std::string_view name, const QuantParams* params = nullptr) {
    const ValueId id = add_value(dtype, dims, name, params);
    graph_.values[index_of(id)].constant = static_cast<ConstId>(graph_.constants.size());
    graph_.constants.push_back(std::move(bytes));
    return id;
  }

 private:
  using Key = std::tuple<std::int32_t, std::vector<float>, std::vector<std::int32_t>>;

  Graph& graph_;
  std::map<Shape, ShapeId> shapes_;
  std::map<Key, QuantId> quants_;
};

}  // namespace thimble
