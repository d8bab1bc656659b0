// Figures: numbers as people read them, with their unit apart, their origin and a sentence on where they come from.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "core/report/model_report.h"
#include "view_generated.h"

namespace thimble {

using FigureOffset = flatbuffers::Offset<view::Figure>;
using FactOffset = flatbuffers::Offset<view::Fact>;

struct FigureStyle {
  double share = -1;  // 0..1: a bar
  view::Meaning meaning = view::Meaning::neutral;
  std::string tip = {};
};

// "1,234,567": figures that are exact keep every digit where there is room for them.
std::string grouped_text(std::int64_t number);

FigureOffset bytes_figure(flatbuffers::FlatBufferBuilder& to, std::int64_t bytes, const FigureStyle& style = {});
FigureOffset count_figure(flatbuffers::FlatBufferBuilder& to, std::int64_t count, const FigureStyle& style = {});
// `unit` is the quantity's own; bytes become KiB and MiB. Unknown is "-", never 0.
FigureOffset quantity_figure(flatbuffers::FlatBufferBuilder& to, const Quantity& quantity, std::string_view unit,
                             const FigureStyle& style = {});
FigureOffset text_figure(flatbuffers::FlatBufferBuilder& to, std::string_view text, const FigureStyle& style = {});

FactOffset fact(flatbuffers::FlatBufferBuilder& to, std::string_view label, FigureOffset figure);

// One sentence: how it came about and its band.
std::string provenance_text(const Quantity& quantity, std::string_view unit);

}  // namespace thimble
