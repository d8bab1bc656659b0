#include "core/codegen/emitters/depthwise_conv2d_c99.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/emitters/matrix_tile.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_s8.h"
}

namespace thimble {
namespace {

using Params = thimble_depthwise_conv2d_s8_params;

// A block is written out in full: beyond this many products the portable kernel's loops are the better code.
constexpr std::int64_t kMaxProducts = 256;

struct Plan {
  Params p;
  std::int64_t block;                // outputs of a row at a time
  std::int64_t plane_h, plane_w;     // padded
  std::int64_t used_h, used_w;       // rows and columns of the input that the filter reaches
  bool resident, uniform, unsigned_plane;

  std::int64_t taps() const { return std::int64_t{p.filter_h} * p.filter_w; }
  std::int64_t columns(std::int64_t outputs) const {
    return (outputs - 1) * p.stride_w + (p.filter_w - 1) * std::int64_t{p.dilation_w} + 1;
  }
};

// The block that needs the fewest loads and pointer steps for a row.
std::int64_t choose_block(const Plan& plan, std::int64_t most) {
  const auto cost = [&](std::int64_t outputs) { return outputs == 0 ? 0 : plan.columns(outputs) * plan.p.filter_h + 4; };
  std::int64_t best = 1;
  const auto row_cost = [&](std::int64_t block) { return plan.p.out_w / block * cost(block) + cost(plan.p.out_w % block); };
  for (std::int64_t block = 1; block <= std::min<std::int64_t>(most, plan.p.out_w) && block * plan.taps() <= kMaxProducts; ++block) {
    if (row_cost(block) <= row_cost(best)) best = block;
  }
  return best;
}

Plan make_plan(const Params& p, const DepthwiseTile& tile, bool uniform) {
  Plan plan{};
  plan.p = p;
  plan.uniform = uniform;
  plan.plane_h = std::int64_t{p.out_h - 1} * p.stride_h + (p.filter_h - 1) * std::int64_t{p.dilation_h} + 1;
  plan.plane_w = plan.columns(p.out_w);
  plan.used_h = std::clamp<std::int64_t>(plan.plane_h - p.pad_top, 0, p.in_h);
  plan.used_w = std::clamp<std::int64_t>(plan.plane_w - p.pad_left, 0, p.in_w);
  plan.unsigned_plane = tile.unsigned_plane;
  plan.resident = plan.taps() <= tile.resident_weights;
  plan.block = choose_block(plan, tile.outputs);
  return plan;
}

bool may_overwrite(const Params& p) { return p.depth_multiplier == 1 && p.out_h == p.in_h && p.out_w == p.in_w; }

// OHWI with a single O: [tap][channel] -> [channel][tap].
std::vector<std::int8_t> channel_major(const std::vector<std::int8_t>& weights, std::int64_t channels) {
  const std::int64_t taps = static_cast<std::int64_t>(weights.size()) / channels;
  std::vector<std::int8_t> out;
  out.reserve(weights.size());
  for (std::int64_t c = 0; c < channels; ++c) {
    for (std::int64_t t = 0; t < taps; ++t) out.push_back(weights[static_cast<std::size_t>(t * channels + c)]);
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------- text

const char* plane_type(const Plan& plan) { return plan.unsigned_plane ? "uint8_t" : "int8_t"; }

void write_copy(CodeWriter& c, const Plan& plan, int to, int from) {
  if (plan.unsigned_plane) c.line("to[%d] = (uint8_t)(from[%d] + 128);", to, from);
  else c.line("to[%d] = from[%d];", to, from);
}

void write_plane_copy(CodeWriter& c, const Plan& plan) {
  const Params& p = plan.p;
  const int channels = p.in_c;
  const int unroll = static_cast<int>(plan.used_w <= 8 ? plan.used_w : 4);
  if (plan.used_h == 0 || plan.used_w == 0) return;
  c.line("const int8_t *from = input + channel;");
  c.line("%s *to = plane + %d;", plane_type(plan), static_cast<int>(p.pad_top * plan.plane_w + p.pad_left));
  c.line("for (int32_t y = 0; y < %d; y++) {", static_cast<int>(plan.used_h));
  const int rounds = static_cast<int>(plan.used_w) / unroll;
  if (rounds > 1) c.line("for (int32_t x = 0; x < %d; x += %d) {", rounds * unroll, unroll);
  for (int i = 0; i < unroll; ++i) write_copy(c, plan, i, i * channels);
  if (rounds > 1) {
    c.line("from += %d;", unroll * channels);
    c.line("to += %d;", unroll);
    c.line("}");
  }
  const int rest = static_cast<int>(plan.used_w) % unroll;
  for (int i = 0; i < rest; ++i) write_copy(c, plan, i, i * channels);
  const int done = rounds > 1 ? rounds * unroll : 0;
  c.line("from += %d;", (p.in_w - done) * channels);
  c.line("to += %d;", static_cast<int>(plan.plane_w) - done);
  c.line("}");
}

void write_weights(CodeWriter& c, const Plan& plan, std::int64_t first, std::int64_t count) {
  std::string line = "const int32_t ";
  for (std::int64_t i = 0; i < count; ++i) {
    line += format("%sw%d = weights[%d]", i > 0 ? ", " : "", static_cast<int>(plan.resident ? first + i : i), static_cast<int>(first + i));
  }
  c.line("%s;", line.c_str());
}

// The products of a block, weight by weight: for cores whose multiply overwrites a factor, which had better be the input.
void write_products_by_weight(CodeWriter& c, const Plan& plan, std::int64_t outputs) {
  const Params& p = plan.p;
  c.line("int32_t w;");
  for (std::int64_t tap = 0; tap < plan.taps(); ++tap) {
    const std::int64_t y = tap / p.filter_w, x = tap % p.filter_w;
    std::string line = format("w = weights[%d];", static_cast<int>(tap));
    for (std::int64_t j = 0; j < outputs; ++j) {
      const std::int64_t offset = y * p.dilation_h * plan.plane_w + x * p.dilation_w + j * p.stride_w;
      line += format(" sum%d += pixel[%d] * w;", static_cast<int>(j), static_cast<int>(offset));
    }
    c.line("%s", line.c_str());
  }
}

// The products of a block, input by input: each is loaded once for all outputs and taps that it meets.
void write_products_by_input(CodeWriter& c, const Plan& plan, std::int64_t outputs) {
  const Params& p = plan.p;
  c.line("int32_t v;");
  for (std::int64_t y = 0; y < p.filter_h; ++y) {
    if (!plan.resident) {
      c.line("{");
      write_weights(c, plan, y * p.filter_w, p.filter_w);
    }
    for (std::int64_t i = 0; i < plan.columns(outputs); ++i) {
      std::string uses;
      for (std::int64_t j = 0; j < outputs; ++j) {
        const std::int64_t offset = i - j * p.stride_w;
        if (offset < 0 || offset % p.dilation_w != 0 || offset / p.dilation_w >= p.filter_w) continue;
        const std::int64_t tap = offset / p.dilation_w + (plan.resident ? y * p.filter_w : 0);
        uses += format(" sum%d += v * w%d;", static_cast<int>(j), static_cast<int>(tap));
      }
      if (!uses.empty()) c.line("v = pixel[%d];%s", static_cast<int>(y * p.dilation_h * plan.plane_w + i), uses.c_str());
    }
    if (!plan.resident) c.line("}");
  }
}

// `outputs` neighbouring outputs: `pixel` is the plane under the first one's first tap, `result` where it goes.
void write_block(CodeWriter& c, const Plan& plan, std::int64_t outputs, const std::string& requantize) {
  const Params& p = plan.p;
  std::string sums = "int32_t ";
  for (std::int64_t j = 0; j < outputs; ++j) sums += format("%ssum%d = bias", j > 0 ? ", " : "", static_cast<int>(j));
  c.line("%s;", sums.c_str());
  if (plan.unsigned_plane) write_products_by_weight(c, plan, outputs);
  else write_products_by_input(c, plan, outputs);
  const int channels = p.in_c * p.depth_multiplier;
  for (std::int64_t j = 0; j < outputs; ++j) {
    c.line("result[%d] = %s(sum%d, multiplier, shift);", static_cast<int>(j) * channels, requantize.c_str(), static_cast<int>(j));
  }
  c.line("pixel += %d;", static_cast<int>(outputs) * p.stride_w);
  c.line("result += %d;", static_cast<int>(outputs) * channels);
}

void write_channel(CodeWriter& c, const Plan& plan, const std::string& requantize) {
  const Params& p = plan.p;
  if (plan.uniform) c.line("const int32_t bias = *biases++;");
  else c.line("const int32_t bias = channels[0], multiplier = channels[1], shift = channels[2];");
  if (!plan.uniform) c.line("channels += 3;");
  if (plan.resident) write_weights(c, plan, 0, plan.taps());
  c.line("int8_t *result = output + %s;", p.depth_multiplier == 1 ? "channel" : format("channel * %d + part", p.depth_multiplier).c_str());
  c.line("const %s *row = plane;", plane_type(plan));
  c.line("for (int32_t y = 0; y < %d; y++) {", p.out_h);
  c.line("const %s *pixel = row;", plane_type(plan));
  const int rounds = static_cast<int>(p.out_w / plan.block);
  const std::int64_t rest = p.out_w % plan.block;
  if (rounds > 1) c.line("for (int32_t block = 0; block < %d; block++) {", rounds);
  else c.line("{");
  write_block(c, plan, plan.block, requantize);
  c.line("}");
  if (rest > 0) {
    c.comment("What is left of the row.");
    c.line("{");
    write_block(c, plan, rest, requantize);
    c.line("}");
  }
  c.line("row += %d;", static_cast<int>(p.stride_h * plan.plane_w));
  c.line("}");
  c.line("weights += %d;", static_cast<int>(plan.taps()));
}

EmittedHelper body_helper(const Plan& plan, std::string_view isa, const RequantizePlan& requantize) {
  const Params& p = plan.p;
  EmittedHelper helper;
  helper.name = format("depthwise_%dx%d_s%d%d_d%d%d_p%d%d_%dx%dx%dx%d_m%d_%dx%d_z%s%s_%s_%.*s", p.filter_h, p.filter_w, p.stride_h,
                       p.stride_w, p.dilation_h, p.dilation_w, p.pad_top, p.pad_left, p.batches, p.in_h, p.in_w, p.in_c, p.depth_multiplier,
                       p.out_h, p.out_w, signed_name(p.in_zero_point).c_str(), plan.uniform ? "_uniform" : "", requantize.function.c_str(),
                       static_cast<int>(isa.size()), isa.data());
  CodeWriter c;
  c.comment(
      format("%dx%d depthwise convolution of %dx%dx%d, channel by channel on a padded copy of the channel's plane%s; %d outputs at a time "
             "share the loads.",
             p.filter_h, p.filter_w, p.in_h, p.in_w, p.in_c, may_overwrite(p) ? ", so that the output may overwrite the input" : "",
             static_cast<int>(plan.block)));
  c.line("THIMBLE_KEEP_ORDER static void %s(const int8_t *input, int8_t *output, %s *plane, %s) {", helper.name.c_str(), plane_type(plan),
         constant_parameters(plan.uniform).c_str());
  helper.labels = convolution_labels("depthwise", p);
  c.line("memset(plane, %d, %d);", plan.unsigned_plane ? p.in_zero_point + 128 : p.in_zero_point,
         static_cast<int>(plan.plane_h * plan.plane_w));
  if (p.batches > 1) c.line("for (int32_t n = 0; n < %d; n++) {", p.batches);
  c.line("const int8_t *weights = all_weights;");
  c.line("%s", plan.uniform ? "const int32_t *biases = all_biases;" : "const int32_t *channels = all_channels;");
  c.line("for (int32_t channel = 0; channel < %d; channel++) {", p.in_c);
  write_plane_copy(c, plan);
  if (p.depth_multiplier > 1) c.line("for (int32_t part = 0; part < %d; part++) {", p.depth_multiplier);
  write_channel(c, plan, requantize.function);
  if (p.depth_multiplier > 1) c.line("}");
  c.line("}");
  if (p.batches > 1) {
    c.line("input += %d;", p.in_h * p.in_w * p.in_c);
    c.line("output += %d;", p.out_h * p.out_w * p.in_c * p.depth_multiplier);
    c.line("}");
  }
  c.line("}");
  helper.definition = c.take();
  return helper;
}

// The inputs are 128 too large: so are the sums, by 128 times the sum of the weights.
void subtract_128_sums(LayerConstants& layer) {
  const std::size_t taps = layer.weights.size() / layer.channels.bias.size();
  for (std::size_t i = 0; i < layer.weights.size(); ++i) layer.channels.bias[i / taps] -= 128 * layer.weights[i];
}

}  // namespace

bool depthwise_conv2d_c99_applies(const KernelCall& call) {
  const Params p = params_as<Params>(call);
  return std::int64_t{p.filter_h} * p.filter_w <= kMaxProducts && p.out_h > 0 && p.out_w > 0;
}

EmittedKernel emit_depthwise_conv2d_c99(const EmitRequest& request, const DepthwiseTile& tile, std::string_view isa) {
  const Params p = params_as<Params>(request.call);
  const std::int64_t channels = std::int64_t{p.in_c} * p.depth_multiplier;
  KernelCall reordered = request.call;
  reordered.constants[0].bytes = Blob::of(channel_major(request.call.constants[0].bytes.copy_as<std::int8_t>(), channels));
  LayerConstants layer =
      read_layer_constants(reordered, channels, p.in_zero_point, {p.out_zero_point, p.out_min, p.out_max}, tile.high_multiply);
  if (tile.unsigned_plane) subtract_128_sums(layer);
  const Plan plan = make_plan(p, tile, layer.channels.uniform());

  EmittedKernel out;
  out.includes = {"c99.h"};
  out.scratch_bytes = plan.plane_h * plan.plane_w;
  out.in_place = may_overwrite(p);
  out.helpers = layer.requantize.needs;
  out.helpers.push_back(layer.requantize.helper);
  out.helpers.push_back(body_helper(plan, isa, layer.requantize));
  MatrixConstants constants = matrix_constants(request.name, layer.weights, "[channel][filter row][filter column]", layer.channels);
  out.arrays = std::move(constants.arrays);
  CodeWriter c;
  c.line("static void %.*s(const int8_t *input, int8_t *output, void *scratch) {", static_cast<int>(request.name.size()),
         request.name.data());
  c.line("%s(input, output, (%s *)scratch, %s);", out.helpers.back().name.c_str(), plane_type(plan), constants.arguments.c_str());
  c.line("}");
  out.definition = c.take();
  return out;
}

}  // namespace thimble
