// A small job whose every answer is known: a float network without training, a data set in memory, techniques that do next to
//   nothing. Jobs are tested with them, whatever the real techniques do.
#pragma once

#include <memory>
#include <span>

#include "core/data/dataset.h"
#include "core/pipeline/open_model.h"
#include "core/techniques/technique_def.h"

namespace thimble::test {

// input [1,4], output [1,3]: score i = input i (a dense layer of ones and zeros): the class is the largest of the first three.
std::shared_ptr<const OpenModel> pick_largest_model();

// Rows of four numbers whose largest of the first three is the label. `labelled` false: no labels.
// `first_wrong`: how many labels, from the start, are not what the model answers.
std::shared_ptr<const Dataset> rows_dataset(std::int64_t rows, bool labelled, std::int64_t first_wrong = 0);

// copy: the model as it is. swapped: classes 0 and 1 change places. noisy: weights off by a little. broken: fails.
// bad_graph: gives a graph that does not verify. slow: pauses ten times. not_a_number: answers NaN. no_data_copy: needs no data.
std::span<const NamedTechnique> fake_techniques();

}  // namespace thimble::test
