// What the KernelDefs of kernels of two numbers share: a walk over two operands that broadcast together.
#pragma once

#include "core/kernels/kernel_table.h"

namespace thimble {

inline constexpr std::string_view kBroadcastFields[] = {"size_0",     "size_1",     "size_2",     "size_3",     "a_stride_0", "a_stride_1",
                                                        "a_stride_2", "a_stride_3", "b_stride_0", "b_stride_1", "b_stride_2", "b_stride_3"};

template <auto kFunction>
struct BinaryRun;
template <class Params, class T, void (*kFunction)(const Params*, const T*, const T*, T*)>
struct BinaryRun<kFunction> {
  static constexpr std::size_t kMembers = sizeof(Params) / sizeof(std::int32_t);
  static constexpr ElementType kTypes[] = {element_type_of<T>(), element_type_of<T>()};
  static void run(const KernelArgs& args) { kFunction(params_ptr<Params>(args), input<T>(args, 0), input<T>(args, 1), output<T>(args, 0)); }
};

template <auto kFunction>
consteval KernelDef binary_kernel(std::string_view name, std::string_view doc, std::span<const std::string_view> headers,
                                  std::span<const std::string_view> fields = kBroadcastFields,
                                  std::span<const std::string_view> real_fields = {}) {
  using Run = BinaryRun<kFunction>;
  if (fields.size() != Run::kMembers) the_struct_has_other_members();
  return {.name = name,
          .doc = doc,
          .fields = fields,
          .real_fields = real_fields,
          .inputs = Run::kTypes,
          .outputs = std::span(Run::kTypes).first(1),
          .in_place = true,
          .headers = headers,
          .run = Run::run};
}

}  // namespace thimble
