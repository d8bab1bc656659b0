#include "wasm/ui/view_store.h"

#include <cstring>

namespace thimble::ui {

const view::Target* Views::selected_target() const {
  if (!targets || !targets->selected() || targets->selected()->size() == 0) return nullptr;
  for (const view::Target* target : *targets->targets()) {
    if (target->device()->string_view() == targets->selected()->string_view()) return target;
  }
  return nullptr;
}

template <class T>
bool ViewStore::take(std::string_view name, std::span<const std::byte> bytes, const T*& slot) {
  std::vector<std::uint64_t> buffer((bytes.size() + 7) / 8);
  if (!bytes.empty()) std::memcpy(buffer.data(), bytes.data(), bytes.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(buffer.data());
  flatbuffers::Verifier::Options limits;
  limits.max_tables = 10'000'000;
  flatbuffers::Verifier verifier(data, bytes.size(), limits);
  if (!verifier.VerifyBuffer<T>(nullptr)) return false;
  slot = flatbuffers::GetRoot<T>(data);
  buffers_.insert_or_assign(std::string(name), std::move(buffer));
  return true;
}

bool ViewStore::set(std::string_view name, std::span<const std::byte> bytes) {
  if (name == "model") return take(name, bytes, views_.model);
  if (name == "memory") return take(name, bytes, views_.memory);
  if (name == "targets") return take(name, bytes, views_.targets);
  if (name == "package") return take(name, bytes, views_.package);
  return false;
}

void ViewStore::clear(std::string_view name) {
  if (name == "package") views_.package = nullptr;
  if (const auto found = buffers_.find(name); found != buffers_.end() && name == "package") buffers_.erase(found);
}

}  // namespace thimble::ui
