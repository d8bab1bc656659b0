#include "core/kernels/kernel_def.h"

#include <iterator>

#include "core/kernels/kernel_table.h"

namespace thimble {
namespace {

constexpr KernelId kIds[] = {
#define THIMBLE_KERNEL(name) KernelId::name,
#include "core/kernels/kernels.def"
#undef THIMBLE_KERNEL
};

constexpr const KernelDef* kDefs[] = {
#define THIMBLE_KERNEL(name) &kernel_##name,
#include "core/kernels/kernels.def"
#undef THIMBLE_KERNEL
};

}  // namespace

std::size_t element_bytes(ElementType type) {
  switch (type) {
    case ElementType::s8:
    case ElementType::u8: return 1;
    case ElementType::s16:
    case ElementType::f16: return 2;
    case ElementType::s32:
    case ElementType::f32: return 4;
    case ElementType::s64: return 8;
  }
  return 0;
}

std::string_view c_type_name(ElementType type) {
  switch (type) {
    case ElementType::s8: return "int8_t";
    case ElementType::u8: return "uint8_t";
    case ElementType::s16: return "int16_t";
    case ElementType::s32: return "int32_t";
    case ElementType::s64: return "int64_t";
    case ElementType::f32: return "float";
    case ElementType::f16: return "uint16_t";
  }
  return "";
}

const KernelDef& kernel_def(KernelId id) {
  const auto index = static_cast<std::size_t>(id);
  THIMBLE_CHECK(index < std::size(kDefs));
  return *kDefs[index];
}

std::span<const KernelId> all_kernels() { return kIds; }

}  // namespace thimble
