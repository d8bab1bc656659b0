#include "wasm/ui/scatter_export.h"

#include "core/base/text.h"
#include "wasm/ui/plot_labels.h"

namespace thimble::ui {

namespace {

constexpr double kWidth = 720, kHeight = 420, kLeft = 64, kRight = 24, kTop = 40, kBottom = 56;

std::string color_text(ImU32 color) {
  return format("#%02x%02x%02x", static_cast<unsigned>(color >> IM_COL32_R_SHIFT & 255),
                static_cast<unsigned>(color >> IM_COL32_G_SHIFT & 255), static_cast<unsigned>(color >> IM_COL32_B_SHIFT & 255));
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

double part(const view::Axis& axis, double value) {
  return axis.high() > axis.low() ? (value - axis.low()) / (axis.high() - axis.low()) : 0.5;
}

class Svg {
 public:
  Svg(const Theme& theme, const view::Scatter& scatter) : theme_(theme), scatter_(scatter) {}

  std::string text() {
    out_ = format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" font-family=\"Inter, sans-serif\" font-size=\"12\">\n",
                  kWidth, kHeight);
    out_ += format("<rect width=\"%g\" height=\"%g\" fill=\"%s\"/>\n", kWidth, kHeight, color(Tone::surface).c_str());
    axes();
    limits();
    front();
    for (const view::Point* point : *scatter_.points()) mark(*point);
    names();
    return out_ + "</svg>\n";
  }

 private:
  std::string color(Tone tone) const { return color_text(theme_[tone]); }
  double x(double value) const { return kLeft + part(*scatter_.x(), value) * (kWidth - kLeft - kRight); }
  double y(double value) const { return kHeight - kBottom - part(*scatter_.y(), value) * (kHeight - kTop - kBottom); }

  void line(double x0, double y0, double x1, double y1, const std::string& stroke, double width = 1) {
    out_ += format("<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"%s\" stroke-width=\"%g\"/>\n", x0, y0, x1, y1,
                   stroke.c_str(), width);
  }
  // One that no name crosses.
  void clear_line(double x0, double y0, double x1, double y1, Tone tone, double width) {
    line(x0, y0, x1, y1, color(tone), width);
    labels_.keep_clear(ImVec2(static_cast<float>(x0), static_cast<float>(y0)), ImVec2(static_cast<float>(x1), static_cast<float>(y1)));
  }
  void label(double x0, double y0, const char* anchor, Tone tone, std::string_view text) {
    out_ += format("<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n", x0, y0, anchor, color(tone).c_str(),
                   escaped(text).c_str());
  }

  void axes() {
    for (const view::AxisTick* tick : *scatter_.y()->ticks()) {
      line(kLeft, y(tick->at()), kWidth - kRight, y(tick->at()), color(Tone::line));
      label(kLeft - 8, y(tick->at()) + 4, "end", Tone::muted, tick->text()->string_view());
    }
    for (const view::AxisTick* tick : *scatter_.x()->ticks()) {
      line(x(tick->at()), kHeight - kBottom, x(tick->at()), kHeight - kBottom + 5, color(Tone::mark));
      label(x(tick->at()), kHeight - kBottom + 20, "middle", Tone::muted, tick->text()->string_view());
    }
    line(kLeft, kHeight - kBottom, kWidth - kRight, kHeight - kBottom, color(Tone::mark));
    label(kWidth - kRight, kHeight - 14, "end", Tone::muted, scatter_.x()->title()->string_view());
    label(14, 22, "start", Tone::muted, scatter_.y()->title()->string_view());
  }

  void limits() {
    if (scatter_.x()->limit_text()->size() > 0) {
      const double at = x(scatter_.x()->limit());
      clear_line(at, kTop, at, kHeight - kBottom, Tone::attention, 1);
      label(at - 6, kHeight - kBottom - 8, "end", Tone::attention, scatter_.x()->limit_text()->string_view());
    }
    if (scatter_.y()->limit_text()->size() > 0) {
      const double at = y(scatter_.y()->limit());
      clear_line(kLeft, at, kWidth - kRight, at, Tone::attention, 1);
      label(kLeft + 6, at - 6, "start", Tone::attention, scatter_.y()->limit_text()->string_view());
    }
  }

  void front() {
    const view::Point* last = nullptr;
    for (const view::Point* point : *scatter_.points()) {
      if (!point->on_front()) continue;
      if (last) {
        clear_line(x(last->x()), y(last->y()), x(point->x()), y(last->y()), Tone::mark, 1.25);
        clear_line(x(point->x()), y(last->y()), x(point->x()), y(point->y()), Tone::mark, 1.25);
      }
      last = point;
    }
  }

  void mark(const view::Point& point) {
    const bool baseline = point.candidate() < 0;
    const std::string fill = baseline ? color(Tone::muted) : color_text(series_color(theme_, point.candidate()));
    const double px = x(point.x()), py = y(point.y());
    if (point.y_low() < point.y_high()) line(px, y(point.y_low()), px, y(point.y_high()), fill, 1.25);
    if (baseline) out_ += format("<rect x=\"%.2f\" y=\"%.2f\" width=\"8\" height=\"8\" fill=\"%s\"/>\n", px - 4, py - 4, fill.c_str());
    else out_ += format("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"5.5\" fill=\"%s\"/>\n", px, py, fill.c_str());
    if (point.recommended())
      out_ += format("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"10\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", px, py,
                     color(Tone::good).c_str());
  }

  // The viewer's font is not known here: wider than most letters are.
  void names() {
    constexpr float kLetter = 7, kLine = 16;
    const auto mark_of = [&](const view::Point& point) {
      return PlotMark{.at = {static_cast<float>(x(point.x())), static_cast<float>(y(point.y()))},
                      .top = static_cast<float>(y(point.y_high())),
                      .bottom = static_cast<float>(y(point.y_low()))};
    };
    for (const view::Point* point : *scatter_.points()) labels_.keep_clear(mark_of(*point));
    // What is recommended is named first.
    for (const bool first : {true, false}) {
      for (const view::Point* point : *scatter_.points()) {
        if (point->recommended() != first) continue;
        const auto corner = labels_.place(mark_of(*point), kLetter * static_cast<float>(point->name()->size()), kLine);
        if (corner) label(corner->x, corner->y + 12, "start", first ? Tone::text : Tone::muted, point->name()->string_view());
      }
    }
  }

  const Theme& theme_;
  const view::Scatter& scatter_;
  std::string out_;
  PlotLabels labels_{{{static_cast<float>(kLeft), static_cast<float>(kTop)},
                      {static_cast<float>(kWidth - kRight), static_cast<float>(kHeight - kBottom)}}};
};

std::string cell(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string scatter_svg(const Theme& theme, const view::Scatter& scatter) { return Svg(theme, scatter).text(); }

std::string scatter_csv(const view::Scatter& scatter) {
  std::string out = "candidate," + cell(scatter.x()->title()->string_view()) + "," + cell(scatter.y()->title()->string_view()) +
                    ",low,high,on_front,recommended\n";
  for (const view::Point* point : *scatter.points()) {
    out += cell(point->name()->string_view());
    for (const double value : {point->x(), point->y(), point->y_low(), point->y_high()}) out += "," + number_text(value);
    out += point->on_front() ? ",1" : ",0";
    out += point->recommended() ? ",1\n" : ",0\n";
  }
  return out;
}

}  // namespace thimble::ui
