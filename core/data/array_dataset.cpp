#include "core/data/array_dataset.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "core/base/checked.h"
#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/label_table.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::int64_t kLabelChunk = 1 << 16;  // elements

template <class T>
float one_element(const std::byte* from, bool big_endian) {
  std::byte bytes[sizeof(T)];
  std::memcpy(bytes, from, sizeof bytes);
  if (big_endian) std::reverse(bytes, bytes + sizeof bytes);
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return static_cast<float>(value);
}

// IEEE 754 binary16, as NumPy writes it.
float half_element(const std::byte* from, bool big_endian) {
  std::uint16_t half;
  std::memcpy(&half, from, sizeof half);
  if (big_endian) half = __builtin_bswap16(half);
  const int exponent = (half >> 10) & 31, fraction = half & 1023;
  float value = exponent == 31 ? (fraction ? NAN : INFINITY)
                : exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  return half & 0x8000 ? -value : value;
}

template <class T>
void convert(const ElementType& type, const std::byte* from, std::int64_t count, float* out) {
  for (std::int64_t i = 0; i < count; ++i) out[i] = one_element<T>(from + i * static_cast<std::int64_t>(sizeof(T)), type.big_endian);
}

// What an array is for, and what it shares with its partner, from its name: "train-labels-idx1-ubyte" -> labels, "train".
enum class Role : std::uint8_t { unknown, samples, labels };
struct NameParts {
  Role role = Role::unknown;
  std::string part;
};

NameParts name_parts(std::string_view path) {
  static constexpr std::string_view kSamples[] = {"x", "images", "image", "data", "inputs", "input", "features", "samples"};
  static constexpr std::string_view kLabels[] = {"y", "labels", "label", "targets", "target", "classes"};
  static constexpr std::string_view kNoise[] = {"idx1", "idx3", "idx4", "ubyte", "npy", "arr", "npz", "zip", "gz"};
  const auto among = [](std::string_view word, std::span<const std::string_view> list) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  NameParts out;
  std::string word;
  const auto finish = [&] {
    if (among(word, kSamples) && out.role == Role::unknown) {
      out.role = Role::samples;
    } else if (among(word, kLabels) && out.role == Role::unknown) {
      out.role = Role::labels;
    } else if (!word.empty() && !among(word, kNoise)) {
      out.part += (out.part.empty() ? "" : "-") + word;
    }
    word.clear();
  };
  for (const char c : file_part(path)) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const bool letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (letter) {
      word += lower;
    } else {
      finish();
    }
  }
  finish();
  return out;
}

bool could_be_labels(const ArrayFile& array) {
  return array.shape.size() == 1 || (array.shape.size() == 2 && array.row_elements <= kMaxClasses);
}

struct Named {
  ArrayFile array;
  NameParts name;
};
struct Pair {
  const Named* samples = nullptr;
  const Named* labels = nullptr;
};

// Arrays whose names say nothing: the greatest rows are samples, whole numbers one a row are labels.
void settle_roles(std::vector<Named>& arrays) {
  std::int64_t widest = 0;
  for (const Named& named : arrays) widest = std::max(widest, named.array.row_bytes);
  for (Named& named : arrays) {
    if (named.name.role != Role::unknown) continue;
    const bool labels = arrays.size() > 1 && could_be_labels(named.array) && named.array.row_bytes < widest;
    named.name.role = labels ? Role::labels : Role::samples;
  }
}

