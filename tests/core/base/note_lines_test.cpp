#include "core/base/note_lines.h"

#include <catch2/catch_test_macros.hpp>

using namespace thimble;

TEST_CASE("note_lines: what is said of many places is one line, in the order of its first place", "[base][unit]") {
  const std::vector<Diagnostic> notes{{"node 0", "padded"}, {"node 1", "split"},  {"node 4", "split"},  {"", "fed as it is"},
                                      {"node 7", "split"},  {"", "fed as it is"}, {"node 8", "padded"}, {"node 9", "alone"}};
  CHECK(note_lines(notes, Level::note) ==
        std::vector<std::string>{"node 0 and 1 other: padded", "node 1 and 2 others: split", "fed as it is", "node 9: alone"});
  CHECK(note_lines(notes, Level::warning).empty());
}

TEST_CASE("note_lines: each level has its own lines, also where both say the same", "[base][unit]") {
  Diagnostics items;
  items.note("input 'x'", "channels are last here");
  items.warn("conv2d 'y'", "3 weights are NaN");
  items.warn("input 'x'", "channels are last here");
  CHECK(note_lines(items.items(), Level::note) == std::vector<std::string>{"input 'x': channels are last here"});
  CHECK(note_lines(items.items(), Level::warning) ==
        std::vector<std::string>{"conv2d 'y': 3 weights are NaN", "input 'x': channels are last here"});
}

TEST_CASE("diagnostics: many notes leave room for a warning", "[base][unit]") {
  Diagnostics items;
  for (std::ptrdiff_t i = 0; i < 2 * Diagnostics::kMaxItems; ++i) items.note("input", "is fed otherwise");
  items.warn("conv2d", "weights are NaN");
  CHECK(std::ssize(items.items()) == Diagnostics::kMaxItems + 1);
  CHECK(items.items().back().level == Level::warning);
}
