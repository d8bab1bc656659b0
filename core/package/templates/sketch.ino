/* @name@.ino: the network on an Arduino board, a run a second; result and time go to the serial port.
 * SPDX-License-Identifier: MIT-0 */
#include <@name@.h>
@example_includes@
@example_fill@@usage@
void setup() { Serial.begin(115200); }

void loop() {
  const uint32_t start = micros();
@sketch_run@  const uint32_t us = micros() - start;
@sketch_print@  Serial.print(", ");
  Serial.print(us);
  Serial.println(" us");
  delay(1000);
}