Result<std::vector<Pair>> pair_arrays(const std::vector<Named>& arrays, Diagnostics& diagnostics) {
  std::vector<Pair> pairs;
  std::set<const Named*> used;
  for (const Named& samples : arrays) {
    if (samples.name.role != Role::samples) continue;
    Pair pair{&samples, nullptr};
    const Named* other = nullptr;
    int fitting = 0;
    for (const Named& labels : arrays) {
      if (labels.name.role != Role::labels) continue;
      const bool fits = labels.array.shape[0] == samples.array.shape[0];
      if (labels.name.part == samples.name.part) {
        if (fits) pair.labels = &labels;
        if (!fits) {
          return bad_data(cat("'", printable(samples.array.source.name), "' has ", samples.array.shape[0], " samples, but '",
                              printable(labels.array.source.name), "' has ", labels.array.shape[0], " labels"),
                          "Give the labels that belong to these samples.");
        }
      }
      if (fits) {
        other = &labels;
        ++fitting;
      }
    }
    if (!pair.labels && fitting == 1) pair.labels = other;
    if (pair.labels) used.insert(pair.labels);
    pairs.push_back(pair);
  }
  for (const Named& named : arrays) {
    if (named.name.role == Role::labels && !used.contains(&named)) {
      diagnostics.warn(printable(named.array.source.name), "passed over: labels of no array of samples here");
    }
  }
  if (pairs.empty()) return bad_data("there are labels, but no samples", "Give the array of samples too (x, images or data).");
  return pairs;
}

Result<LabelTable> read_labels(const ArrayFile& array) {
  if (array.shape.size() > 2) {
    return bad_data(cat("labels of shape ", shape_text(array.shape), ", expected [N] or [N, classes]")).in(printable(array.source.name));
  }
  const std::int64_t width = array.row_elements, count = array.shape[0] * width;
  if (count > 4 * kMaxSamples) return out_of_budget(cat(grouped(count), " numbers of labels")).in(printable(array.source.name));
  std::vector<float> values(static_cast<std::size_t>(count));
  for (std::int64_t at = 0; at < count; at += kLabelChunk) {
    const std::int64_t take = std::min(kLabelChunk, count - at);
    THIMBLE_TRY(const std::vector<std::byte> bytes, read_range(array.source, array.offset + at * array.type.bytes, take * array.type.bytes));
    elements_to_float(array.type, bytes.data(), take, values.data() + at);
  }
  const bool whole = array.type.kind != ElementKind::real ||
                     std::all_of(values.begin(), values.end(), [](float v) { return v == std::floor(v) && v >= 0 && v < 1000; });
  return label_table(values, width, whole).in(printable(array.source.name, 200));
}

// One of the arrays that the samples lie in.
struct Part {
  ArrayFile array;
  std::int64_t first = 0;  // index of its first sample in the data set
};

class ArrayDataset final : public Dataset {
 public:
  ArrayDataset(std::vector<Part> parts, LabelTable labels, std::string_view format, std::string_view title)
      : parts_(std::move(parts)), labels_(std::move(labels)), format_(format), title_(title) {
    size_ = parts_.back().first + parts_.back().array.shape[0];
    shape_.assign(parts_[0].array.shape.begin() + 1, parts_[0].array.shape.end());
    const ElementType& type = parts_[0].array.type;
    const bool bytes = type.kind == ElementKind::unsigned_integer && type.bytes == 1;
    if (bytes && shape_.size() == 2) shape_.push_back(1);
    if (bytes && shape_.size() == 3) {
      // [3, 5, 4] has channels at either end: three are more usual than four.
      planes_ = (shape_[0] == 1 || shape_[0] == 3) && shape_[2] != 1 && shape_[2] != 3;
      picture_ = planes_ || shape_[2] == 1 || shape_[2] == 3 || shape_[2] == 4;
      if (planes_) shape_ = {shape_[1], shape_[2], shape_[0]};
    }
    if (!picture_) shape_.assign(parts_[0].array.shape.begin() + 1, parts_[0].array.shape.end());
    if (shape_.empty()) shape_ = {1};
  }

