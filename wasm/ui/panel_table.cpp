#include "wasm/ui/panel_def.h"

namespace thimble::ui {

std::span<const PanelDef* const> all_panels() {
  static constexpr const PanelDef* panels[] = {
#define THIMBLE_PANEL(name, title, icon) &panel_##name,
#include "wasm/ui/panels.def"
#undef THIMBLE_PANEL
  };
  return panels;
}

int find_panel(std::string_view name) {
  const auto panels = all_panels();
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (panels[i]->name == name) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace thimble::ui
