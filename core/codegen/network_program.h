// NetworkProgram: a network as it will stand in C: one function a kernel call, the arrays they read, and the arena.
//   Kernels are chosen first (the instruction set's emitters, else the portable kernel with constant params), then memory
//   is planned for what was chosen: arena_bytes() is the number that the generated header defines.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/codegen/kernel_emitter.h"
#include "core/runtime/lower_graph.h"
#include "core/runtime/plan_memory.h"

namespace thimble {

// One kernel call as a C function `static void <function>(const T *input..., T *output[, void *scratch])`.
struct CallCode {
  std::string function;
  const KernelEmitter* emitter = nullptr;  // nullptr: calls the portable kernel of `call`
  KernelCall call;
  EmittedKernel code;                      // for a portable call: arrays and scratch only, the text is written from `call`
};

struct NodeCode {
  NodeId node;
  std::vector<CallCode> calls;  // empty: the node only renames bytes
};

struct NetworkProgram {
  Graph graph;
  std::string name;  // C identifier: file names and the prefix of every symbol
  KernelSet kernel_set = KernelSet::portable;
  std::vector<NodeCode> nodes;                    // in execution order
  std::vector<EmittedArray> constant_operands;    // constants that a kernel reads as an activation operand
  std::vector<ValueId> constant_operand_values;   // one a row of the above
  MemoryPlan memory;

  std::int64_t arena_bytes() const { return memory.arena.arena_bytes; }
  std::int64_t constant_bytes() const;            // weights, biases, multipliers, tables: what stands in flash besides code
  std::vector<KernelId> portable_kernels() const; // those whose sources have to ship, each once
  std::vector<std::string> snippets() const;      // shared headers that the functions need
  std::vector<const EmittedArray*> arrays() const;
};

struct ProgramOptions {
  std::string name;             // any text; see network_name()
  KernelSet kernel_set = KernelSet::portable;
  bool specialize = true;       // false: portable kernels only, the slow twin that tests compare with
};

// The graph has to be verified.
Result<NetworkProgram> build_program(const Graph& graph, const ProgramOptions& options);

// The C name of a value in comments and identifiers: the last two parts of its path, or v<id>.
std::string value_label(const Graph& graph, ValueId id);

// "conv2d_s8_armv7em" or "softmax_s8", joined when a node needs several.
std::string kernels_label(const NodeCode& node);

}  // namespace thimble
