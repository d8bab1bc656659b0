/* strict_float: every product and sum of floats is rounded, as the kernels are defined. Processors with fused multiply-adds would
 * round once for both, and gcc does so unless it is told otherwise. Include it before any function that computes. */
#ifndef THIMBLE_STRICT_FLOAT_H
#define THIMBLE_STRICT_FLOAT_H

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif

#endif
