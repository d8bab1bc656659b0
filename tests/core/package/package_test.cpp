#include <catch2/catch_test_macros.hpp>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/codegen/network_name.h"
#include "core/package/fill_template.h"
#include "core/package/package.h"
#include "tests/support/compile_package.h"
#include "tests/support/text_graph.h"

namespace thimble {
namespace {

constexpr std::string_view kNetwork = R"(thimble_ir 1
input %0: s8 [1, 5, 6, 2] scale 0.5 zero 3 "x"
const %1: s8 [3, 1, 1, 2] scale 0.01 zero 0 "w" = 1 -2 3 4 -5 6
const %2: s32 [3] scale 0.005 zero 0 "b" = 100 -200 300
%3: s8 [1, 5, 6, 3] scale 0.05 zero -7 "y" = conv2d(%0, %1, %2) activation="relu"
%4: s8 [1, 90] scale 0.05 zero -7 "flat" = reshape(%3) shape=[1, 90]
%5: s8 [1, 90] scale 0.00390625 zero -128 "p" = softmax(%4) beta=1.0
output %5
)";

NetworkProgram program(KernelSet kernel_set = KernelSet::portable) {
  Result<NetworkProgram> out =
      build_program(test::text_graph(kNetwork), {.name = "Small Net", .kernel_set = kernel_set, .specialize = true});
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return *out;
}

std::map<std::string, std::string> package_files(KernelSet kernel_set = KernelSet::portable) {
  const NetworkProgram net = program(kernel_set);
  JobControl job;
  const Result<Package> package = job.run(make_package(job, &net, {.file_name = "small.tflite", .sha256 = "00", .device = "none"}));
  REQUIRE(package.ok());
  CHECK(package->name == "small_net");
  std::map<std::string, std::string> out;
  for (const EmittedFile& file : package->files) {
    CHECK_FALSE(out.contains(file.path));
    out[file.path] = file.text;
  }
  return out;
}

std::vector<EmittedFile> files_of(std::string_view network, const std::string& name) {
  const Result<NetworkProgram> net = build_program(test::text_graph(network), {.name = name});
  REQUIRE(net.ok());
  JobControl job;
  const Result<Package> made = job.run(make_package(job, &*net, {.file_name = name, .sha256 = "00", .device = ""}));
  REQUIRE(made.ok());
  return made->files;
}

// By every compiler here: the example compiles, and so does the self-test, which passes and knows when it compared nothing.
void compiles(const std::vector<EmittedFile>& files) {
  const test::ScratchFolder folder("package");
  const test::PackageSources sources = test::write_package(folder, files);
  if (test::c_compilers().empty()) SKIP("no C compiler here");
  const std::string name = files[0].path.substr(4, files[0].path.size() - 6);  // src/<name>.h
  for (const std::string& compiler : test::c_compilers()) {
    const auto compiled = [&](const std::string& program, const std::string& flags) {
      const int code = test::compile_package(compiler, folder, sources.network + program, "-O1 " + flags);
      INFO(compiler << ": " << folder.read("log"));
      REQUIRE(code == 0);
    };
    compiled(sources.example, "");
    compiled(sources.self_test, "-D" + upper_case(name) + "_SELF_TEST");
    CHECK(test::run_command(folder.path("program") + " > " + folder.path("said")) == 0);
    compiled(sources.self_test, "");
    CHECK(test::run_command(folder.path("program") + " > " + folder.path("said")) != 0);
  }
}

// What an Arduino core declares, as far as the sketch uses it.
constexpr std::string_view kArduino = R"(#include <stdint.h>
struct Port {
  void begin(long) {}
  template <class T> void print(T) {}
  template <class T> void println(T) {}
};
static Port Serial;
static uint32_t micros() { return 0; }
static void delay(uint32_t) {}
)";

