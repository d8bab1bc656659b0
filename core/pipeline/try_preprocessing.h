// try_preprocessing: what a model recognizes of labelled samples with each of several preprocessings, and whether it numbers the classes
//   as the data do.
//   order   the class that the model answers most for each of the data's, where no two share one: folders sorted by name stand in
//           another order than those of the training more often than not
#pragma once

#include <memory>
#include <vector>

#include "core/base/task.h"
#include "core/data/guess_preprocessing.h"
#include "core/ir/graph.h"

namespace thimble {

struct Trial {
  std::int64_t samples = 0, right = 0;
  std::vector<std::int32_t> order;  // the model's class for each of the data's, -1 for one without samples; empty: they do not match up
  std::int64_t right_in_order = 0;  // right answers if the classes stood in that order

  // Three in four are right in another order, and clearly fewer as they are.
  bool out_of_order() const { return 4 * right_in_order >= 3 * samples && 10 * (right_in_order - right) >= samples; }
};

// One trial for each alternative. The network answers with a number a class.
Task<Result<std::vector<Trial>>> try_preprocessing(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data,
                                                   std::vector<PreprocessingGuess::Alternative> alternatives,
                                                   std::vector<std::int64_t> tried_on, int threads);

// What is wrong with the classes' order, and what to do about it.
std::string order_warning(const Trial& trial, const Dataset& data);

}  // namespace thimble
