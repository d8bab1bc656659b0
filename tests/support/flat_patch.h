// FlatPatch: overwrites numbers inside a FlatBuffers file, to make hostile files out of valid ones. Knows no schema: a place
// is reached by field numbers and indices. A field that the file leaves at its default has no bytes: std::runtime_error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <vector>

namespace thimble::test {

class FlatPatch {
 public:
  explicit FlatPatch(std::vector<std::byte>& file) : file_(file), at_(read<std::uint32_t>(0)) {}
  static FlatPatch at(std::vector<std::byte>& file, std::size_t place) { return {file, place}; }

  // Of a table: the field's own bytes; `follow` goes to the table, vector or string that a field or an item points to.
  FlatPatch field(std::size_t number) const {
    const std::uint16_t offset = offset_of(number);
    if (offset == 0) throw std::runtime_error("the file leaves this field at its default");
    return {file_, at_ + offset};
  }
  bool has(std::size_t number) const { return offset_of(number) != 0; }
  FlatPatch follow() const { return {file_, at_ + read<std::uint32_t>(at_)}; }
  // Of a vector: its item, `size` bytes each; its length.
  FlatPatch item(std::size_t i, std::size_t size = 4) const {
    if (i >= length()) throw std::runtime_error("no such item");
    return {file_, at_ + 4 + i * size};
  }
  std::size_t length() const { return read<std::uint32_t>(at_); }
  FlatPatch in(std::size_t number) const { return field(number).follow(); }
  FlatPatch table(std::size_t i) const { return item(i).follow(); }

  template <class T>
  void put(T value) const {
    if (at_ + sizeof value > file_.size()) throw std::runtime_error("outside of the file");
    std::memcpy(file_.data() + at_, &value, sizeof value);
  }
  template <class T>
  T get() const {
    return read<T>(at_);
  }
  // Makes an offset point to a place further behind.
  void point_to(std::size_t place) const { put(static_cast<std::uint32_t>(place - at_)); }

 private:
  FlatPatch(std::vector<std::byte>& file, std::size_t at) : file_(file), at_(at) {}

  std::uint16_t offset_of(std::size_t number) const {
    const std::size_t vtable = static_cast<std::size_t>(static_cast<std::int64_t>(at_) - read<std::int32_t>(at_));
    const std::size_t slot = 4 + 2 * number;
    return slot < read<std::uint16_t>(vtable) ? read<std::uint16_t>(vtable + slot) : std::uint16_t{0};
  }

  template <class T>
  T read(std::size_t at) const {
    T value;
    if (at + sizeof value > file_.size()) throw std::runtime_error("outside of the file");
    std::memcpy(&value, file_.data() + at, sizeof value);
    return value;
  }

  std::vector<std::byte>& file_;
  std::size_t at_;
};

// Appends to a file, aligned to 8 bytes; answers with the place.
inline std::size_t append_bytes(std::vector<std::byte>& file, std::span<const std::byte> part) {
  file.resize((file.size() + 7) / 8 * 8);
  const std::size_t place = file.size();
  file.insert(file.end(), part.begin(), part.end());
  return place;
}

// A table of fields 0 to n-1, each in 8 bytes of its own (little endian: also right for narrower fields).
inline std::size_t append_table(std::vector<std::byte>& file, const std::vector<std::uint64_t>& fields) {
  std::vector<std::uint16_t> vtable{static_cast<std::uint16_t>(4 + 2 * fields.size()), static_cast<std::uint16_t>(8 + 8 * fields.size())};
  for (std::size_t i = 0; i < fields.size(); ++i) vtable.push_back(static_cast<std::uint16_t>(8 + 8 * i));
  const std::size_t vtable_place = append_bytes(file, std::as_bytes(std::span(vtable)));
  std::vector<std::uint64_t> table{0};
  table.insert(table.end(), fields.begin(), fields.end());
  const std::size_t place = append_bytes(file, std::as_bytes(std::span(table)));
  const auto back = static_cast<std::int32_t>(place - vtable_place);
  std::memcpy(file.data() + place, &back, sizeof back);
  return place;
}

inline std::size_t append_vector(std::vector<std::byte>& file, const std::vector<std::int32_t>& items) {
  std::vector<std::int32_t> all{static_cast<std::int32_t>(items.size())};
  all.insert(all.end(), items.begin(), items.end());
  return append_bytes(file, std::as_bytes(std::span(all)));
}

}  // namespace thimble::test
