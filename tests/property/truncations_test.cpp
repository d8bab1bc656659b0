// Every sample file of the fuzzers' corpora, cut off after each of its bytes: an answer in words, or what is left of it whole and sound.
// The largest are cut at steps of a prime, so that the suite stays quick.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/formats/format_def.h"
#include "core/ops/op_def.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kQuickBytes = 8192, kStep = 37;

// check(name, cut): the file's first bytes.
template <class Check>
void for_every_truncation(const std::string& corpus, const Check& check) {
  std::size_t files = 0;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/" + corpus))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    const Bytes whole = read_bytes(path.string());
    ++files;
    for (std::size_t size = 0; size < whole.size(); size += whole.size() <= kQuickBytes ? 1 : kStep) {
      INFO(path.filename().string() << " cut at " << size << " of " << whole.size());
      check(path.filename().string(), Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    }
  }
  CHECK(files > 5);
}

void check_model(const std::string& name, const Bytes& cut) {
  Diagnostics notes;
  const auto graph = load_model(cut, name, notes);
  if (graph.ok()) {
    const auto verified = verify(*graph);
    if (!verified.ok()) FAIL_CHECK(verified.error().to_string());
  } else if (graph.error().message().empty() || !graph.error().where().starts_with(name)) {
    FAIL_CHECK("no place in: " << graph.error().to_string());
  }
}

void check_samples(const std::string& name, const Bytes& cut) {
  Diagnostics notes;
  const auto data = open_dataset({memory_source(name, cut)}, notes);
  if (!data.ok()) {
    if (data.error().message().empty()) FAIL_CHECK("an error without a word");
    return;
  }
  for (std::int64_t i = 0; i < std::min<std::int64_t>((*data)->size(), 4); ++i) {
    const Result<RawSample> sample = (*data)->read(i);
    if (!sample.ok()) {
      if (sample.error().message().empty()) FAIL_CHECK("an error without a word");
      continue;
    }
    std::int64_t count = 1;
    for (const std::int64_t dim : sample->shape) count *= dim;
    const bool whole = count == std::ssize(sample->pixels) + std::ssize(sample->values);
    const bool finite = std::ranges::all_of(sample->values, [](float value) { return std::isfinite(value); });
    if (!whole || !finite) FAIL_CHECK("sample " << i << " is not what it says");
  }
}

}  // namespace

TEST_CASE("truncations: a .tflite cut off anywhere is an error with its place", "[property]") {
  for_every_truncation("tflite", check_model);
}

TEST_CASE("truncations: an .onnx cut off anywhere is an error with its place", "[property]") { for_every_truncation("onnx", check_model); }

TEST_CASE("truncations: a text cut off anywhere is an error or a smaller graph", "[property]") {
  for_every_truncation("text_ir", check_model);
}

TEST_CASE("truncations: samples cut off anywhere are an error or whole samples", "[property]") {
  for_every_truncation("dataset", check_samples);
}

}  // namespace thimble::test
