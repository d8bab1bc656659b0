#include "core/data/label_table.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/data_format.h"

namespace thimble {
namespace {

bool one_hot(std::span<const float> row) {
  return std::count(row.begin(), row.end(), 1.0f) == 1 &&
         std::count(row.begin(), row.end(), 0.0f) == static_cast<std::ptrdiff_t>(row.size()) - 1;
}

bool natural_less(const std::string& a, const std::string& b) {
  const auto x = parse_int(a), y = parse_int(b);
  if (x && y && *x != *y) return *x < *y;
  if (x.has_value() != y.has_value()) return x.has_value();
  return a < b;
}

void number_classes(LabelTable& table) {
  const std::int32_t classes = *std::max_element(table.labels.begin(), table.labels.end()) + 1;
  for (std::int32_t c = 0; c < classes; ++c) table.class_names.push_back(std::to_string(c));
}

}  // namespace

std::vector<float> LabelTable::target(std::int64_t index) const {
  if (targets.empty()) return {};
  const auto begin = targets.begin() + index * target_width;
  return {begin, begin + target_width};
}

Result<LabelTable> label_table(std::span<const float> values, std::int64_t width, bool whole_numbers) {
  LabelTable table;
  if (values.empty()) return table;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      return bad_data(cat("the label of sample ", i / static_cast<std::size_t>(width), " is ", number_text(values[i])),
                      "Leave such samples out, or give them a label.");
    }
  }
  const std::size_t step = static_cast<std::size_t>(width);
  const std::size_t rows = values.size() / step;
  if (width > 1) {
    bool classes = true;
    for (std::size_t i = 0; i < rows && classes; ++i) classes = one_hot(values.subspan(i * step, step));
    if (classes) {
      for (std::size_t i = 0; i < rows; ++i) {
        const auto row = values.subspan(i * step, step);
        table.labels.push_back(static_cast<std::int32_t>(std::find(row.begin(), row.end(), 1.0f) - row.begin()));
      }
      for (std::size_t c = 0; c < step; ++c) table.class_names.push_back(std::to_string(c));
      return table;
    }
  }
  if (width > 1 || !whole_numbers) {
    table.targets.assign(values.begin(), values.end());
    table.target_width = width;
    return table;
  }
  for (std::size_t i = 0; i < rows; ++i) {
    const float value = values[i];
    if (value < 0 || value >= static_cast<float>(kMaxClasses)) {
      return bad_data(cat("the label of sample ", i, " is ", number_text(value), ", expected 0 to ", kMaxClasses - 1),
                      "Number the classes from 0; samples without a class have to be left out.");
    }
    table.labels.push_back(static_cast<std::int32_t>(value));
  }
  number_classes(table);
  return table;
}

namespace {

// "0", "1", "3": counted from 0, so that they are the classes' own numbers; what is missing among them is a class without samples.
bool number_by_name(std::span<const std::string> names, LabelTable& table) {
  std::map<std::int64_t, std::string> by_number;
  for (const std::string& name : names) {
    const auto number = parse_int(name);
    if (!number || *number < 0 || *number >= kMaxClasses) return false;
    const auto [place, fresh] = by_number.try_emplace(*number, name);
    if (!fresh && place->second != name) return false;
    table.labels.push_back(static_cast<std::int32_t>(*number));
  }
  // A sparse numbering (years, product numbers) names classes, it does not count them.
  if (by_number.empty() || by_number.begin()->first != 0 || by_number.rbegin()->first >= 2 * std::ssize(by_number)) return false;
  for (std::int64_t c = 0; c <= by_number.rbegin()->first; ++c)
    table.class_names.push_back(by_number.contains(c) ? by_number[c] : std::to_string(c));
  return true;
}

}  // namespace

LabelTable label_table(std::span<const std::string> names) {
  LabelTable table;
  if (number_by_name(names, table)) return table;
  table.labels.clear();
  table.class_names.assign(names.begin(), names.end());
  std::sort(table.class_names.begin(), table.class_names.end());
  table.class_names.erase(std::unique(table.class_names.begin(), table.class_names.end()), table.class_names.end());
  std::sort(table.class_names.begin(), table.class_names.end(), natural_less);
  std::map<std::string_view, std::int32_t> places;
  for (std::size_t i = 0; i < table.class_names.size(); ++i) places[table.class_names[i]] = static_cast<std::int32_t>(i);
  for (const std::string& name : names) table.labels.push_back(places[name]);
  return table;
}

std::string label_summary(const LabelTable& table) {
  if (!table.labels.empty()) return " in " + counted(std::ssize(table.class_names), "class", "classes");
  if (!table.targets.empty()) return " with targets of " + counted(table.target_width, "number");
  return " without labels";
}

}  // namespace thimble
