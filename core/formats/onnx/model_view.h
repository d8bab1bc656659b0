// ModelView: an ONNX file after the checks that every later access relies on.
//   layout  onnx.proto; the wire walk has bounded it before (wire_walk.h)
//   checks  a graph; the op set 6 or newer; no functions, no sparse weights
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
#include "onnx.pb.h"

namespace thimble::onnx {

inline constexpr std::int64_t kOldestOpset = 6, kNewestOpset = 24;

class ModelView {
 public:
  static Result<ModelView> open(std::span<const std::byte> file, Diagnostics& diagnostics);

  const pb::GraphProto& graph() const { return model_->graph(); }
  const pb::NodeProto& node(std::size_t i) const { return graph().node(static_cast<int>(i)); }
  std::size_t node_count() const { return static_cast<std::size_t>(graph().node_size()); }
  std::int64_t opset() const { return opset_; }
  std::string node_place(std::size_t i) const;  // "node 3 (Conv) 'layer1/conv'"

  // Nodes that read a value, in order; and whether it is an output of the network.
  std::span<const std::size_t> readers(std::string_view name) const;
  bool is_output(std::string_view name) const;

 private:
  Result<void> check_opsets(Diagnostics& diagnostics);
  void index_readers();

  std::unique_ptr<pb::ModelProto> model_;
  std::int64_t opset_ = 0;
  std::map<std::string, std::vector<std::size_t>, std::less<>> readers_;
  std::map<std::string, bool, std::less<>> outputs_;
};

// A name of the file made fit to keep: at most 255 bytes, no control bytes, valid ASCII or UTF-8 kept as it is.
std::string clean_name(std::string_view name);

}  // namespace thimble::onnx
