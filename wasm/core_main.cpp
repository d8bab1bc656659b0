// The Worker's module: one C entry each way. The Worker copies a message in by malloc, posts it, and polls while there is work.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/api/session.h"
#include "wasm/page_files.h"

namespace {

// The module is one session; its life is the Worker's.
std::unique_ptr<thimble::Session> session;
std::vector<std::byte> current;

}  // namespace

extern "C" {

void thimble_start(int threads) {
  session = std::make_unique<thimble::Session>();
  session->set_threads(threads);
  session->set_file_reader(
      [](std::uint32_t handle, std::int64_t offset, std::span<std::byte> out) { return thimble::read_page_file(handle, offset, out); });
}

// Takes the bytes over: they come from malloc.
void thimble_post(std::uint8_t* bytes, std::size_t size) {
  session->post(std::as_bytes(std::span(bytes, size)));
  std::free(bytes);
}

// The next event as u32 size and bytes, good until the next call. Size 0: none yet, but there is work left. Null: nothing to do.
const std::byte* thimble_poll() {
  std::optional<std::vector<std::byte>> event = session->poll();
  if (!event && !session->busy()) return nullptr;
  const std::uint32_t size = event ? static_cast<std::uint32_t>(event->size()) : 0;
  current.resize(sizeof size + size);
  std::memcpy(current.data(), &size, sizeof size);
  if (event) std::memcpy(current.data() + sizeof size, event->data(), size);
  return current.data();
}
}
