// Where tests find their files. CTest sets the variables; a test program started by hand from the repository's root finds them too.
#pragma once

#include <cstdlib>
#include <string>

namespace thimble::test {

inline std::string environment_or(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

inline std::string data_path(const std::string& file) { return environment_or("THIMBLE_TEST_DATA", "tests/data") + "/" + file; }
inline std::string golden_path(const std::string& file) { return environment_or("THIMBLE_GOLDEN", "tests/golden") + "/" + file; }

// Files that are not in the repository. Empty when THIMBLE_FIXTURES is not set: a test then says so and skips (SKIP("...")).
inline std::string fixtures_dir() { return environment_or("THIMBLE_FIXTURES", ""); }

}  // namespace thimble::test
