#include "wasm/ui/table.h"

#include <algorithm>
#include <cmath>

#include "core/base/counts.h"
#include "icons.h"
#include "wasm/ui/forms.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

constexpr float kEdge = 4;  // with a cell's own padding the first column stands where the panels' text does

struct Placed {
  int column;
  float x0, x1;
};

bool is_hidden(const TableState& state, int column) { return (state.hidden >> column & 1) != 0; }

// What a column would like: its min_width, or the longest of its texts with padding and an icon before it.
float wanted_width(Ui& ui, const TableSpec& spec, int index) {
  constexpr float kAround = 24 + 20;
  const Column& column = spec.columns[static_cast<std::size_t>(index)];
  float out = column.min_width;
  for (int row = 0; row < spec.rows && out < column.widest; ++row)
    out = std::min(std::max(out, text_width(ui.fonts.body, kBodySize, spec.text(row, index)) + kAround), column.widest);
  return out;
}

std::vector<Placed> place_columns(Ui& ui, const TableSpec& spec, const TableState& state, float width) {
  std::vector<int> shown;
  for (int i = 0; i < static_cast<int>(spec.columns.size()); ++i) {
    if (!is_hidden(state, i)) shown.push_back(i);
  }
  const auto column = [&](int i) -> const Column& { return spec.columns[static_cast<std::size_t>(i)]; };
  std::vector<float> widths;
  for (const Column& each : spec.columns) widths.push_back(each.min_width);
  const auto left_over = [&] {
    float out = width - 2 * kEdge;
    for (const int i : shown) out -= widths[static_cast<std::size_t>(i)];
    return out;
  };
  // The least important one goes; false: none matters less than `importance` says.
  const auto drop = [&](int importance) {
    const auto least =
        std::max_element(shown.begin(), shown.end(), [&](int a, int b) { return column(a).importance < column(b).importance; });
    if (least == shown.end() || column(*least).importance <= importance) return false;
    shown.erase(least);
    return true;
  };
  while (left_over() < 0 && drop(0)) {
  }
  for (int i = 0; i < static_cast<int>(spec.columns.size()); ++i) {
    if (std::find(shown.begin(), shown.end(), i) == shown.end()) continue;
    const float more = wanted_width(ui, spec, i) - column(i).min_width;
    while (more > left_over() && drop(column(i).importance)) {
    }
    widths[static_cast<std::size_t>(i)] += std::clamp(left_over(), 0.0f, more);
  }
  float weights = 0;
  for (const int i : shown) weights += column(i).weight;
  const float rest = std::max(left_over(), 0.0f);
  std::vector<Placed> out;
  float x = kEdge;
  for (const int i : shown) {
    const float own = widths[static_cast<std::size_t>(i)] + (weights > 0 ? rest * column(i).weight / weights : 0);
    out.push_back({i, x, x + own});
    x += own;
  }
  return out;
}

void update_order(const TableSpec& spec, TableState& state) {
  std::string key =
      spec.version + "|" + std::to_string(state.sort_column) + (state.descending ? "d" : "a") + "|" + std::to_string(spec.rows);
  if (key == state.order_key) return;
  state.order_key = std::move(key);
  state.order.clear();
  for (int row = 0; row < spec.rows; ++row) {
    if (!spec.keep || spec.keep(row)) state.order.push_back(row);
  }
  const int by = state.sort_column;
  if (by < 0 || spec.rows == 0) return;
  const auto before = [&](int a, int b) {
    const std::string_view left = spec.text ? spec.text(a, by) : std::string_view(),
                           right = spec.text ? spec.text(b, by) : std::string_view();
    if (!left.empty() || !right.empty()) return left != right ? left < right : a < b;
    const double x = spec.number(a, by), y = spec.number(b, by);
    return x != y ? x < y : a < b;
  };
  if (state.descending) {
    std::sort(state.order.begin(), state.order.end(), [&](int a, int b) { return before(b, a); });
  } else {
    std::sort(state.order.begin(), state.order.end(), before);
  }
}

