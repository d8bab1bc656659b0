// ModelBuilder: an ONNX file under construction: nodes, initializers, names that are used once.
//   layout  one ModelProto, constants as raw little-endian bytes inside; equal constants are written once
//   errors  out_of_budget: more constants than one file carries
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/blob.h"
#include "core/base/result.h"
#include "core/ir/types.h"
#include "onnx.pb.h"

namespace thimble::onnx {

// The type's number in the file.
std::int32_t type_number(DType dtype);

class ModelBuilder {
 public:
  // `wish` if nothing is called so yet, else with a number behind.
  std::string unique(std::string_view wish);

  // A node with one output, whose name it returns. An empty input is an absent one.
  std::string node(std::string_view op_type, std::span<const std::string> inputs, const AttrSet& attrs, std::string_view output_wish);
  std::string constant(DType dtype, const Shape& dims, const Blob& bytes, std::string_view wish);

  void add_input(const std::string& name, DType dtype, const Shape& dims);
  void add_output(const std::string& name, DType dtype, const Shape& dims);
  // What is called `from` is called `to` from now on: `to` has to be free, and `from` made by a node.
  void rename(const std::string& from, const std::string& to);
  bool made_by_node(const std::string& name) const { return made_.contains(name); }

  Result<std::vector<std::byte>> finish(std::string_view graph_name, std::string_view description, std::int64_t opset);

 private:
  pb::ModelProto model_;
  std::set<std::string, std::less<>> names_, made_;
  std::map<std::pair<std::uint64_t, std::size_t>, std::vector<int>> initializers_;  // by hash and size of the bytes
  std::size_t constant_bytes_ = 0;
};

}  // namespace thimble::onnx
