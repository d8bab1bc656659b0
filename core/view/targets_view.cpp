// TargetsView: the fit on every device, best first.
#include <algorithm>
#include <numeric>

#include "core/base/text.h"
#include "core/view/figures.h"
#include "core/view/finish_view.h"
#include "core/view/views.h"

namespace thimble {

namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

// Above this share there is little room for the rest of the program, and the figure says so.
constexpr double kTightShare = 0.85;

double share_of(double bytes, std::int64_t whole) { return whole > 0 ? bytes / static_cast<double>(whole) : 1.0; }

view::Meaning share_meaning(double share) {
  if (share > 1) return view::Meaning::bad;
  return share > kTightShare ? view::Meaning::attention : view::Meaning::good;
}

std::string share_text(double share) {
  return share < 0.01 ? "<1 %" : share < 10 ? format("%.0f %%", 100 * share) : format("%.0fx", share);
}

// A sum is no better known than its least known part.
FigureOffset share_figure(FlatBufferBuilder& to, std::int64_t exact_bytes, const Quantity& rest, std::int64_t whole, std::string_view what,
                          std::string_view rest_name) {
  const bool known = rest.provenance != Provenance::unknown;
  const double bytes = static_cast<double>(exact_bytes) + (known ? rest.value : 0);
  const double share = share_of(bytes, whole);
  const std::string text = share_text(share);
  const std::string tip =
      format("%s %s + %s %s of %s. %s", std::string(what).c_str(), bytes_text(exact_bytes).c_str(), std::string(rest_name).c_str(),
             known ? bytes_text(static_cast<std::int64_t>(rest.value)).c_str() : "unknown", bytes_text(whole).c_str(),
             provenance_text(rest, "B").c_str());
  const std::size_t space = text.find(' ');
  const auto digits = to.CreateString(text.substr(0, space));
  const auto unit = to.CreateString(space == std::string::npos ? "" : text.substr(space + 1));
  const auto tip_text = to.CreateString(tip);
  const auto origin = !known || rest.provenance == Provenance::estimated ? view::Origin::estimated
                      : rest.provenance == Provenance::simulated         ? view::Origin::simulated
                                                                         : view::Origin::exact;
  return view::CreateFigure(to, digits, unit, tip_text, origin, share_meaning(share), share, static_cast<float>(std::min(share, 1.0)));
}

// A board that loads programs into RAM has no flash to fill: constants and code count as RAM there.
bool runs_from_ram(const TargetReport& target) { return target.flash_bytes == 0; }

std::int64_t exact_ram_bytes(const TargetReport& target) {
  return target.arena_bytes + (runs_from_ram(target) ? target.constant_bytes + static_cast<std::int64_t>(target.code_bytes.value) : 0);
}

double ram_share(const TargetReport& target) {
  return share_of(static_cast<double>(exact_ram_bytes(target)) + target.stack_bytes.value, target.ram_bytes);
}

double flash_share(const TargetReport& target) {
  return runs_from_ram(target) ? 0 : share_of(static_cast<double>(target.constant_bytes) + target.code_bytes.value, target.flash_bytes);
}

view::Meaning target_meaning(const TargetReport& target) {
  if (!target.fits) return view::Meaning::bad;
  return std::max(ram_share(target), flash_share(target)) > kTightShare ? view::Meaning::attention : view::Meaning::good;
}

// What does not fit stands alone; what fits stands with all that it takes.
std::string fit_text(const TargetReport& target) {
  std::vector<std::string> parts;
  const auto add = [&](const char* what, double share) {
    if (target.fits || share > 1) parts.push_back(std::string(what) + " " + share_text(share));
  };
  if (!runs_from_ram(target)) add("flash", flash_share(target));
  add("RAM", ram_share(target));
  return parts.empty() ? target.verdict : (target.fits ? "fits: " : "does not fit: ") + join(parts, ", ");
}

FigureOffset flash_figure(FlatBufferBuilder& to, const TargetReport& target) {
  if (!runs_from_ram(target)) return share_figure(to, target.constant_bytes, target.code_bytes, target.flash_bytes, "Constants", "code");
  Quantity none;
  none.source = "this board runs programs from RAM; constants and code are counted there";
  return quantity_figure(to, none, "B");
}

Offset<view::Target> target_row(FlatBufferBuilder& to, const TargetReport& target, int rank) {
  const std::vector<FactOffset> facts = {
      fact(to, "Board", text_figure(to, target.board)),
      fact(to, "Core", text_figure(to, target.core)),
      fact(to, "Code made for", text_figure(to, target.isa)),
      fact(to, "Flash of the device", runs_from_ram(target) ? text_figure(to, "runs from RAM") : bytes_figure(to, target.flash_bytes)),
      fact(to, "RAM of the device", bytes_figure(to, target.ram_bytes)),
      fact(to, "Constants", bytes_figure(to, target.constant_bytes)),
      fact(to, "Code", quantity_figure(to, target.code_bytes, "B")),
      fact(to, "Arena", bytes_figure(to, target.arena_bytes)),
      fact(to, "Stack", quantity_figure(to, target.stack_bytes, "B")),
      fact(to, "Latency", quantity_figure(to, target.latency_ms, "ms")),
      fact(to, "Energy", quantity_figure(to, target.energy_mj, "mJ")),
  };
  const auto rows = to.CreateVector(facts);
  const auto flash = flash_figure(to, target);
  const std::string_view in_ram = runs_from_ram(target) ? "Arena, constants and code" : "Arena";
  const auto ram = share_figure(to, exact_ram_bytes(target), target.stack_bytes, target.ram_bytes, in_ram, "stack");
  const auto latency = quantity_figure(to, target.latency_ms, "ms");
  const auto energy = quantity_figure(to, target.energy_mj, "mJ");
  const auto device = to.CreateString(target.device);
  const auto board = to.CreateString(target.board);
  const auto core = to.CreateString(target.core);
  const auto verdict = to.CreateString(target.verdict);
  const auto fit = to.CreateString(fit_text(target));
  return view::CreateTarget(to, device, board, core, verdict, target_meaning(target), flash, ram, latency, energy, rows, rank, fit);
}

}  // namespace

ViewBytes build_targets_view(const ModelReport& report, std::string_view selected) {
  FlatBufferBuilder to(16384);
  std::vector<std::size_t> order(report.targets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // The smallest device that fits comes first: it is the answer most people look for.
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const TargetReport &left = report.targets[a], &right = report.targets[b];
    if (left.fits != right.fits) return left.fits;
    return left.ram_bytes != right.ram_bytes ? left.ram_bytes < right.ram_bytes : a < b;
  });
  std::vector<Offset<view::Target>> rows;
  for (std::size_t i = 0; i < order.size(); ++i) rows.push_back(target_row(to, report.targets[order[i]], static_cast<int>(i)));
  const auto targets = to.CreateVector(rows);
  const auto chosen = to.CreateString(selected);
  to.Finish(view::CreateTargetsView(to, targets, chosen));
  return finish_view(to);
}

}  // namespace thimble
