// Mirror: every interactive part of the canvas as role, name, value and state, in reading order. The page keeps a DOM
//   element for each, so that keyboard, screen readers and tests meet real parts. What they do comes back as MirrorInput.
//   The DOM's focus is the focus: a part that has it draws the ring.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json_writer.h"

namespace thimble::ui {

enum class Role : std::uint8_t { button, tab, link, textbox, grid, row, columnheader, region, heading, text, image, tree, treeitem };

struct Part {
  Role role;
  ImGuiID id;
  std::string_view name;
  std::string_view value = {};
  ImVec2 min = {}, max = {};
  bool disabled = false, selected = false, expandable = false, expanded = false;
  std::string_view detail = {};  // sort order of a column, level of a heading
};

enum class MirrorAction : std::uint8_t { none, press, focus, blur, text, previous, next, page_up, page_down, first, last, left, right };
inline constexpr MirrorAction kLastMirrorAction = MirrorAction::right;

struct MirrorInput {
  ImGuiID id = 0;
  MirrorAction action = MirrorAction::none;
  std::string text;
};

class Mirror {
 public:
  // Input since the last frame; at most one a part is looked at, the rest waits for the next frame.
  void post(MirrorInput input);
  bool has_input() const { return !inputs_.empty(); }

  void begin_frame();
  // The text of all parts, when it differs from the last one that was taken.
  bool end_frame(std::string& json);

  struct Answer {
    MirrorAction action = MirrorAction::none;
    std::string text;
    bool focused = false;
    bool newly_focused = false;
  };
  Answer part(const Part& part);
  void begin_group(const Part& part) { open(part); }
  Answer begin_focusable_group(const Part& part);
  void end_group();

  // Whether one of the parts that `body` makes has just got the focus.
  template <class Body>
  bool follows_focus(const Body& body) {
    focus_answered_ = false;
    body();
    return focus_answered_;
  }

  // Said aloud once: results, errors.
  void announce(std::string_view text) { announcement_ = text; }
  std::string take_announcement() { return std::exchange(announcement_, {}); }

  void focus(ImGuiID id) { focus_request_ = id; }  // moves the DOM's focus

 private:
  void open(const Part& part);
  Answer answer(ImGuiID id);

  JsonWriter writer_;
  std::string last_, announcement_;
  std::vector<MirrorInput> inputs_;
  bool focus_answered_ = false;
  std::vector<ImGuiID> answered_;  // parts that took an input in this frame
  ImGuiID focused_ = 0, newly_focused_ = 0, focus_request_ = 0;
};

}  // namespace thimble::ui
