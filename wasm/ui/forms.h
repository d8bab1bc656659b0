// Forms: cards and the controls in them. What is shown comes from a view; what the user does is answered, never kept, but for
//   the text of a field that is being typed.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "wasm/ui/widgets.h"

namespace thimble::ui {

// A raised area as high as what is in it.
void card(Ui& ui, const char* name, float width, const std::function<void()>& body);

// What a button opened by ImGui::OpenPopup(name): closes by a press elsewhere, Escape, or its own button. `corner`: upper right.
void popup(Ui& ui, const char* name, ImVec2 corner, const std::function<void()>& body);

// A box with a tick and a label; answers true when it was pressed.
bool toggle(Ui& ui, const char* name, std::string_view label, bool on, bool disabled = false);

struct FieldEdit {
  std::string text;
  bool typing = false;
};
// Title above, the field, its unit, what is wrong under it. True when another value was entered: edit.text.
bool value_field(Ui& ui, const char* name, std::string_view title, std::string_view value, std::string_view unit, std::string_view error,
                 FieldEdit& edit, float width);
float value_field_height(Ui& ui);

// A sentence with the icon of what it means before it.
void sentence(Ui& ui, view::Meaning meaning, std::string_view text);
// The same in a list: a small mark instead of an icon.
void bullet(Ui& ui, std::string_view text, Tone tone = Tone::text);

using NoteRows = flatbuffers::Vector<flatbuffers::Offset<view::Note>>;
// What asks for a look, each a sentence with the sign of attention; what is only worth knowing, under that title. Null: an older core's.
void warning_rows(Ui& ui, const NoteRows* warnings);
void note_rows(Ui& ui, const NoteRows* notes);

// Figures side by side, the label over the number.
void fact_cells(Ui& ui, const flatbuffers::Vector<flatbuffers::Offset<view::Fact>>& facts);
// Label, number and the bar behind it, row by row; only those in sight are drawn.
void bar_rows(Ui& ui, const flatbuffers::Vector<flatbuffers::Offset<view::Fact>>& facts);

}  // namespace thimble::ui
