#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/ops/op_def.h"
#include "core/passes/pass_def.h"

namespace thimble {

#define THIMBLE_PASS(name) extern const PassDef pass_##name;
#include "core/passes/passes.def"
#include "core/passes/quantization_passes.def"
#undef THIMBLE_PASS

namespace {

// A pass that keeps finding work in a graph this often is broken: each application removes a node.
std::int64_t step_cap(const Graph& graph) { return static_cast<std::int64_t>(graph.nodes.size()) + 1; }

// One walk over the graph; true when something was rewritten.
bool sweep(const NamedPass& pass, Graph& graph, PassRun& run) {
  bool changed = false;
  run.why_not.clear();
  if (pass.def->rewrite) {
    const std::int64_t less = pass.def->rewrite(graph);
    run.applied += less;
    return less > 0;
  }
  for (const NodeId id : graph.live_nodes()) {
    if (graph.node(id).dead) continue;
    std::string why_not;
    if (const auto match = pass.def->match(graph, id, &why_not)) {
      pass.def->apply(graph, *match);
      ++run.applied;
      changed = true;
    } else if (!why_not.empty()) {
      run.why_not.push_back(node_place(graph, id) + ": " + why_not);
    }
  }
  return changed;
}

}  // namespace

std::vector<NamedPass> all_passes() {
  return {
#define THIMBLE_PASS(name) {#name, &pass_##name},
#include "core/passes/passes.def"
#undef THIMBLE_PASS
  };
}

std::vector<NamedPass> quantization_passes() {
  return {
#define THIMBLE_PASS(name) {#name, &pass_##name},
#include "core/passes/quantization_passes.def"
#undef THIMBLE_PASS
  };
}

std::int64_t use_count(const Graph& graph, ValueId value) {
  std::int64_t count = graph.is_output(value) ? 1 : 0;
  for (const NodeId id : graph.live_nodes()) {
    for (const ValueId input : graph.node_inputs(id)) count += input == value ? 1 : 0;
  }
  return count;
}

std::string pass_note(const PassRun& run) { return cat(run.name, ": ", counted(run.applied, run.one, run.many), ", the same outputs"); }

Result<PassRun> run_pass(const NamedPass& pass, Graph& graph) {
  PassRun run{.name = pass.name, .one = pass.def->one, .many = pass.def->many, .applied = 0, .why_not = {}};
  const std::int64_t cap = step_cap(graph);
  for (std::int64_t step = 0; step < cap && sweep(pass, graph, run); ++step) {
  }
  if (run.applied > 0) {
    graph.compact();
    THIMBLE_TRY_VOID(verify(graph).in("after the pass " + std::string(pass.name)));
  }
  return run;
}

Result<std::vector<PassRun>> run_passes(Graph& graph) { return run_passes(graph, all_passes()); }

Result<std::vector<PassRun>> run_passes(Graph& graph, std::span<const NamedPass> passes) {
  std::vector<PassRun> out;
  for (const NamedPass& pass : passes) {
    THIMBLE_TRY(PassRun run, run_pass(pass, graph));
    out.push_back(std::move(run));
  }
  return out;
}

}  // namespace thimble
