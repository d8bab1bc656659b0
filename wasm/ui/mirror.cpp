#include "wasm/ui/mirror.h"

#include <algorithm>
#include <cmath>

namespace thimble::ui {

namespace {

std::string_view role_name(Role role) {
  switch (role) {
    case Role::button: return "button";
    case Role::tab: return "tab";
    case Role::link: return "link";
    case Role::textbox: return "textbox";
    case Role::grid: return "grid";
    case Role::row: return "row";
    case Role::columnheader: return "columnheader";
    case Role::region: return "region";
    case Role::heading: return "heading";
    case Role::text: return "text";
    case Role::image: return "img";
    case Role::tree: return "tree";
    case Role::treeitem: return "treeitem";
  }
  return "text";
}

}  // namespace

void Mirror::post(MirrorInput input) {
  if (input.action == MirrorAction::focus) {
    focused_ = newly_focused_ = input.id;
    return;
  }
  if (input.action == MirrorAction::blur) {
    if (focused_ == input.id) focused_ = 0;
    return;
  }
  inputs_.push_back(std::move(input));
}

void Mirror::begin_frame() {
  writer_ = JsonWriter();
  writer_.begin_object().key("parts").begin_array();
}

bool Mirror::end_frame(std::string& json) {
  writer_.end_array();
  if (focus_request_ != 0) writer_.field("focus", std::exchange(focus_request_, 0));
  writer_.end_object();
  // What a part could not take yet waits; a part that is gone takes its input with it.
  std::erase_if(inputs_,
                [&](const MirrorInput& input) { return std::find(answered_.begin(), answered_.end(), input.id) == answered_.end(); });
  answered_.clear();
  newly_focused_ = 0;
  if (writer_.text() == last_) return false;
  last_ = writer_.take();
  json = last_;
  return true;
}

void Mirror::open(const Part& part) {
  const auto whole = [](float value) { return static_cast<int>(std::lround(value)); };
  writer_.begin_object().field("id", part.id).field("role", role_name(part.role)).field("name", part.name);
  if (!part.value.empty()) writer_.field("value", part.value);
  if (!part.detail.empty()) writer_.field("detail", part.detail);
  if (part.disabled) writer_.field("disabled", true);
  if (part.selected) writer_.field("selected", true);
  if (part.expandable) writer_.field("expanded", part.expanded);
  writer_.key("rect")
      .begin_array()
      .value(whole(part.min.x))
      .value(whole(part.min.y))
      .value(whole(part.max.x - part.min.x))
      .value(whole(part.max.y - part.min.y))
      .end_array();
  writer_.key("parts").begin_array();
}

void Mirror::end_group() { writer_.end_array().end_object(); }

Mirror::Answer Mirror::answer(ImGuiID id) {
  Answer out{.action = MirrorAction::none, .text = {}, .focused = focused_ == id, .newly_focused = newly_focused_ == id};
  focus_answered_ = focus_answered_ || out.newly_focused;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i].id != id) continue;
    out.action = inputs_[i].action;
    out.text = std::move(inputs_[i].text);
    answered_.push_back(id);
    inputs_.erase(inputs_.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
  return out;
}

Mirror::Answer Mirror::part(const Part& part) {
  open(part);
  end_group();
  return part.disabled ? Answer{} : answer(part.id);
}

Mirror::Answer Mirror::begin_focusable_group(const Part& part) {
  open(part);
  return answer(part.id);
}

}  // namespace thimble::ui