// From C++ the header and the Arduino sketch compile without a warning, casts of C included.
void compiles_as_cpp(const std::vector<EmittedFile>& files) {
  const test::ScratchFolder folder("package-cpp");
  test::write_package(folder, files);
  const std::string name = files[0].path.substr(4, files[0].path.size() - 6);
  folder.write("header.cpp",
               "#include \"" + name + ".h\"\n#include \"thimble_port.h\"\nint main() { " + name + "_run(" + name + "_arena); }\n");
  folder.write("Arduino.h", std::string(kArduino));
  const std::string sketch = folder.path("examples/" + name + "/" + name + ".ino"), include = " -I" + folder.path("src") + " ";
  for (const char* compiler : {"g++", "clang++", "clang++-19"}) {
    if (!test::has_program(compiler)) continue;
    const std::string command = std::string(compiler) + " -fsyntax-only -Wall -Wextra -Wpedantic -Werror -x c++ -std=c++11" + include;
    const std::string said = " 2> " + folder.path("log");
    const int header = test::run_command(command + "-Wold-style-cast " + folder.path("header.cpp") + said);
    INFO(compiler << ": " << folder.read("log"));
    CHECK(header == 0);
    const int compiled = test::run_command(command + "-include " + folder.path("Arduino.h") + " " + sketch + said);
    INFO(compiler << ": " << folder.read("log"));
    CHECK(compiled == 0);
  }
}

std::uint32_t u32(const std::vector<std::byte>& bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}
std::uint16_t u16(const std::vector<std::byte>& bytes, std::size_t at) {
  std::uint16_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::string inflated(const std::byte* data, std::size_t packed, std::size_t plain) {
  std::string out(plain, '\0');
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, -15) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(data));
  stream.avail_in = static_cast<uInt>(packed);
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  inflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("package: holds sources, ports, self-test, example, build files, manifest and README", "[package][unit]") {
  const auto files = package_files();
  for (const char* path : {"src/small_net.h", "src/small_net.c", "src/small_net_weights.c", "src/small_net_arena.c", "src/thimble_port.h",
                           "src/port/thimble_port_cortex_m.h", "test/small_net_self_test.c", "test/main.c", "examples/small_net_example.c",
                           "examples/small_net/small_net.ino", "CMakeLists.txt", "library.json", "library.properties", "LICENSE",
                           "manifest.json", "README.md"}) {
    INFO(path);
    CHECK(files.contains(path));
  }
}

TEST_CASE("package: with preprocessing it takes raw samples, in the example too, and compiles without a warning", "[package][unit]") {
  RawSample picture{.kind = RawKind::image_u8, .shape = {40, 30, 3}, .name = "picture"};
  const Preprocessing steps{{ResizeStep{5, 6, ResizeMethod::antialias, ResizeFit::crop}, ColorStep{ColorOrder::gray}, ScaleStep{255, 0}}};
  constexpr std::string_view network = R"(thimble_ir 1
input %0: s8 [1, 5, 6, 1] scale 0.004 zero -128 "x"
%1: s8 [1, 30] scale 0.004 zero -128 "flat" = reshape(%0) shape=[1, 30]
%2: s8 [1, 30] scale 0.00390625 zero -128 "p" = softmax(%1) beta=1.0
output %2
)";
  const Result<NetworkProgram> net = build_program(test::text_graph(network), {.name = "eye"});
  REQUIRE(net.ok());
  const PreprocessingSource source = preprocessing_source(steps, picture);
  JobControl job;
  const Result<Package> made = job.run(make_package(job, &*net, {.file_name = "eye.tflite", .sha256 = "00", .device = ""}, &source));
  REQUIRE(made.ok());
  std::map<std::string, std::string> files;
  for (const EmittedFile& file : made->files) files[file.path] = file.text;
  CHECK(files.at("README.md").find("eye_preprocess") != std::string::npos);
  CHECK(files.at("CMakeLists.txt").find("src/eye_preprocess.c") != std::string::npos);
  CHECK(files.at("examples/eye_example.c").find("eye_preprocess(raw, 40, 30, data)") != std::string::npos);
  const Result<Json> manifest = Json::parse(files.at("manifest.json"));
  REQUIRE(manifest.ok());
  CHECK(manifest->root()["preprocessing"][std::size_t{1}]["order"].text() == "gray");
  compiles(made->files);
  compiles_as_cpp(made->files);
}

