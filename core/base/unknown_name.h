// unknown_name: what to say of a name that is not in a list: "no option `sed`; did you mean `seed`?". The list itself is the error's hint.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace thimble {

// `kind`: "option". Without a name near enough there is no question.
std::string unknown_name(std::string_view kind, std::string_view name, const std::vector<std::string>& known);

}  // namespace thimble
