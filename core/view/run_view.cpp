// RunView: a row per technique: phase, bar, time left, figures so far.
#include "core/view/run_view.h"

#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/view/candidate_figures.h"
#include "core/view/figures.h"
#include "core/view/finish_view.h"

namespace thimble {

namespace {

std::string seconds_text(double seconds) {
  if (seconds < 10) return format("%.1f s", seconds);
  if (seconds < 120) return format("%.0f s", seconds);
  return format("%.0f min", seconds / 60);
}

std::string phase_text(const RunRowInfo& row) {
  switch (row.state) {
    case RunState::waiting: return "waits for its turn";
    case RunState::failed: return "failed";
    case RunState::done: return "done";
    case RunState::running: break;
  }
  const std::string phase = row.phase.empty() ? "starts" : printable(row.phase);
  if (row.of <= 1) return phase;
  return phase + ", " + grouped(row.done) + " of " + grouped(row.of);
}

std::string time_text(const RunRowInfo& row) {
  if (row.state == RunState::waiting) return {};
  if (row.state != RunState::running) return "took " + seconds_text(row.seconds);
  if (row.seconds_left) return "about " + seconds_text(std::max(*row.seconds_left, 0.1)) + " left";
  return seconds_text(row.seconds);
}

std::unique_ptr<view::RunRowT> row_view(const RunRowInfo& row) {
  auto out = std::make_unique<view::RunRowT>();
  out->technique = row.technique;
  out->title = row.title;
  switch (row.state) {
    case RunState::waiting: out->state = view::RowState::waiting; break;
    case RunState::running: out->state = view::RowState::running; break;
    case RunState::done: out->state = view::RowState::done; break;
    case RunState::failed: out->state = view::RowState::failed; break;
  }
  out->phase = phase_text(row);
  out->time = time_text(row);
  const bool ended = row.state == RunState::done || row.state == RunState::failed;
  out->share = ended ? 1.0f : row.of > 0 ? static_cast<float>(static_cast<double>(row.done) / static_cast<double>(row.of)) : -1.0f;
  if (!row.report) return out;
  out->message = row.report->failed      ? printable(row.report->failure, 600)
                 : row.report->collapsed ? printable("Collapsed: " + row.report->collapse_reason, 600)
                                         : std::string();
  if (row.report->failed) return out;
  out->facts = short_facts(*row.report);
  return out;
}

}  // namespace

ViewBytes build_run_view(const RunInfo& run) {
  view::RunViewT out;
  std::size_t ended = 0, techniques = 0;
  double share = 0;
  for (const RunRowInfo& row : run.rows) {
    out.rows.push_back(row_view(row));
    const bool over = row.state == RunState::done || row.state == RunState::failed;
    if (row.technique != "baseline") {
      ++techniques;
      ended += over ? 1 : 0;
    }
    share += over ? 1 : row.state == RunState::running ? std::clamp(static_cast<double>(out.rows.back()->share), 0.0, 1.0) : 0;
  }
  out.share = run.finished ? 1.0f : static_cast<float>(share / static_cast<double>(std::max<std::size_t>(run.rows.size(), 1)));
  out.title = run.finished ? "Finished" : cat(ended, " of ", counted(static_cast<std::int64_t>(techniques), "technique"), " done");
  out.subtitle = printable(run.model, 200) + ", " + seconds_text(run.seconds);
  return pack_view<view::RunView>(out);
}

}  // namespace thimble
