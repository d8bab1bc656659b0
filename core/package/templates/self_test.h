/* @name@_self_test.h: does this build compute what Thimble computed, tensor by tensor?
 * SPDX-License-Identifier: MIT-0 */
#ifndef @NAME@_SELF_TEST_H
#define @NAME@_SELF_TEST_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define @NAME@_SELF_TEST_VECTORS @vectors@
#define @NAME@_SELF_TEST_STEPS @steps@

/* The first difference found: which vector, after which step of @name@_run. */
typedef struct {
  int32_t vector, step;
  uint32_t expected, got;
} @name@_self_test_difference;
extern @name@_self_test_difference @name@_self_test_first;

/* Runs every vector in `arena` (@NAME@_ARENA_BYTES, aligned to 8) and answers how many tensors differ:
 * 0 is a pass, -1 that nothing was compared, for the network has to be compiled with @NAME@_SELF_TEST defined.
 * One caller at a time: what it finds is kept in static variables. */
int32_t @name@_self_test(void *arena);

#ifdef __cplusplus
}
#endif

#endif