TEST_CASE("package: a network that only renames bytes compiles", "[package][unit]") {
  compiles(files_of(R"(thimble_ir 1
input %0: s8 [1, 4] scale 0.5 zero 0 "x"
%1: s8 [2, 2] scale 0.5 zero 0 "y" = reshape(%0) shape=[2, 2]
output %1
)",
                    "flat"));
}

TEST_CASE("package: header and sketch are C++ too, of classes, numbers, bytes and floats", "[package][unit]") {
  compiles_as_cpp(files_of(kNetwork, "classes"));
  compiles_as_cpp(files_of(R"(thimble_ir 1
input %0: u8 [1, 4] scale 0.5 zero 128 "a"
input %1: f32 [1, 4] "b"
%2: s8 [1, 4] scale 0.5 zero 0 "c" = quantize(%0)
%3: f32 [1, 4] "d" = relu(%1)
output %2
output %3
)",
                           "numbers"));
}

TEST_CASE("package: two networks, and one network under two names, link into one program", "[package][unit]") {
  const test::ScratchFolder folder("package-pair");
  const std::vector<std::string> names{"left", "right", "softmax_only"};
  std::vector<EmittedFile> all = files_of(kNetwork, names[0]);
  std::string main_text, body;
  for (const std::string& name : names) {
    const auto files = files_of(name == "softmax_only" ? R"(thimble_ir 1
input %0: s8 [1, 90] scale 0.05 zero -7 "x"
%1: s8 [1, 90] scale 0.00390625 zero -128 "p" = softmax(%0) beta=1.0
output %1
)"
                                                       : kNetwork,
                                name);
    for (const EmittedFile& file : files) {
      if (!file.path.starts_with("src/")) continue;
      // Folders of their own sources may be poured into one: what they share is the same, byte for byte.
      const auto known = std::ranges::find(all, file.path, &EmittedFile::path);
      if (known == all.end()) all.push_back(file);
      else CHECK(known->text == file.text);
    }
    main_text += "#include \"" + name + ".h\"\n";
    body += "  " + name + "_run(" + name + "_arena);\n";
  }
  std::erase_if(all, [](const EmittedFile& file) { return !file.path.starts_with("src/"); });
  all.push_back({"examples/main.c", main_text + "int main(void) {\n" + body + "  return 0;\n}\n"});
  const test::PackageSources sources = test::write_package(folder, all);
  for (const std::string& compiler : test::c_compilers()) {
    const int code = test::compile_package(compiler, folder, sources.network + sources.example, "-O1");
    INFO(compiler << ": " << folder.read("log"));
    CHECK(code == 0);
  }
}

TEST_CASE("package: ESP-IDF's first pass over components reads its CMake file as a script", "[package][unit]") {
  if (!test::has_program("cmake")) SKIP("no cmake here");
  const test::ScratchFolder folder("package-idf");
  test::write_package(folder, files_of(kNetwork, "net"));
  folder.write("pass.cmake",
               "set(ESP_PLATFORM 1)\nmacro(idf_component_register)\n  file(WRITE registered \"${ARGN}\")\n  return()\nendmacro()\n"
               "include(CMakeLists.txt)\n");
  CHECK(test::run_command("cd " + folder.path("") + " && cmake -P pass.cmake") == 0);
  CHECK(folder.read("registered").find("src/net.c;") != std::string::npos);
}