  std::string_view format() const override { return format_; }
  std::int64_t size() const override { return size_; }
  std::int32_t label(std::int64_t index) const override { return labels_.label(index); }
  std::vector<std::string> class_names() const override { return labels_.class_names; }
  std::int64_t target_width() const override { return labels_.target_width; }
  std::string name(std::int64_t index) const override {
    const Part& part = part_of(index);
    return cat(printable(file_part(part.array.source.name)), "[", index - part.first, "]");
  }
  std::string summary() const override {
    std::string shape;
    for (const std::int64_t dim : shape_) shape += cat(shape.empty() ? "" : "x", dim);
    return cat(counted(size_, picture_ ? "picture" : "sample"), " of ", shape, label_summary(labels_), " (", title_, ")");
  }

  Result<RawSample> read(std::int64_t index) const override {
    if (index < 0 || index >= size_) return invalid_argument(cat("sample ", index, " of ", size_));
    const ArrayFile& array = part_of(index).array;
    const std::int64_t row = index - part_of(index).first;
    RawSample sample{.label = labels_.label(index), .target = labels_.target(index), .name = name(index)};
    THIMBLE_TRY(const std::vector<std::byte> bytes,
                read_range(array.source, array.offset + row * array.row_bytes, array.row_bytes).in(sample.name));
    if (picture_) {
      fill_picture(bytes, sample);
      return sample;
    }
    sample.shape = shape_;
    sample.values.resize(static_cast<std::size_t>(array.row_elements));
    elements_to_float(array.type, bytes.data(), array.row_elements, sample.values.data());
    for (std::size_t i = 0; i < sample.values.size(); ++i) {
      if (std::isfinite(sample.values[i])) continue;
      return bad_data(cat("number ", i, " of ", sample.values.size(), " is ", number_text(sample.values[i])),
                      "Leave such samples out, or replace the number.")
          .in(sample.name)
          .in(printable(array.source.name, 200));
    }
    return sample;
  }

 private:
  const Part& part_of(std::int64_t index) const {
    const auto after = std::upper_bound(parts_.begin(), parts_.end(), index, [](std::int64_t at, const Part& p) { return at < p.first; });
    return *(after - 1);
  }

  void fill_picture(std::span<const std::byte> bytes, RawSample& sample) const {
    const std::int64_t pixels = shape_[0] * shape_[1], from = shape_[2], to = from == 4 ? 3 : from;
    sample.kind = RawKind::image_u8;
    sample.shape = {shape_[0], shape_[1], to};
    sample.pixels.resize(static_cast<std::size_t>(pixels * to));
    if (from == to && !planes_) {
      std::memcpy(sample.pixels.data(), bytes.data(), sample.pixels.size());
      return;
    }
    const std::int64_t next_pixel = planes_ ? 1 : from, next_channel = planes_ ? pixels : 1;
    for (std::int64_t p = 0; p < pixels; ++p) {
      for (std::int64_t c = 0; c < to; ++c) {
        sample.pixels[static_cast<std::size_t>(p * to + c)] =
            std::to_integer<std::uint8_t>(bytes[static_cast<std::size_t>(p * next_pixel + c * next_channel)]);
      }
    }
  }

  std::vector<Part> parts_;
  LabelTable labels_;
  std::string_view format_, title_;
  std::int64_t size_ = 0;
  std::vector<std::int64_t> shape_;
  bool picture_ = false, planes_ = false;
};

// The array as if it had been written row by row.
Result<void> turn_over(ArrayFile& array) {
  array.column_major = false;
  const std::int64_t rows = array.shape[0], bytes = array.row_bytes * rows, size = array.type.bytes;
  if (array.shape.size() < 2) return {};
  if (bytes > kMaxTurnedBytes) {
    return unsupported(cat("a column-major array of ", bytes_text(bytes), ", at most ", bytes_text(kMaxTurnedBytes), " are turned over"),
                       "Save numpy.ascontiguousarray(x) instead.");
  }
  THIMBLE_TRY(const std::vector<std::byte> from, read_range(array.source, array.offset, bytes));
  std::vector<std::byte> to(from.size());
  std::vector<std::int64_t> at(array.shape.size(), 0);
  for (std::int64_t i = 0; i < bytes / size; ++i) {
    // `at` counts in the order of the file: the first index runs fastest.
    std::int64_t place = 0;
    for (std::size_t d = 0; d < at.size(); ++d) place = place * array.shape[d] + at[d];
    std::memcpy(to.data() + place * size, from.data() + i * size, static_cast<std::size_t>(size));
    for (std::size_t d = 0; d < at.size() && ++at[d] == array.shape[d]; ++d) at[d] = 0;
  }
  array.source = memory_source(array.source.name, std::move(to));
  array.offset = 0;
  return {};
}

