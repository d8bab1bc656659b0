// kernel_of: a KernelDef completed from the C function itself: the types of its operands, and how it is called with them.
//   The function is void f(const <name>_params *, const T *inputs..., const T *constants..., T *output); a KernelDef that says
//   something else about its members or constants does not compile.
//   Below it, what several kernels have in common: members of their params, constants, headers.
#pragma once

#include <array>
#include <type_traits>
#include <utility>

#include "core/kernels/kernel_table.h"

namespace thimble {

template <class T>
consteval ElementType element_type_of() {
  if constexpr (std::is_same_v<T, std::int8_t>) return ElementType::s8;
  if constexpr (std::is_same_v<T, std::uint8_t>) return ElementType::u8;
  if constexpr (std::is_same_v<T, std::int16_t>) return ElementType::s16;
  if constexpr (std::is_same_v<T, std::uint16_t>) return ElementType::f16;
  if constexpr (std::is_same_v<T, std::int32_t>) return ElementType::s32;
  if constexpr (std::is_same_v<T, std::int64_t>) return ElementType::s64;
  if constexpr (std::is_same_v<T, float>) return ElementType::f32;
}

template <auto kFunction, std::size_t kInputs>
struct KernelFunction;
template <class Params, class... Operands, void (*kFunction)(const Params*, Operands*...), std::size_t kInputs>
struct KernelFunction<kFunction, kInputs> {
  static constexpr std::size_t kOperands = sizeof...(Operands), kConstants = kOperands - kInputs - 1;
  static constexpr std::size_t kMembers = sizeof(Params) / sizeof(std::int32_t);
  static constexpr std::array<ElementType, kOperands> kTypes{element_type_of<std::remove_const_t<Operands>>()...};

  static void run(const KernelArgs& args) { call(args, std::index_sequence_for<Operands...>()); }

