// Files of samples that the Worker holds: read on demand, so that a data set is never all in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace thimble {

// Fills `out` from `offset` of a file that was handed to the Worker (web/worker.js); false: it is gone or has changed.
// From the Worker's own thread only.
bool read_page_file(std::uint32_t handle, std::int64_t offset, std::span<std::byte> out);

}  // namespace thimble
