/* main.c: runs the self-test. A board without a console looks at the exit code,
 * or at @name@_self_test_failures in a debugger.
 * SPDX-License-Identifier: MIT-0 */
#include "@name@_self_test.h"

#include "@name@.h"

volatile int32_t @name@_self_test_failures = -1;

#ifdef THIMBLE_SELF_TEST_PRINT
/* Given by whoever has a console: prints a line. */
void THIMBLE_SELF_TEST_PRINT(const char *line);
#else
#include <stdio.h>
#define THIMBLE_SELF_TEST_PRINT(line) puts(line)
#endif

int main(void) {
  @name@_self_test_failures = @name@_self_test(@name@_arena);
  THIMBLE_SELF_TEST_PRINT(@name@_self_test_failures == 0 ? "self-test passed" : "self-test FAILED");
  return @name@_self_test_failures == 0 ? 0 : 1;
}
