// fill_template: replaces every @key@ of a template; a key without a value, or a value without a key, is our own mistake.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace thimble {

using TemplateValues = std::vector<std::pair<std::string, std::string>>;

std::string fill_template(std::string_view text, const TemplateValues& values);

// One of core/package/templates or core/package/port, by file name.
std::string_view package_template(std::string_view name);

}  // namespace thimble
