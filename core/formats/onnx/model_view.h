// ModelView: an ONNX file after the checks that every later access relies on.
//   layout  onnx.proto; the wire walk has bounded it before (wire_walk.h)
//   checks  a graph; the op set 6 or newer; no sparse weights
//   makes   the nodes that a walk sees: calls of functions and operators on integers are written out, and the branch of an If that
//           runs stands behind them when it has been asked for
//   errors  bad_data, unsupported or out_of_budget, with the place inside the file
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/base/result.h"
#include "core/formats/onnx/inline_functions.h"
#include "onnx.pb.h"

namespace thimble::onnx {

inline constexpr std::int64_t kOldestOpset = 6, kNewestOpset = 28;

class ModelView {
 public:
  static Result<ModelView> open(std::span<const std::byte> file, Diagnostics& diagnostics);

  const pb::GraphProto& graph() const { return model_->graph(); }
  const pb::NodeProto& node(std::size_t i) const { return graph().node(static_cast<int>(i)); }
  std::size_t node_count() const { return static_cast<std::size_t>(graph().node_size()); }
  std::int64_t opset() const { return opset_; }
  std::string node_place(std::size_t i) const;  // "node 3 (Conv) 'layer1/conv'"

  // Adds the nodes of a graph that is an attribute of node `i`, and one for each of the node's outputs: [first, first + count).
  struct Branch {
    std::size_t first, count;
    pb::GraphProto graph;  // its initializers; the nodes are gone from it
  };
  Result<Branch> add_branch(std::size_t i, const std::string& graph);

  // Nodes that read a value, also from inside their own graphs; and whether it is an output of the network.
  std::span<const std::size_t> readers(std::string_view name) const;
  bool is_output(std::string_view name) const;

 private:
  Result<void> check_opsets(Diagnostics& diagnostics);
  Result<void> check_function_opsets() const;
  Result<void> write_out(pb::GraphProto& graph);
  void index_readers(const pb::NodeProto& node, std::size_t reader, int depth);

  std::unique_ptr<pb::ModelProto> model_;
  std::unique_ptr<FunctionInliner> inliner_;
  std::int64_t opset_ = 0;
  std::map<std::string, std::vector<std::size_t>, std::less<>> readers_;
  std::map<std::string, bool, std::less<>> outputs_;
};

// A name of the file made fit to keep: at most 255 bytes, no control bytes, valid ASCII or UTF-8 kept as it is.
std::string clean_name(std::string_view name);

}  // namespace thimble::onnx