// Labels of all parts, or of none: a part without them would have none to be judged by.
Result<LabelTable> join_labels(const std::vector<Pair>& pairs, Diagnostics& diagnostics) {
  LabelTable all;
  std::int64_t unlabelled = 0;
  for (const Pair& pair : pairs) {
    if (!pair.labels) {
      ++unlabelled;
      continue;
    }
    THIMBLE_TRY(LabelTable table, read_labels(pair.labels->array));
    const bool first = all.labels.empty() && all.targets.empty();
    if (!first && (table.target_width != all.target_width || all.labels.empty() != table.labels.empty())) {
      return bad_data("the arrays of labels are of different kinds", "Give the parts of one data set only.");
    }
    all.labels.insert(all.labels.end(), table.labels.begin(), table.labels.end());
    all.targets.insert(all.targets.end(), table.targets.begin(), table.targets.end());
    all.target_width = table.target_width;
    if (table.class_names.size() > all.class_names.size()) all.class_names = table.class_names;
  }
  if (unlabelled == 0) return all;
  if (unlabelled < std::ssize(pairs)) diagnostics.warn("labels", "not used: some arrays of samples have none");
  return LabelTable{};
}

}  // namespace

std::string argument_name(std::string_view input) {
  std::string out;
  for (const char c : input.substr(0, 60)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += letter ? c : '_';
  }
  return out;
}

void elements_to_float(const ElementType& type, const std::byte* from, std::int64_t count, float* out) {
  switch (type.kind) {
    case ElementKind::boolean:
    case ElementKind::unsigned_integer:
      if (type.bytes == 1) return convert<std::uint8_t>(type, from, count, out);
      if (type.bytes == 2) return convert<std::uint16_t>(type, from, count, out);
      if (type.bytes == 4) return convert<std::uint32_t>(type, from, count, out);
      return convert<std::uint64_t>(type, from, count, out);
    case ElementKind::signed_integer:
      if (type.bytes == 1) return convert<std::int8_t>(type, from, count, out);
      if (type.bytes == 2) return convert<std::int16_t>(type, from, count, out);
      if (type.bytes == 4) return convert<std::int32_t>(type, from, count, out);
      return convert<std::int64_t>(type, from, count, out);
    case ElementKind::real:
      if (type.bytes == 4) return convert<float>(type, from, count, out);
      if (type.bytes == 8) return convert<double>(type, from, count, out);
      for (std::int64_t i = 0; i < count; ++i) out[i] = half_element(from + 2 * i, type.big_endian);
  }
}

Result<void> check_array(ArrayFile& array) {
  if (array.shape.empty()) return bad_data("one number, expected an array of samples");
  std::optional<std::int64_t> elements = 1;
  for (std::size_t i = 1; i < array.shape.size() && elements; ++i) elements = checked_mul(*elements, array.shape[i]);
  const std::optional<std::int64_t> row = elements ? checked_mul(*elements, array.type.bytes) : std::nullopt;
  if (!row || *row > kMaxSampleBytes) {
    return out_of_budget(cat("samples of shape ", shape_text(array.shape), ", expected at most ", bytes_text(kMaxSampleBytes), " each"),
                         "The first dimension counts samples: is it missing? Else the file is damaged.");
  }
  if (array.shape[0] == 0 || *row == 0)
    return bad_data(cat("an array without elements, of shape ", shape_text(array.shape)), "Save it again: a filter may have left nothing.");
  if (array.shape[0] > kMaxSamples)
    return out_of_budget(cat(grouped(array.shape[0]), " samples, expected at most ", grouped(kMaxSamples)), "Give a part of them.");
  array.row_elements = *elements;
  array.row_bytes = *row;
  const std::optional<std::int64_t> all = checked_mul(*row, array.shape[0]);
  if (!all || array.offset > array.source.size || *all > array.source.size - array.offset) {
    return bad_data(cat("its header says shape ", shape_text(array.shape), ", but it ends after ",
                        array.source.size - std::min(array.offset, array.source.size), " bytes of it"),
                    "The file is cut short: get it again.");
  }
  return {};
}

