// Widgets: the parts that panels are made of. Each is drawn in our tokens, pressed by pointer, touch or keyboard, and
//   mirrored for screen readers. Positions follow ImGui's cursor unless a rectangle is given.
#pragma once

#include <imgui.h>

#include <functional>
#include <string>
#include <string_view>

#include "view_generated.h"
#include "wasm/ui/ui.h"

namespace thimble::ui {

// --- drawing
inline ImDrawList& draw_list() { return *ImGui::GetWindowDrawList(); }
void hairline_h(Ui& ui, float x0, float x1, float y, Tone tone = Tone::line);
void hairline_v(Ui& ui, float x, float y0, float y1, Tone tone = Tone::line);
void frame_rect(Ui& ui, const Rect& rect, Tone fill, Tone border, float radius);
float text_width(ImFont* font, float size, std::string_view text);
// How much of the text goes into a line of that width. Dear ImGui also breaks after a full stop, as between "-0." and "20"; here a line
// ends at a blank as long as it has one.
std::size_t line_length(ImFont* font, float size, std::string_view text, float width);
// Draws one line, cut with "..." at `max_width`; answers the width it took. `at` is the top left of the line box.
float draw_text(Ui& ui, ImVec2 at, ImFont* font, float size, Tone tone, std::string_view text, float max_width = 1e9f);
// One line, centred in a height: the usual case in rows and buttons.
float draw_text_in(Ui& ui, float x, float top, float bottom, ImFont* font, float size, Tone tone, std::string_view text,
                   float max_width = 1e9f);
void draw_icon(Ui& ui, ImVec2 centre, const char* icon, Tone tone, float size);
void draw_origin(Ui& ui, ImVec2 centre, view::Origin origin, Tone tone);
void draw_bar(Ui& ui, const Rect& rect, float share, Tone tone);
Tone meaning_tone(view::Meaning meaning, Tone neutral);
const char* meaning_icon(view::Meaning meaning);
std::string figure_text(const view::Figure& figure);  // "15.6 KiB"
bool contains(std::string_view text, std::string_view part);  // upper and lower case are the same

// A view's text; empty where the field is absent.
inline std::string_view text_of(const flatbuffers::String* text) { return text ? text->string_view() : std::string_view(); }

// --- text that takes place
void paragraph(Ui& ui, std::string_view text, Tone tone = Tone::text, float size = kBodySize, ImFont* font = nullptr);
void title(Ui& ui, std::string_view text);
void caption(Ui& ui, std::string_view text);
void space(float height);

// --- parts that act
enum class ButtonKind { quiet, plain, primary };
// `keys`: the chord that does the same, shown behind the label.
bool button(Ui& ui, const char* label, ButtonKind kind = ButtonKind::plain, const char* icon = nullptr, bool disabled = false,
            float width = 0, std::string_view keys = {});
bool icon_button(Ui& ui, const char* name, const char* icon, Tone tone = Tone::muted, bool disabled = false);
float button_width(Ui& ui, const char* label, bool icon, std::string_view keys = {});
// One of several, side by side; answers the new choice.
int segments(Ui& ui, const char* name, std::span<const char* const> labels, int chosen);
// ImGui's one-line editor of a string, without a frame; true when it changed.
bool edit_line(const char* name, const char* hint, std::string& text);
// `key` puts the focus there; `entered`: by Enter.
bool text_field(Ui& ui, const char* name, const char* hint, const char* icon, std::string& text, float width, const char* key = nullptr,
                bool* entered = nullptr);

// An area that can be pressed, without a look of its own: what rows, rail items and headers are made of.
struct Press {
  bool pressed = false, hovered = false, held = false, focused = false;
};
Press press_area(Ui& ui, const Part& part, const Rect& rect);
// Of the canvas: an arrow, a page key, Home or End that was pressed, unless a text is being typed.
MirrorAction pressed_arrow();
void focus_ring(Ui& ui, const Rect& rect, float radius);

void tip(Ui& ui, std::string_view text);  // for the item before; shown after a moment

// --- parts that show
// Right-aligned at `right`: number, muted unit, and (with `origin`) how it is known.
void draw_figure(Ui& ui, float right, float top, float bottom, const view::Figure& figure, bool origin, Tone tone = Tone::text);
void fact_rows(Ui& ui, const flatbuffers::Vector<flatbuffers::Offset<view::Fact>>& facts);

// A region that scrolls, by wheel, bar and touch. `body` draws with the cursor at its top left; padding is inside.
void scroll_region(Ui& ui, const char* name, const Rect& rect, float padding, const std::function<void()>& body);

}  // namespace thimble::ui
