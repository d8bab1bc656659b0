#include "core/techniques/technique_def.h"

namespace thimble {

#define THIMBLE_TECHNIQUE(name) extern const TechniqueDef technique_##name;
#include "core/techniques/techniques.def"
#undef THIMBLE_TECHNIQUE

namespace {

constexpr NamedTechnique kTechniques[] = {
#define THIMBLE_TECHNIQUE(name) {#name, &technique_##name},
#include "core/techniques/techniques.def"
#undef THIMBLE_TECHNIQUE
};

}  // namespace

std::span<const NamedTechnique> all_techniques() { return kTechniques; }

const TechniqueDef* find_technique(std::string_view name) {
  for (const NamedTechnique& technique : kTechniques) {
    if (technique.name == name) return technique.def;
  }
  return nullptr;
}

}  // namespace thimble
