#include "native/cli/measure_code.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/text.h"
#include "core/codegen/shipped_sources.h"
#include "core/codegen/write_network.h"
#include "core/package/fill_template.h"
#include "core/targets/compiler_flags.h"
#include "native/cli/call_graph.h"
#include "native/cli/files.h"

namespace thimble::cli {
namespace fs = std::filesystem;
namespace {

using Words = std::vector<std::string>;

struct Compiler {
  std::string prefix;  // "arm-none-eabi-"
  Words flags;
};

std::optional<Compiler> compiler_of(const Device& device) {
  Compiler out{.prefix = device.isa == Isa::rv32imc ? "riscv64-unknown-elf-" : "arm-none-eabi-", .flags = {}};
  for (const std::string_view flag : split(compiler_flags(device), ' ')) out.flags.emplace_back(flag);
  if (out.flags.front().empty()) return std::nullopt;
  if (device.isa == Isa::rv32imc) {
    // picolibc's own sizes are too small for weights.
    out.flags.insert(out.flags.end(), {"--specs=picolibc.specs", "-Wl,--defsym=__flash=0x80000000", "-Wl,--defsym=__flash_size=0x4000000",
                                       "-Wl,--defsym=__ram=0x90000000", "-Wl,--defsym=__ram_size=0x4000000"});
  }
  return out;
}

std::string read_text(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Runs a program found in PATH, without a shell; its output goes to `out`. Nothing unless it ends well.
std::optional<std::string> run_program(const Words& words, const fs::path& out) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), 01 | 0100 | 01000, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 01, 0);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  if (failed != 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return read_text(out);
}

// "text data" of size's Berkeley format, second line.
std::optional<std::int64_t> text_and_data(const std::string& table) {
  const auto lines = split(table, '\n');
  if (lines.size() < 2) return std::nullopt;
  std::vector<std::int64_t> numbers;
  for (const std::string_view cell : split(lines[1], '\t')) {
    if (const auto number = parse_int(trim(cell))) numbers.push_back(*number);
  }
  if (numbers.size() < 2) return std::nullopt;
  return numbers[0] + numbers[1];
}

// Gone with whoever made it.
struct ScratchFolder {
  fs::path path;
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

struct Workshop {
  fs::path folder;
  const Compiler& compiler;

  std::optional<std::int64_t> link(const std::string& program, const Words& sources, const std::string& main_text) const {
    std::ofstream(folder / (program + "_main.c")) << main_text;
    Words words = {compiler.prefix + "gcc"};
    words.insert(words.end(), compiler.flags.begin(), compiler.flags.end());
    for (const char* flag : {"-std=gnu99", "-O3", "-ffp-contract=off", "-ffunction-sections", "-fdata-sections", "-fcallgraph-info=su",
                             "-nostartfiles", "-Wl,--gc-sections", "-Wl,--entry=main", "-Wl,--no-warn-rwx-segments"}) {
      words.emplace_back(flag);
    }
    words.push_back("-I" + (folder / "src").string());
    words.insert(words.end(), sources.begin(), sources.end());
    const std::string elf = (folder / (program + ".elf")).string();
    words.insert(words.end(), {(folder / (program + "_main.c")).string(), "-o", elf, "-dumpdir", (folder / (program + "_")).string()});
    // Older linkers do not know the flag that silences a warning of newer ones.
    if (!run_program(words, folder / "log")) {
      std::erase(words, "-Wl,--no-warn-rwx-segments");
      if (interrupted() || !run_program(words, folder / "log")) return std::nullopt;
    }
    const auto sizes = run_program({compiler.prefix + "size", elf}, folder / "size");
    return sizes ? text_and_data(*sizes) : std::nullopt;
  }
};

std::optional<CompiledSizes> compiled_sizes(const NetworkProgram& program, const Device& device) {
  const auto compiler = compiler_of(device);
  if (!compiler) return std::nullopt;
  std::error_code code;
  const fs::path folder = fs::temp_directory_path(code) / format("thimble-%ld-%s", static_cast<long>(getpid()), program.name.c_str());
  if (code) return std::nullopt;
  const ScratchFolder scratch{folder};
  std::vector<EmittedFile> files = write_network(program);
  for (EmittedFile& file : shipped_sources(program)) files.push_back(std::move(file));
  files.push_back({"src/thimble_port.h", std::string(package_template("thimble_port.h"))});
  for (const std::string family : {"cortex_m", "riscv", "xtensa", "host"}) {
    files.push_back({"src/port/thimble_port_" + family + ".h", std::string(package_template("thimble_port_" + family + ".h"))});
  }
  if (!write_folder(folder.string(), files, true).ok()) return std::nullopt;
  Words sources;
  for (const EmittedFile& file : files) {
    if (file.path.ends_with(".c")) sources.push_back((folder / file.path).string());
  }
  const Workshop workshop{folder, *compiler};
  const auto full = workshop.link(
      "full", sources,
      "#include \"" + program.name + ".h\"\nint main(void) { " + program.name + "_run(" + program.name + "_arena); return 0; }\n");
  const auto empty = workshop.link("empty", {}, "int main(void) { return 0; }\n");
  const auto version = run_program({compiler->prefix + "gcc", "-dumpfullversion"}, folder / "version");
  CallGraph graph;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    if (entry.path().extension() == ".ci") graph.read_counts(read_text(entry.path()));
  }
  const auto listing =
      run_program({compiler->prefix + "objdump", "-dt", "--no-show-raw-insn", (folder / "full.elf").string()}, folder / "code");
  if (listing) graph.read_code(*listing);
  if (!full || !empty || !version || !listing) return std::nullopt;
  return CompiledSizes{.code_bytes = *full - *empty - program.constant_bytes(),
                       .stack_bytes = graph.deepest(program.name + "_run"),
                       .source = "exact: linked with " + compiler->prefix + "gcc " + std::string(trim(*version)) + " -O3 " +
                                 std::string(compiler_flags(device)) + ", less an empty program and the constants"};
}

}  // namespace

Result<std::optional<CompiledSizes>> measure_code(const NetworkProgram& program, const Device& device) {
  const InterruptGuard guard;
  const std::optional<CompiledSizes> sizes = compiled_sizes(program, device);
  if (interrupted()) return Error(ErrorCode::cancelled, "interrupted; nothing was written");
  return sizes;
}

}  // namespace thimble::cli
