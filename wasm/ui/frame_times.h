// FrameTimes: what each part of a frame took, shown on ctrl+shift+d. A panel has kMostPanelMs.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "wasm/ui/ui.h"

namespace thimble::ui {

inline constexpr double kMostPanelMs = 2;

class FrameTimes {
 public:
  template <class Work>
  void measure(const char* part, const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    parts_.push_back({part, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count()});
  }
  // Of the frame so far, in a corner of `screen`; forgets them. Drawn when open.
  void draw(Ui& ui, const Rect& screen);

 private:
  struct Part {
    const char* name;
    double ms;
  };
  std::vector<Part> parts_;
  bool open_ = false;
};

}  // namespace thimble::ui
