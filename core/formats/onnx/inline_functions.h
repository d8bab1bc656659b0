// FunctionInliner: nodes that call a function of the file (FunctionProto) become the function's own nodes.
//   before  y = my.Block(x; size=3)      with  Block(a) -> b { t = Conv(a; kernel_shape=@size);  b = Relu(t) }
//   after   call0/t = Conv(x; kernel_shape=3);  y = Relu(call0/t)
//   rules   names of the body get the call's number, also inside graphs that are attributes; an attribute that neither the call nor the
//           function gives is left out; functions that stand for operators we know (domain ai.onnx) are not used
//   limits  calls 32 deep, kMaxNodes nodes, 256 MiB of copies
//   errors  bad_data: functions that call themselves; out_of_budget
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "core/base/result.h"
#include "onnx.pb.h"

namespace thimble::onnx {

class FunctionInliner {
 public:
  explicit FunctionInliner(const pb::ModelProto& model);  // which has to outlive it

  Result<void> run(pb::GraphProto& graph);
  std::size_t calls() const { return calls_; }

 private:
  using Nodes = google::protobuf::RepeatedPtrField<pb::NodeProto>;

  const pb::FunctionProto* function_of(const pb::NodeProto& node) const;
  Result<void> put(pb::NodeProto node, int depth, Nodes& out);

  std::map<std::tuple<std::string, std::string, std::string>, const pb::FunctionProto*> functions_;
  std::size_t calls_ = 0, copied_bytes_ = 0;
};

}  // namespace thimble::onnx
