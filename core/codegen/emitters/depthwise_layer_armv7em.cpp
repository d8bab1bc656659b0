#include "core/codegen/emitters/depthwise_layer_armv7em.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"

namespace thimble {
namespace {

using Params = DepthwiseGeometry;

constexpr std::int64_t kPlanesBytes = 2560;  // what the planes of a group of channels may take, when a strip of one row needs no more

int as_int(std::int64_t value) { return static_cast<int>(value); }

struct Layer {
  Params p;
  DepthwiseShape shape;
  std::int64_t group;       // channels spread at a time, or 1
  std::int64_t out_c;
  std::int64_t strip;       // output rows computed from one filling of the planes
  std::int64_t plane_rows;
  std::int64_t kept;        // rows that the next strip finds at the end of the planes
};

Layer make_layer(const Params& p, bool wide) {
  Layer l{
      .p = p, .shape = {}, .group = 1, .out_c = std::int64_t{p.in_c} * p.depth_multiplier, .strip = p.out_h, .plane_rows = 0, .kept = 0};
  l.shape.wide = wide;
  if (p.in_c % l.shape.channels_at_once() == 0) l.group = l.shape.channels_at_once();
  const std::int64_t first = (p.pad_left + 1) / 2 * 2, lead = first - p.pad_left;
  const std::int64_t halves =
      std::max<std::int64_t>(first + (p.in_w + 1) / 2 * 2, lead + std::int64_t{p.out_w - 1} * p.stride_w + p.filter_w);
  const std::int64_t row_bytes = (halves + 1) / 2 * 4;
  const auto rows = [&p](std::int64_t strip) { return (strip - 1) * p.stride_h + p.filter_h; };
  const std::int64_t strips = [&] {
    std::int64_t count = 1;
    while (count < p.out_h && rows((p.out_h + count - 1) / count) * row_bytes * l.group > kPlanesBytes) ++count;
    return count;
  }();
  l.strip = (p.out_h + strips - 1) / strips;
  l.plane_rows = rows(l.strip);
  l.kept = std::max(0, p.filter_h - p.stride_h);
  l.shape = {.filter_h = p.filter_h,
             .filter_w = p.filter_w,
             .stride_h = p.stride_h,
             .stride_w = p.stride_w,
             .out_w = p.out_w,
             .in_c = p.in_c,
             .out_c = l.out_c,
             .in_w = p.in_w,
             .lead = lead,
             .first = first,
             .row_bytes = row_bytes,
             .plane_bytes = l.plane_rows * row_bytes,
             .wide = wide};
  return l;
}

bool one_strip(const Layer& l) { return l.strip >= l.p.out_h; }

// A channel's outputs only reach elements of the same channel; they must not reach pixels that are still to be read.
bool can_overlap(const Layer& l) {
  const Params& p = l.p;
  if (p.depth_multiplier != 1 || (p.batches > 1 && p.out_h * p.out_w > p.in_h * p.in_w)) return false;
  for (std::int64_t end = l.strip; end < p.out_h; end += l.strip) {
    const std::int64_t read = std::clamp<std::int64_t>((end - 1) * p.stride_h - p.pad_top + p.filter_h, 0, p.in_h);
    if (read < p.in_h && end * p.out_w > read * p.in_w) return false;
  }
  return true;
}

std::int64_t planes_words(const Layer& l) { return l.group * l.shape.plane_bytes / 4; }

std::int64_t scratch_bytes(const Layer& l, bool fast) { return 4 * planes_words(l) + (fast ? 0 : 4 * l.strip * l.p.out_w); }

// Rows of the planes for the strip at `oy`: those outside the input are padding, those of the last strip stay.
void write_strip(CodeWriter& c, const Layer& l, const std::string& planes) {
  const Params& p = l.p;
  const int row_words = as_int(l.shape.row_bytes / 4), plane_words = as_int(l.shape.plane_bytes / 4);
  if (one_strip(l)) {
    const std::int64_t inside = std::min<std::int64_t>(p.in_h, l.plane_rows - p.pad_top);
    c.line("%s(planes + %d, input + channel, %d, pad);", planes.c_str(), as_int(p.pad_top * row_words + l.shape.first / 2), as_int(inside));
    return;
  }
  c.line("const int32_t rows = oy + %d < %d ? %d : %d - oy;", as_int(l.strip), p.out_h, as_int(l.strip), p.out_h);
  c.line("const int32_t first = %s%s;", times("oy", p.stride_h).c_str(), plus(-p.pad_top).c_str());
  c.line("const int32_t kept = oy > 0 ? %d : 0;", as_int(l.kept));
  c.line("const int32_t needed = %s%s;", times("(rows - 1)", p.stride_h).c_str(), plus(p.filter_h).c_str());
  c.line("const int32_t top = first + kept < 0 ? -first : kept;");
  c.line("const int32_t inside = first + needed < %d ? needed : %d - first;", p.in_h, p.in_h);
  c.line("for (int32_t i = 0; i < %d; i++) {", as_int(l.group));
  c.line("uint32_t *const plane = planes + i * %d;", plane_words);
  c.line("memmove(plane, plane + %d, (size_t)kept * %d);", as_int(l.strip * p.stride_h * row_words), as_int(l.shape.row_bytes));
  c.line("for (int32_t word = kept * %d; word < top * %d; word++) plane[word] = pad;", row_words, row_words);
  c.line("for (int32_t word = (inside > kept ? inside : kept) * %d; word < needed * %d; word++) plane[word] = pad;", row_words, row_words);
  c.line("}");
  c.line("if (inside > top) %s(planes + top * %d + %d, input + (first + top) * %d + channel, inside - top, pad);", planes.c_str(),
         row_words, as_int(l.shape.first / 2), p.in_w * p.in_c);
}

void write_channel(CodeWriter& c, const Layer& l, const RequantPlan& requant, const std::string& rows_name) {
  const Params& p = l.p;
  const std::string rows = one_strip(l) ? format("%d", p.out_h) : "rows";
  const std::string from = one_strip(l) ? "" : format(" + oy * %d", as_int(p.out_w * l.out_c));
  const std::string plane = l.group > 1 ? format("planes + i * %d", as_int(l.shape.plane_bytes / 4)) : "planes";
  const std::string first = l.group > 1 ? "channel + i" : "channel";
  if (l.group > 1) c.line("for (int32_t i = 0; i < %d; i++) {", as_int(l.group));
  if (p.depth_multiplier > 1) {
    c.line("for (int32_t m = 0; m < %d; m++) {", p.depth_multiplier);
    c.line("const int32_t filter = (%s) * %d + m;", first.c_str(), p.depth_multiplier);
  } else {
    c.line("const int32_t filter = %s;", first.c_str());
  }
  const int stream_words = as_int(l.shape.stream_words());
  if (requant.fast()) {
    c.line("%s(%s, stream + filter * %d, output%s + filter, %s);", rows_name.c_str(), plane.c_str(), stream_words, from.c_str(),
           rows.c_str());
  } else {
    c.line("const int32_t *const numbers = stream + filter * %d + %d;", stream_words, stream_words - 3);
    c.line("%s *to = output%s + filter;", l.shape.type(), from.c_str());
    c.line("%s(%s, stream + filter * %d, sums, %s);", rows_name.c_str(), plane.c_str(), stream_words, rows.c_str());
    c.line("for (int32_t o = 0; o < %s * %d; o++, to += %d) {", rows.c_str(), p.out_w, as_int(l.out_c));
    c.line("const int32_t value = thimble_requantize_any(sums[o], numbers[0], numbers[2])%s;", plus(p.out_zero_point).c_str());
    c.line("*to = (%s)thimble_limit(value, %d, %d);", l.shape.type(), p.out_min, p.out_max);
    c.line("}");
  }
  if (p.depth_multiplier > 1) c.line("}");
  if (l.group > 1) c.line("}");
}

EmittedHelper layer_helper(const Layer& l, const RequantPlan& requant, const std::string& planes, const std::string& rows_name) {
  const Params& p = l.p;
  std::string name =
      format("dsp_depthwise_%dx%dx%d_%dx%d_to_%dx%dx%d_every_%dx%d_pad_%dx%d_%s", p.in_h, p.in_w, p.in_c, p.filter_h, p.filter_w, p.out_h,
             p.out_w, as_int(l.out_c), p.stride_h, p.stride_w, p.pad_top, p.pad_left, requant.key().c_str());
  if (p.batches > 1) name += format("_batch_%d", p.batches);
  if (!requant.fast()) name += format("_zero_%s%d", p.out_zero_point < 0 ? "m" : "", std::abs(p.out_zero_point));
  CodeWriter c;
  c.comment(format("%dx%d filters, one a channel, on %dx%dx%d to %dx%dx%d. Scratch: %d int16 planes of %d rows%s.", p.filter_h, p.filter_w,
                   p.in_h, p.in_w, p.in_c, p.out_h, p.out_w, as_int(l.out_c), as_int(l.group), as_int(l.plane_rows),
                   requant.fast() ? "" : ", sums"));
  c.line("static void %s(const %s *input, %s *output, uint32_t *planes, const int32_t *stream%s) {", name.c_str(), l.shape.type(),
         l.shape.type(), l.shape.wide ? "" : ", int32_t in_zero_point");
  c.line("const uint32_t pad = %s;", l.shape.wide ? "0" : "((uint32_t)in_zero_point & 0xffffu) * 0x10001u");
  if (!requant.fast()) c.line("int32_t *const sums = (int32_t *)(planes + %d);", as_int(planes_words(l)));
  c.line("for (int32_t word = 0; word < %d; word++) planes[word] = pad;", as_int(planes_words(l)));
  if (p.batches > 1)
    c.line("for (int32_t batch = 0; batch < %d; batch++, input += %d, output += %d) {", p.batches, p.in_h * p.in_w * p.in_c,
           as_int(p.out_h * p.out_w * l.out_c));
  c.line("for (int32_t channel = 0; channel < %d; channel += %d) {", p.in_c, as_int(l.group));
  if (!one_strip(l)) c.line("for (int32_t oy = 0; oy < %d; oy += %d) {", p.out_h, as_int(l.strip));
  write_strip(c, l, planes);
  write_channel(c, l, requant, rows_name);
  if (!one_strip(l)) c.line("}");
  c.line("}");
  if (p.batches > 1) c.line("}");
  c.line("}");
  const std::string label = format("depthwise_%dx%d", p.filter_h, p.filter_w),
                    from = label + format("_on_%dx%dx%d", p.in_h, p.in_w, p.in_c);
  return {.name = name, .definition = c.take(), .labels = {label, from, from + format("_to_%dx%d", p.out_h, p.out_w)}};
}

}  // namespace

bool depthwise_layer_applies(const DepthwiseGeometry& p, bool wide) {
  const Layer l = make_layer(p, wide);
  return p.dilation_h == 1 && p.dilation_w == 1 && p.filter_h <= 9 && p.filter_h * p.filter_w <= 49 && p.pad_top < p.filter_h &&
         p.pad_left < p.filter_w && l.shape.block_outputs() > 0 && 3 * l.shape.plane_bytes <= 4000 &&
         l.shape.filter_h * l.shape.row_bytes <= 4000 && 2 * p.in_c * l.shape.element_bytes() <= 4095 && p.in_w > 1;
}

std::vector<std::vector<std::int8_t>> depthwise_filters(const DepthwiseGeometry& p, const std::vector<std::int8_t>& weights) {
  const auto taps = static_cast<std::size_t>(p.filter_h * p.filter_w), channels = static_cast<std::size_t>(p.in_c * p.depth_multiplier);
  std::vector<std::vector<std::int8_t>> out(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t tap = 0; tap < taps; ++tap) out[c].push_back(weights[tap * channels + c]);
  }
  return out;
}

