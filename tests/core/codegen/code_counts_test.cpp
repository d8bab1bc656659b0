#include "core/codegen/code_counts.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "core/base/text.h"
#include "core/codegen/write_network.h"
#include "tests/support/text_graph.h"

namespace thimble {
namespace {

constexpr std::string_view kText = R"(/* f(); for a; of
#if THIMBLE_DSP
   many lines; */ static void first(int8_t *a) {
#if THIMBLE_DSP
  __asm__ volatile(
    "  mov r0, #1\n"
    "1:\n"
    "  .align 2\n"
    "  bx lr\n"
  );
#else
  for (;;) twin(a);
#endif
}
#ifdef OTHER
  forward = before_(a); /* g(); */ second(a);
#else
  third (a);
#endif
for (i = 0; i < 3; i++) continue;
)";

NetworkProgram dense_network(KernelSet kernel_set, bool specialize) {
  std::string text = "thimble_ir 1\ninput %0: s8 [1, 8] scale 0.05 zero 3 \"x\"\nconst %1: s8 [4, 8] scale 0.01 zero 0 \"w\" =";
  for (int i = 0; i < 32; ++i) text += cat(" ", i - 16);
  text +=
      "\nconst %2: s32 [4] scale 0.0005 zero 0 \"b\" = 1 -2 3 -4\n%3: s8 [1, 4] scale 0.1 zero -7 \"y\" = fully_connected(%0, %1, %2)\n"
      "output %3\n";
  Result<NetworkProgram> out = build_program(test::text_graph(text), {.name = "net", .kernel_set = kernel_set, .specialize = specialize});
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return std::move(*out);
}

CodeCounts counts_of_file(const NetworkProgram& program) {
  const auto files = write_network(program);
  const auto file = std::ranges::find_if(files, [](const EmittedFile& each) { return each.path == "src/net.c"; });
  REQUIRE(file != files.end());
  return count_code(file->text);
}

}  // namespace

TEST_CASE("code counts: comments, directives, labels and the twin of assembly do not count", "[codegen][unit]") {
  const CodeCounts counts = count_code(kText);
  CHECK(counts.instructions == 2);
  CHECK(counts.statements == 7);
  CHECK(counts.loops == 1);
  CHECK(counts.calls == 4);  // first, volatile, before_, second
}

TEST_CASE("code counts: of a network they are those of its file, but for the declaration of the self-test's hook", "[codegen][unit]") {
  for (const KernelSet kernel_set : {KernelSet::portable, KernelSet::armv6m, KernelSet::armv7em, KernelSet::rv32}) {
    const NetworkProgram program = dense_network(kernel_set, true);
    const std::optional<CodeCounts> counts = count_code(program);
    INFO(kernel_set_name(kernel_set));
    REQUIRE(counts);
    CHECK((counts->instructions > 0) == (kernel_set == KernelSet::armv7em));
    const CodeCounts file = counts_of_file(program);
    CHECK(counts->instructions == file.instructions);
    CHECK(counts->statements == file.statements - 1);
    CHECK(counts->loops == file.loops);
    CHECK(counts->calls == file.calls - 1);
  }
}

TEST_CASE("code counts: a network of portable kernels has none", "[codegen][unit]") {
  CHECK_FALSE(count_code(dense_network(KernelSet::armv7em, false)));
}

}  // namespace thimble
