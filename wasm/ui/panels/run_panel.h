// Run: a row per technique, with its phase, its bar and what is known so far. Rows stay where they are when they are finished.
#pragma once

#include "wasm/ui/panel_def.h"
