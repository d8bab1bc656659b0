// Pictures: rows of image_row_u8, colors, then one table a channel.
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/preprocessing_code.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

struct PicturePlan {
  const ResizeStep* resize = nullptr;
  const CenterCropStep* crop = nullptr;
  const ColorStep* color = nullptr;
  bool planes = false;
  std::int64_t from_channels = 0, to_channels = 0;
  std::vector<float> table;  // [256][to_channels]: the numbers that bytes become
};

// What the steps on numbers make of every byte of every channel: they are run on them.
Result<void> fill_table(std::span<const PreprocessingStep> steps, PicturePlan& plan) {
  const std::int64_t channels = plan.to_channels;
  RawSample bytes{.kind = RawKind::tensor_f32, .shape = {256, 1, channels}};
  for (std::int64_t i = 0; i < 256 * channels; ++i) bytes.values.push_back(static_cast<float>(i / channels));
  for (const PreprocessingStep& step : steps) {
    if (const auto* layout = std::get_if<LayoutStep>(&step)) {
      if (!layout->to_chw || plan.planes) return unsupported("layout: pictures have channels last, and can be turned over once");
      plan.planes = true;
      continue;
    }
    if (std::holds_alternative<ReshapeStep>(step)) continue;
    const auto* normalize = std::get_if<NormalizeStep>(&step);
    if (plan.planes && normalize && (normalize->mean.size() > 1 || normalize->std.size() > 1)) {
      return unsupported("normalize by channel behind layout", "Put it before layout.");
    }
    THIMBLE_TRY_VOID(named_step(step).def->apply(step, bytes));
  }
  plan.table = std::move(bytes.values);
  return {};
}

Result<PicturePlan> make_plan(const PreprocessingSource& source) {
  PicturePlan plan;
  plan.from_channels = plan.to_channels = source.shape[2];
  std::size_t at = 0;
  for (; at < source.preprocessing.steps.size(); ++at) {
    const PreprocessingStep& step = source.preprocessing.steps[at];
    if (named_step(step).def->phase == StepPhase::audio) return unsupported("a step for audio on pictures");
    if (named_step(step).def->phase > StepPhase::color) break;
    if (const auto* resize = std::get_if<ResizeStep>(&step)) plan.resize = resize;
    if (const auto* crop = std::get_if<CenterCropStep>(&step)) plan.crop = crop;
    if (const auto* color = std::get_if<ColorStep>(&step)) plan.color = color;
  }
  if (plan.color) plan.to_channels = plan.color->order == ColorOrder::gray ? 1 : 3;
  // Reshape before numbers by channel would change what a channel is.
  THIMBLE_TRY_VOID(fill_table(std::span(source.preprocessing.steps).subspan(at), plan));
  return plan;
}

// One table where all channels have the same.
EmittedArray table_array(const NetworkProgram& program, const PreprocessingGoal& goal, PicturePlan& plan) {
  const auto channels = static_cast<std::size_t>(plan.to_channels);
  const auto entry = [&](std::size_t byte, std::size_t c) { return plan.table[byte * channels + c]; };
  bool same = true;
  for (std::size_t i = 0; i < 256 * channels; ++i) same = same && entry(i / channels, i % channels) == entry(i / channels, 0);
  std::vector<float> numbers;
  for (std::size_t c = 0; c < (same ? 1 : channels); ++c) {
    for (std::size_t byte = 0; byte < 256; ++byte) numbers.push_back(entry(byte, c));
  }
  std::string comment =
      cat("The network's number for byte b of ", same ? "a" : "each", " channel", same ? ": [b]." : ": [channel * 256 + b].");
  if (goal.real()) return float_array(program, "table", numbers, std::move(comment));
  EmittedArray out{
      .name = program.name + "_preprocess_table", .c_type = goal.type, .bytes = {}, .alignment = 4, .comment = std::move(comment)};
  std::vector<std::int32_t> q;
  for (const float number : numbers) q.push_back(goal.quantized(number));
  if (goal.dtype == DType::s16) {
    out.bytes = Blob::of(std::vector<std::int16_t>(q.begin(), q.end()));
  } else if (goal.dtype == DType::u8) {
    out.bytes = Blob::of(std::vector<std::uint8_t>(q.begin(), q.end()));
  } else {
    out.bytes = Blob::of(std::vector<std::int8_t>(q.begin(), q.end()));
  }
  return out;
}

