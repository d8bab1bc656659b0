#include "core/report/optimize_report_reader.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <cstdlib>

#include "core/report/optimize_report_json.h"
#include "tests/support/sample_optimize_report.h"

using namespace thimble;

TEST_CASE("optimize_report_reader: what was written is read, every field of it", "[report][property]") {
  const std::string written = to_json(test::sample_optimize_report());
  const Result<OptimizeReport> read = read_optimize_report(written);
  REQUIRE(read.ok());
  // The fuzzer's seed is made so: THIMBLE_JSON_OUT=tests/fuzz/corpus/report/all_fields.json
  if (const char* path = std::getenv("THIMBLE_JSON_OUT")) {
    std::FILE* file = std::fopen(path, "wb");
    std::fwrite(written.data(), 1, written.size(), file);
    std::fclose(file);
  }
  CHECK(to_json(*read) == written);
  CHECK(read->candidates[0].metrics.top5->value == 0.9995);
  CHECK(read->chosen.layers.size() == 5);
  CHECK(read->candidates[0].metrics.mse->high == 0.6);
  CHECK(read->candidates[0].metrics.unseen);
  CHECK(*read->candidates[0].error_growth == 0.75);
  CHECK(read->disagreements[1].name == "digits/4/b.png");
}

TEST_CASE("optimize_report_reader: every beginning of a report is refused, none is half read", "[report][property]") {
  const std::string written = to_json(test::sample_optimize_report());
  // The last byte is the end of the last line.
  for (std::size_t length = 0; length + 2 < written.size(); length += 7)
    REQUIRE_FALSE(read_optimize_report(written.substr(0, length)).ok());
}

TEST_CASE("optimize_report_reader: other JSON is answered with what to give", "[report][unit]") {
  for (const std::string_view json :
       {"{}", "[]", "3", R"({"made_by": "Thimble"})", R"({"made_by": "x", "candidates": [], "recommendation": {}})"}) {
    const Result<OptimizeReport> read = read_optimize_report(json);
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().hint().find("report.json") != std::string::npos);
  }
}
