// PanelDef: one step's canvas and inspector. Panels draw const views and send commands; they compute nothing but layout.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/core_link.h"
#include "wasm/ui/images.h"
#include "wasm/ui/ui.h"

namespace thimble::ui {

struct PanelStates;  // panel_states.h: what the user is touching in each panel

struct PanelContext {
  Ui& ui;
  CoreLink& core;
  Platform& platform;
  PanelStates& states;
  Images& images;
  const Views& views;
  Rect canvas;
};

enum class StepState : std::uint8_t { to_do, ready, running, attention };

struct PanelDef {
  std::string_view name;
  const char* title;
  const char* icon;
  StepState (*state)(const PanelContext&);
  void (*draw)(PanelContext&);
  void (*inspect)(PanelContext&);  // nullptr: no inspector
};

std::span<const PanelDef* const> all_panels();
int find_panel(std::string_view name);  // -1: none

#define THIMBLE_PANEL(name, title, icon) extern const PanelDef panel_##name;
#include "wasm/ui/panels.def"
#undef THIMBLE_PANEL

}  // namespace thimble::ui
