// Opened: what the core was asked for and holds now: enough to ask a new core for the same, after its death or a reload of the page.
//   Kept by the page as JSON: {"requests": {"open_model": {"what", "body", "file"}, ...}, "plan": {...}, "run_plan": {...},
//   "checkpoints": [4, 7]}; files and checkpoints are handles of the page's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thimble::ui {

struct OpenedRequest {
  std::string kind, what, body;  // what: the sentence of the log; empty: small talk
  std::uint32_t file = 0;
};

class Opened {
 public:
  static std::optional<Opened> from_json(std::string_view text);
  std::string to_json() const;
  std::string handles_json() const;  // of every file that is needed

  void plan(std::string_view recipe);
  void starts(std::string_view kind);  // a run replaces what the last one came to
  void done(const OpenedRequest& request);
  void checkpoint(std::uint32_t handle);
  void forget_run();

  bool empty() const { return requests_.empty(); }
  std::string name() const;  // "digits_cnn.onnx": what is open, in a word or two
  std::vector<OpenedRequest> requests() const;  // in the order in which a new core has to be asked

 private:
  std::map<std::string, OpenedRequest> requests_;  // by kind
  std::string plan_, run_plan_;                    // recipes; empty: as the core has it by itself
  std::vector<std::uint32_t> checkpoints_;
};

}  // namespace thimble::ui
