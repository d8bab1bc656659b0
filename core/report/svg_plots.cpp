#include "core/report/svg_plots.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/report/html_text.h"

namespace thimble {
namespace {

constexpr double kWidth = 500, kBarsWidth = 640;  // the first is shown at half a page's width

// Numbers to screen, in one direction.
struct Axis {
  double low = 0, high = 1, from = 0, to = 1;
  double place(double value) const { return high > low ? from + (to - from) * (value - low) / (high - low) : (from + to) / 2; }
};

std::string number(double value) { return format("%.1f", value); }

std::string line(std::string_view css, double x1, double y1, double x2, double y2) {
  return cat("<line class=\"", css, "\" x1=\"", number(x1), "\" y1=\"", number(y1), "\" x2=\"", number(x2), "\" y2=\"", number(y2), "\"/>");
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view css, std::string_view text) {
  return cat("<text x=\"", number(x), "\" y=\"", number(y), "\" text-anchor=\"", anchor, "\" class=\"", css, "\">", html_text(text),
             "</text>");
}

std::string rect(std::string_view css, double x, double y, double width, double height, std::string_view title = {}) {
  std::string out = cat("<rect class=\"", css, "\" x=\"", number(x), "\" y=\"", number(y), "\" width=\"", number(std::max(width, 0.0)),
                        "\" height=\"", number(std::max(height, 0.0)), "\"");
  return out + (title.empty() ? std::string("/>") : cat("><title>", html_text(title), "</title></rect>"));
}

std::string open_svg(double width, double height, std::string_view label) {
  return cat("<svg viewBox=\"0 0 ", number(width), " ", number(height), "\" role=\"img\" aria-label=\"", html_text(label), "\">");
}

// Round numbers of the unit that they are shown in: KiB and MiB are powers of two.
std::vector<double> byte_ticks(double high, int count) {
  const double unit = high > 4 * 1048576.0 ? 1048576 : high > 4 * 1024.0 ? 1024 : 1;
  std::vector<double> out = nice_ticks(0, high / unit, count);
  for (double& tick : out) tick *= unit;
  return out;
}

std::string byte_label(double bytes) {
  const double unit = bytes >= 1048576 ? 1048576 : 1024;
  if (bytes < 1024) return format("%.0f B", bytes);
  return format("%.3g ", bytes / unit) + (unit > 1024 ? "MiB" : "KiB");
}

std::string ticks_x(const Axis& x, double top, double bottom) {
  std::string out;
  for (const double tick : byte_ticks(x.high, 4)) {
    out += line("grid", x.place(tick), top, x.place(tick), bottom);
    out += text_at(x.place(tick), bottom + 16, "middle", "num", byte_label(tick));
  }
  return out;
}

std::string ticks_y(const Axis& y, double left, double right) {
  std::string out;
  for (const double tick : nice_ticks(y.low, y.high, 5)) {
    out += line("grid", left, y.place(tick), right, y.place(tick));
    out += text_at(left - 6, y.place(tick) + 4, "end", "num", format("%.5g", tick));
  }
  return out;
}

// Names beside their points; one that would lie on another moves down.
class Labels {
 public:
  explicit Labels(double right) : right_(right) {}
  std::string label(double x, double y, const ScatterPoint& point) {
    const double width = 6.4 * static_cast<double>(point.name.size());
    const bool left_side = x + 10 + width > right_;
    while (std::any_of(taken_.begin(), taken_.end(),
                       [&](const auto& at) { return std::fabs(at.first - x) < width + 20 && std::fabs(at.second - y) < 13; }))
      y += 13;
    taken_.emplace_back(x, y);
    return text_at(left_side ? x - 10 : x + 10, y + 4, left_side ? "end" : "start", "label", point.name);
  }

 private:
  double right_;
  std::vector<std::pair<double, double>> taken_;
};

std::string point_svg(const ScatterPoint& point, const Axis& x, const Axis& y) {
  const double px = x.place(point.x), py = y.place(point.y);
  std::string out = cat("<g><title>", html_text(point.title), "</title>");
  if (point.y_low && point.y_high) out += line("axis", px, y.place(*point.y_low), px, y.place(*point.y_high));
  out += cat("<circle cx=\"", number(px), "\" cy=\"", number(py), "\" r=\"5\" fill=\"", plot_colour(point.colour), "\"/>");
  if (point.chosen) out += cat("<circle class=\"ring\" cx=\"", number(px), "\" cy=\"", number(py), "\" r=\"9\"/>");
  return out + "</g>";
}

std::string front_svg(std::vector<ScatterPoint> points, const Axis& x, const Axis& y) {
  std::erase_if(points, [](const ScatterPoint& point) { return !point.on_front; });
  std::sort(points.begin(), points.end(), [](const ScatterPoint& a, const ScatterPoint& b) { return a.x < b.x; });
  std::string path;
  for (const ScatterPoint& point : points) path += cat(path.empty() ? "" : " ", number(x.place(point.x)), ",", number(y.place(point.y)));
  return points.size() > 1 ? cat("<polyline class=\"front\" points=\"", path, "\"/>") : std::string();
}

Axis y_range(const ScatterPlot& plot, double bottom, double top) {
  double low = 1e300, high = -1e300;
  const auto cover = [&](double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const ScatterPoint& point : plot.points) {
    cover(point.y_low.value_or(point.y));
    cover(point.y_high.value_or(point.y));
  }
  if (plot.y_baseline) cover(*plot.y_baseline);
  if (plot.y_limit) cover(*plot.y_limit);
  const double pad = std::max((high - low) * 0.12, 1e-6);
  return {low - pad, high + pad, bottom, top};
}

}  // namespace

std::string_view plot_colour(std::size_t index) {
  constexpr std::string_view kColours[] = {"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"};
  return kColours[index % std::size(kColours)];
}

std::vector<double> nice_ticks(double low, double high, int count) {
  if (!(high > low) || !std::isfinite(high - low)) return {low};
  const double raw = (high - low) / std::max(count, 1), power = std::pow(10.0, std::floor(std::log10(raw)));
  const double fraction = raw / power;
  const double step = power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
  std::vector<double> out;
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + step * 1e-9 && out.size() < 50; ++i) out.push_back(i * step + 0.0);
  return out;
}

