// utf8_length: how many bytes the character takes that a text begins with; 0 where they are no well-formed UTF-8 (RFC 3629: no overlong
//   forms, no surrogates, nothing above U+10FFFF), which a strict reader would refuse. The text is not empty.
#pragma once

#include <cstddef>
#include <string_view>

namespace thimble {

std::size_t utf8_length(std::string_view text);

}  // namespace thimble