TEST_CASE("package: a network without layers compiles", "[package][unit]") {
  const test::ScratchFolder folder("package");
  const auto files = files_of("thimble_ir 1\ninput %0: s8 [1, 4] scale 0.5 zero 0 \"x\"\noutput %0\n", "wire");
  const test::PackageSources sources = test::write_package(folder, files);
  for (const std::string& compiler : test::c_compilers())
    CHECK(test::compile_package(compiler, folder, sources.network + sources.example, "-O1") == 0);
}

TEST_CASE("package: a network named like a header or a target of CMake compiles", "[package][unit]") {
  for (const char* name : {"float", "main", "math", "time", "strings", "test"}) CHECK(network_name(name) == std::string(name) + "_net");
  for (const char* name : {"string", "stdint", "thimble_port"}) {
    INFO(name);
    const auto files = files_of(kNetwork, name);
    CHECK(files[0].path == std::string("src/") + name + "_net.h");
    compiles(files);
  }
  CHECK(network_name(network_name("Thimble port.tflite")) == "thimble_port_tflite_net");
}

TEST_CASE("package: the README says which ends of the types the self-test does not reach", "[package][unit]") {
  const auto readme = [](std::string_view network) {
    for (const EmittedFile& file : files_of(network, "net")) {
      if (file.path == "README.md") return file.text;
    }
    return std::string();
  };
  constexpr std::string_view narrow = R"(thimble_ir 1
input %0: s8 [1, 4] scale 0.5 zero 0 "x"
%1: s8 [1, 4] scale 10.0 zero 0 "y" = relu(%0)
output %1
)";
  CHECK(readme(narrow).find("none drive an integer tensor to the least and none to the greatest") != std::string::npos);
  CHECK(readme(narrow).find("is not checked") != std::string::npos);
  CHECK(readme(kNetwork).find("drive an integer tensor to the least") != std::string::npos);
  CHECK(readme(kNetwork).find("is not checked") == std::string::npos);
}

TEST_CASE("package: the README excepts the operators that LiteRT computes otherwise or not at all", "[package][unit]") {
  const auto files = files_of(R"(thimble_ir 1
input %0: s8 [1, 4] scale 0.5 zero 0 "x"
%1: s8 [1, 4] scale 0.5 zero 0 "y" = neg(%0)
%2: s8 [1, 4] scale 0.5 zero 0 "z" = square(%1)
%3: s8 [1, 4] scale 0.5 zero 0 "s" = square(%2)
output %3
)",
                              "net");
  const auto readme = std::ranges::find(files, "README.md", &EmittedFile::path);
  CHECK(readme->text.find("bit for bit, except for:\n\n- neg: ") != std::string::npos);
  CHECK(readme->text.find("- square: LiteRT has no integer kernel") == readme->text.rfind("- square: LiteRT"));
  CHECK(package_files().at("README.md").find("LiteRT's reference kernels, bit for bit.") != std::string::npos);
}

TEST_CASE("package: outputs whose names become the same identifier are told apart", "[package][unit]") {
  compiles(files_of(R"(thimble_ir 1
input %0: s8 [1, 4] scale 0.5 zero 0 "x"
%1: s8 [1, 4] scale 0.5 zero 0 "a_2" = relu(%0)
%2: s8 [1, 4] scale 0.5 zero 0 "a" = relu(%1)
%3: s8 [1, 4] scale 0.5 zero 0 "a" = relu(%2)
output %1
output %2
output %3
)",
                    "outs"));
}

TEST_CASE("package: the header's arena is the planner's, and the manifest says the same", "[package][unit]") {
  const auto files = package_files();
  const NetworkProgram net = program();
  CHECK(files.at("src/small_net.h").find("#define SMALL_NET_ARENA_BYTES " + std::to_string(net.arena_bytes())) != std::string::npos);
  const Result<Json> manifest = Json::parse(files.at("manifest.json"));
  REQUIRE(manifest.ok());
  CHECK(manifest->root()["arena_bytes"].integer() == net.arena_bytes());
  CHECK(manifest->root()["constant_bytes"].integer() == net.constant_bytes());
  CHECK(manifest->root()["layers"].size() == 3);
}