 private:
  template <std::size_t... kIndex>
  static void call(const KernelArgs& args, std::index_sequence<kIndex...>) {
    kFunction(reinterpret_cast<const Params*>(args.params), operand<Operands, kIndex>(args)...);
  }
  template <class T, std::size_t kIndex>
  static T* operand(const KernelArgs& args) {
    if constexpr (kIndex < kInputs) return static_cast<T*>(args.inputs[kIndex]);
    else if constexpr (kIndex < kInputs + kConstants) return static_cast<T*>(args.constants[kIndex - kInputs]);
    else return static_cast<T*>(args.outputs[0]);
  }
};

// Not defined and not constexpr: a call stops the compilation.
void fields_are_not_the_members_of_the_struct();
void constants_are_not_those_of_the_function();

template <auto kFunction, std::size_t kInputs = 1>
consteval KernelDef kernel_of(KernelDef def) {
  using Function = KernelFunction<kFunction, kInputs>;
  if (def.fields.size() != Function::kMembers) fields_are_not_the_members_of_the_struct();
  if (def.constants.size() != Function::kConstants) constants_are_not_those_of_the_function();
  for (std::size_t i = 0; i < def.constants.size(); ++i) {
    if (def.constants[i].type != Function::kTypes[kInputs + i]) constants_are_not_those_of_the_function();
  }
  def.inputs = std::span(Function::kTypes).first(kInputs);
  def.outputs = std::span(Function::kTypes).last(1);
  def.run = Function::run;
  return def;
}

// ---------------------------------------------------------------- members

template <class... Words>
consteval std::array<std::string_view, sizeof...(Words)> names(const Words&... words) {
  return {words...};
}

template <std::size_t kFirst, std::size_t kSecond>
consteval std::array<std::string_view, kFirst + kSecond> operator+(const std::array<std::string_view, kFirst>& first,
                                                                   const std::array<std::string_view, kSecond>& second) {
  std::array<std::string_view, kFirst + kSecond> out;
  for (std::size_t i = 0; i < kFirst; ++i) out[i] = first[i];
  for (std::size_t i = 0; i < kSecond; ++i) out[kFirst + i] = second[i];
  return out;
}

inline constexpr auto kCountField = names("count");
inline constexpr auto kCountAlphaFields = names("count", "alpha");
inline constexpr auto kReduceFields = names("outer", "count", "inner");
inline constexpr auto kOutRange = names("out_min", "out_max");
inline constexpr auto kZeroPointAndRange = names("in_zero_point", "out_zero_point") + kOutRange;

inline constexpr auto kBroadcastFields = names("size_0", "size_1", "size_2", "size_3", "a_stride_0", "a_stride_1", "a_stride_2",
                                               "a_stride_3", "b_stride_0", "b_stride_1", "b_stride_2", "b_stride_3");
inline constexpr auto kBroadcastRangeFields = kBroadcastFields + kOutRange;
inline constexpr auto kMatricesFields =
    names("size_0", "size_1", "size_2", "rows", "columns", "depth", "a_stride_0", "a_stride_1", "a_stride_2", "a_row_stride",
          "a_depth_stride", "b_stride_0", "b_stride_1", "b_stride_2", "b_depth_stride", "b_column_stride");

inline constexpr auto kConvFields = names("batches", "in_h", "in_w", "in_c", "out_h", "out_w", "out_c", "filter_h", "filter_w", "groups",
                                          "stride_h", "stride_w", "dilation_h", "dilation_w", "pad_top", "pad_left");
inline constexpr auto kDepthwiseFields = names("batches", "in_h", "in_w", "in_c", "out_h", "out_w", "depth_multiplier", "filter_h",
                                               "filter_w", "stride_h", "stride_w", "dilation_h", "dilation_w", "pad_top", "pad_left");
inline constexpr auto kTransposeConvFields = names("batches", "in_h", "in_w", "in_c", "out_h", "out_w", "out_c", "filter_h", "filter_w",
                                                   "stride_h", "stride_w", "pad_top", "pad_left");
inline constexpr auto kDenseFields = names("batches", "in_c", "out_c");
inline constexpr auto kPoolWindowFields =
    names("batches", "in_h", "in_w", "channels", "out_h", "out_w", "filter_h", "filter_w", "stride_h", "stride_w", "pad_top", "pad_left");
inline constexpr auto kPoolFields = kPoolWindowFields + kOutRange;
inline constexpr auto kResizeFields = names("batches", "in_h", "in_w", "channels", "out_h", "out_w");
inline constexpr auto kPadFields =
    names("in_0", "in_1", "in_2", "in_3", "out_0", "out_1", "out_2", "out_3", "before_0", "before_1", "before_2", "before_3", "value");
inline constexpr auto kRequantizeFields = names("count", "in_zero_point", "multiplier", "shift", "out_zero_point");
inline constexpr auto kQuantizeFields = names("count", "zero_point");

// ---------------------------------------------------------------- constants

inline constexpr ConstantSlot kFloatWeights[] = {{"weights", ElementType::f32}, {"bias", ElementType::f32, true}};
inline constexpr ConstantSlot kHalfWeights[] = {{"weights", ElementType::f16}, {"bias", ElementType::f32, true}};
inline constexpr ConstantSlot kScaledWeights[] = {
    {"weights", ElementType::s8}, {"scale", ElementType::f32}, {"bias", ElementType::f32, true}};
inline constexpr ConstantSlot kRequantizedWeights[] = {
    {"weights", ElementType::s8}, {"bias", ElementType::s32, true}, {"multiplier", ElementType::s32}, {"shift", ElementType::s8}};
inline constexpr ConstantSlot kRequantizedWeightsWide[] = {
    {"weights", ElementType::s8}, {"bias", ElementType::s64, true}, {"multiplier", ElementType::s32}, {"shift", ElementType::s8}};
inline constexpr ConstantSlot kScaleConstant[] = {{"scale", ElementType::f32}};
inline constexpr ConstantSlot kTableS16Constant[] = {{"table", ElementType::s16}};
inline constexpr ConstantSlot kPlacesConstants[] = {{"rows", ElementType::s32}, {"columns", ElementType::s32}};

// ---------------------------------------------------------------- headers

inline constexpr auto kBroadcast = names("broadcast.h");
inline constexpr auto kRequantize = names("requantize.h");
inline constexpr auto kRequantizeWide = names("requantize.h", "requantize_wide.h");
inline constexpr auto kStrictFloat = names("strict_float.h");
inline constexpr auto kFloatMath = names("float_math.h", "strict_float.h");
inline constexpr auto kFloatTrig = kFloatMath + names("float_trig.h");
inline constexpr auto kFloatWeightsHeaders = kFloatMath + names("float_weights.h", "half_float.h");
inline constexpr auto kQuantizeFloat = names("quantize_float.h", "requantize.h");
inline constexpr auto kSigmoidTable = names("sigmoid_table.h");
inline constexpr auto kWindow = names("window.h");
inline constexpr auto kFloatWindow = kFloatMath + kWindow;
inline constexpr auto kRequantizeWindow = kRequantize + kWindow;

}  // namespace thimble
