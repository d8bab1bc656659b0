// What the KernelDefs of kernels with one input and one output of the same type share, with or without constants.
#pragma once

#include "core/kernels/kernel_table.h"

namespace thimble {

inline constexpr std::span<const std::string_view> kNoHeaders;
inline constexpr std::string_view kFloatMath[] = {"float_math.h", "strict_float.h"};
inline constexpr std::string_view kFloatTrig[] = {"float_math.h", "strict_float.h", "float_trig.h"};

inline constexpr std::string_view kCountField[] = {"count"};
inline constexpr std::string_view kReduceFields[] = {"outer", "count", "inner"};

template <auto kFunction>
struct UnaryRun;
template <class Params, class T, void (*kFunction)(const Params*, const T*, T*)>
struct UnaryRun<kFunction> {
  static constexpr std::size_t kMembers = sizeof(Params) / sizeof(std::int32_t);
  static constexpr ElementType kTypes[] = {element_type_of<T>()};
  static void run(const KernelArgs& args) { kFunction(params_ptr<Params>(args), input<T>(args, 0), output<T>(args, 0)); }
};

template <auto kFunction>
consteval KernelDef unary_kernel(std::string_view name, std::string_view doc, std::span<const std::string_view> headers,
                                 std::span<const std::string_view> fields, std::span<const std::string_view> real_fields = {}) {
  using Run = UnaryRun<kFunction>;
  if (fields.size() != Run::kMembers) the_struct_has_other_members();
  return {.name = name,
          .doc = doc,
          .fields = fields,
          .real_fields = real_fields,
          .inputs = Run::kTypes,
          .outputs = Run::kTypes,
          .headers = headers,
          .run = Run::run};
}

// out[i] = f(in[i]) for i below `count`, which may be done in place.
template <auto kFunction>
consteval KernelDef elementwise_kernel(std::string_view name, std::string_view doc, std::span<const std::string_view> headers,
                                       std::span<const std::string_view> fields = kCountField,
                                       std::span<const std::string_view> real_fields = {}) {
  KernelDef def = unary_kernel<kFunction>(name, doc, headers, fields, real_fields);
  def.in_place = true;
  return def;
}

// [outer, count, inner] to [outer, inner].
template <auto kFunction>
consteval KernelDef reduce_kernel(std::string_view name, std::string_view doc) {
  return unary_kernel<kFunction>(name, doc, kNoHeaders, kReduceFields);
}

}  // namespace thimble
