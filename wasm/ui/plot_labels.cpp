#include "wasm/ui/plot_labels.h"

#include <algorithm>

namespace thimble::ui {

namespace {

constexpr float kMarkRadius = 10;  // with the ring of what is recommended
constexpr float kGap = 4;
constexpr int kSteps = 3;          // so many times half a name further, where the nearest place is taken

bool overlap(const Rect& a, const Rect& b) { return a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y; }

}  // namespace

void PlotLabels::keep_clear(const PlotMark& mark) {
  taken_.push_back({{mark.at.x - kMarkRadius, mark.at.y - kMarkRadius}, {mark.at.x + kMarkRadius, mark.at.y + kMarkRadius}});
  keep_clear({mark.at.x, mark.top}, {mark.at.x, mark.bottom});
}

void PlotLabels::keep_clear(ImVec2 from, ImVec2 to) {
  taken_.push_back({{std::min(from.x, to.x) - 1, std::min(from.y, to.y) - 1}, {std::max(from.x, to.x) + 1, std::max(from.y, to.y) + 1}});
}

bool PlotLabels::free(const Rect& rect) const {
  if (rect.min.x < plot_.min.x || rect.min.y < plot_.min.y || rect.max.x > plot_.max.x || rect.max.y > plot_.max.y) return false;
  return std::none_of(taken_.begin(), taken_.end(), [&](const Rect& other) { return overlap(rect, other); });
}

std::optional<ImVec2> PlotLabels::place(const PlotMark& mark, float width, float height) {
  const float beside = kMarkRadius + kGap,
              middle = std::clamp(mark.at.x - width / 2, plot_.min.x, std::max(plot_.max.x - width, plot_.min.x));
  const float over = std::min(mark.top, mark.at.y - kMarkRadius) - kGap - height;
  const float under = std::max(mark.bottom, mark.at.y + kMarkRadius) + kGap;
  for (int step = 0; step <= kSteps; ++step) {
    const float further = static_cast<float>(step) * height / 2;
    for (const ImVec2 corner : {ImVec2(mark.at.x + beside, mark.at.y - height / 2 - further),
                                ImVec2(mark.at.x - beside - width, mark.at.y - height / 2 - further),
                                ImVec2(mark.at.x + beside, mark.at.y - height / 2 + further),
                                ImVec2(mark.at.x - beside - width, mark.at.y - height / 2 + further), ImVec2(middle, over - further),
                                ImVec2(middle, under + further)}) {
      const Rect rect{corner, {corner.x + width, corner.y + height}};
      if (!free(rect)) continue;
      taken_.push_back(rect);
      return corner;
    }
  }
  return std::nullopt;
}

}  // namespace thimble::ui
