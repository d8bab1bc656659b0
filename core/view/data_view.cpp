// DataView: samples beside what the model sees of them, in words and pictures.
#include "core/view/data_view.h"

#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/view/figures.h"
#include "core/view/finish_view.h"

namespace thimble {

namespace {

double share_of(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(std::max<std::int64_t>(whole, 1));
}

std::vector<std::unique_ptr<view::NoteT>> notes_of(const Diagnostics& notes, Level level) {
  std::vector<std::unique_ptr<view::NoteT>> out;
  for (const Diagnostic& item : notes.items()) {
    if (item.level != level) continue;
    auto note = std::make_unique<view::NoteT>();
    note->where = printable(item.where, 200);
    note->message = printable(item.message, 600);
    out.push_back(std::move(note));
  }
  return out;
}

std::vector<FactPtr> class_rows(const DataInfo& data) {
  std::int64_t largest = 1;
  for (const auto& [name, count] : data.classes) largest = std::max(largest, count);
  std::vector<FactPtr> out;
  for (const auto& [name, count] : data.classes) {
    const FigureStyle style{
        .share = share_of(count, largest),
        .meaning = count == 0 ? view::Meaning::attention : view::Meaning::neutral,
        .tip = format("Exact: %s, %.1f %% of all", counted(count, "sample").c_str(), 100 * share_of(count, data.samples))};
    out.push_back(fact(printable(name), number_figure(grouped(count), "", static_cast<double>(count), view::Origin::exact, style)));
  }
  return out;
}

}  // namespace

ViewBytes build_data_view(const DataInfo& data) {
  view::DataViewT out;
  out.title = printable(data.title, 200);
  out.subtitle = printable(data.subtitle, 200);
  for (const auto& [label, text] : data.facts) out.facts.push_back(fact(label, text_figure(printable(text, 200))));
  for (const std::string& step : data.preprocessing) out.preprocessing.push_back(printable(step, 300));
  out.preprocessing_note = data.preprocessing_note;
  out.warnings = notes_of(data.notes, Level::warning);
  out.notes = notes_of(data.notes, Level::note);
  for (const DataSplit& split : data.splits) {
    auto row = std::make_unique<view::SplitT>();
    row->name = split.name;
    row->what = split.what;
    row->count =
        number_figure(grouped(split.samples), "", static_cast<double>(split.samples), view::Origin::exact,
                      {.share = share_of(split.samples, data.samples), .tip = "Exact: disjoint from the others, drawn by the seed"});
    out.splits.push_back(std::move(row));
  }
  out.classes = class_rows(data);
  SheetBuilder sheet;
  for (const DataTile& tile : data.tiles) {
    auto row = std::make_unique<view::TileT>();
    row->name = printable(tile.name, 200);
    row->label = printable(tile.label);
    row->original = sheet.add(tile.original);
    row->seen = sheet.add(tile.seen);
    out.tiles.push_back(std::move(row));
  }
  out.sheet = std::move(sheet).finish();
  return pack_view<view::DataView>(out);
}

}  // namespace thimble