EmittedKernel emit_depthwise_layer(std::string_view name, const DepthwiseGeometry& p, const std::vector<std::vector<std::int8_t>>& filters,
                                   const std::vector<FoldedSum>& sums, const RequantPlan& requant) {
  const Layer l = make_layer(p, requant.wide);
  std::vector<std::int32_t> stream;
  for (std::size_t c = 0; c < filters.size(); ++c)
    append_channel(stream, l.shape, filters[c], sums[c].bias, requant.channels[c], requant.doubled());
  EmittedKernel out;
  const EmittedHelper planes = planes_helper(l.shape, l.group), rows = rows_helper(l.shape, requant),
                      layer = layer_helper(l, requant, planes.name, rows.name);
  out.helpers = {planes, rows, layer};
  out.includes = {"dsp.h", requant.header()};
  out.scratch_bytes = scratch_bytes(l, requant.fast());
  out.in_place = can_overlap(l);
  const std::string id(name);
  out.arrays.push_back({.name = id + "_stream",
                        .c_type = "int32_t",
                        .bytes = Blob::of(stream),
                        .alignment = 4,
                        .comment = "by output channel: bias, taps by twos, multiplier, offset, shift"});
  const std::string zero_point = requant.wide ? std::string() : format(", %d", p.in_zero_point);
  CodeWriter c;
  c.line("static void %s(const %s *input, %s *output, void *scratch) {", id.c_str(), l.shape.type(), l.shape.type());
  c.line("%s(input, output, scratch, %s_stream%s);", layer.name.c_str(), id.c_str(), zero_point.c_str());
  c.line("}");
  out.definition = c.take();
  return out;
}

}  // namespace thimble
