// Code: the package, what is in it, its download, and the command that makes the same.
#pragma once

#include "wasm/ui/panel_def.h"
#include "wasm/ui/table.h"

namespace thimble::ui {

struct CodeUi {
  TableState files;
};

}  // namespace thimble::ui
