// The graph of the network: layers from top to bottom with the lines between them, to be panned, zoomed, searched and walked. Places
//   come from the view; what is out of sight is not drawn, and what would be too small to read is drawn plainer.
#pragma once

#include "wasm/ui/panel_def.h"

namespace thimble::ui {

struct GraphUi {
  float zoom = 0;      // screen by graph; 0: not placed yet
  ImVec2 middle;       // what of the graph is in the middle of the canvas
  ImVec2 extent;       // of the graph that it was placed for
  int cost = 0;        // what fills the nodes: MACs, parameters, bytes of the result
  int end = -1;        // the node that is selected, if it is an input or output of the network
  int followed = -1;   // the node that was last brought into sight
  std::string search;
};

// `selected`: a layer, negative for none; the table has the same.
void draw_graph(PanelContext& context, const view::ModelView& model, GraphUi& state, int& selected, const Rect& rect);
// The input or output that is selected in the graph; nullptr: none is.
const view::Tensor* selected_end(const view::ModelView& model, const GraphUi& state);
// The field that finds layers by name, operator or shape.
void graph_search(PanelContext& context, const view::ModelView& model, GraphUi& state, int& selected, float width);

}  // namespace thimble::ui