namespace {

// An array's name as numpy.savez was given it, in letters and digits alone: exporters write "imu_input:0" for "imu_input".
std::string bare_name(std::string_view name) {
  name = file_part(name);
  if (name.ends_with(".npy")) name.remove_suffix(4);
  std::string out;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) out += lower;
  }
  return out;
}

class JoinedDataset final : public Dataset {
 public:
  JoinedDataset(std::vector<std::shared_ptr<const Dataset>> parts, std::string names) : parts_(std::move(parts)), names_(std::move(names)) {}
  std::string_view format() const override { return parts_[0]->format(); }
  std::int64_t size() const override { return parts_[0]->size(); }
  Result<RawSample> read(std::int64_t index) const override { return parts_[0]->read(index); }
  std::int32_t label(std::int64_t index) const override { return parts_[0]->label(index); }
  std::string name(std::int64_t index) const override { return parts_[0]->name(index); }
  std::vector<std::string> class_names() const override { return parts_[0]->class_names(); }
  std::int64_t target_width() const override { return parts_[0]->target_width(); }
  std::string summary() const override { return cat(parts_[0]->summary(), ", for the inputs ", names_); }
  std::span<const std::shared_ptr<const Dataset>> parts() const override { return parts_; }

 private:
  std::vector<std::shared_ptr<const Dataset>> parts_;
  std::string names_;
};

// The array that each input is given, or SIZE_MAX.
std::vector<std::size_t> arrays_of_inputs(const std::vector<ArrayFile>& arrays, const std::vector<std::string>& input_names) {
  std::vector<std::size_t> out;
  for (const std::string& input : input_names) {
    std::size_t found = SIZE_MAX;
    for (std::size_t i = 0; i < arrays.size(); ++i) {
      if (bare_name(arrays[i].source.name) == bare_name(input)) found = i;
    }
    out.push_back(found);
  }
  return out;
}

