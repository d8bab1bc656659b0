#include "core/base/note_lines.h"

#include <catch2/catch_test_macros.hpp>

using namespace thimble;

TEST_CASE("note_lines: what is said of many places is one line, in the order of its first place", "[base][unit]") {
  const std::vector<Diagnostic> notes{{"node 0", "padded"}, {"node 1", "split"},  {"node 4", "split"},  {"", "fed as it is"},
                                      {"node 7", "split"},  {"", "fed as it is"}, {"node 8", "padded"}, {"node 9", "alone"}};
  CHECK(note_lines(notes) ==
        std::vector<std::string>{"node 0 and 1 other: padded", "node 1 and 2 others: split", "fed as it is", "node 9: alone"});
  CHECK(note_lines({}).empty());
}
