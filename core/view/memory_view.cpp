// MemoryView: the arena as a map of step and address, its peak, what causes it and what would lower it.
#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/view/figures.h"
#include "core/view/finish_view.h"
#include "core/view/views.h"

namespace thimble {

namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

bool alive_at(const ArenaBlock& block, std::int32_t step) { return block.first_step <= step && step <= block.last_step; }

std::vector<const ArenaBlock*> blocks_at_peak(const ModelReport& report) {
  std::vector<const ArenaBlock*> out;
  for (const ArenaBlock& block : report.arena) {
    if (alive_at(block, report.peak_step)) out.push_back(&block);
  }
  std::sort(out.begin(), out.end(),
            [](const ArenaBlock* a, const ArenaBlock* b) { return a->bytes != b->bytes ? a->bytes > b->bytes : a->name < b->name; });
  return out;
}

std::string peak_cause(const ModelReport& report) {
  const auto blocks = blocks_at_peak(report);
  const auto step = static_cast<std::size_t>(report.peak_step);
  if (blocks.empty() || step >= report.layers.size()) return "No buffer is alive: the network needs no arena.";
  const LayerReport& layer = report.layers[step];
  std::string out =
      format("Step %zu, %s (%s), needs %s at once: ", step, layer.name.c_str(), layer.op.c_str(), bytes_text(layer.live_bytes).c_str());
  const std::size_t shown = std::min<std::size_t>(blocks.size(), 3);
  for (std::size_t i = 0; i < shown; ++i) {
    out += (i == 0                   ? ""
            : i + 1 == blocks.size() ? " and "
                                     : ", ") +
           (blocks[i]->scratch ? bytes_text(blocks[i]->bytes) + " of scratch" : blocks[i]->name + " " + bytes_text(blocks[i]->bytes));
  }
  if (blocks.size() > shown) out += format(" and %zu more", blocks.size() - shown);
  return out + ".";
}

// How far a smaller buffer at the peak lowers it: until another step is the peak, or what else is alive there.
std::string what_lowers(const ModelReport& report) {
  const auto blocks = blocks_at_peak(report);
  if (blocks.empty()) return {};
  std::int64_t least = 0;
  std::int32_t at = 0;
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(report.layers.size()); ++i) {
    const std::int64_t live = report.layers[static_cast<std::size_t>(i)].live_bytes - (alive_at(*blocks[0], i) ? blocks[0]->bytes : 0);
    if (live <= least) continue;
    least = live;
    at = i;
  }
  // Another step needs as much without it.
  if (least >= report.arena_bytes) return {};
  const LayerReport& layer = report.layers[static_cast<std::size_t>(at)];
  return format(" Making %s smaller pays down to %s, which step %d, %s, needs then.", blocks[0]->name.c_str(), bytes_text(least).c_str(),
                static_cast<int>(at), layer.name.c_str());
}

// True statements only: what the plan's own numbers say.
std::string peak_advice(const ModelReport& report) {
  if (report.arena_bytes <= report.lower_bound_bytes) {
    return "The plan meets the lower bound: no order of addresses can do with less. Only smaller activations at this step lower it." +
           what_lowers(report);
  }
  return format("The plan is %s above the lower bound of %s.", bytes_text(report.arena_bytes - report.lower_bound_bytes).c_str(),
                bytes_text(report.lower_bound_bytes).c_str());
}

// 1, 2 or 5 times a power of two of KiB, at most six of them.
std::int64_t tick_distance(std::int64_t bytes) {
  std::int64_t distance = 64;
  while (bytes / distance > 5) distance *= 2;
  return distance;
}

Offset<view::Block> block_row(FlatBufferBuilder& to, const ModelReport& report, const ArenaBlock& block) {
  const auto name = to.CreateString(block.name);
  const auto size = to.CreateString(bytes_text(block.bytes));
  const auto detail = to.CreateString(format("%sbytes %s to %s, alive in steps %d to %d", block.scratch ? "scratch, " : "",
                                             grouped(block.offset).c_str(), grouped(block.offset + block.bytes).c_str(),
                                             static_cast<int>(block.first_step), static_cast<int>(block.last_step)));
  return view::CreateBlock(to, name, size, detail, block.offset, block.bytes, block.first_step, block.last_step, block.scratch,
                           alive_at(block, report.peak_step));
}

}  // namespace

ViewBytes build_memory_view(const ModelReport& report) {
  FlatBufferBuilder to(16384);
  std::vector<Offset<view::Block>> blocks;
  for (const ArenaBlock& block : report.arena) blocks.push_back(block_row(to, report, block));
  std::vector<Offset<view::Step>> steps;
  for (std::size_t i = 0; i < report.layers.size(); ++i) {
    const LayerReport& layer = report.layers[i];
    const double share = static_cast<double>(layer.live_bytes) / static_cast<double>(std::max<std::int64_t>(report.arena_bytes, 1));
    const auto live = bytes_figure(to, layer.live_bytes, {.share = share});
    steps.push_back(view::CreateStep(to, to.CreateString(layer.name), live));
  }
  std::vector<Offset<view::Tick>> ticks;
  const std::int64_t distance = tick_distance(report.arena_bytes);
  for (std::int64_t at = 0; at <= report.arena_bytes; at += distance)
    ticks.push_back(view::CreateTick(to, at, to.CreateString(at == 0 ? "0" : bytes_text(at))));

  const auto arena = bytes_figure(to, report.arena_bytes);
  const auto bound = bytes_figure(to, report.lower_bound_bytes);
  const auto cause = to.CreateString(peak_cause(report));
  const auto advice = to.CreateString(peak_advice(report));
  const auto block_rows = to.CreateVector(blocks);
  const auto step_rows = to.CreateVector(steps);
  const auto tick_rows = to.CreateVector(ticks);
  to.Finish(
      view::CreateMemoryView(to, arena, bound, report.arena_bytes, report.peak_step, cause, advice, block_rows, step_rows, tick_rows));
  return finish_view(to);
}

}  // namespace thimble
