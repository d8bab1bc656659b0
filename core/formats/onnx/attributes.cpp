#include "core/formats/onnx/attributes.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"

namespace thimble::onnx {
namespace {

Error wrong(std::string_view name, const std::string& found, const std::string& expected) {
  return bad_data("attribute '" + std::string(name) + "' is " + found + ", expected " + expected);
}

std::string text_of(std::int64_t number) { return std::to_string(number); }

}  // namespace

const pb::AttributeProto* Attributes::find(std::string_view name) const {
  for (const pb::AttributeProto& attribute : node_.attribute()) {
    if (attribute.name() == name) return &attribute;
  }
  return nullptr;
}

Result<std::int64_t> Attributes::integer(std::string_view name, std::int64_t fallback, std::int64_t low, std::int64_t high) const {
  const pb::AttributeProto* attribute = find(name);
  if (!attribute) return fallback;
  if (!attribute->has_i()) return wrong(name, "of another type", "an integer");
  if (attribute->i() < low || attribute->i() > high) return wrong(name, text_of(attribute->i()), text_of(low) + " to " + text_of(high));
  return attribute->i();
}

Result<double> Attributes::real(std::string_view name, double fallback) const {
  const pb::AttributeProto* attribute = find(name);
  if (!attribute) return fallback;
  if (!attribute->has_f()) return wrong(name, "of another type", "a real number");
  if (!std::isfinite(attribute->f())) return wrong(name, number_text(attribute->f()), "a finite number");
  return static_cast<double>(attribute->f());
}

Result<std::string> Attributes::text(std::string_view name, std::string_view fallback) const {
  const pb::AttributeProto* attribute = find(name);
  if (!attribute) return std::string(fallback);
  if (!attribute->has_s()) return wrong(name, "of another type", "text");
  return attribute->s().substr(0, 200);
}

Result<Ints> Attributes::integers(std::string_view name, Ints fallback) const {
  const pb::AttributeProto* attribute = find(name);
  if (!attribute) return fallback;
  if (attribute->ints_size() > kMaxList) return wrong(name, text_of(attribute->ints_size()) + " numbers", "fewer");
  if (attribute->has_i() || attribute->has_f() || attribute->has_s()) return wrong(name, "of another type", "a list of integers");
  return Ints(attribute->ints().begin(), attribute->ints().end());
}

Result<std::vector<double>> Attributes::reals(std::string_view name) const {
  const pb::AttributeProto* attribute = find(name);
  if (!attribute) return std::vector<double>{};
  if (attribute->floats_size() > kMaxList) return wrong(name, text_of(attribute->floats_size()) + " numbers", "fewer");
  return std::vector<double>(attribute->floats().begin(), attribute->floats().end());
}

Result<std::int64_t> resolve_axis(std::int64_t axis, std::size_t rank) {
  const auto dims = static_cast<std::int64_t>(rank);
  if (axis < -dims || axis >= dims) return bad_data("axis " + text_of(axis) + " of " + text_of(dims) + " dimensions");
  return axis < 0 ? axis + dims : axis;
}

Result<Ints> resolve_axes(Ints axes, std::size_t rank) {
  for (std::int64_t& axis : axes) {
    THIMBLE_TRY(axis, resolve_axis(axis, rank));
  }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) return bad_data("an axis is named twice");
  return axes;
}

std::optional<std::int64_t> count_of(const Shape& dims) {
  std::int64_t count = 1;
  bool empty = false;
  for (const std::int64_t dim : dims) {
    if (dim < 0 || dim > kMaxElements || (dim > 0 && count > kMaxElements / dim)) return std::nullopt;
    // Nothing stays nothing, but strides are products of the other dimensions.
    empty |= dim == 0;
    count *= dim == 0 ? 1 : dim;
  }
  return empty ? 0 : count;
}

Result<Shape> resolve_reshape(const Shape& dims, std::span<const std::int64_t> target, bool allow_zero) {
  Shape out;
  std::optional<std::size_t> open;
  for (std::size_t i = 0; i < target.size(); ++i) {
    std::int64_t dim = target[i];
    if (dim == 0 && !allow_zero) {
      if (i >= dims.size()) return bad_data(format("dimension %zu is copied from ", i) + shape_text(dims));
      dim = dims[i];
    }
    if (dim == -1 && !open) {
      open = i;
      dim = 1;
    }
    out.push_back(dim);
  }
  const std::optional<std::int64_t> have = count_of(dims), known = count_of(out);
  if (have && known && open && *known > 0 && *have % *known == 0) out[*open] = *have / *known;
  if (!have || count_of(out) != have)
    return bad_data(shape_text(dims) + " cannot become " + shape_text(Shape(target.begin(), target.end())),
                    "where a batch size is written into the network, export it again with a batch of 1");
  return out;
}

Result<Shape> broadcast_dims(const Shape& a, const Shape& b) {
  Shape out(std::max(a.size(), b.size()), 1);
  for (std::size_t i = 1; i <= out.size(); ++i) {
    const std::int64_t da = i <= a.size() ? a[a.size() - i] : 1, db = i <= b.size() ? b[b.size() - i] : 1;
    if (da != db && da != 1 && db != 1) return bad_data("shapes " + shape_text(a) + " and " + shape_text(b) + " do not broadcast");
    out[out.size() - i] = da == 1 ? db : da;
  }
  return out;
}

Result<std::vector<Range>> resolve_slice(const Shape& dims, const Ints& starts, const Ints& ends, const Ints& axes, const Ints& steps) {
  std::vector<Range> out;
  for (const std::int64_t dim : dims) out.push_back({0, dim, 1});
  if (starts.size() != ends.size() || (!axes.empty() && axes.size() != starts.size()) || (!steps.empty() && steps.size() != starts.size()))
    return bad_data("starts, ends, axes and steps of different lengths");
  if (starts.size() > dims.size()) return bad_data("more starts than dimensions");
  for (std::size_t i = 0; i < starts.size(); ++i) {
    THIMBLE_TRY(const std::int64_t axis, resolve_axis(axes.empty() ? static_cast<std::int64_t>(i) : axes[i], dims.size()));
    const std::int64_t dim = dims[static_cast<std::size_t>(axis)];
    std::int64_t step = steps.empty() ? 1 : steps[i];
    if (step == 0) return bad_data("a step of 0");
    step = std::clamp<std::int64_t>(step, -kMaxElements, kMaxElements);
    const auto limited = [&](std::int64_t at) {
      if (at < 0) at = at < -dim ? -1 : at + dim;
      return step > 0 ? std::clamp<std::int64_t>(at, 0, dim) : std::clamp<std::int64_t>(at, -1, dim - 1);
    };
    const std::int64_t begin = limited(starts[i]), end = limited(ends[i]);
    const std::int64_t length = step > 0 ? (end - begin + step - 1) / step : (begin - end - step - 1) / -step;
    out[static_cast<std::size_t>(axis)] = {begin, std::max<std::int64_t>(length, 0), step};
  }
  return out;
}

}  // namespace thimble::onnx
