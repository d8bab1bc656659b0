// svg_plots: the figures of the HTML report, as inline SVG coloured by the report's style sheet. Text is escaped here.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace thimble {

// Okabe-Ito colours in a fixed order, one a candidate (Okabe & Ito 2008, "Color universal design").
std::string_view plot_colour(std::size_t index);

// Round numbers that cover [low, high], about `count` of them.
std::vector<double> nice_ticks(double low, double high, int count);

struct ScatterPoint {
  std::string name, title;  // title: what hovering shows
  double x = 0, y = 0;
  std::optional<double> y_low, y_high;  // the interval, drawn as a whisker
  std::size_t colour = 0;
  bool on_front = false, chosen = false;
};

struct ScatterPlot {
  std::string x_name, y_name;
  std::vector<ScatterPoint> points;
  std::optional<double> x_limit;       // beyond it is forbidden
  std::optional<double> y_limit;       // below it is forbidden
  std::optional<double> y_baseline;    // the float model
};
std::string scatter_svg(const ScatterPlot& plot);

struct BarRow {
  std::string name, note;
  double value = 0;
  bool low = false;  // drawn as what needs attention
};
// Rows in order; `unit` after each value.
std::string bars_svg(const std::vector<BarRow>& rows, const std::string& unit);

struct MemoryBlock {
  std::string name;
  double low = 0, high = 0;  // bytes
  int first_step = 0, last_step = 0;
  bool scratch = false;
};
// Address over execution step; the peak step is marked.
std::string memory_svg(const std::vector<MemoryBlock>& blocks, int steps, int peak_step, double arena_bytes);

}  // namespace thimble