Result<std::shared_ptr<const Dataset>> open_inputs(std::vector<ArrayFile> arrays, std::string_view format, std::string_view title,
                                                   const std::vector<std::string>& input_names, Diagnostics& diagnostics) {
  for (ArrayFile& array : arrays) {
    THIMBLE_TRY_VOID(check_array(array).in(printable(array.source.name, 200)));
    if (array.column_major) THIMBLE_TRY_VOID(turn_over(array).in(printable(array.source.name, 200)));
  }
  const std::vector<std::size_t> of_input = arrays_of_inputs(arrays, input_names);
  std::vector<std::string> have, shown;
  for (const ArrayFile& array : arrays) have.push_back(printable(file_part(array.source.name), 60));
  for (std::size_t i = 0; i < input_names.size(); ++i) {
    shown.push_back(cat("'", printable(input_names[i], 60), "'"));
    if (of_input[i] == SIZE_MAX) {
      return bad_data(cat("no array for the input ", shown.back(), " among ", join(have, ", ")),
                      cat("Name the arrays as the inputs: numpy.savez('data.npz', ", argument_name(input_names[i]), "=..., y=...)."));
    }
    const ArrayFile &array = arrays[of_input[i]], &first = arrays[of_input[0]];
    if (array.shape[0] != first.shape[0]) {
      return bad_data(cat("'", have[of_input[i]], "' has ", array.shape[0], " samples, '", have[of_input[0]], "' has ", first.shape[0]),
                      "Give as many of each.");
    }
  }
  // Labels by their name, or the only array that is left.
  std::vector<std::size_t> left, labels;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (std::find(of_input.begin(), of_input.end(), i) != of_input.end()) continue;
    left.push_back(i);
    if (name_parts(arrays[i].source.name).role == Role::labels) labels.push_back(i);
  }
  if (labels.empty() && left.size() == 1) labels = left;
  LabelTable table;
  for (const std::size_t i : left) {
    if (!labels.empty() && i == labels[0]) continue;
    diagnostics.note(have[i], "passed over: it is named as none of the model's inputs");
  }
  if (!labels.empty()) {
    const ArrayFile& array = arrays[labels[0]];
    if (array.shape[0] != arrays[of_input[0]].shape[0])
      return bad_data(cat("'", have[labels[0]], "' has ", array.shape[0], " labels for ", arrays[of_input[0]].shape[0], " samples"));
    THIMBLE_TRY(table, read_labels(array));
  }
  std::vector<std::shared_ptr<const Dataset>> parts;
  for (std::size_t i = 0; i < input_names.size(); ++i) {
    const bool first = i == 0;
    parts.push_back(std::make_shared<ArrayDataset>(std::vector<Part>{{arrays[of_input[i]], 0}}, first ? table : LabelTable{}, format, title));
  }
  return std::shared_ptr<const Dataset>(std::make_shared<JoinedDataset>(std::move(parts), join(shown, ", ")));
}

}  // namespace

Result<std::shared_ptr<const Dataset>> open_arrays(std::vector<ArrayFile> arrays, std::string_view format, std::string_view title,
                                                   const DataOptions& options, Diagnostics& diagnostics) {
  if (options.input_names.size() > 1) return open_inputs(std::move(arrays), format, title, options.input_names, diagnostics);
  std::vector<Named> named;
  for (ArrayFile& array : arrays) {
    const std::string place = printable(array.source.name, 200);
    THIMBLE_TRY_VOID(check_array(array).in(place));
    if (array.column_major) THIMBLE_TRY_VOID(turn_over(array).in(place));
    const NameParts parts = name_parts(array.source.name);
    named.push_back({std::move(array), parts});
  }
  settle_roles(named);
  THIMBLE_TRY(std::vector<Pair> pairs, pair_arrays(named, diagnostics));
  // Samples of other shapes than the largest array's are something else.
  const ArrayFile& largest = std::max_element(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
                               return a.samples->array.row_bytes * a.samples->array.shape[0] < b.samples->array.row_bytes * b.samples->array.shape[0];
                             })->samples->array;
  std::erase_if(pairs, [&](const Pair& pair) {
    const ArrayFile& array = pair.samples->array;
    const bool same = std::equal(array.shape.begin() + 1, array.shape.end(), largest.shape.begin() + 1, largest.shape.end()) &&
                      array.type.kind == largest.type.kind && array.type.bytes == largest.type.bytes;
    if (!same) {
      diagnostics.note(printable(array.source.name), cat("passed over: ", shape_text(array.shape), " beside ", shape_text(largest.shape)));
    }
    return !same;
  });
  THIMBLE_TRY(LabelTable labels, join_labels(pairs, diagnostics));
  std::vector<Part> parts;
  std::int64_t first = 0;
  for (const Pair& pair : pairs) {
    parts.push_back({pair.samples->array, first});
    first += pair.samples->array.shape[0];
  }
  if (first > kMaxSamples) return out_of_budget(cat(grouped(first), " samples, expected at most ", grouped(kMaxSamples)));
  if (parts.size() > 1) {
    diagnostics.warn("data", cat(parts.size(), " arrays are taken as one data set: give only those that the network was not trained on, ",
                                 "to be judged on what it has not seen"));
  }
  return std::shared_ptr<const Dataset>(std::make_shared<ArrayDataset>(std::move(parts), std::move(labels), format, title));
}

}  // namespace thimble
