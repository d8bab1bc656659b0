#include "core/api/replay_events.h"

#include <cstdio>
#include <map>

#include "core/base/counts.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "native/cli/data_files.h"
#include "native/cli/files.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {{"--files", "PATH,...", "folders or files that hold what was opened in the page: a log has names only"},
                                  kJsonOption};
constexpr std::string_view kExamples[] = {"thimble replay thimble_events.jsonl --files models/,samples/"};
constexpr std::size_t kMostShown = 160;

// What the page calls "digits/7/a.png" may lie anywhere below the folders that are named.
class LogFiles {
 public:
  explicit LogFiles(std::vector<ByteSource> sources) : sources_(std::move(sources)) {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const std::string& name = sources_[i].name;
      for (std::size_t at = 0; at != std::string::npos; at = next_part(name, at)) by_end_.emplace(name.substr(at), i);
    }
  }

  Result<ByteSource> find(const LoggedFile& file) const {
    const auto found = by_end_.find(file.path);
    if (found == by_end_.end())
      return Error(ErrorCode::bad_data, "is not there", "name the folder that holds it with --files").in(printable(file.path));
    const ByteSource& source = sources_[found->second];
    if (source.size != file.size)
      return bad_data(cat("has ", bytes_text(source.size), ", the log says ", bytes_text(file.size))).in(printable(file.path));
    return source;
  }

 private:
  static std::size_t next_part(const std::string& name, std::size_t at) {
    const std::size_t slash = name.find('/', at);
    return slash == std::string::npos ? slash : slash + 1;
  }

  std::vector<ByteSource> sources_;
  std::map<std::string, std::size_t> by_end_;
};

const char* outcome_name(Replayed outcome) {
  return outcome == Replayed::same ? "same" : outcome == Replayed::different ? "different" : "left_out";
}

void print_request(const ReplayedRequest& request) {
  std::printf("%6lld  %-18s ", static_cast<long long>(request.id), printable(request.kind, 40).c_str());
  if (request.outcome == Replayed::same) std::printf("as logged: %s\n", printable(request.here, kMostShown).c_str());
  if (request.outcome == Replayed::left_out) std::printf("left out: %s\n", request.here.c_str());
  if (request.outcome != Replayed::different) return;
  std::printf("DIFFERENT\n%26s logged: %s\n%26s here:   %s\n", "", printable(request.logged, kMostShown).c_str(), "",
              printable(request.here, kMostShown).c_str());
}

void print_json(const std::vector<ReplayedRequest>& requests) {
  JsonWriter json(2);
  json.begin_object().key("requests").begin_array();
  for (const ReplayedRequest& request : requests) {
    json.begin_object().field("id", request.id).field("kind", request.kind).field("outcome", outcome_name(request.outcome));
    json.field("logged", request.logged).field("here", request.here).end_object();
  }
  std::printf("%s\n", json.end_array().end_object().text().c_str());
}

Result<ExitCode> run(const Arguments& arguments) {
  if (arguments.operands().size() != 1)
    return invalid_argument("no log given", "Name a file that the page has saved: Log, \"Save the log\".");
  const std::string& path = arguments.operands()[0];
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_file(path));
  THIMBLE_TRY(const EventLog log, read_event_log({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).in(path));
  const std::string given = arguments.get("--files").value_or("");
  std::vector<std::string> folders;
  for (const std::string_view folder : split(given, ',')) {
    if (!folder.empty()) folders.emplace_back(folder);
  }
  THIMBLE_TRY(std::vector<ByteSource> sources, data_files(folders));
  const LogFiles files(std::move(sources));
  const bool as_json = arguments.has("--json");
  if (!as_json) std::printf("core %s, %s, %s\n", log.core.c_str(), counted(log.threads, "thread").c_str(), log.browser.c_str());
  const auto hear = [as_json](const ReplayedRequest& request) {
    if (as_json) return;
    print_request(request);
    std::fflush(stdout);  // the next one may end the program, which is what was looked for
  };
  const std::vector<ReplayedRequest> requests = replay_events(log, [&](const LoggedFile& file) { return files.find(file); }, hear);
  if (as_json) print_json(requests);
  std::int64_t different = 0, left_out = 0;
  for (const ReplayedRequest& request : requests) {
    different += request.outcome == Replayed::different;
    left_out += request.outcome == Replayed::left_out;
  }
  if (!as_json)
    std::printf("%s, %lld answered otherwise, %lld left out\n", counted(std::ssize(requests), "request").c_str(),
                static_cast<long long>(different), static_cast<long long>(left_out));
  return different > 0 ? ExitCode::bad_input : ExitCode::done;
}

}  // namespace

extern const CommandDef command_replay{.name = "replay",
                                       .doc = "does again what a log of the page says, and tells what is answered otherwise",
                                       .operands = "LOG",
                                       .options = kOptions,
                                       .examples = kExamples,
                                       .run = run};

}  // namespace thimble::cli
