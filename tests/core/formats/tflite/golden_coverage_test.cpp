// What the importer takes is held against LiteRT: every operator, with every type that a kernel of ours has for it, has a golden in
// tests/data/litert_ops, or litert_difference says that LiteRT's results may be others, or a line of kExempt says why neither can be.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/formats/tflite/builtin_names.h"
#include "core/formats/tflite/taken_operators.h"
#include "core/ops/litert_difference.h"
#include "core/ops/op_def.h"
#include "tests/support/flat_patch.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

using namespace tflite;

constexpr std::int32_t kQuantize = 114, kDequantize = 6, kReluN1To1 = 20, kRelu6 = 21, kRelu0To1 = 152;

// An operator with its types: "CONV_2D s8", "QUANTIZE f32 s8", "CONV_2D f32 s8" of floats with weights of bytes.
struct Taken {
  std::int32_t code;
  OpKind kind;
  DType type;
  std::string key;
};

const std::map<std::string, std::string> kExempt = {
    {"ARG_MAX s16", "LiteRT has no kernel for it; nothing is computed: the scores are the output"},
    {"SHAPE f32", "no node is left of it, and the type does not matter: RESHAPE's cases whose target is computed are of integers"},
};

std::string name_of(DType type) { return std::string(dtype_name(type)); }

DType dtype_of(ElementType type) {
  constexpr std::pair<ElementType, DType> kTypes[] = {
      {ElementType::s8, DType::s8},   {ElementType::u8, DType::u8},   {ElementType::s16, DType::s16}, {ElementType::s32, DType::s32},
      {ElementType::s64, DType::s64}, {ElementType::f32, DType::f32}, {ElementType::f16, DType::f16}};
  return std::ranges::find(kTypes, type, &std::pair<ElementType, DType>::first)->second;
}

bool converts(std::int32_t code) { return code == kQuantize || code == kDequantize; }

std::string key_of(std::int32_t code, DType in, DType out, DType weights) {
  std::string key = builtin_name(code) + " " + name_of(in);
  if (converts(code)) return key + " " + name_of(out);
  return in == DType::f32 && weights != DType::f32 ? key + " " + name_of(weights) : key;
}

// Renames bytes or moves them by the one kernel that it has: for elements of any size.
bool moves_bytes(const OpDef& def) { return def.alias || (def.kernels.size() == 1 && kernel_def(def.kernels[0]).name.ends_with("_s8")); }

std::vector<Taken> all_taken() {
  std::vector<Taken> out;
  for (const TakenOperator& row : taken_operators()) {
    const OpDef& def = op_def(row.kind);
    const auto take = [&](DType in, DType to, DType weights) {
      out.push_back({row.code, row.kind, in, key_of(row.code, in, to, weights)});
    };
    if (moves_bytes(def)) {
      for (const DType type : {DType::s8, DType::s16, DType::f32}) take(type, type, type);
      continue;
    }
    for (const KernelId id : def.kernels) {
      const KernelDef& kernel = kernel_def(id);
      const bool weighted = def.quant.kind == QuantRule::Kind::weighted;
      const DType in = dtype_of(kernel.inputs[0]);
      take(in, dtype_of(kernel.outputs[0]), weighted ? dtype_of(kernel.constants[0].type) : in);
    }
  }
  return out;
}

// Places of the schema (core/formats/tflite/tflite.fbs).
enum ModelField { kOperatorCodes = 1, kSubgraphs = 2, kBuffers = 4 };
enum OperatorCodeField { kBuiltinCode = 3 };
enum SubgraphField { kTensors = 0, kOperators = 3 };
enum TensorField { kType = 1, kBuffer = 2 };
enum OperatorField { kOpcodeIndex = 0, kInputs = 1, kOutputs = 2 };

// Numbers that are 0 are not in the file.
template <class T>
T number_of(const FlatPatch& table, std::size_t field) {
  return table.has(field) ? table.field(field).get<T>() : T{};
}

class File {
 public:
  explicit File(Bytes& bytes) : model_(bytes), graph_(model_.in(kSubgraphs).table(0)) {}