std::string scatter_svg(const ScatterPlot& plot) {
  constexpr double height = 320, left = 64, right = kWidth - 16, top = 12, bottom = height - 44;
  double widest = plot.x_limit.value_or(0);
  for (const ScatterPoint& point : plot.points) widest = std::max(widest, point.x);
  const Axis x{0, std::max(widest * 1.15, 1.0), left, right};
  const Axis y = y_range(plot, bottom, top);
  std::string out = open_svg(kWidth, height, plot.y_name + " over " + plot.x_name);
  if (plot.x_limit) out += rect("forbidden", x.place(*plot.x_limit), top, right - x.place(*plot.x_limit), bottom - top, "over the limit");
  if (plot.y_limit)
    out += rect("forbidden", left, y.place(*plot.y_limit), right - left, bottom - y.place(*plot.y_limit), "under the limit");
  out += ticks_x(x, top, bottom) + ticks_y(y, left, right);
  out += text_at((left + right) / 2, height - 8, "middle", "", plot.x_name);
  out += cat("<text transform=\"translate(14 ", number((top + bottom) / 2), ") rotate(-90)\" text-anchor=\"middle\">",
             html_text(plot.y_name), "</text>");
  if (plot.y_baseline) {
    out += line("axis", left, y.place(*plot.y_baseline), right, y.place(*plot.y_baseline));
    out += text_at(right, y.place(*plot.y_baseline) - 5, "end", "", "float model");
  }
  out += front_svg(plot.points, x, y);
  Labels labels(right);
  std::string names;
  for (const ScatterPoint& point : plot.points) {
    out += point_svg(point, x, y);
    names += labels.label(x.place(point.x), y.place(point.y), point);
  }
  return out + names + "</svg>";
}

std::string bars_svg(const std::vector<BarRow>& rows, const std::string& unit) {
  constexpr double row_height = 20, left = 200, right = kBarsWidth - 150;
  double widest = 1e-9;
  for (const BarRow& row : rows) widest = std::max(widest, row.value);
  const Axis x{0, widest, left, right};
  const double height = row_height * static_cast<double>(rows.size()) + 8;
  std::string out = open_svg(kBarsWidth, height, "bars, one a layer");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const BarRow& row = rows[i];
    const double y = 4 + row_height * static_cast<double>(i);
    const std::string name = row.name.size() > 30 ? "..." + row.name.substr(row.name.size() - 27) : row.name;
    out += text_at(left - 8, y + 14, "end", "label", name);
    out += rect(row.low ? "bar low" : "bar", left, y + 4, x.place(std::max(row.value, 0.0)) - left, row_height - 8, row.name);
    out += text_at(x.place(std::max(row.value, 0.0)) + 6, y + 14, "start", "num",
                   format("%.1f ", row.value) + unit + (row.note.empty() ? "" : "  " + row.note));
  }
  return out + "</svg>";
}

std::string memory_svg(const std::vector<MemoryBlock>& blocks, int steps, int peak_step, double arena_bytes) {
  constexpr double height = 280, left = 76, right = kWidth - 16, top = 24, bottom = height - 40;
  const Axis x{0, static_cast<double>(std::max(steps, 1)), left, right};
  const Axis y{0, std::max(arena_bytes, 1.0), bottom, top};
  std::string out = open_svg(kWidth, height, "arena over execution steps");
  for (const double tick : byte_ticks(y.high, 4)) {
    out += line("grid", left, y.place(tick), right, y.place(tick));
    out += text_at(left - 6, y.place(tick) + 4, "end", "num", byte_label(tick));
  }
  const int every = std::max(1, (steps + 11) / 12);
  for (int step = 0; step < steps; step += every) out += text_at(x.place(step + 0.5), bottom + 16, "middle", "num", cat(step));
  for (const MemoryBlock& block : blocks) {
    const std::string title = block.name + ", " + bytes_text(static_cast<std::int64_t>(block.high - block.low));
    out += rect(block.scratch ? "block scratch" : "block", x.place(block.first_step) + 0.5, y.place(block.high),
                x.place(std::min(block.last_step + 1, steps)) - x.place(block.first_step) - 1, y.place(block.low) - y.place(block.high),
                title);
  }
  if (peak_step >= 0 && peak_step < steps) {
    out += line("peak", x.place(peak_step + 0.5), top - 4, x.place(peak_step + 0.5), bottom);
    const bool at_end = x.place(peak_step + 0.5) > right - 90;
    out += text_at(x.place(peak_step + 0.5) + (at_end ? -6 : 6), top - 8, at_end ? "end" : "start", "", cat("peak: step ", peak_step));
  }
  out += text_at((left + right) / 2, height - 8, "middle", "", "execution step");
  return out + "</svg>";
}

}  // namespace thimble
