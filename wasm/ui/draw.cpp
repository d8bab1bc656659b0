// Drawing helpers of widgets.h: lines, text, icons, marks. They take no input.
#include <algorithm>
#include <cctype>
#include <cmath>

#include "icons.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

// A hairline on a whole device pixel; between two it would be drawn twice as wide and half as dark.
float snap(const Ui& ui, float value) { return std::round(value / ui.metrics.hairline) * ui.metrics.hairline; }

}  // namespace

void hairline_h(Ui& ui, float x0, float x1, float y, Tone tone) {
  const float top = snap(ui, y);
  draw_list().AddRectFilled({x0, top}, {x1, top + ui.metrics.hairline}, ui.tone(tone));
}

void hairline_v(Ui& ui, float x, float y0, float y1, Tone tone) {
  const float left = snap(ui, x);
  draw_list().AddRectFilled({left, y0}, {left + ui.metrics.hairline, y1}, ui.tone(tone));
}

void frame_rect(Ui& ui, const Rect& rect, Tone fill, Tone border, float radius) {
  draw_list().AddRectFilled(rect.min, rect.max, ui.tone(border), radius);
  const Rect inner = rect.inset(ui.metrics.hairline);
  draw_list().AddRectFilled(inner.min, inner.max, ui.tone(fill), radius - ui.metrics.hairline);
}

float text_width(ImFont* font, float size, std::string_view text) {
  if (text.empty()) return 0;  // ImGui would look for the end of a null text
  return font->CalcTextSizeA(size, 1e9f, 0, text.data(), text.data() + text.size()).x;
}

namespace {

// The blank at `at` stands between a number and its unit: "9.94 KiB" is one word.
bool inside_figure(std::string_view text, std::size_t at) {
  constexpr std::string_view units[] = {"%", "B", "KiB", "MiB", "k", "M", "us", "ms", "s", "uJ", "mJ", "mW", "points", "dB"};
  if (at == 0 || text[at] != ' ' || text[at - 1] < '0' || text[at - 1] > '9') return false;
  const std::string_view next = text.substr(at + 1, text.find_first_of(" ,;.:)", at + 1) - at - 1);
  return std::find(std::begin(units), std::end(units), next) != std::end(units);
}

}  // namespace

std::size_t line_length(ImFont* font, float size, std::string_view text, float width) {
  const std::string_view line = text.substr(0, text.find('\n'));
  const auto fits = static_cast<std::size_t>(font->CalcWordWrapPosition(size, line.data(), line.data() + line.size(), width) - line.data());
  if (fits == line.size()) return fits;
  std::size_t blank = line.rfind(' ', fits);
  while (blank != std::string_view::npos && blank > 0 && inside_figure(line, blank)) blank = line.rfind(' ', blank - 1);
  return blank == std::string_view::npos || blank == 0 ? fits : blank;
}

float draw_text(Ui& ui, ImVec2 at, ImFont* font, float size, Tone tone, std::string_view text, float max_width) {
  if (max_width <= 0 || text.empty()) return 0;
  const float whole = text_width(font, size, text);
  const ImVec2 where(std::round(at.x), std::round(at.y));
  if (whole <= max_width) {
    draw_list().AddText(font, size, where, ui.tone(tone), text.data(), text.data() + text.size());
    return whole;
  }
  const float dots = text_width(font, size, "...");
  std::size_t keep = text.size();
  while (keep > 0 && text_width(font, size, text.substr(0, keep)) + dots > max_width) --keep;
  while (keep > 0 && (static_cast<unsigned char>(text[keep]) & 0xc0) == 0x80) --keep;  // not inside a character
  const std::string cut = std::string(text.substr(0, keep)) + "...";
  draw_list().AddText(font, size, where, ui.tone(tone), cut.c_str());
  return std::min(max_width, text_width(font, size, cut));
}

float draw_text_in(Ui& ui, float x, float top, float bottom, ImFont* font, float size, Tone tone, std::string_view text, float max_width) {
  return draw_text(ui, {x, (top + bottom - size) / 2 - 0.5f}, font, size, tone, text, max_width);
}

