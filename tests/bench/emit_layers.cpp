// Writes the C program that runs (and checks) the emitted layers of one network: `emit_layers kws|ic|ad portable|armv6m|rv32|armv7em`.
// tests/bench/instruction_counts_rv32 compiles and counts it.
#include <cstdio>
#include <cstring>

#include "tests/support/emitted_cases.h"

int main(int argc, char** argv) {
  using namespace thimble;
  if (argc != 3) {
    std::fprintf(stderr, "usage: emit_layers kws|ic|ad portable|armv6m|rv32|armv7em\n");
    return 2;
  }
  Rng rng(1);
  std::vector<test::EmittedCase> layers = std::strcmp(argv[1], "kws") == 0  ? test::kws_layers(rng)
                                          : std::strcmp(argv[1], "ic") == 0 ? test::ic_layers(rng)
                                                                            : test::ad_layers(rng);
  KernelSet kernel_set = KernelSet::portable;
  for (const KernelSet candidate : {KernelSet::armv6m, KernelSet::rv32, KernelSet::armv7em}) {
    if (argv[2] == kernel_set_name(candidate)) kernel_set = candidate;
  }
  std::erase_if(layers, [&](const test::EmittedCase& c) { return find_emitter(c.call, kernel_set) == nullptr; });
  std::fputs(test::emitted_program(layers, kernel_set).c_str(), stdout);
  for (const test::EmittedCase& c : layers) {
    const test::EmittedSizes sizes = test::emitted_sizes(c, kernel_set);
    std::fprintf(stderr, "size scratch %5d constants %6d %s %s\n", static_cast<int>(sizes.scratch), static_cast<int>(sizes.constants),
                 sizes.in_place ? "in place" : "        ", c.name.c_str());
  }
  return 0;
}