void header(Ui& ui, const TableSpec& spec, TableState& state, const Rect& rect, const std::vector<Placed>& columns) {
  for (const Placed& placed : columns) {
    const Column& column = spec.columns[static_cast<std::size_t>(placed.column)];
    const Rect cell{{rect.min.x + placed.x0, rect.min.y}, {rect.min.x + placed.x1, rect.max.y}};
    const bool sorted = state.sort_column == placed.column;
    const char* order = !sorted ? "none" : state.descending ? "descending" : "ascending";
    const std::string id = std::string(spec.name) + "/" + column.title;
    const Press press =
        press_area(ui, {.role = Role::columnheader, .id = ImGui::GetID(id.c_str()), .name = column.title, .detail = order}, cell);
    if (press.pressed) {
      // Numbers are looked at largest first, names from A.
      if (!sorted) state.descending = column.right;
      else state.descending = !state.descending;
      state.sort_column = placed.column;
    }
    const float width = text_width(ui.fonts.body, kCaptionSize, column.title);
    const float x = column.right ? cell.max.x - 12 - width : cell.min.x + 12;
    const Tone tone = sorted || press.hovered ? Tone::text : Tone::muted;
    draw_text_in(ui, x, cell.min.y, cell.max.y, ui.fonts.body, kCaptionSize, tone, column.title, cell.width() - 24);
    if (sorted)
      draw_icon(ui, {column.right ? x - 9 : x + width + 9, (cell.min.y + cell.max.y) / 2}, state.descending ? icon::down : icon::up,
                Tone::accent, 12);
    if (press.focused) focus_ring(ui, cell.inset(3), 3);
  }
  hairline_h(ui, rect.min.x, rect.max.x, rect.max.y - ui.metrics.hairline);
}

// The keyboard walks the rows as they are shown.
bool walk(TableState& state, MirrorAction action, int page) {
  const int count = static_cast<int>(state.order.size());
  if (count == 0) return false;
  const auto found = std::find(state.order.begin(), state.order.end(), state.selected);
  const int at = found == state.order.end() ? -1 : static_cast<int>(found - state.order.begin());
  int to = at;
  switch (action) {
    case MirrorAction::previous: to = at - 1; break;
    case MirrorAction::next: to = at + 1; break;
    case MirrorAction::page_up: to = at - page; break;
    case MirrorAction::page_down: to = at + page; break;
    case MirrorAction::first: to = 0; break;
    case MirrorAction::last: to = count - 1; break;
    default: return false;
  }
  state.selected = state.order[static_cast<std::size_t>(std::clamp(to, 0, count - 1))];
  state.follow_selection = true;
  return true;
}

bool draw_row(Ui& ui, const TableSpec& spec, TableState& state, int row, const Rect& rect, const std::vector<Placed>& columns) {
  const std::string name = spec.row_text(row);
  ImGui::PushID(row);
  const Press press = press_area(ui, {.role = Role::row, .id = ImGui::GetID("row"), .name = name, .selected = row == state.selected}, rect);
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (row == state.selected) {
    list.AddRectFilled(rect.min, rect.max, ui.tone(Tone::selected));
    list.AddRectFilled(rect.min, {rect.min.x + 2, rect.max.y}, ui.tone(Tone::accent));
  } else if (press.hovered) {
    list.AddRectFilled(rect.min, rect.max, ui.tone(Tone::raised));
  }
  for (const Placed& placed : columns) {
    const Rect cell{{rect.min.x + placed.x0 + 12, rect.min.y}, {rect.min.x + placed.x1 - 12, rect.max.y}};
    spec.draw(row, placed.column, cell);
  }
  hairline_h(ui, rect.min.x, rect.max.x, rect.max.y);
  if (press.pressed) state.selected = row;
  return press.pressed;
}

}  // namespace

