#include <algorithm>

#include "core/base/text.h"
#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "transpose_a", .low = 0, .high = 1}, {.name = "transpose_b", .low = 0, .high = 1}};

struct Matrix {
  std::int64_t rows, columns;
};

Matrix matrix_of(const NodeView& node, std::size_t i, std::string_view transposed) {
  const Shape& shape = node.in_shape(i);
  const Matrix plain{shape[shape.size() - 2], shape[shape.size() - 1]};
  return node.integer(transposed) == 1 ? Matrix{plain.columns, plain.rows} : plain;
}

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  const Shape& a = node.in_shape(0);
  const Shape& b = node.in_shape(1);
  if (a.size() < 2 || b.size() < 2) return bad_data("shapes " + shape_text(a) + " and " + shape_text(b) + ", expected matrices");
  const Matrix left = matrix_of(node, 0, "transpose_a"), right = matrix_of(node, 1, "transpose_b");
  if (left.columns != right.rows) {
    return bad_data("matrices " + shape_text(a) + " and " + shape_text(b) +
                    format(": %lld columns times %lld rows, expected as many", static_cast<long long>(left.columns),
                           static_cast<long long>(right.rows)));
  }
  THIMBLE_TRY(Shape out, broadcast_shapes(Shape(a.begin(), a.end() - 2), Shape(b.begin(), b.end() - 2)));
  out.push_back(left.rows);
  out.push_back(right.columns);
  return std::vector<Shape>{out};
}

NodeCost cost(const NodeView& node) {
  const std::int64_t outputs = node.graph().value_elements(node.output());
  return {WorkKind::fully_connected, outputs * matrix_of(node, 0, "transpose_a").columns, outputs};
}

}  // namespace

const OpDef op_batch_matmul{.doc = "product of the matrices in the last two dimensions; the others broadcast",
                            .min_inputs = 2,
                            .max_inputs = 2,
                            .attrs = kAttrs,
                            .infer_shape = infer_shape,
                            .cost = cost,
                            .lower = lower_nothing};

}  // namespace thimble
