/* @name@_example.c: the least program around the network.
 * SPDX-License-Identifier: MIT-0 */
#include "@name@.h"
@example_includes@#include "thimble_port.h"

@example_fill@@usage@
int main(void) {
  thimble_port_start();
@example_main@}