bool table(Ui& ui, const TableSpec& spec, TableState& state, const Rect& rect) {
  constexpr float header_height = 32;
  update_order(spec, state);
  if (state.selected >= spec.rows) state.selected = -1;
  const std::vector<Placed> columns = place_columns(ui, spec, state, rect.width());
  const std::string size = counted(std::ssize(state.order), "row");
  const Mirror::Answer grid = ui.mirror.begin_focusable_group({.role = Role::grid,
                                                               .id = ImGui::GetID((std::string("table/") + spec.name).c_str()),
                                                               .name = spec.name,
                                                               .value = size,
                                                               .min = rect.min,
                                                               .max = rect.max});
  header(ui, spec, state, {rect.min, {rect.max.x, rect.min.y + header_height}}, columns);

  const Rect body{{rect.min.x, rect.min.y + header_height}, rect.max};
  const float row_height = ui.metrics.row;
  const int page = std::max(static_cast<int>(body.height() / row_height) - 1, 1);
  bool chosen = walk(state, grid.action, page);
  scroll_region(ui, spec.name, body, 0, [&] {
    if ((grid.focused || ImGui::IsWindowHovered()) && ui.keys.pressed("ctrl+c")) ui.copied = table_tsv(spec, state);
    if (ImGui::IsWindowHovered()) chosen = walk(state, pressed_arrow(), page) || chosen;
    const int count = static_cast<int>(state.order.size());
    if (state.follow_selection) {
      state.follow_selection = false;
      const auto at = std::find(state.order.begin(), state.order.end(), state.selected) - state.order.begin();
      const float top = static_cast<float>(at) * row_height;
      if (top < ImGui::GetScrollY()) ImGui::SetScrollY(top);
      if (top + row_height > ImGui::GetScrollY() + body.height()) ImGui::SetScrollY(top + row_height - body.height());
    }
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float hidden = std::max(body.min.y - origin.y, 0.0f);
    const int first = std::min(static_cast<int>(hidden / row_height), count);
    const int last = std::min(first + static_cast<int>(body.height() / row_height) + 2, count);
    for (int i = first; i < last; ++i) {
      const float top = origin.y + static_cast<float>(i) * row_height;
      chosen = draw_row(ui, spec, state, state.order[static_cast<std::size_t>(i)], {{body.min.x, top}, {body.max.x, top + row_height}},
                        columns) ||
               chosen;
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, std::max(static_cast<float>(count) * row_height, 1.0f)});
    if (count == 0) draw_text(ui, {body.min.x + 12, body.min.y + 12}, ui.fonts.body, kBodySize, Tone::muted, spec.empty_text);
  });
  if (grid.focused) focus_ring(ui, rect.inset(2), 3);
  ui.mirror.end_group();
  return chosen;
}

float table_tools_width(Ui& ui) { return 2 * std::max(32.0f, ui.metrics.row) + 2; }

void table_tools(Ui& ui, const TableSpec& spec, TableState& state, float right, float top) {
  const float side = std::max(32.0f, ui.metrics.row);
  ImGui::PushID(spec.name);
  ImGui::SetCursorScreenPos({right - 2 * side - 2, top + (ui.metrics.row - side) / 2});
  if (icon_button(ui, "Choose the columns", icon::columns)) ImGui::OpenPopup("columns");
  const ImVec2 corner = ImGui::GetItemRectMax();
  ImGui::SetCursorScreenPos({right - side, top + (ui.metrics.row - side) / 2});
  if (icon_button(ui, "Copy the table (Ctrl+C)", icon::copy)) ui.copied = table_tsv(spec, state);
  popup(ui, "columns", {corner.x, corner.y + 4}, [&] {
    const auto count = static_cast<int>(spec.columns.size());
    const std::uint32_t all = (1u << count) - 1;
    for (int i = 0; i < count; ++i) {
      const char* label = spec.columns[static_cast<std::size_t>(i)].title;
      const std::uint32_t changed = state.hidden ^ (1u << i);
      // One column stays.
      if (toggle(ui, label, label, !is_hidden(state, i), (changed & all) == all)) state.hidden = changed;
    }
  });
  ImGui::PopID();
}

std::string table_tsv(const TableSpec& spec, const TableState& state) {
  std::string out;
  for (std::size_t i = 0; i < spec.columns.size(); ++i) out += (i ? "\t" : "") + std::string(spec.columns[i].title);
  for (const int row : state.order) out += "\n" + spec.row_text(row);
  return out + "\n";
}

}  // namespace thimble::ui
