// The text form of a graph: for tests, bug reports and diffs. Line oriented and exact: parse_graph(print_graph(g)) has the
// same values, nodes, attributes, constants and ids (dead nodes are left out), and prints as the same text.
//
//   thimble_ir 1                                                    first line: format, version
//   graph "kws"                                                     the graph's name, optional
//   meta input_0_axes=[0, 2, 3, 1]                                  an attribute of the whole graph
//   input %0: s8 [1, 49, 10, 1] scale 0.58 zero 83 "x"              type, shape, quantization, name; in the graph's order
//   const %1: s8 [4, 3, 3, 1] quant $0 "w" = @0                     a constant with its bytes in block @0
//   const %2: s32 [4] "b" = 1 -2 30 4                               or with its numbers in place (not f16, not NaN)
//   value %9: f32 [2]                                               a value that nothing makes or reads
//   %3: s8 [1, 24, 4, 4] scale 0.1 zero -128 "y" = conv2d(%0, %1, %2) stride_h=2 stride_w=2 activation="relu" "conv_1"
//   %4: s8 [2], %5: s8 [2] = two_outputs(%3, _) axes=[1, 2] beta=1.0   `_` is an absent input; reals have a point or exponent
//   output %3                                                       one line an output, in the graph's order
//   quant $0 axis 0 count 4                                         parameters along an axis: scale or scale:zero_point,
//     0.01 0.02 0.03:1 0.04                                         as many as `count`, on the following lines
//   data @0 36                                                      the bytes of constants: as many as said, in hex,
//     00ff10...                                                     on the following lines
//   # anything                                                      a comment, to the end of the line
//
//   values   %name of letters, digits and '_'; made before they are read. Where the names are the numbers 0 to n-1 these are
//            the ids, as printed; otherwise ids follow the order of the lines
//   strings  in double quotes; \" \\ and \xNN are the only escapes; bytes outside printable ASCII are printed as \xNN
//   limits   below; one line is read once, nothing is nested, so time and memory grow with the length of the text
//   errors   bad_data or out_of_budget at "line N": what was found, what was expected, what to try
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/ir/graph.h"

namespace thimble {

// The operators' names, passed in because ir/ stands below ops/: {op_name, find_op}.
struct OpNames {
  std::string_view (*name)(OpKind);
  std::optional<OpKind> (*find)(std::string_view);
};

inline constexpr std::string_view kTextMagic = "thimble_ir 1";

inline constexpr std::size_t kMaxTextBytes = std::size_t{1} << 30;
inline constexpr std::size_t kMaxTextValues = 65536;
inline constexpr std::size_t kMaxTextNodes = 65536;
inline constexpr std::size_t kMaxTextOperands = 1024;   // inputs and outputs of one node
inline constexpr std::size_t kMaxTextAttrs = 64;        // of one node
inline constexpr std::size_t kMaxTextListItems = 1024;  // of one list attribute
inline constexpr std::size_t kMaxTextStringBytes = 4096;
inline constexpr std::size_t kMaxTextConstantBytes = std::size_t{1} << 29;  // of all constants

std::string print_graph(const Graph& graph, const OpNames& names);

// The graph has passed check_structure().
Result<Graph> parse_graph(std::string_view text, const OpNames& names);

}  // namespace thimble
