// PlotLabels: where the names of a plot's points stand: beside, over or under their mark, never across another name, a mark or a
//   line. A point without such a place stays without a name: the read-out has it.
#pragma once

#include <optional>
#include <vector>

#include "wasm/ui/ui.h"

namespace thimble::ui {

struct PlotMark {
  ImVec2 at;
  float top, bottom;  // ends of the line of its error; both at.y: there is none
};

class PlotLabels {
 public:
  explicit PlotLabels(const Rect& plot) : plot_(plot) {}

  void keep_clear(const Rect& rect) { taken_.push_back(rect); }
  void keep_clear(const PlotMark& mark);
  void keep_clear(ImVec2 from, ImVec2 to);  // a line, along an axis
  // The left upper corner of a name of that size, from then on taken.
  std::optional<ImVec2> place(const PlotMark& mark, float width, float height);

 private:
  bool free(const Rect& rect) const;

  Rect plot_;
  std::vector<Rect> taken_;
};

}  // namespace thimble::ui
