#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/lookup_s8.h"
}

namespace thimble {
namespace {

constexpr ConstantSlot kConstants[] = {{"table", ElementType::s8}};

}  // namespace

const KernelDef kernel_lookup_s8 = kernel_of<thimble_lookup_s8>({.name = "lookup_s8",
                                                                 .doc = "any function of one int8 number as a table",
                                                                 .fields = kCountField,
                                                                 .constants = kConstants,
                                                                 .in_place = true});

}  // namespace thimble
