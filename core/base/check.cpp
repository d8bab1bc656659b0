#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace thimble {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "thimble: internal check failed: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace thimble
