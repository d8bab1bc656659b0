#include "core/runtime/plan_arena.h"

#include <algorithm>
#include <numeric>

#include "core/base/rng.h"

namespace thimble {
namespace {

using Order = std::vector<std::size_t>;

std::int64_t aligned(std::int64_t bytes) { return (bytes + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment; }

bool live_together(const BufferRequest& a, const BufferRequest& b) { return a.first_step <= b.last_step && b.first_step <= a.last_step; }

// Each buffer in turn goes to the lowest address where it meets none that lives with it.
std::int64_t place(std::span<const BufferRequest> requests, const Order& order, std::vector<std::int64_t>& offsets) {
  std::int64_t arena = 0;
  std::vector<std::size_t> neighbours;
  for (std::size_t turn = 0; turn < order.size(); ++turn) {
    const std::size_t i = order[turn];
    neighbours.clear();
    for (std::size_t k = 0; k < turn; ++k) {
      if (requests[order[k]].bytes > 0 && live_together(requests[i], requests[order[k]])) neighbours.push_back(order[k]);
    }
    std::sort(neighbours.begin(), neighbours.end(), [&](std::size_t a, std::size_t b) { return offsets[a] < offsets[b]; });
    std::int64_t offset = 0;
    for (const std::size_t k : neighbours) {
      if (offset + requests[i].bytes <= offsets[k]) break;
      offset = std::max(offset, aligned(offsets[k] + requests[k].bytes));
    }
    offsets[i] = offset;
    arena = std::max(arena, offset + aligned(requests[i].bytes));
  }
  return arena;
}

void find_lower_bound(std::span<const BufferRequest> requests, ArenaPlan& plan) {
  std::int32_t last = 0;
  for (const BufferRequest& request : requests) last = std::max(last, request.last_step);
  // Changes of the sum at each step: a difference array keeps this linear in the number of buffers.
  std::vector<std::int64_t> change(static_cast<std::size_t>(last) + 2, 0);
  for (const BufferRequest& request : requests) {
    change[static_cast<std::size_t>(request.first_step)] += aligned(request.bytes);
    change[static_cast<std::size_t>(request.last_step) + 1] -= aligned(request.bytes);
  }
  std::int64_t live = 0;
  for (std::int32_t step = 0; step <= last; ++step) {
    live += change[static_cast<std::size_t>(step)];
    if (live > plan.lower_bound_bytes) {
      plan.lower_bound_bytes = live;
      plan.peak_step = step;
    }
  }
}

std::vector<Order> first_orders(std::span<const BufferRequest> requests) {
  const auto bytes = [&](std::size_t i) { return requests[i].bytes; };
  const auto length = [&](std::size_t i) { return std::int64_t{requests[i].last_step} - requests[i].first_step + 1; };
  const auto area = [&](std::size_t i) { return bytes(i) * length(i); };
  Order base(requests.size());
  std::iota(base.begin(), base.end(), std::size_t{0});
  std::vector<Order> orders(4, base);
  const auto descending = [](Order& order, const auto& key) {
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) != key(b) ? key(a) > key(b) : a < b; });
  };
  descending(orders[0], bytes);
  descending(orders[1], length);
  descending(orders[2], area);
  return orders;
}

// Work allowed for improving, in comparisons of two buffers: keeps the largest networks under a tenth of a second.
constexpr std::size_t kImproveBudget = 20'000'000;

void improve(std::span<const BufferRequest> requests, Order order, ArenaPlan& plan) {
  const std::size_t n = order.size();
  if (n < 3) return;
  Rng rng(n);
  std::vector<std::int64_t> offsets(n, 0);
  const std::size_t moves = std::min<std::size_t>(5000, kImproveBudget / (n * n) + 1);
  for (std::size_t move = 0; move < moves && plan.arena_bytes > plan.lower_bound_bytes; ++move) {
    const auto a = static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(n) - 1));
    const auto b = static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(n) - 1));
    Order tried = order;
    const std::size_t moved = tried[a];
    tried.erase(tried.begin() + static_cast<std::ptrdiff_t>(a));
    tried.insert(tried.begin() + static_cast<std::ptrdiff_t>(b), moved);
    const std::int64_t arena = place(requests, tried, offsets);
    if (arena > plan.arena_bytes) continue;
    order = std::move(tried);
    if (arena < plan.arena_bytes) {
      plan.arena_bytes = arena;
      plan.offsets = offsets;
    }
  }
}

}  // namespace

ArenaPlan plan_arena(std::span<const BufferRequest> requests) {
  ArenaPlan plan;
  plan.offsets.assign(requests.size(), 0);
  if (requests.empty()) return plan;
  find_lower_bound(requests, plan);
  std::vector<std::int64_t> offsets(requests.size(), 0);
  Order best;
  for (const Order& order : first_orders(requests)) {
    const std::int64_t arena = place(requests, order, offsets);
    if (!best.empty() && arena >= plan.arena_bytes) continue;
    best = order;
    plan.arena_bytes = arena;
    plan.offsets = offsets;
  }
  improve(requests, best, plan);
  return plan;
}

bool plan_is_valid(std::span<const BufferRequest> requests, const ArenaPlan& plan) {
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::int64_t end = plan.offsets[i] + requests[i].bytes;
    if (plan.offsets[i] < 0 || plan.offsets[i] % kArenaAlignment != 0 || end > plan.arena_bytes) return false;
    for (std::size_t k = 0; k < i; ++k) {
      if (requests[i].bytes == 0 || requests[k].bytes == 0 || !live_together(requests[i], requests[k])) continue;
      if (plan.offsets[i] < plan.offsets[k] + requests[k].bytes && plan.offsets[k] < end) return false;
    }
  }
  return true;
}

}  // namespace thimble
