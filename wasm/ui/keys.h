// Keys: those with a meaning of their own, as chords: "f", "/", "ctrl+enter". The page hears them wherever the focus is, and asks
//   first whether one does something now; if not, it stays with the browser.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace thimble::ui {

class Keys {
 public:
  // Asked in every frame in which the key would do something; true when it was pressed.
  bool pressed(std::string_view chord) {
    wanted_.emplace_back(chord);
    if (waiting_.empty() || waiting_.front() != chord) return false;
    waiting_.pop_front();
    return true;
  }

  // False: in the last frame nobody asked for it.
  bool post(std::string_view chord) {
    if (std::find(wanted_.begin(), wanted_.end(), chord) == wanted_.end()) return false;
    waiting_.emplace_back(chord);
    return true;
  }

  void begin_frame() {
    wanted_.clear();
    at_start_ = waiting_.size();
  }
  // What nobody took in this frame is dropped: it was for something that is gone.
  void end_frame() {
    if (at_start_ > 0 && waiting_.size() == at_start_) waiting_.pop_front();
  }
  bool has_input() const { return !waiting_.empty(); }

 private:
  std::vector<std::string> wanted_;
  std::deque<std::string> waiting_;
  std::size_t at_start_ = 0;
};

}  // namespace thimble::ui