TEST_CASE("package: every file but the manifest is in it with its hash", "[package][unit]") {
  const auto files = package_files();
  const Result<Json> manifest = Json::parse(files.at("manifest.json"));
  REQUIRE(manifest.ok());
  const JsonValue rows = manifest->root()["files"];
  CHECK(rows.size() == files.size() - 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& text = files.at(std::string(*rows.at(i)["path"].text()));
    CHECK(rows.at(i)["sha256"].text() == sha256_hex(std::as_bytes(std::span(text))));
  }
}

TEST_CASE("package: no heap, no floating point maths, nothing of libc but memcpy and memset", "[package][unit]") {
  for (const auto& [path, text] : package_files()) {
    if (!path.starts_with("src/")) continue;
    for (const char* word : {"malloc", "free(", "printf", "<math.h>", "<stdlib.h>"}) {
      INFO(path << ": " << word);
      CHECK(text.find(word) == std::string::npos);
    }
  }
}

TEST_CASE("package: the same graph gives the same bytes", "[package][property]") {
  const auto zip = [] {
    Package package{.name = "small_net", .files = {}};
    for (const auto& [path, text] : package_files()) package.files.push_back({path, text});
    return zip_package(package);
  };
  CHECK(zip() == zip());
}

TEST_CASE("zip_package: every entry unpacks to its text, at the offset the directory names", "[package][unit]") {
  Package package{.name = "small_net", .files = {}};
  for (const auto& [path, text] : package_files()) package.files.push_back({path, text});
  const std::vector<std::byte> zip = zip_package(package);
  const std::size_t end = zip.size() - 22;
  REQUIRE(u32(zip, end) == 0x06054b50);
  REQUIRE(u16(zip, end + 10) == package.files.size());
  std::size_t at = u32(zip, end + 16);
  for (const EmittedFile& file : package.files) {
    REQUIRE(u32(zip, at) == 0x02014b50);
    const std::size_t name = u16(zip, at + 28), local = u32(zip, at + 42);
    const std::string path(reinterpret_cast<const char*>(zip.data() + at + 46), name);
    CHECK(path == "small_net/" + file.path);
    REQUIRE(u32(zip, local) == 0x04034b50);
    const std::size_t data = local + 30 + u16(zip, local + 26) + u16(zip, local + 28);
    CHECK(inflated(zip.data() + data, u32(zip, at + 20), u32(zip, at + 24)) == file.text);
    CHECK(u32(zip, at + 16) == crc32(std::as_bytes(std::span(file.text))));
    at += 46 + name;
  }
}

TEST_CASE("self_test: vectors reach both ends of int8, and none is a copy of another", "[package][unit]") {
  const NetworkProgram net = program();
  JobControl job;
  int steps = 0;
  auto task = make_self_test(job, &net.graph);
  while (!job.step(task, std::chrono::milliseconds(0))) ++steps;
  CHECK(steps == kSelfTestVectors);  // it can be left between any two
  const Result<SelfTest> test = task.take();
  REQUIRE(test.ok());
  CHECK(test->checksums.size() == 32);
  CHECK(test->saturated_low > 0);
  CHECK(test->saturated_high > 0);
  std::vector<std::vector<Bytes>> inputs;
  for (std::int32_t v = 0; v < kSelfTestVectors; ++v) inputs.push_back(self_test_inputs(net.graph, v));
  // Constant and checkerboard vectors come back; everything that is made of random numbers does not.
  std::sort(inputs.begin(), inputs.end());
  CHECK(std::unique(inputs.begin(), inputs.end()) - inputs.begin() >= 20);
}

TEST_CASE("fill_template: fills keys and leaves other at-signs alone", "[package][unit]") {
  CHECK(fill_template("a @x@ b@c.d @y@", {{"x", "1"}, {"y", "2"}}) == "a 1 b@c.d 2");
}

}  // namespace thimble
