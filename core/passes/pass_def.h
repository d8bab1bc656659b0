// PassDef: one rewrite of a graph. Deciding (`match`) is apart from doing (`apply`), so that "why not" can be said and
//   nothing is half changed.
//   Adding one: core/passes/<verb_what>.cpp and a line in passes.def, or quantization_passes.def, at its place there.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/ir/graph.h"

namespace thimble {

enum class Keeps : std::uint8_t {
  outputs_exactly,  // integer outputs bit for bit, on every input
  outputs_nearly,   // float outputs to the rounding of a few operations, relative to the largest of each tensor
};

struct Match {
  NodeId node;                    // the node that was asked about
  NodeId other = NodeId::none;    // its partner, where the rewrite takes two
};

struct PassDef {
  std::string_view doc;
  Keeps keeps = Keeps::outputs_exactly;
  // Nothing: does not apply here, and `why_not` (if given) says why, where a reader might have expected it to.
  std::optional<Match> (*match)(const Graph& graph, NodeId node, std::string* why_not) = nullptr;
  void (*apply)(Graph& graph, const Match& match) = nullptr;
  // Instead of both, for what has to see the whole graph at once: rewrites it, and answers how many of what `one` and `many` name;
  // 0: nothing to do.
  std::int64_t (*rewrite)(Graph& graph) = nullptr;
  std::string_view one = "node less", many = "nodes less";
};

struct NamedPass {
  std::string_view name;
  const PassDef* def;
};
std::vector<NamedPass> all_passes();           // passes.def: exact, on every network that is opened
std::vector<NamedPass> quantization_passes();  // quantization_passes.def: on the copy of a float network that is quantized

struct PassRun {
  std::string_view name, one, many;
  std::int64_t applied = 0;
  std::vector<std::string> why_not;  // "node 3 (pad): the padded value has other readers"
};

// "eliminate_channels: 3 channels less, the same outputs"
std::string pass_note(const PassRun& run);

// Every pass of passes.def in order, each until it finds nothing more; the graph is verified after each that changed it.
// The graph has to be verified before.
Result<std::vector<PassRun>> run_passes(Graph& graph);
Result<std::vector<PassRun>> run_passes(Graph& graph, std::span<const NamedPass> passes);
Result<PassRun> run_pass(const NamedPass& pass, Graph& graph);

// How many inputs of live nodes, and graph outputs, read a value.
std::int64_t use_count(const Graph& graph, ValueId value);

}  // namespace thimble