  // Activations are what is no constant; a DEQUANTIZE of a constant stores it in another type.
  void add_keys(std::set<std::string>& keys) {
    for (std::size_t i = 0; i < graph_.in(kOperators).length(); ++i) {
      const FlatPatch op = graph_.in(kOperators).table(i);
      const std::vector<std::size_t> activations = operands(op, false), constants = operands(op, true);
      const auto output = op.in(kOutputs).item(0).get<std::uint32_t>();
      if (activations.empty()) {
        stored_[output] = type_of(constants[0]);
        continue;
      }
      DType weights = type_of(activations[0]);
      for (const std::size_t constant : constants) {
        const DType type = stored_.contains(constant) ? stored_[constant] : type_of(constant);
        if (type == DType::s8 || type == DType::f16) weights = type;
      }
      const FlatPatch code = model_.in(kOperatorCodes).table(number_of<std::uint32_t>(op, kOpcodeIndex));
      keys.insert(key_of(number_of<std::int32_t>(code, kBuiltinCode), type_of(activations[0]), type_of(output), weights));
    }
  }

 private:
  FlatPatch tensor(std::size_t index) const { return graph_.in(kTensors).table(index); }
  DType type_of(std::size_t index) const {
    constexpr std::pair<int, DType> kTypes[] = {{0, DType::f32}, {1, DType::f16}, {2, DType::s32}, {3, DType::u8},
                                                {4, DType::s64}, {7, DType::s16}, {9, DType::s8}};
    return std::ranges::find(kTypes, int{number_of<std::int8_t>(tensor(index), kType)}, &std::pair<int, DType>::first)->second;
  }
  bool is_constant(std::size_t index) const {
    return stored_.contains(index) || model_.in(kBuffers).table(number_of<std::uint32_t>(tensor(index), kBuffer)).has(0);
  }
  std::vector<std::size_t> operands(const FlatPatch& op, bool constant) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < op.in(kInputs).length(); ++i) {
      const auto index = op.in(kInputs).item(i).get<std::int32_t>();
      if (index >= 0 && is_constant(static_cast<std::size_t>(index)) == constant) out.push_back(static_cast<std::size_t>(index));
    }
    return out;
  }

  FlatPatch model_, graph_;
  std::map<std::size_t, DType> stored_;
};

std::set<std::string> golden_keys() {
  const Bytes list = read_bytes(data_path("litert_ops/cases.txt"));
  std::istringstream names(std::string(reinterpret_cast<const char*>(list.data()), list.size()));
  std::set<std::string> keys;
  for (std::string name; std::getline(names, name);) {
    INFO(name);
    Bytes file = read_bytes(data_path("litert_ops/" + name + ".tflite"));
    File(file).add_keys(keys);
  }
  return keys;
}

AttrSet attrs_of(std::int32_t code) {
  if (code == kReluN1To1) return {{"activation", std::string("relu_n1_to_1")}};
  if (code == kRelu6) return {{"activation", std::string("relu6")}};
  if (code == kRelu0To1) return {{"low", 0.0}, {"high", 1.0}};
  return {};
}

// Of a node with scales that are no powers of two.
bool is_said_to_differ(const Taken& taken) {
  Graph graph;
  const QuantParams quant{.scales = {0.3f}, .zero_points = {0}, .axis = -1};
  std::vector<ValueId> inputs;
  for (int i = 0; i < op_def(taken.kind).min_inputs; ++i) inputs.push_back(graph.add_value(taken.type, {1, 8}, "in", &quant));
  const ValueId output = graph.add_value(taken.type, {1, 8}, "out", &quant);
  const NodeId node = graph.add_node(taken.kind, inputs, std::vector{output}, attrs_of(taken.code));
  return !litert_difference(NodeView(graph, node)).empty();
}

}  // namespace

TEST_CASE("tflite: every operator and type that is taken is held against LiteRT, or said to differ", "[formats][golden]") {
  const std::set<std::string> golden = golden_keys();
  std::set<std::string> exempt_seen;
  std::size_t held = 0;
  for (const Taken& taken : all_taken()) {
    const bool exempt = kExempt.contains(taken.key);
    if (exempt) exempt_seen.insert(taken.key);
    if (golden.contains(taken.key)) {
      ++held;
      if (exempt) FAIL_CHECK(taken.key << " has a golden: take it out of kExempt (" << kExempt.at(taken.key) << ")");
    } else if (!exempt && !is_said_to_differ(taken)) {
      FAIL_CHECK(taken.key << " is imported without a golden of LiteRT's answer: add a case to scripts/oracles/op_cases_*.py, or say in "
                              "core/ops/litert_difference.cpp how LiteRT differs, or why neither can be in kExempt");
    }
  }
  CHECK(exempt_seen.size() == kExempt.size());  // no line about what is not taken
  CHECK(held > 120);
}

}  // namespace thimble::test
