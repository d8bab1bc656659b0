// write_preprocessing: the steps of core/data/preprocessing.h as C in front of a network: raw pixels, PCM or numbers go in, the
//   network's input comes out, in its own type. The same bits as the host makes of the same sample and quantizes by the device's
//   kernel: pictures go through the device code that the host runs, then through a table of 256 entries a channel that has
//   scale, mean, deviation and quantization in it.
//   files   src/<name>_preprocess.{h,c}, and what they use below src/<name>_kernels/
//   limits  one input, of int8, uint8 or int16 (one scale) or float; at most one layout step; no heap: pictures take a row of
//           pixels on the stack, audio a scratch buffer of the caller's
//   errors  unsupported: a step that has no C form in this place
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/codegen/network_program.h"
#include "core/codegen/write_network.h"
#include "core/data/preprocessing.h"

namespace thimble {

// What a device will hand over: raw samples as the data set has them.
struct PreprocessingSource {
  Preprocessing preprocessing;
  RawKind kind = RawKind::image_u8;
  std::vector<std::int64_t> shape;  // of a typical sample, as RawSample.shape: pictures may have other sizes on the device
  std::int32_t sample_rate_hz = 0;
};

PreprocessingSource preprocessing_source(Preprocessing preprocessing, const RawSample& typical);

// The ModelInput of a graph's input.
ModelInput model_input(const Graph& graph, ValueId input);

Result<std::vector<EmittedFile>> write_preprocessing(const NetworkProgram& program, const PreprocessingSource& source);

// `static void fill_<input>(<type> *data)` for the package's example: a made-up raw sample through the preprocessing.
std::string preprocessing_example(const NetworkProgram& program, const PreprocessingSource& source);

}  // namespace thimble
