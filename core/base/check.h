// Checks of our own mistakes only; outside data answers with Result (result.h).
//   THIMBLE_CHECK   always on, for cheap conditions; THIMBLE_ASSERT only where THIMBLE_ASSERTS is set (debug, asan, fuzz).
#pragma once

namespace thimble {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace thimble

#define THIMBLE_CHECK(condition) ((condition) ? static_cast<void>(0) : ::thimble::check_failed(#condition, __FILE__, __LINE__))

#ifdef THIMBLE_ASSERTS
#define THIMBLE_ASSERT(condition) THIMBLE_CHECK(condition)
#else
#define THIMBLE_ASSERT(condition) static_cast<void>(sizeof(condition))
#endif
