// Judging: what kind of answer a network gives, told from its shapes and from what the data know: what it is judged by, and what the
//   search for a good quantization looks at.
//   classes         the first output has a number a class
//   one_score       one number, two classes
//   reconstruction  an output as large as the input: an autoencoder, whose error is the score
//   values          anything else, and whatever the data have targets for: numbers that are near the target or not
#pragma once

#include <cstdint>

#include "core/data/samples.h"
#include "core/ir/graph.h"

namespace thimble {

enum class Judging : std::uint8_t { classes, one_score, reconstruction, values };

// `classes`: how many the data tell apart; 0: no labels. `target_width`: numbers a target; 0: no targets.
Judging judging_of(const Graph& graph, std::int64_t classes, std::int64_t target_width);
Judging judging_of(const Graph& graph, const Samples& samples);

}  // namespace thimble
