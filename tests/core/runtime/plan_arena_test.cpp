#include <catch2/catch_test_macros.hpp>

#include "core/base/rng.h"
#include "core/runtime/plan_arena.h"

namespace thimble {

TEST_CASE("plan_arena: nothing to place needs nothing", "[runtime][unit]") { CHECK(plan_arena({}).arena_bytes == 0); }

TEST_CASE("plan_arena: buffers that never live together share an address", "[runtime][unit]") {
  const std::vector<BufferRequest> requests = {{100, 0, 1}, {60, 2, 3}, {100, 4, 4}};
  const ArenaPlan plan = plan_arena(requests);
  CHECK(plan.arena_bytes == 100);
  CHECK(plan.lower_bound_bytes == 100);
  CHECK(plan_is_valid(requests, plan));
}

TEST_CASE("plan_arena: a chain needs its largest pair", "[runtime][unit]") {
  const std::vector<BufferRequest> requests = {{16, 0, 1}, {64, 1, 2}, {32, 2, 3}, {8, 3, 4}};
  const ArenaPlan plan = plan_arena(requests);
  CHECK(plan.arena_bytes == 96);
  CHECK(plan.lower_bound_bytes == 96);
  CHECK(plan.peak_step == 2);
}

TEST_CASE("plan_arena: moves find the bound where placing by size alone does not", "[runtime][unit]") {
  // By size: 8 at 0, 6 at 8, then the 5s have no gap left below 14.
  const std::vector<BufferRequest> requests = {{32, 0, 1}, {24, 1, 2}, {20, 2, 3}, {20, 3, 4}, {36, 4, 5}, {12, 0, 5}};
  const ArenaPlan plan = plan_arena(requests);
  CHECK(plan_is_valid(requests, plan));
  CHECK(plan.arena_bytes == plan.lower_bound_bytes);
}

TEST_CASE("plan_arena: never overlaps live buffers, never beats the lower bound, same input same plan", "[runtime][property]") {
  Rng rng(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<BufferRequest> requests(static_cast<std::size_t>(rng.uniform(1, 40)));
    for (BufferRequest& request : requests) {
      request.bytes = rng.uniform(0, 1000);
      request.first_step = static_cast<std::int32_t>(rng.uniform(0, 30));
      request.last_step = request.first_step + static_cast<std::int32_t>(rng.uniform(0, 8));
    }
    const ArenaPlan plan = plan_arena(requests);
    CHECK(plan_is_valid(requests, plan));
    CHECK(plan.arena_bytes >= plan.lower_bound_bytes);
    CHECK(plan_arena(requests).offsets == plan.offsets);
  }
}

TEST_CASE("plan_is_valid: tells a plan in which live buffers overlap", "[runtime][unit]") {
  const std::vector<BufferRequest> requests = {{16, 0, 1}, {16, 1, 2}};
  ArenaPlan plan = plan_arena(requests);
  plan.offsets = {0, 8};
  CHECK_FALSE(plan_is_valid(requests, plan));
  plan.offsets = {0, plan.arena_bytes};
  CHECK_FALSE(plan_is_valid(requests, plan));
}

}  // namespace thimble
