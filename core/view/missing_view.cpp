// MissingView: what a model that could not be opened asks for.
#include "core/base/text.h"
#include "core/view/finish_view.h"
#include "core/view/views.h"
#include "view_generated.h"

namespace thimble {

ViewBytes build_missing_view(const MissingInfo& missing) {
  view::MissingViewT out;
  // As they are: they go back to the core.
  out.sizes = missing.sizes;
  for (const std::string& file : missing.files) out.files.push_back(printable(file, 200));
  return pack_view<view::MissingView>(out);
}

}  // namespace thimble
