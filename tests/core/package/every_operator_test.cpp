// Every operator's portable kernels as a package ships them: the C compiles without a warning, and its self-test finds the
// host's results in every tensor. tests/firmware/run runs the same networks on emulated processors.
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/package/package.h"
#include "core/runtime/lower_graph.h"
#include "tests/support/compile_package.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"
#include "tests/support/text_graph.h"

namespace thimble {
namespace {

Graph network(const std::string& file) {
  const test::Bytes text = test::read_bytes(test::data_path("every_operator/" + file));
  return test::text_graph({reinterpret_cast<const char*>(text.data()), text.size()});
}

void check_package(const std::string& file, KernelSet kernel_set = KernelSet::portable) {
  const Result<NetworkProgram> net = build_program(network(file), {.name = "every", .kernel_set = kernel_set});
  INFO((net.ok() ? std::string() : net.error().to_string()));
  REQUIRE(net.ok());
  JobControl job;
  const Result<Package> made = job.run(make_package(job, &*net, {.file_name = "every.tir", .sha256 = "00", .device = ""}));
  REQUIRE(made.ok());
  const test::ScratchFolder folder("every_operator");
  const test::PackageSources sources = test::write_package(folder, made->files);
  if (test::c_compilers().empty()) SKIP("no C compiler here");
  for (const std::string& compiler : test::c_compilers()) {
    INFO(compiler);
    const int compiled =
        test::compile_package(compiler, folder, sources.network + sources.self_test, "-O2 -ffp-contract=off -Wshadow -DEVERY_SELF_TEST");
    INFO(folder.read("log"));
    REQUIRE(compiled == 0);
    const int code = test::run_command(folder.path("program") + " > " + folder.path("said"));
    INFO(folder.read("said"));
    CHECK(code == 0);
  }
}

}  // namespace

TEST_CASE("package: every kernel is in one of these networks", "[package][unit]") {
  std::set<KernelId> used;
  for (const char* file : {"int8.tir", "int16.tir", "floats.tir", "common_int8.tir", "common_int16.tir", "common_floats.tir"}) {
    const auto lowered = lower_graph(network(file));
    REQUIRE(lowered.ok());
    for (const LoweredNode& node : *lowered) {
      for (const KernelCall& call : node.calls) used.insert(call.kernel);
    }
  }
  for (const KernelId id : all_kernels()) {
    INFO(kernel_def(id).name << " is in no network of tests/data/every_operator");
    CHECK(used.contains(id));
  }
}

TEST_CASE("package: int8 operators pass the self-test of their C", "[package][unit]") { check_package("int8.tir"); }
TEST_CASE("package: int16 operators pass the self-test of their C", "[package][unit]") { check_package("int16.tir"); }
TEST_CASE("package: float operators pass the self-test of their C", "[package][unit]") { check_package("floats.tir"); }
// The layers that have code of their own for a processor stand beside those that have none; on the host by their C twins.
TEST_CASE("package: the layers of common networks pass the self-test of their C, for every set of kernels", "[package][slow]") {
  for (const KernelSet kernel_set : {KernelSet::portable, KernelSet::armv6m, KernelSet::armv7em, KernelSet::rv32}) {
    INFO(kernel_set_name(kernel_set));
    check_package("common_int8.tir", kernel_set);
    check_package("common_int16.tir", kernel_set);
  }
  check_package("common_floats.tir");
}

}  // namespace thimble
