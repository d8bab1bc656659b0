#include "core/pipeline/made_network.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "core/ir/text_format.h"
#include "core/ops/op_kind.h"
#include "tests/support/fake_job.h"

using namespace thimble;

namespace {

MadeNetwork made_network() {
  MadeNetwork out{.key = "abc", .seconds = 2.5, .output = {}};
  out.output.graph = test::pick_largest_model()->graph;
  out.output.sensitivity = {{.layer = "scores", .op = "fully_connected", .sqnr_db = 31.25, .output_sqnr_db = 40.5, .repair = "float"}};
  out.output.notes.note("scores", "a \"note\"");
  out.output.notes.warn("scores", "stays float");
  return out;
}

}  // namespace

TEST_CASE("made network: what is saved loads as the same", "[pipeline][unit]") {
  const MadeNetwork made = made_network();
  const auto got = load_made_network(save_made_network(made));
  REQUIRE(got.ok());
  CHECK(got->key == made.key);
  CHECK(got->seconds == made.seconds);
  const OpNames names{op_name, find_op};
  CHECK(print_graph(got->output.graph, names) == print_graph(made.output.graph, names));
  REQUIRE(got->output.sensitivity.size() == 1);
  CHECK(got->output.sensitivity[0].layer == "scores");
  CHECK(got->output.sensitivity[0].sqnr_db == 31.25);
  CHECK(got->output.sensitivity[0].output_sqnr_db == 40.5);
  CHECK(got->output.sensitivity[0].repair == "float");
  REQUIRE(got->output.notes.items().size() == 2);
  CHECK(got->output.notes.items()[0].to_string() == "scores: a \"note\"");
  CHECK(got->output.notes.items()[0].level == Level::note);
  CHECK(got->output.notes.items()[1].level == Level::warning);
}

TEST_CASE("made network: every truncation is refused", "[pipeline][property]") {
  const auto bytes = save_made_network(made_network());
  // The last line is one of the text form, which a shorter text may be, too: that has a test of its own.
  const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (std::size_t size = 0; size < text.find("thimble_ir"); ++size) CHECK_FALSE(load_made_network(std::span(bytes).first(size)).ok());
}
