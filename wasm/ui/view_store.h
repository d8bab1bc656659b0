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

  const view::Target* selected_target() const;
};

class ViewStore {
 public:
  // False: no view of that name, or bytes that are not one. The views from before stay.
  bool set(std::string_view name, std::span<const std::byte> bytes);
  void clear(std::string_view name);
  const Views& views() const { return views_; }

 private:
  template <class T>
  bool take(std::string_view name, std::span<const std::byte> bytes, const T*& slot);

  std::map<std::string, std::vector<std::uint64_t>, std::less<>> buffers_;  // aligned for every field
  Views views_;
};

}  // namespace thimble::ui
