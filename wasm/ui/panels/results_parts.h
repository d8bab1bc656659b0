// The parts of Results that are no table: recommendation, sensitivity by layer, samples on which the answers differ, checks.
#pragma once

#include "wasm/ui/panel_def.h"

namespace thimble::ui {

void draw_recommendation(PanelContext& context, const view::ResultsView& results, float width);
void draw_sensitivity(PanelContext& context, const view::Candidate& candidate, float width, float height);
void draw_disagreements(PanelContext& context, const view::ResultsView& results, float width);
void draw_checks(PanelContext& context, float width);

}  // namespace thimble::ui