void draw_icon(Ui& ui, ImVec2 centre, const char* icon, Tone tone, float size) {
  const float width = text_width(ui.fonts.body, size, icon);
  draw_list().AddText(ui.fonts.body, size, {std::round(centre.x - width / 2), std::round(centre.y - size / 2 - size * 0.03f)},
                      ui.tone(tone), icon);
}

void draw_origin(Ui& ui, ImVec2 centre, view::Origin origin, Tone tone) {
  constexpr float radius = 3.25f;
  ImDrawList& list = draw_list();
  switch (origin) {
    case view::Origin::none: break;
    case view::Origin::measured:
    case view::Origin::exact: list.AddCircleFilled(centre, radius, ui.tone(tone), 16); break;
    case view::Origin::simulated:
      list.AddCircle(centre, radius, ui.tone(tone), 16, 1.25f);
      list.PathArcTo(centre, radius, 1.5708f, 4.7124f, 10);
      list.PathFillConvex(ui.tone(tone));
      break;
    case view::Origin::estimated: list.AddCircle(centre, radius, ui.tone(tone), 16, 1.25f); break;
    case view::Origin::unknown: break;
  }
}

void draw_bar(Ui& ui, const Rect& rect, float share, Tone tone) {
  if (share < 0) return;
  const float radius = std::min(2.0f, rect.height() / 2);
  draw_list().AddRectFilled(rect.min, rect.max, ui.tone(Tone::line), radius);
  const float filled = std::clamp(share, 0.0f, 1.0f) * rect.width();
  if (filled > 0) draw_list().AddRectFilled(rect.min, {rect.min.x + std::max(filled, 2.0f), rect.max.y}, ui.tone(tone), radius);
}

Tone meaning_tone(view::Meaning meaning, Tone neutral) {
  switch (meaning) {
    case view::Meaning::good: return Tone::good;
    case view::Meaning::attention: return Tone::attention;
    case view::Meaning::bad: return Tone::bad;
    case view::Meaning::neutral: break;
  }
  return neutral;
}

const char* meaning_icon(view::Meaning meaning) {
  switch (meaning) {
    case view::Meaning::good: return icon::good;
    case view::Meaning::attention: return icon::attention;
    case view::Meaning::bad: return icon::bad;
    case view::Meaning::neutral: break;
  }
  return icon::info;
}

bool contains(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

std::string figure_text(const view::Figure& figure) {
  std::string out = figure.text()->str();
  if (figure.unit() && figure.unit()->size() > 0) out += " " + figure.unit()->str();
  return out;
}

void draw_figure(Ui& ui, float right, float top, float bottom, const view::Figure& figure, bool origin, Tone tone) {
  const std::string_view text(figure.text()->c_str(), figure.text()->size());
  const std::string_view unit = figure.unit() ? std::string_view(figure.unit()->c_str(), figure.unit()->size()) : std::string_view();
  const bool is_text = figure.origin() == view::Origin::none;
  ImFont* font = is_text ? ui.fonts.body : ui.fonts.mono;
  const float size = is_text ? kBodySize : kMonoSize;
  // Units stand in a column of their own, so that the digits before them align.
  float x = right;
  if (!is_text) {
    x -= std::max(text_width(ui.fonts.body, kCaptionSize, unit), 20.0f);
    draw_text_in(ui, x, top, bottom, ui.fonts.body, kCaptionSize, Tone::muted, unit);
    x -= 4;
  }
  x -= text_width(font, size, text);
  const bool ordinary = figure.meaning() == view::Meaning::neutral || figure.meaning() == view::Meaning::good;
  draw_text_in(ui, x, top, bottom, font, size, ordinary ? tone : meaning_tone(figure.meaning(), tone), text);
  if (origin) draw_origin(ui, {x - 9, (top + bottom) / 2}, figure.origin(), Tone::muted);
}

}  // namespace thimble::ui
