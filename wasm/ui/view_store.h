// ViewStore: the latest view of each name, verified on arrival; what has not come yet is nullptr.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "view_generated.h"

namespace thimble::ui {

struct Views {
  const view::ModelView* model = nullptr;
  const view::MemoryView* memory = nullptr;
  const view::TargetsView* targets = nullptr;
  const view::PackageView* package = nullptr;
  const view::DataView* data = nullptr;
  const view::PlanView* plan = nullptr;
  const view::RunView* run = nullptr;
  const view::ResultsView* results = nullptr;
  const view::ChecksView* checks = nullptr;
  const view::MissingView* missing = nullptr;

  const view::Target* selected_target() const;
};

class ViewStore {
 public:
  // False: no view of that name, or bytes that are not one. The views from before stay.
  bool set(std::string_view name, std::span<const std::byte> bytes);
  void clear(std::string_view name);
  const Views& views() const { return views_; }
  // Another number whenever the view of that name is another.
  std::uint32_t revision(std::string_view name) const;

 private:
  template <class Use>
  bool with_slot(std::string_view name, const Use& use);
  template <class T>
  bool take(std::string_view name, std::span<const std::byte> bytes, const T*& slot);

  struct Buffer {
    std::vector<std::uint64_t> words;  // aligned for every field
    std::uint32_t revision = 0;
  };
  std::map<std::string, Buffer, std::less<>> buffers_;
  std::uint32_t last_revision_ = 0;
  Views views_;
};

}  // namespace thimble::ui
