#include "wasm/page_files.h"

#include <emscripten.h>

// clang-format off
EM_JS(bool, host_read_file, (unsigned handle, double offset, void* out, size_t size), {
  return Module.host.readFile(handle, offset, out, size);
});
// clang-format on

namespace thimble {

bool read_page_file(std::uint32_t handle, std::int64_t offset, std::span<std::byte> out) {
  return host_read_file(handle, static_cast<double>(offset), out.data(), out.size());
}

}  // namespace thimble
