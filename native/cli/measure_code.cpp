#include "native/cli/measure_code.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/base/text.h"
#include "core/codegen/shipped_sources.h"
#include "core/codegen/write_network.h"
#include "core/package/fill_template.h"
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
  switch (device.isa) {
    case Isa::armv6m: return Compiler{"arm-none-eabi-", {"-mthumb", "-mcpu=cortex-m0plus"}};
    case Isa::armv7m: return Compiler{"arm-none-eabi-", {"-mthumb", "-mcpu=cortex-m3"}};
    case Isa::armv7em: return Compiler{"arm-none-eabi-", {"-mthumb", device.core == "cortex_m7" ? "-mcpu=cortex-m7" : "-mcpu=cortex-m4"}};
    case Isa::armv8m_dsp: return Compiler{"arm-none-eabi-", {"-mthumb", "-mcpu=cortex-m33"}};
    case Isa::armv81m_mve: return Compiler{"arm-none-eabi-", {"-mthumb", "-mcpu=cortex-m55"}};
    case Isa::rv32imc:
      return Compiler{"riscv64-unknown-elf-",
                      {"-march=rv32imc", "-mabi=ilp32", "--specs=picolibc.specs", "-Wl,--defsym=__flash=0x80000000",
                       "-Wl,--defsym=__flash_size=0x4000000", "-Wl,--defsym=__ram=0x90000000",
                       "-Wl,--defsym=__ram_size=0x4000000"}};  // picolibc's own sizes are too small for weights
    case Isa::xtensa_lx6:
    case Isa::xtensa_lx7:
    case Isa::aarch64: return std::nullopt;
  }
  return std::nullopt;
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
  std::ifstream file(out);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
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

std::string between(std::string_view line, std::string_view before, std::string_view after) {
  const std::size_t begin = line.find(before);
  if (begin == std::string_view::npos) return {};
  const std::size_t from = begin + before.size();
  return std::string(line.substr(from, line.find(after, from) - from));
}

// The call graph of gcc's -fcallgraph-info=su: bytes of stack a function, and who calls whom.
struct CallGraph {
  std::map<std::string, std::int64_t> bytes;
  std::multimap<std::string, std::string> calls;

  void read(const fs::path& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("node:")) {
        const std::string label = between(line, "label: \"", "\"");
        for (const std::string_view part : split(label, 'n')) {
          const std::size_t unit = part.find(" bytes");
          if (unit == std::string_view::npos) continue;
          if (const auto number = parse_int(part.substr(0, unit))) bytes[between(line, "title: \"", "\"")] = *number;
        }
      } else if (line.starts_with("edge:")) {
        calls.emplace(between(line, "sourcename: \"", "\""), between(line, "targetname: \"", "\""));
      }
    }
  }

  // Generated code never recurses; the limit only keeps a misread graph from looping.
  std::int64_t deepest(const std::string& function, int limit = 16) const {
    std::int64_t below = 0;
    const auto [from, to] = calls.equal_range(function);
    for (auto call = from; limit > 0 && call != to; ++call) below = std::max(below, deepest(call->second, limit - 1));
    const auto own = bytes.find(function);
    return below + (own == bytes.end() ? 0 : own->second);
  }
};

struct Workshop {
  fs::path folder;
  const Compiler& compiler;

  std::optional<std::int64_t> link(const std::string& program, const Words& sources, const std::string& main_text) const {
    std::ofstream(folder / (program + "_main.c")) << main_text;
    Words words = {compiler.prefix + "gcc"};
    words.insert(words.end(), compiler.flags.begin(), compiler.flags.end());
    for (const char* flag : {"-std=gnu99", "-O3", "-ffunction-sections", "-fdata-sections", "-fcallgraph-info=su", "-nostartfiles",
                             "-Wl,--gc-sections", "-Wl,--entry=main", "-Wl,--no-warn-rwx-segments"}) {
      words.emplace_back(flag);
    }
    words.push_back("-I" + (folder / "src").string());
    words.insert(words.end(), sources.begin(), sources.end());
    const std::string elf = (folder / (program + ".elf")).string();
    words.insert(words.end(), {(folder / (program + "_main.c")).string(), "-o", elf, "-dumpdir", (folder / (program + "_")).string()});
    // Older linkers do not know the flag that silences a warning of newer ones.
    if (!run_program(words, folder / "log")) {
      std::erase(words, "-Wl,--no-warn-rwx-segments");
      if (!run_program(words, folder / "log")) return std::nullopt;
    }
    const auto sizes = run_program({compiler.prefix + "size", elf}, folder / "size");
    return sizes ? text_and_data(*sizes) : std::nullopt;
  }
};

}  // namespace

std::optional<CompiledSizes> measure_code(const NetworkProgram& program, const Device& device) {
  const auto compiler = compiler_of(device);
  if (!compiler) return std::nullopt;
  std::error_code code;
  const fs::path folder = fs::temp_directory_path(code) / format("thimble-%ld-%s", static_cast<long>(getpid()), program.name.c_str());
  if (code) return std::nullopt;
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
    if (entry.path().extension() == ".ci") graph.read(entry.path());
  }
  fs::remove_all(folder, code);
  if (!full || !empty || !version) return std::nullopt;
  return CompiledSizes{.code_bytes = *full - *empty - program.constant_bytes(),
                       .stack_bytes = graph.deepest(program.name + "_run"),
                       .source = "exact: linked with " + compiler->prefix + "gcc " + std::string(trim(*version)) +
                                 " -O3, less an empty program and the constants"};
}

}  // namespace thimble::cli
