// The graph of ModelView: where every layer, input and output of the network stands, and the lines between them.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include "core/report/model_report.h"
#include "view_generated.h"

namespace thimble {

flatbuffers::Offset<view::Graph> build_graph(flatbuffers::FlatBufferBuilder& to, const ModelReport& report);

}  // namespace thimble
