// labels_as_targets: class numbers taken as what a regression should answer. Whole numbers (ages, counts) look like classes as long as
// nobody knows that the model answers one number.
#pragma once

#include <memory>

#include "core/data/dataset.h"

namespace thimble {

// The data with a target of one number in place of each label: the number that the class is called. Null where there are fewer than
// three classes with samples (two are told apart by one score), or one that is no number.
std::shared_ptr<const Dataset> labels_as_targets(const std::shared_ptr<const Dataset>& data);

}  // namespace thimble
