// Figures: numbers as people read them, with their unit apart, their origin and a sentence on where they come from.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/report/model_report.h"
#include "view_generated.h"

namespace thimble {

using FigureOffset = flatbuffers::Offset<view::Figure>;
using FactOffset = flatbuffers::Offset<view::Fact>;
using FigurePtr = std::unique_ptr<view::FigureT>;
using FactPtr = std::unique_ptr<view::FactT>;

struct FigureStyle {
  double share = -1;  // 0..1: a bar
  view::Meaning meaning = view::Meaning::neutral;
  std::string tip = {};
};

FigureOffset bytes_figure(flatbuffers::FlatBufferBuilder& to, std::int64_t bytes, const FigureStyle& style = {});
FigureOffset count_figure(flatbuffers::FlatBufferBuilder& to, std::int64_t count, const FigureStyle& style = {});
// `unit` is the quantity's own; bytes become KiB and MiB. Unknown is "-", never 0.
FigureOffset quantity_figure(flatbuffers::FlatBufferBuilder& to, const Quantity& quantity, std::string_view unit,
                             const FigureStyle& style = {});
FigureOffset text_figure(flatbuffers::FlatBufferBuilder& to, std::string_view text, const FigureStyle& style = {});

// The same as objects, for views that are filled in and packed at once (flatbuffers' object API).
FigurePtr bytes_figure(std::int64_t bytes, const FigureStyle& style = {});
FigurePtr count_figure(std::int64_t count, const FigureStyle& style = {});
FigurePtr quantity_figure(const Quantity& quantity, std::string_view unit, const FigureStyle& style = {});
FigurePtr text_figure(std::string_view text, const FigureStyle& style = {});
// Any number with its own decimals: "98.9" "%".
FigurePtr number_figure(std::string_view text, std::string_view unit, double sort, view::Origin origin, const FigureStyle& style = {});
FigurePtr unknown_figure(std::string_view why);
FactPtr fact(std::string_view label, FigurePtr figure);

FactOffset fact(flatbuffers::FlatBufferBuilder& to, std::string_view label, FigureOffset figure);

std::string three_digits(double value);  // "15.6", "0.00123"; "-" for what is no number

// One sentence: how it came about and its band.
std::string provenance_text(const Quantity& quantity, std::string_view unit);

}  // namespace thimble
