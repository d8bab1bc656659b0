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
  buffers_.insert_or_assign(std::string(name), Buffer{.words = std::move(buffer), .revision = ++last_revision_});
  return true;
}

template <class Use>
bool ViewStore::with_slot(std::string_view name, const Use& use) {
  if (name == "model") return use(views_.model);
  if (name == "memory") return use(views_.memory);
  if (name == "targets") return use(views_.targets);
  if (name == "package") return use(views_.package);
  if (name == "data") return use(views_.data);
  if (name == "plan") return use(views_.plan);
  if (name == "run") return use(views_.run);
  if (name == "results") return use(views_.results);
  if (name == "checks") return use(views_.checks);
  if (name == "missing") return use(views_.missing);
  return false;
}

bool ViewStore::set(std::string_view name, std::span<const std::byte> bytes) {
  return with_slot(name, [&](auto& slot) { return take(name, bytes, slot); });
}

void ViewStore::clear(std::string_view name) {
  with_slot(name, [](auto& slot) {
    slot = nullptr;
    return true;
  });
  if (const auto found = buffers_.find(name); found != buffers_.end()) buffers_.erase(found);
}

std::uint32_t ViewStore::revision(std::string_view name) const {
  const auto found = buffers_.find(name);
  return found == buffers_.end() ? 0 : found->second.revision;
}

}  // namespace thimble::ui
