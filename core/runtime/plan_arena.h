// plan_arena: one address for every buffer of the network, so that buffers that live at the same time never overlap.
//   units   bytes; steps count executed nodes; lifetimes are inclusive
//   exact   the plan's arena_bytes is what the emitted C allocates
//   method  first fit over several orders, then the best order is improved by seeded moves until the lower bound or the
//           budget of moves is met; the same input gives the same plan
//   source  Sekiyama et al. 2018, arXiv:1804.10001 (best fit over lifetimes); the lower bound is the largest sum of bytes
//           alive at one step
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace thimble {

inline constexpr std::int64_t kArenaAlignment = 4;

struct BufferRequest {
  std::int64_t bytes = 0;
  std::int32_t first_step = 0, last_step = 0;
};

struct ArenaPlan {
  std::vector<std::int64_t> offsets;  // one a request
  std::int64_t arena_bytes = 0;
  std::int64_t lower_bound_bytes = 0;
  std::int32_t peak_step = 0;         // where the lower bound comes from
};

ArenaPlan plan_arena(std::span<const BufferRequest> requests);

// False when two buffers that live together overlap, or one is outside the arena: the slow twin of the planner's own care.
bool plan_is_valid(std::span<const BufferRequest> requests, const ArenaPlan& plan);

}  // namespace thimble
