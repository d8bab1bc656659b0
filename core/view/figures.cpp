#include "core/view/figures.h"

#include <cmath>

#include "core/base/counts.h"
#include "core/base/text.h"

namespace thimble {

namespace {

view::Origin origin_of(Provenance provenance) {
  switch (provenance) {
    case Provenance::measured: return view::Origin::measured;
    case Provenance::exact: return view::Origin::exact;
    case Provenance::simulated: return view::Origin::simulated;
    case Provenance::estimated: return view::Origin::estimated;
    case Provenance::unknown: break;
  }
  return view::Origin::unknown;
}

std::string_view origin_word(Provenance provenance) {
  switch (provenance) {
    case Provenance::measured: return "Measured";
    case Provenance::exact: return "Exact";
    case Provenance::simulated: return "Simulated";
    case Provenance::estimated: return "Estimated";
    case Provenance::unknown: break;
  }
  return "Unknown";
}

struct Split {
  std::string text, unit;
};

Split split_unit(const std::string& joined) {
  const std::size_t space = joined.find(' ');
  if (space == std::string::npos) return {joined, {}};
  return {joined.substr(0, space), joined.substr(space + 1)};
}

FigurePtr figure(const Split& parts, view::Origin origin, double sort, const FigureStyle& style) {
  auto out = std::make_unique<view::FigureT>();
  out->text = parts.text;
  out->unit = parts.unit;
  out->tip = style.tip;
  out->origin = origin;
  out->meaning = style.meaning;
  out->sort = sort;
  out->share = static_cast<float>(style.share);
  return out;
}

Split quantity_parts(double value, std::string_view unit) {
  if (unit == "B") return split_unit(bytes_text(static_cast<std::int64_t>(std::llround(value))));
  if (unit == "ms" && value != 0 && std::fabs(value) < 1) return {three_digits(value * 1000), "us"};
  if (unit == "ms" && std::fabs(value) >= 10000) return {three_digits(value / 1000), "s"};
  if (unit == "mJ" && value != 0 && std::fabs(value) < 1) return {three_digits(value * 1000), "uJ"};
  return {three_digits(value), std::string(unit)};
}

}  // namespace

// Three significant digits; trailing zeros stay, because they say how exact the figure is.
std::string three_digits(double value) {
  if (!std::isfinite(value)) return "-";
  if (value == 0) return "0";
  const int before_point = static_cast<int>(std::floor(std::log10(std::fabs(value)))) + 1;
  return format("%.*f", before_point >= 3 ? 0 : std::min(3 - before_point, 6), value);
}

FigurePtr bytes_figure(std::int64_t bytes, const FigureStyle& style) {
  FigureStyle own = style;
  if (own.tip.empty()) own.tip = "Exact: " + grouped(bytes) + " bytes";
  return figure(split_unit(bytes_text(bytes)), view::Origin::exact, static_cast<double>(bytes), own);
}

FigurePtr count_figure(std::int64_t count, const FigureStyle& style) {
  FigureStyle own = style;
  if (own.tip.empty()) own.tip = "Exact: " + grouped(count);
  const Split parts = count < 10'000 ? Split{grouped(count), {}} : split_unit(count_text(count));
  return figure(parts, view::Origin::exact, static_cast<double>(count), own);
}

FigurePtr quantity_figure(const Quantity& quantity, std::string_view unit, const FigureStyle& style) {
  FigureStyle own = style;
  own.tip = provenance_text(quantity, unit);
  // Sorted last: an unknown latency is not the fastest.
  if (quantity.provenance == Provenance::unknown) return figure({"-", ""}, view::Origin::unknown, 1e300, own);
  return figure(quantity_parts(quantity.value, unit), origin_of(quantity.provenance), quantity.value, own);
}

FigurePtr text_figure(std::string_view text, const FigureStyle& style) {
  return figure({std::string(text), {}}, view::Origin::none, 0, style);
}

FigurePtr number_figure(std::string_view text, std::string_view unit, double sort, view::Origin origin, const FigureStyle& style) {
  return figure({std::string(text), std::string(unit)}, origin, sort, style);
}

FigurePtr unknown_figure(std::string_view why) { return figure({"-", ""}, view::Origin::unknown, 1e300, {.tip = std::string(why)}); }

FactPtr fact(std::string_view label, FigurePtr shown) {
  auto out = std::make_unique<view::FactT>();
  out->label = label;
  out->figure = std::move(shown);
  return out;
}

FigureOffset bytes_figure(flatbuffers::FlatBufferBuilder& to, std::int64_t bytes, const FigureStyle& style) {
  return view::Figure::Pack(to, bytes_figure(bytes, style).get());
}
FigureOffset count_figure(flatbuffers::FlatBufferBuilder& to, std::int64_t count, const FigureStyle& style) {
  return view::Figure::Pack(to, count_figure(count, style).get());
}
FigureOffset quantity_figure(flatbuffers::FlatBufferBuilder& to, const Quantity& quantity, std::string_view unit,
                             const FigureStyle& style) {
  return view::Figure::Pack(to, quantity_figure(quantity, unit, style).get());
}
FigureOffset text_figure(flatbuffers::FlatBufferBuilder& to, std::string_view text, const FigureStyle& style) {
  return view::Figure::Pack(to, text_figure(text, style).get());
}

FactOffset fact(flatbuffers::FlatBufferBuilder& to, std::string_view label, FigureOffset figure_offset) {
  const auto text = to.CreateString(label);
  return view::CreateFact(to, text, figure_offset);
}

std::string provenance_text(const Quantity& quantity, std::string_view unit) {
  std::string out(origin_word(quantity.provenance));
  if (quantity.provenance != Provenance::unknown && quantity.low < quantity.high) {
    const Split low = quantity_parts(quantity.low, unit), high = quantity_parts(quantity.high, unit);
    out += ", " + low.text + (low.unit == high.unit ? "" : " " + low.unit) + " to " + high.text + " " + high.unit;
  }
  if (quantity.source.empty()) return out;
  // A source that begins with the same word does not say it twice.
  std::string own = out.substr(0, out.find(',')) + "; ";
  own[0] = static_cast<char>(own[0] - 'A' + 'a');
  return out + ": " + (quantity.source.starts_with(own) ? quantity.source.substr(own.size()) : quantity.source);
}

}  // namespace thimble