// The statements for the pixel at `pixel`, whose place in the input is y and x.
void write_pixel(CodeWriter& out, const PicturePlan& plan, const EmittedArray& table, std::int64_t height, std::int64_t width) {
  const std::int64_t tables = static_cast<std::int64_t>(table.bytes.size()) /
                              (table.c_type == "float"     ? 4
                               : table.c_type == "int16_t" ? 2
                                                           : 1) /
                              256;
  const std::int64_t from = plan.from_channels, to = plan.to_channels;
  if (to == 1 && from == 3) out.line("const uint8_t gray = thimble_gray_u8(pixel[0], pixel[1], pixel[2]);");
  for (std::int64_t c = 0; c < to; ++c) {
    std::string byte = cat("pixel[", c, "]");
    if (to == 1 && from == 3) byte = "gray";
    if (to == 3 && from == 1) byte = "pixel[0]";
    if (to == 3 && from == 3 && plan.color && plan.color->order == ColorOrder::bgr) byte = cat("pixel[", 2 - c, "]");
    const std::string place = plan.planes ? cat("input[", c * height * width, " + y * ", width, " + x]") : std::string("*input++");
    const std::string shift = tables > 1 && c > 0 ? cat(256 * c, " + ") : std::string();
    out.text(cat(place, " = ", table.name, "[", shift, byte, "];"));
  }
}

std::string method_name(const PicturePlan& plan) {
  if (!plan.resize || plan.resize->method == ResizeMethod::nearest) return "THIMBLE_RESIZE_NEAREST";
  return plan.resize->method == ResizeMethod::bilinear ? "THIMBLE_RESIZE_BILINEAR" : "THIMBLE_RESIZE_ANTIALIAS";
}

}  // namespace

Result<PreprocessingCode> picture_code(const NetworkProgram& program, const PreprocessingSource& source, const PreprocessingGoal& goal) {
  if (source.shape.size() != 3) return bad_data(cat("pictures of shape ", shape_text(source.shape), ", expected height, width, channels"));
  THIMBLE_TRY(PicturePlan plan, make_plan(source));
  const std::int64_t height = plan.crop ? plan.crop->height : plan.resize ? plan.resize->height : source.shape[0];
  const std::int64_t width = plan.crop ? plan.crop->width : plan.resize ? plan.resize->width : source.shape[1];
  if (height * width * plan.to_channels != goal.elements) {
    return bad_data(cat("pictures become ", height, "x", width, "x", plan.to_channels, ", the input takes ", goal.elements, " numbers"));
  }
  PreprocessingCode code;
  code.parameters = cat("const uint8_t *pixels, int32_t height, int32_t width, ", goal.type, " *", goal.role);
  const bool any_size = plan.resize || plan.crop;
  code.explanation = cat("A picture: rows from top to bottom, ", plan.from_channels == 3 ? "red, green and blue bytes" : "a byte",
                         " a pixel. ", any_size ? "Sides up to 8192" : cat("It has to be ", height, "x", width),
                         plan.crop && !plan.resize ? cat(", at least ", height, "x", width) : std::string(), ".");
  code.arrays.push_back(table_array(program, goal, plan));
  if (any_size) {
    code.shipped = {"image_row_u8.h", "image_row_u8.c"};
  } else if (plan.from_channels == 3 && plan.to_channels == 1) {
    code.shipped = {"image_row_u8.h"};  // thimble_gray_u8
  }
  CodeWriter out;
  if (goal.role != "input") out.text(cat(goal.type, " *input = ", goal.role, ";"));
  if (any_size) {
    out.text(cat("uint8_t row[", width * plan.from_channels, "];"));
    out.text(cat("thimble_image_row_u8_params part = {height, width, ", plan.from_channels, ", 0, 0, height, width, ",
                 plan.resize ? cat(plan.resize->height, ", ", plan.resize->width) : std::string("height, width"), ", ", method_name(plan),
                 "};"));
    if (plan.resize && plan.resize->fit == ResizeFit::crop) out.text(cat(program.name, "_image_center_window(&part);"));
    if (plan.crop) out.text(cat("const int32_t top = (part.out_height - ", height, ") / 2, left = (part.out_width - ", width, ") / 2;"));
  } else {
    out.line("(void)height;");
    out.line("(void)width;");
  }
  out.text(cat("for (int32_t y = 0; y < ", height, "; y++) {"));
  if (any_size) {
    out.text(cat(program.name, "_image_row_u8(&part, pixels, ", plan.crop ? "top + y, left, " : "y, 0, ", width, ", row);"));
  }
  out.text(cat("const uint8_t *pixel = ", any_size ? "row" : cat("pixels + y * ", width * plan.from_channels), ";"));
  out.text(cat("for (int32_t x = 0; x < ", width, "; x++, pixel += ", plan.from_channels, ") {"));
  write_pixel(out, plan, code.arrays[0], height, width);
  out.line("}");
  out.line("}");
  code.body = out.take();
  return code;
}

}  // namespace thimble
