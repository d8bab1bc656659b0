#include "core/base/unknown_name.h"

#include "core/base/text.h"

namespace thimble {

std::string unknown_name(std::string_view kind, std::string_view name, const std::vector<std::string>& known) {
  const std::string near = nearest_name(name, known);
  return cat("no ", kind, " `", printable(name), "`", near.empty() ? "" : cat("; did you mean `", near, "`?"));
}

}  // namespace thimble
